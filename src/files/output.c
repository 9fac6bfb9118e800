/* Files that are written whole or not at all. */
#include "files/output.h"
#include "program/error.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

static _Noreturn void cannot_write(const char *path) {
    fail("%s: cannot write: %s", path, strerror(errno));
}

void make_folders(const char *path) {
    char *folder = text("%s", path);
    for (char *slash = strchr(folder, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (slash > folder && mkdir(folder, 0777) != 0 && errno != EEXIST)
            cannot_write(path);
        *slash = '/';
    }
    free(folder);
}

/* The temporary files of the outputs that are begun and not finished; "" is a free place. A program
 * that ends early removes them. */
enum { MOST_BEGUN = 8 };
static char begun[MOST_BEGUN][PATH_MAX];

static void remove_unfinished(void) {
    for (int i = 0; i < MOST_BEGUN; i++)
        if (*begun[i])
            unlink(begun[i]);
}

/* Replace the entry `before` by `after`. */
static void exchange_begun(const char *before, const char *after) {
    for (int i = 0; i < MOST_BEGUN; i++)
        if (strcmp(begun[i], before) == 0) {
            snprintf(begun[i], sizeof begun[i], "%s", after);
            return;
        }
}

struct output output_begin(const char *path) {
    static bool is_registered;
    if (!is_registered)
        is_registered = atexit(remove_unfinished) == 0;
    /* Past a file-size limit, write() is then refused with EFBIG instead of a fatal signal. */
    signal(SIGXFSZ, SIG_IGN);
    make_folders(path);
    struct utsname machine;
    if (uname(&machine) != 0)
        cannot_write(path);
    char *temporary = text("%s.%s.%ld.tmp", path, machine.nodename, (long)getpid());
    FILE *stream = fopen(temporary, "we");
    if (stream == NULL)
        cannot_write(path);
    exchange_begun("", temporary);
    return (struct output){.path = text("%s", path), .temporary = temporary, .stream = stream};
}

void output_bytes(const struct output *output, const void *bytes, size_t count) {
    if (fwrite(bytes, 1, count, output->stream) != count)
        cannot_write(output->path);
}

static int open_folder_of(const char *path) {
    char *folder = text("%s", path);
    char *slash = strrchr(folder, '/');
    if (slash != NULL)
        slash[1] = '\0';
    int descriptor = open(slash != NULL ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    return descriptor;
}

/* Flush to the disk, unless FLUSH=no. Returns whether that went well. */
static bool flush(int descriptor) {
    const char *wanted = getenv("FLUSH");
    return (wanted && strcmp(wanted, "no") == 0) || fsync(descriptor) == 0;
}

/* A rename lasts only when its folder is on the disk. EINVAL: on this file system a folder needs no
 * flush. */
static bool flush_folder(int folder) {
    return flush(folder) || errno == EINVAL;
}

void output_finish(struct output *output) {
    int folder = open_folder_of(output->path);
    if (folder >= 0)
        errno = EIO; /* ferror says that an earlier write failed, but not why */
    bool finished = folder >= 0 && fflush(output->stream) == 0 && !ferror(output->stream) &&
                    flush(fileno(output->stream)) && fclose(output->stream) == 0 &&
                    rename(output->temporary, output->path) == 0 && flush_folder(folder);
    if (!finished)
        cannot_write(output->path);
    close(folder);
    exchange_begun(output->temporary, "");
    free(output->path);
    free(output->temporary);
    *output = (struct output){0};
}
