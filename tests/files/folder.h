/* A temporary folder for the files of a test, and what stands in them. */
#ifndef FILES_FOLDER_H
#define FILES_FOLDER_H

#include "child.h"
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

static char *folder;

static inline int make_folder(void **state) {
    (void)state;
    const char *parent = getenv("TMPDIR");
    folder = text("%s/test.XXXXXX", parent != NULL ? parent : "/tmp");
    return mkdtemp(folder) == NULL;
}

static inline int remove_folder(void **state) {
    (void)state;
    char *command = text("rm -r '%s'", folder);
    int status = system(command);
    free(command);
    free(folder);
    return status;
}

/* The same for tests that work in their folder. */
static inline int enter_folder(void **state) {
    return make_folder(state) || chdir(folder);
}

static inline int leave_folder(void **state) {
    return chdir("/") || remove_folder(state);
}

/* A path in the test's folder, good until the next call. */
static inline const char *in_folder(const char *name) {
    static char *path;
    free(path);
    return path = text("%s/%s", folder, name);
}

static inline void write_bytes(const char *path, const void *bytes, size_t count) {
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, count, stream), count);
    assert_int_equal(fclose(stream), 0);
}

/* The file's bytes, which the caller frees. */
static inline char *bytes_of(const char *path, size_t *count) {
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    *count = (size_t)status.st_size;
    char *bytes = allocate(*count + 1, 1);
    FILE *stream = fopen(path, "r");
    assert_int_equal(fread(bytes, 1, *count, stream), *count);
    fclose(stream);
    return bytes;
}

static inline void assert_content(const char *path, const char *expected) {
    size_t count;
    char *bytes = bytes_of(path, &count);
    assert_string_equal(bytes, expected);
    free(bytes);
}

/* The number of files in the test's folder whose names end in .tmp. */
static inline int temporaries(void) {
    int count = 0;
    DIR *entries = opendir(folder);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        const char *dot = strrchr(entry->d_name, '.');
        count += dot != NULL && strcmp(dot, ".tmp") == 0;
    }
    closedir(entries);
    return count;
}

/* A safetensors file with that header and `data` zero bytes, in the test's folder. */
static inline const char *write_parts(const char *header, size_t data) {
    const char *path = in_folder("malformed");
    uint64_t length = strlen(header);
    char *bytes = allocate(8 + length + data, 1);
    memcpy(bytes, &length, 8);
    memcpy(bytes + 8, header, length);
    write_bytes(path, bytes, 8 + length + data);
    free(bytes);
    return path;
}

#endif
