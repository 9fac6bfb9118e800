/* SHA-256, by nettle. */
#include "files/hash.h"
#include "files/input.h"
#include "program/error.h"
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void sha256_text(struct sha256_ctx *context, char digest[SHA256_TEXT]) {
    uint8_t hash[SHA256_DIGEST_SIZE];
    sha256_digest(context, sizeof hash, hash);
    for (size_t i = 0; i < sizeof hash; i++)
        sprintf(digest + 2 * i, "%02x", hash[i]);
}

void file_sha256(const char *path, char digest[SHA256_TEXT]) {
    FILE *stream = open_to_read(path);
    struct sha256_ctx context;
    sha256_init(&context);
    uint8_t block[1 << 16];
    for (size_t bytes; (bytes = fread(block, 1, sizeof block, stream)) > 0;)
        sha256_update(&context, bytes, block);
    if (ferror(stream))
        cannot_read(path);
    fclose(stream);
    sha256_text(&context, digest);
}

static bool has_mode(const char *path, mode_t mode) {
    struct stat status;
    return stat(path, &status) == 0 && (status.st_mode & S_IFMT) == mode;
}

static void add_line(struct sha256_ctx *context, const char *digest, const char *name) {
    char *line = text("%s  %s\n", digest, name);
    sha256_update(context, strlen(line), (const uint8_t *)line);
    free(line);
}

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_shown(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

static void folder_sha256(const char *folder, char digest[SHA256_TEXT]) {
    struct dirent **entries;
    int count = scandir(folder, &entries, is_shown, by_name);
    if (count < 0)
        cannot_read(folder);
    struct sha256_ctx context;
    sha256_init(&context);
    for (int i = 0; i < count; i++) {
        char *path = text("%s/%s", folder, entries[i]->d_name);
        if (has_mode(path, S_IFREG)) {
            file_sha256(path, digest);
            add_line(&context, digest, entries[i]->d_name);
        }
        free(path);
        free(entries[i]);
    }
    free(entries);
    sha256_text(&context, digest);
}

void rows_sha256(const char *path, const char *tensor, char digest[SHA256_TEXT]) {
    if (has_mode(path, S_IFDIR))
        folder_sha256(path, digest);
    else
        file_sha256(path, digest);
    if (!tensor)
        return;
    struct sha256_ctx context;
    sha256_init(&context);
    add_line(&context, digest, tensor);
    sha256_text(&context, digest);
}
