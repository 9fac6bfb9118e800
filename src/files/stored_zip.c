/* A zip archive of stored members. Field names are those of PKWARE's APPNOTE.TXT. */
#include "files/stored_zip.h"
#include "program/error.h"
#include <stdlib.h>
#include <string.h>

enum {
    ALIGNMENT = 64,
    LOCAL_HEADER = 30,
    EXTRA_HEADER = 4,        /* an extra field begins with its id and its size */
    FIRST_DATE = 1 << 5 | 1, /* 1980-01-01 */
    VERSION = 10,            /* 1.0: nothing but stored members is needed to read it */
    MOST_MEMBERS = UINT16_MAX,
};

/* Numbers are little-endian. */
struct fields {
    uint8_t bytes[64];
    size_t count;
};

static void add_field(struct fields *fields, int width, uint64_t value) {
    for (int i = 0; i < width; i++)
        fields->bytes[fields->count++] = (uint8_t)(value >> (8 * i));
}

static void write_bytes(struct stored_zip *zip, const void *bytes, size_t count) {
    output_bytes(&zip->output, bytes, count);
    zip->end += count;
}

static void write_fields(struct stored_zip *zip, const struct fields *fields) {
    write_bytes(zip, fields->bytes, fields->count);
}

/* CRC-32, the reflected polynomial 0x04C11DB7, four bits at a time. */
static uint32_t checksum_of(const uint8_t *bytes, size_t count) {
    uint32_t table[16], checksum = UINT32_MAX;
    for (uint32_t i = 0; i < 16; i++) {
        table[i] = i;
        for (int bit = 0; bit < 4; bit++)
            table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xEDB88320U : 0);
    }
    for (size_t i = 0; i < count; i++) {
        checksum ^= bytes[i];
        checksum = checksum >> 4 ^ table[checksum & 15];
        checksum = checksum >> 4 ^ table[checksum & 15];
    }
    return ~checksum;
}

/* What local and central headers share, from the version needed to the length of the name. */
static void add_common(struct fields *fields, const struct zip_member *member) {
    add_field(fields, 2, VERSION);
    add_field(fields, 2, 0); /* flags */
    add_field(fields, 2, 0); /* stored */
    add_field(fields, 2, 0); /* time */
    add_field(fields, 2, FIRST_DATE);
    add_field(fields, 4, member->checksum);
    add_field(fields, 4, member->size); /* as stored */
    add_field(fields, 4, member->size);
    add_field(fields, 2, strlen(member->name));
}

struct stored_zip stored_zip_begin(const char *path) {
    return (struct stored_zip){.output = output_begin(path)};
}

/* The padding after a local header that ends at `end`, without its own header. */
static size_t padding(uint64_t end) {
    return (ALIGNMENT - (end + EXTRA_HEADER) % ALIGNMENT) % ALIGNMENT;
}

void stored_zip_add(struct stored_zip *zip, const char *name, const void *bytes, size_t size) {
    static const uint8_t zeros[ALIGNMENT];
    size_t names = strlen(name);
    if (zip->count == MOST_MEMBERS || size > UINT32_MAX || zip->end + size > UINT32_MAX)
        fail("%s: %s would pass the 4 GB of a zip archive; expected less", zip->output.path, name);
    struct zip_member member = {.name = text("%s", name),
                                .checksum = checksum_of(bytes, size),
                                .size = (uint32_t)size,
                                .offset = (uint32_t)zip->end};
    zip->members = reallocate(zip->members, zip->count + 1, sizeof *zip->members);
    zip->members[zip->count++] = member;
    size_t filled = padding(zip->end + LOCAL_HEADER + names);
    struct fields fields = {.count = 0};
    add_field(&fields, 4, 0x04034B50);
    add_common(&fields, &member);
    add_field(&fields, 2, EXTRA_HEADER + filled);
    write_fields(zip, &fields);
    write_bytes(zip, name, names);
    fields.count = 0;
    add_field(&fields, 2, 0x4246); /* "FB", the id that PyTorch's padding has */
    add_field(&fields, 2, filled);
    write_fields(zip, &fields);
    write_bytes(zip, zeros, filled);
    write_bytes(zip, bytes, size);
}

void stored_zip_finish(struct stored_zip *zip) {
    uint64_t directory = zip->end;
    for (size_t i = 0; i < zip->count; i++) {
        struct fields fields = {.count = 0};
        add_field(&fields, 4, 0x02014B50);
        add_field(&fields, 2, VERSION); /* made by */
        add_common(&fields, &zip->members[i]);
        add_field(&fields, 2, 0); /* extra field */
        add_field(&fields, 2, 0); /* comment */
        add_field(&fields, 2, 0); /* disk */
        add_field(&fields, 2, 0); /* internal attributes */
        add_field(&fields, 4, 0); /* external attributes */
        add_field(&fields, 4, zip->members[i].offset);
        write_fields(zip, &fields);
        write_bytes(zip, zip->members[i].name, strlen(zip->members[i].name));
        free(zip->members[i].name);
    }
    struct fields fields = {.count = 0};
    uint64_t size = zip->end - directory;
    add_field(&fields, 4, 0x06054B50);
    add_field(&fields, 2, 0); /* this disk */
    add_field(&fields, 2, 0); /* the disk of the directory */
    add_field(&fields, 2, zip->count);
    add_field(&fields, 2, zip->count);
    add_field(&fields, 4, size);
    add_field(&fields, 4, directory);
    add_field(&fields, 2, 0); /* comment */
    write_fields(zip, &fields);
    output_finish(&zip->output);
    free(zip->members);
}
