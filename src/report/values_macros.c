/* The macros of the values. */
#include "program/error.h"
#include "report/latex.h"
#include "report/macros.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Decimals that prose prints of a value which tables print with five. */
#define ROUNDED "%.3f"
#define PERCENT "%.0f"

/* Write {number}, with a typographic minus sign where the digits are not all zero. */
static void put_rounded(FILE *stream, const char *format, double number, const char *unit) {
    char *digits = text(format, fabs(number));
    bool is_negative = number < 0 && strtod(digits, NULL) > 0;
    fprintf(stream, "{%s%s%s}", is_negative ? "$-$" : "", digits, unit);
    free(digits);
}

/* What prose prints of a value: nothing of a whole number or of one that was not measured. */
static void put_prose(FILE *stream, const struct value *value) {
    if (isnan(value->number) || !strchr(value->printed, '.'))
        return;
    fprintf(stream, "\\SetRounded{%s}", value->id);
    put_rounded(stream, ROUNDED, value->number, "");
    put_rounded(stream, PERCENT, 100 * value->number, "\\%");
    putc('\n', stream);
}

void values_macros(const char *folder, const struct values *values) {
    struct output output = latex_begin(folder, "values");
    for (size_t i = 0; i < values->count; i++) {
        const char *printed = values->items[i].printed;
        bool is_negative = printed[0] == '-' && printed[1] != '-';
        fprintf(output.stream, "\\SetValue{%s}{%s%s}\n", values->items[i].id,
                is_negative ? "$-$" : "", printed + is_negative);
        put_prose(output.stream, &values->items[i]);
    }
    output_finish(&output);
}
