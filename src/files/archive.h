/* The members of a zip archive in memory, by libzip. */
#ifndef FILES_ARCHIVE_H
#define FILES_ARCHIVE_H

#include <stddef.h>
#include <stdint.h>

struct archive {
    const char *path; /* the caller's */
    void *zip;        /* libzip's */
    size_t count;     /* of members */
};

/* Open the archive whose bytes these are; they stay the caller's. Fails if it is damaged, if two
 * members have one name, if a member is encrypted or compressed otherwise than by deflate, or if
 * its members would take much more memory than the archive (a zip bomb). */
struct archive archive_open(const char *path, const char *bytes, size_t size);

void archive_close(struct archive *archive);

/* The name of member i of count. It lives as long as the archive. */
const char *archive_name(const struct archive *archive, size_t i);

/* The member of that name, or SIZE_MAX. */
size_t archive_find(const struct archive *archive, const char *name);

/* How many bytes member i has. */
uint64_t archive_bytes(const struct archive *archive, size_t i);

/* Member i whole, and the byte 0 after it; the caller frees. Fails if its data are damaged. */
char *archive_read(const struct archive *archive, size_t i);

#endif
