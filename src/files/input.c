/* Files that are opened to be read. */
#include "files/input.h"
#include "program/error.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void cannot_read(const char *path) {
    fail("%s: cannot read: %s", path, strerror(errno));
}

/* Open each folder of the path, from the top, as far as they are there. */
static void look_into_folders(const char *path) {
    char *folder = text("%s", path);
    for (char *slash = strchr(folder, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int descriptor = open(slash > folder ? folder : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (descriptor >= 0)
            close(descriptor);
        *slash = '/';
    }
    free(folder);
}

bool is_there(const char *path) {
    if (access(path, F_OK) == 0)
        return true;
    if (errno != ENOENT)
        return false;
    look_into_folders(path);
    return access(path, F_OK) == 0;
}

FILE *open_to_read(const char *path) {
    FILE *stream = fopen(path, "re");
    if (stream == NULL)
        cannot_read(path);
    return stream;
}
