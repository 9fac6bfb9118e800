/* Files that are opened to be read. */
#ifndef FILES_INPUT_H
#define FILES_INPUT_H

#include <stdio.h>

/* Open a file to read. Fails if that cannot be done. */
FILE *open_to_read(const char *path);

/* End the program with the line "<path>: cannot read: <why>", why being what errno says. */
_Noreturn void cannot_read(const char *path);

#endif
