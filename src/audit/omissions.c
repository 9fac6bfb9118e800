/* The values that the report does not print. */
#include "audit/audit.h"
#include "audit/paths.h"
#include "audit/words.h"
#include "files/artifact.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The list while it is written. */
struct listing {
    struct words printed; /* ids, sorted */
    struct output output;
    struct omissions count;
};

/* Add the first cell of each line of a table. A table that is missing has none. */
static void add_first_cells(const char *path, struct words *words) {
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    while (file && getline(&line, &capacity, file) >= 0) {
        line[strcspn(line, "\t\n")] = 0;
        words_add(words, line);
    }
    if (file)
        fclose(file);
    free(line);
}

/* Whether a table of values is that of a replicate. It then stands deeper than
 * results/<experiment>/values.tsv, and its values have the same ids as those of the experiment. */
static bool is_of_replicate(const char *path) {
    const char *table = strchr(strchr(path, '/') + 1, '/');
    return !table || strcmp(table, "/values.tsv") != 0;
}

/* List the values of a table that the report does not print. It prints no value of a replicate
 * under the value's own id. */
static void list_omitted(const char *again, void *context) {
    struct listing *listing = context;
    const char *path = again + strlen(AGAIN);
    struct words ids = {0};
    if (!ends_with(path, "/values.tsv"))
        return;
    add_first_cells(again, &ids);
    for (size_t i = 1; i < ids.count; i++) {
        bool is_printed = !is_of_replicate(path) && words_have(&listing->printed, ids.items[i]);
        listing->count.values++;
        listing->count.omitted += !is_printed;
        if (!is_printed)
            fprintf(listing->output.stream, "%s\t%s\n", path, ids.items[i]);
    }
    words_free(&ids);
}

struct omissions list_omissions(void) {
    struct listing listing = {.output = output_begin(AGAIN "omitted.tsv")};
    add_first_cells(AGAIN "build/tex/places.tsv", &listing.printed);
    words_sort(&listing.printed);
    fprintf(listing.output.stream, "table\tid\n");
    each_file((char *[]){AGAIN "results", NULL}, list_omitted, &listing);
    output_finish(&listing.output);
    words_free(&listing.printed);
    return listing.count;
}
