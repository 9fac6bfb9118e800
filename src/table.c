/* Tables of text, a line at a time. */
#include "table.h"
#include "error.h"
#include <stdlib.h>
#include <string.h>

struct table table_open(const char *path, int columns) {
    struct table table = {.path = path, .columns = columns, .file = fopen(path, "r")};
    if (!table.file)
        fail("%s: cannot be read", path);
    return table;
}

bool table_next(struct table *table) {
    do {
        if (getline(&table->line, &table->capacity, table->file) < 0) {
            fclose(table->file);
            free(table->line);
            return false;
        }
        table->number++;
    } while (*table->line == '#' || *table->line == '\n');
    table->line[strcspn(table->line, "\n")] = 0;
    char *rest = table->line;
    for (int i = 0; i < table->columns; i++)
        if (!(table->column[i] = strsep(&rest, "\t")))
            fail_at(table->path, table->number, "malformed, expected %d columns between tabs",
                    table->columns);
    return true;
}
