/* Writing LaTeX: escaped text, calls of macros, and the files that hold them. */
#ifndef REPORT_LATEX_H
#define REPORT_LATEX_H

#include "files/artifact.h"
#include <stdio.h>

/* Write text that may hold any character, so that TeX prints it as it is. */
void latex_text(FILE *stream, const char *text);

/* Write one line with a call of a macro. The arguments are escaped; NULL ends them. */
void latex_macro(FILE *stream, const char *name, const char *const *arguments);
#define MACRO(stream, name, ...) latex_macro(stream, name, (const char *const[]){__VA_ARGS__, NULL})

/* Begin the file <folder>/<name>.tex; output_finish ends it. */
struct output latex_begin(const char *folder, const char *name);

#endif
