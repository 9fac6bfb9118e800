/* The publications: which there are, and their values. */
#include "values/publications.h"
#include "files/table.h"
#include "program/error.h"
#include <glob.h>
#include <stdlib.h>
#include <string.h>

enum { PUBLISHED_COLUMNS = 3 };
#define BEGINNING "data/reported-"
#define END ".tsv"

static void add(struct publications *publications, const char *name, const char *path,
                const char *suffix) {
    publications->items =
        reallocate(publications->items, publications->count + 1, sizeof *publications->items);
    publications->items[publications->count++] =
        (struct publication){text("%s", name), text("%s", path), text("%s", suffix)};
}

struct publications publications_find(void) {
    struct publications publications = {0};
    glob_t found;
    add(&publications, PUBLISHED_NAME, PUBLISHED_PATH, "");
    if (glob(BEGINNING "*" END, 0, NULL, &found) != 0)
        return publications;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i], *rest = path + strlen(BEGINNING);
        char *suffix = text("-%.*s", (int)(strlen(rest) - strlen(END)), rest);
        add(&publications, suffix + 1, path, suffix);
        free(suffix);
    }
    globfree(&found);
    return publications;
}

void publications_free(struct publications *publications) {
    for (size_t i = 0; i < publications->count; i++) {
        free(publications->items[i].name);
        free(publications->items[i].path);
        free(publications->items[i].suffix);
    }
    free(publications->items);
    *publications = (struct publications){0};
}

const struct publication *publication_of(const struct publications *publications, const char *id) {
    for (size_t i = 0; i < publications->count; i++)
        if (is_of(id, publications->items[i].name))
            return &publications->items[i];
    return NULL;
}

void publication_read(struct values *values, const struct publication *publication) {
    struct table table = table_open(publication->path, PUBLISHED_COLUMNS);
    char **column = table.column;
    while (table_next(&table)) {
        char *id = text("%s.%s", publication->name, column[0]);
        values_add_printed(values, id, table_number(&table, 1), column[1], AS_PUBLISHED, column[2]);
        free(id);
    }
}

bool publication_read_named(struct values *values, const char *name) {
    struct publications publications = publications_find();
    bool found = false;
    for (size_t i = 0; i < publications.count && !found; i++)
        if ((found = strcmp(publications.items[i].name, name) == 0))
            publication_read(values, &publications.items[i]);
    publications_free(&publications);
    return found;
}

void publications_read(struct values *values) {
    struct publications publications = publications_find();
    for (size_t i = 0; i < publications.count; i++)
        publication_read(values, &publications.items[i]);
    publications_free(&publications);
}

const char *rebuilt_id(const struct value *published) {
    return strchr(published->id, '.') + 1;
}
