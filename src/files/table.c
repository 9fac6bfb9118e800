/* Tables of text, a line at a time. */
#include "files/table.h"
#include "program/error.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct table table_open(const char *path, int columns) {
    struct table table = {.path = path, .columns = columns, .file = fopen(path, "r")};
    if (!table.file)
        fail("%s: cannot be read: %s", path, strerror(errno));
    return table;
}

/* The next line of the file into table->line; false at the end. */
static bool next_line(struct table *table) {
    ssize_t length = getline(&table->line, &table->capacity, table->file);
    if (ferror(table->file))
        fail("%s: cannot be read: %s", table->path, strerror(errno));
    if (length < 0)
        return false;
    table->number++;
    length -= table->line[length - 1] == '\n';
    table->line[length] = 0;
    if (strlen(table->line) < (size_t)length)
        fail_at(table->path, table->number, "malformed, expected text: it holds a zero byte");
    return true;
}

void table_close(struct table *table) {
    fclose(table->file);
    free(table->line);
    table->file = NULL;
    table->line = NULL;
}

bool table_next(struct table *table) {
    do {
        if (!table->file)
            return false;
        if (!next_line(table))
            table_close(table);
    } while (!table->line || *table->line == '#' || !*table->line);
    char *rest = table->line;
    for (int i = 0; i < table->columns; i++)
        table->column[i] = strsep(&rest, "\t");
    if (table->columns > 0 && (!table->column[table->columns - 1] || rest))
        fail_at(table->path, table->number, "malformed, expected %d columns between tabs",
                table->columns);
    return true;
}

void table_skip_heading(struct table *table) {
    if (!table_next(table))
        fail("%s: empty, expected a heading and lines of %d columns", table->path, table->columns);
}

double table_number(const struct table *table, int column) {
    char *end;
    double number = strtod(table->column[column], &end);
    if (end == table->column[column] || *end)
        fail_at(table->path, table->number, "'%s', expected a number", table->column[column]);
    return number;
}
