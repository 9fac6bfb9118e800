/* The tables of how long the same training takes elsewhere. */
#include "files/table.h"
#include "program/error.h"
#include "report/latex.h"
#include "report/macros.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A row of the table with that end, or a note if only its first cell is filled. */
static void put_row(FILE *stream, char *line, const char *end) {
    size_t first = strcspn(line, "\t");
    if (!line[first] || line[first + 1] == '\t') {
        line[first] = 0;
        MACRO(stream, "PeersNote", line);
        return;
    }
    const char *between = "";
    for (char *rest = line, *cell; (cell = strsep(&rest, "\t")); between = " & ") {
        fputs(between, stream);
        latex_text(stream, cell);
    }
    fputs(end, stream);
}

void peers_macros(const char *folder, const char *name, const char *environment) {
    struct output output = latex_begin(folder, name);
    char *path = text("build/%s.tsv", name);
    if (access(path, R_OK) == 0) {
        struct table table = table_open(path, 0);
        fprintf(output.stream, "\\begin{%s}\n", environment);
        for (const char *end = " \\\\ \\midrule\n"; table_next(&table); end = " \\\\\n")
            put_row(output.stream, table.line, end);
        fprintf(output.stream, "\\end{%s}\n", environment);
    }
    free(path);
    output_finish(&output);
}
