/* Tables of text: lines whose columns are parted at tabs. */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { MOST_COLUMNS = 8 };

struct table {
    const char *path;
    FILE *file; /* NULL once it is closed */
    char *line; /* the line at hand: whole where columns is 0, else its first column */
    size_t capacity;
    int number, columns;
    char *column[MOST_COLUMNS]; /* point into line, until the next */
};

/* Open a table of so many columns, at most MOST_COLUMNS; 0 leaves its lines whole. `path` is
 * borrowed until the end. Fails if the file cannot be read. */
struct table table_open(const char *path, int columns);

/* The next line that is neither empty nor a comment (#); false at the end, which closes the table,
 * and after it. Fails at a line with fewer columns or more, or with a byte that is zero. */
bool table_next(struct table *table);

/* Close a table before its end. */
void table_close(struct table *table);

/* Pass over the first line; fails where there is none. */
void table_skip_heading(struct table *table);

/* A column of the line at hand as a number, which may be nan; fails where it is none. */
double table_number(const struct table *table, int column);

#endif
