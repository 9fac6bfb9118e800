/* Writing and reading the lines of a manifest. */
#include "provenance/manifest.h"
#include "files/artifact.h"
#include "files/table.h"
#include "program/error.h"
#include <stdlib.h>
#include <string.h>

const char *const file_kinds[FILE_KINDS] = {"transformers", "activations", "units", "choices",
                                            "tables"};

/* The kind of a file. Artifacts are in the folder of their kind; choices and tables are in the
 * folder of an experiment. */
static enum file_kind kind_of(const char *path) {
    for (enum file_kind kind = TRANSFORMER_FILE; kind <= UNIT_FILE; kind++) {
        char *folder = text("results/%s/", file_kinds[kind]);
        bool is_in = strncmp(path, folder, strlen(folder)) == 0;
        free(folder);
        if (is_in)
            return kind;
    }
    size_t length = strlen(path);
    return length > 3 && strcmp(path + length - 3, ".mk") == 0 ? CHOICE_FILE : TABLE_FILE;
}

void manifest_write(FILE *paths) {
    struct output output = output_begin(MANIFEST_PATH);
    char *path = NULL, digest[SHA256_TEXT];
    size_t capacity = 0;
    while (getline(&path, &capacity, paths) > 0) {
        path[strcspn(path, "\n")] = 0;
        file_sha256(path, digest);
        fprintf(output.stream, "%s  %s\n", digest, path);
    }
    free(path);
    output_finish(&output);
}

static bool is_line(const char *line) {
    return strspn(line, "0123456789abcdef") == SHA256_TEXT - 1 &&
           strncmp(line + SHA256_TEXT - 1, "  ", 2) == 0 && line[SHA256_TEXT + 1];
}

struct manifest manifest_read(const char *path_of_manifest) {
    struct manifest manifest = {0};
    struct table lines = table_open(path_of_manifest, 0);
    while (table_next(&lines)) {
        if (!is_line(lines.line))
            fail_at(path_of_manifest, lines.number, "malformed, expected a SHA-256 and a path");
        manifest.items = reallocate(manifest.items, manifest.count + 1, sizeof *manifest.items);
        const char *path = lines.line + SHA256_TEXT + 1;
        struct manifest_item item = {text("%.64s", lines.line), text("%s", path), kind_of(path)};
        manifest.items[manifest.count++] = item;
        manifest.counts[item.kind]++;
    }
    return manifest;
}

void manifest_free(struct manifest *manifest) {
    for (size_t i = 0; i < manifest->count; i++) {
        free(manifest->items[i].digest);
        free(manifest->items[i].path);
    }
    free(manifest->items);
    *manifest = (struct manifest){0};
}

const struct manifest_item *manifest_find(const struct manifest *manifest, const char *path) {
    for (size_t i = 0; i < manifest->count; i++)
        if (strcmp(manifest->items[i].path, path) == 0)
            return &manifest->items[i];
    return NULL;
}
