/* The macros of the values. */
#include "report/latex.h"
#include "report/macros.h"

void values_macros(const char *folder, const struct values *values) {
    struct output output = latex_begin(folder, "values");
    for (size_t i = 0; i < values->count; i++) {
        const char *printed = values->items[i].printed;
        bool is_negative = printed[0] == '-' && printed[1] != '-';
        fprintf(output.stream, "\\SetValue{%s}{%s%s}\n", values->items[i].id,
                is_negative ? "$-$" : "", printed + is_negative);
    }
    output_finish(&output);
}
