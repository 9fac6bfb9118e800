/* The command `make PATH [EARLIER]`: one artifact, and what is told of it. */
#ifndef DRIVER_MAKING_H
#define DRIVER_MAKING_H

#include "protocol/protocol.h"

/* Make the artifact at `path`, going on from `earlier` unless that is NULL. Print a line that says
 * what came out, and put one into the journal. */
void make(const struct protocol *protocol, const char *path, const char *earlier);

#endif
