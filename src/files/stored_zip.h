/* A zip archive whose members are stored and not compressed, written for readers that map it: the
 * data of each member begin on a boundary of 64 bytes, as PyTorch lays its files out.
 *
 *   | local header | name | padding | data |  ...  | central directory | its end |
 *
 * Nothing of the time or the machine is in it: all dates are the first that the format has, and the
 * same members give the same bytes. (libzip reads such archives; it does not write them, for it
 * cannot place the data.)
 */
#ifndef FILES_STORED_ZIP_H
#define FILES_STORED_ZIP_H

#include "files/output.h"
#include <stddef.h>
#include <stdint.h>

struct zip_member {
    char *name;
    uint32_t checksum, size, offset; /* its CRC-32, and where its local header begins */
};

struct stored_zip {
    struct output output;
    uint64_t end; /* bytes written so far */
    struct zip_member *members;
    size_t count;
};

/* Begin the archive at `path`; it is written whole or not at all (output.h). */
struct stored_zip stored_zip_begin(const char *path);

/* Add a member. Fails where the archive would pass the 4 GB or the 65,535 members that the format's
 * first form can say. */
void stored_zip_add(struct stored_zip *zip, const char *name, const void *bytes, size_t size);

/* Write the directory, and rename the file to its path. Frees what `zip` holds. */
void stored_zip_finish(struct stored_zip *zip);

#endif
