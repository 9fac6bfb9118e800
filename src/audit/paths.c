/* Walks through folders. */
#include "audit/paths.h"
#include <fts.h>
#include <string.h>
#include <sys/stat.h>

bool begins_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), ending = strlen(end);
    return length >= ending && strcmp(text + length - ending, end) == 0;
}

bool is_artifact(const char *path) {
    return ends_with(path, ".safetensors");
}

static int compare_names(const FTSENT **a, const FTSENT **b) {
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

void each_file(char *const *folders, void (*check)(const char *path, void *context),
               void *context) {
    FTS *tree = fts_open(folders, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, compare_names);
    for (FTSENT *entry; tree && (entry = fts_read(tree));)
        if (entry->fts_info == FTS_F)
            check(entry->fts_path, context);
    if (tree)
        fts_close(tree);
}
