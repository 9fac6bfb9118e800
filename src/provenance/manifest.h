/* The manifest of a run: the SHA-256 of every artifact, choice and table. `sha256sum --check` reads
 * it in the top folder. */
#ifndef MANIFEST_H
#define MANIFEST_H

#include <stddef.h>
#include <stdio.h>

#define MANIFEST_PATH "results/manifest.sha256"

enum file_kind {
    TRANSFORMER_FILE,
    ACTIVATIONS_FILE,
    UNIT_FILE,
    CHOICE_FILE,
    TABLE_FILE,
    FILE_KINDS
};

/* The plural name of each kind. */
extern const char *const file_kinds[FILE_KINDS];

struct manifest_item {
    char *digest, *path;
    enum file_kind kind; /* follows from the path */
};

struct manifest {
    size_t count;
    struct manifest_item *items; /* in the order of their paths */
    size_t counts[FILE_KINDS];
};

/* Write MANIFEST_PATH, with a line for each path in `paths`, which has one path on each line. Fails
 * if a file cannot be read. */
void manifest_write(FILE *paths);

/* Read MANIFEST_PATH. The caller frees with manifest_free. Fails if the file is missing or a line
 * is malformed. */
struct manifest manifest_read(void);
void manifest_free(struct manifest *manifest);

#endif
