/* Files that are opened to be read. */
#include "files/input.h"
#include "program/error.h"
#include <errno.h>
#include <string.h>

void cannot_read(const char *path) {
    fail("%s: cannot read: %s", path, strerror(errno));
}

FILE *open_to_read(const char *path) {
    FILE *stream = fopen(path, "re");
    if (stream == NULL)
        cannot_read(path);
    return stream;
}
