/* What is known of a record once it was asked for: its settings, and the path of what it makes. */
#ifndef RESOLVED_H
#define RESOLVED_H

#include "protocol/settings.h"

struct resolved {
    struct settings *settings; /* NULL until settings_of asks */
    char *path;                /* NULL until path_of asks */
};

void resolved_free(struct resolved *resolved);

#endif
