/* The members of a zip archive in memory, by libzip. */
#include "files/archive.h"
#include "files/tensor_parts.h"
#include "program/error.h"
#include <string.h>
#include <zip.h>

enum { MOST_MEMBERS = 10000 };

/* All members together may be 64 MiB, or 100 times the archive if that is more. Weights are not
 * compressed so well: float32 of a trained matrix keeps 9 of 10 bytes. */
enum { MOST_SMALL = 64 << 20, MOST_TIMES = 100 };

static struct zip_stat stat_of(const struct archive *archive, size_t i) {
    struct zip_stat stat;
    const zip_uint64_t known = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                               ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    zip_stat_init(&stat);
    if (zip_stat_index(archive->zip, i, 0, &stat) != 0 || (stat.valid & known) != known)
        fail_damaged("%s: damaged zip archive: member %zu has no name or size", archive->path, i);
    return stat;
}

/* Each member can be read, and all together are no bomb. */
static void check_members(const struct archive *archive, size_t size) {
    uint64_t total = 0,
             most = size > MOST_SMALL / MOST_TIMES ? (uint64_t)size * MOST_TIMES : MOST_SMALL;
    for (size_t i = 0; i < archive->count; i++) {
        struct zip_stat stat = stat_of(archive, i);
        if (stat.encryption_method != ZIP_EM_NONE)
            fail_damaged("%s: member %s is encrypted, expected one without a password",
                         archive->path, shown(stat.name));
        if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
            fail_damaged("%s: member %s is compressed by method %d, expected stored or deflated",
                         archive->path, shown(stat.name), stat.comp_method);
        if (archive_find(archive, stat.name) != i)
            fail_damaged("%s: two members %s, expected different names", archive->path,
                         shown(stat.name));
        if (__builtin_add_overflow(total, stat.size, &total) || total > most)
            fail_damaged(
                "%s: its members take more than %ju bytes and the archive %zu, expected at "
                "most %d times as many (a zip bomb?)",
                archive->path, (uintmax_t)most, size, MOST_TIMES);
    }
}

struct archive archive_open(const char *path, const char *bytes, size_t size) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes, size, 0, &error);
    zip_t *zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, &error);
    if (zip == NULL)
        fail_damaged("%s: truncated or damaged zip archive: %s, expected a whole .pt or .npz", path,
                     zip_error_strerror(&error));
    zip_error_fini(&error);
    struct archive archive = {path, zip, (size_t)zip_get_num_entries(zip, 0)};
    if (archive.count > MOST_MEMBERS)
        fail_damaged("%s: %zu members, expected at most %d", path, archive.count, MOST_MEMBERS);
    check_members(&archive, size);
    return archive;
}

void archive_close(struct archive *archive) {
    zip_discard(archive->zip);
}

const char *archive_name(const struct archive *archive, size_t i) {
    return stat_of(archive, i).name;
}

size_t archive_find(const struct archive *archive, const char *name) {
    zip_int64_t i = zip_name_locate(archive->zip, name, 0);
    return i < 0 ? SIZE_MAX : (size_t)i;
}

uint64_t archive_bytes(const struct archive *archive, size_t i) {
    return stat_of(archive, i).size;
}

char *archive_read(const struct archive *archive, size_t i) {
    struct zip_stat stat = stat_of(archive, i);
    zip_file_t *member = zip_fopen_index(archive->zip, i, 0);
    if (member == NULL)
        fail_damaged("%s: damaged zip archive: member %s: %s", archive->path, shown(stat.name),
                     zip_strerror(archive->zip));
    char *bytes = room(stat.size + 1, 1), more;
    zip_int64_t got = 1;
    uint64_t at = 0;
    while (at < stat.size && (got = zip_fread(member, bytes + at, stat.size - at)) > 0)
        at += (uint64_t)got;
    /* at the member's end libzip compares its checksum */
    if (at < stat.size || zip_fread(member, &more, 1) != 0)
        fail_damaged("%s: damaged zip archive: member %s: %s", archive->path, shown(stat.name),
                     at < stat.size && got == 0 ? "shorter than the archive says"
                                                : zip_file_strerror(member));
    zip_fclose(member);
    bytes[stat.size] = '\0';
    return bytes;
}
