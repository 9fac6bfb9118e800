/* Memory with a file behind it. */
#define _GNU_SOURCE /* mkostemp */
#include "files/mapped.h"
#include "program/error.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

bool is_large(size_t bytes) {
    return bytes >> 20 >= (size_t)count_wanted("MEMORY", 256, 999999999);
}

static struct mapping map(const char *path, int descriptor, size_t bytes, int protection,
                          int kind) {
    void *memory = mmap(NULL, bytes, protection, kind, descriptor, 0);
    if (memory == MAP_FAILED)
        fail("%s: cannot map %zu bytes: %s", path, bytes, strerror(errno));
    return (struct mapping){memory, bytes};
}

struct mapping map_file(const char *path, int descriptor, size_t bytes) {
    return map(path, descriptor, bytes, PROT_READ, MAP_SHARED);
}

/* An open file without a name; its folder into *folder. */
static int scratch_file(const char **folder) {
    const char *parent = getenv("TMPDIR");
    const char *folders[] = {"build", parent ? parent : "/tmp"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char *path = text("%s/rows.XXXXXX", folders[i]);
        int descriptor = mkostemp(path, O_CLOEXEC);
        if (descriptor >= 0)
            unlink(path);
        free(path);
        *folder = folders[i];
        if (descriptor >= 0)
            return descriptor;
    }
    fail("%s: cannot write a temporary file: %s", *folder, strerror(errno));
}

struct mapping map_scratch(size_t bytes) {
    const char *folder;
    int descriptor = scratch_file(&folder);
    int error = posix_fallocate(descriptor, 0, (off_t)bytes); /* a full disk is told now */
    if (error)
        fail("%s: cannot write a temporary file of %zu bytes: %s", folder, bytes, strerror(error));
    struct mapping mapping = map(folder, descriptor, bytes, PROT_READ | PROT_WRITE, MAP_SHARED);
    close(descriptor);
    return mapping;
}

void unmap(struct mapping *mapping) {
    if (mapping->memory)
        munmap(mapping->memory, mapping->bytes);
    *mapping = (struct mapping){0};
}
