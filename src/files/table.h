/* Tables of text: the columns of a line are separated by tabs. */
#ifndef FILES_TABLE_H
#define FILES_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { MOST_COLUMNS = 8 };

struct table {
    const char *path;
    FILE *file; /* NULL when it is closed */
    char *line; /* the current line: whole if columns is 0, else only its first column */
    size_t capacity;
    int number, columns;
    char *column[MOST_COLUMNS]; /* point into the current line */
};

/* Open a table with that many columns, at most MOST_COLUMNS; 0 leaves its lines whole. `path` is
 * borrowed until the table is closed. Fails if the file cannot be read. */
struct table table_open(const char *path, int columns);

/* Go to the next line that is neither empty nor a comment (#). Returns false at the end, where the
 * table is closed, and after it. Fails at a line with another number of columns, or with a zero
 * byte. */
bool table_next(struct table *table);

/* Close a table before its end. */
void table_close(struct table *table);

/* Skip the first line. Fails if there is none. */
void table_skip_heading(struct table *table);

/* A column of the current line as a number, which may be nan. Fails if it is no number. */
double table_number(const struct table *table, int column);

#endif
