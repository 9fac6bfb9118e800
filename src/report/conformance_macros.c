/* The table of the largest differences from PyTorch's results. */
#include "files/table.h"
#include "report/latex.h"
#include "report/macros.h"
#include <unistd.h>

static const char record[] = "data/conformance.tsv";

void conformance_macros(const char *folder) {
    struct output output = latex_begin(folder, "conformance");
    if (access(record, R_OK) == 0) {
        struct table table = table_open(record, 4);
        table_skip_heading(&table);
        fputs("\\begin{Conformance}\n", output.stream);
        while (table_next(&table))
            MACRO(output.stream, "ConformanceRow", table.column[0], table.column[1],
                  table.column[2], table.column[3]);
        fputs("\\end{Conformance}\n", output.stream);
    }
    output_finish(&output);
}
