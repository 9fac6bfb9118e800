/* What was computed for a record and is kept: its settings, the path of its artifact, and the hash
 * of its file of activations. Each is computed when it is first asked for. */
#ifndef PROTOCOL_RESOLVED_H
#define PROTOCOL_RESOLVED_H

#include "protocol/settings.h"

struct resolved {
    struct settings *settings; /* NULL until settings_of asks */
    char *path;                /* NULL until path_of asks */
    char *input_hash;          /* NULL until expand asks */
};

void resolved_free(struct resolved *resolved);

#endif
