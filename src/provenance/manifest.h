/* The manifest of a run: every artifact, choice and table that it left, with its SHA-256, as
 * `sha256sum --check` reads it from the top of the tree. */
#ifndef PROVENANCE_MANIFEST_H
#define PROVENANCE_MANIFEST_H

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

/* What more than one of a kind are called. */
extern const char *const file_kinds[FILE_KINDS];

struct manifest_item {
    char *digest, *path;
    enum file_kind kind; /* told by the path */
};

struct manifest {
    size_t count;
    struct manifest_item *items; /* in the order of the file: sorted by path */
    size_t counts[FILE_KINDS];
};

/* Write MANIFEST_PATH, a line for each path that `paths` holds a line of. */
void manifest_write(FILE *paths);

/* Read a manifest, MANIFEST_PATH or another. The caller frees it with manifest_free. Fails at a
 * line that `sha256sum --check` could not read. */
struct manifest manifest_read(const char *path);
void manifest_free(struct manifest *manifest);

/* The item of that path, or NULL. */
const struct manifest_item *manifest_find(const struct manifest *manifest, const char *path);

#endif
