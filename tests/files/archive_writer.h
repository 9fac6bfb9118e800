/* Zip archives as a test wants them, by libzip. */
#ifndef FILES_ARCHIVE_WRITER_H
#define FILES_ARCHIVE_WRITER_H

#include <stddef.h>
#include <stdlib.h>
#include <zip.h>

struct member {
    const char *name;
    const void *bytes;
    size_t size;
};

/* Write the members, stored or compressed by `method` (ZIP_CM_DEFLATE ...). */
static inline void write_archive(const char *path, const struct member *members, size_t count,
                                 int method) {
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *source = zip_source_buffer(zip, members[i].bytes, members[i].size, 0);
        zip_int64_t place = zip_file_add(zip, members[i].name, source, 0);
        if (place < 0 || zip_set_file_compression(zip, (zip_uint64_t)place, method, 1) != 0)
            abort();
    }
    if (zip_close(zip) != 0)
        abort();
}

#endif
