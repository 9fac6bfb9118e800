/* Files that are opened to be read. */
#ifndef FILES_INPUT_H
#define FILES_INPUT_H

#include <stdbool.h>
#include <stdio.h>

/* Whether there is a file or folder at `path`; if not, errno says why. Where several machines share
 * a file system (NFS), one may remember for a minute that a file is not there which another has
 * just made. It asks again when a folder is opened; so all folders of the path are opened first. */
bool is_there(const char *path);

/* Open a file to read. Fails if that cannot be done. */
FILE *open_to_read(const char *path);

/* End the program with the line "<path>: cannot read: <why>", why being what errno says. */
_Noreturn void cannot_read(const char *path);

#endif
