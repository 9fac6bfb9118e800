/* The files below folders, and what their paths say. */
#ifndef AUDIT_PATHS_H
#define AUDIT_PATHS_H

#include <stdbool.h>

bool begins_with(const char *text, const char *start);

bool ends_with(const char *text, const char *end);

/* Whether the file at that path is an artifact. */
bool is_artifact(const char *path);

/* Call check(path, context) for every regular file below the folders, which NULL ends, in the order
 * of their names. */
void each_file(char *const *folders, void (*check)(const char *path, void *context), void *context);

#endif
