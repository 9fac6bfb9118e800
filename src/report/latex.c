/* Escaping for TeX, and calls of macros. */
#include "report/latex.h"
#include "program/error.h"
#include <stdlib.h>
#include <string.h>

void latex_text(FILE *stream, const char *text) {
    for (; *text; text++) {
        if (strchr("_&%#${}", *text))
            fputc('\\', stream);
        if (strchr("\\^~", *text))
            fprintf(stream, "\\char%d{}", *text);
        else
            fputc(*text, stream);
    }
}

void latex_macro(FILE *stream, const char *name, const char *const *arguments) {
    fprintf(stream, "\\%s", name);
    for (; *arguments; arguments++) {
        fputc('{', stream);
        latex_text(stream, *arguments);
        fputc('}', stream);
    }
    fputc('\n', stream);
}

struct output latex_begin(const char *folder, const char *name) {
    char *path = text("%s/%s.tex", folder, name);
    struct output output = output_begin(path);
    free(path);
    return output;
}
