/* The safetensors format, written so that the bytes repeat and read without trust. */
#include "files/safetensors.h"
#include "files/input.h"
#include "files/output.h"
#include "program/error.h"
#include <endian.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
    const char *name;
    size_t bytes;
} types[] = {
    [TENSOR_F32] = {"F32", 4},
    [TENSOR_F64] = {"F64", 8},
    [TENSOR_F16] = {"F16", 2},
    [TENSOR_BF16] = {"BF16", 2},
    /* the format's other types, which may stand beside them and are not read */
    {"I64", 8},
    {"I32", 4},
    {"I16", 2},
    {"I8", 1},
    {"U64", 8},
    {"U32", 4},
    {"U16", 2},
    {"U8", 1},
    {"BOOL", 1},
    {"F8_E4M3", 1},
    {"F8_E5M2", 1},
};

const char *tensor_type_name(enum tensor_type type) {
    return types[type].name;
}

const char *safetensors_type_name(const struct safetensors_entry *entry) {
    return types[entry->type].name;
}

/* Below 2^62, as both dimensions are below 2^31. */
static size_t tensor_numbers(const struct tensor *tensor) {
    return (size_t)tensor->rows * (tensor->columns == 0 ? 1 : (size_t)tensor->columns);
}

size_t tensor_bytes(const struct tensor *tensor) {
    return tensor_numbers(tensor) * types[tensor->type].bytes;
}

/* ---- Writing ---- */

/* Refuse tensors and metadata that would be refused or different when they are read back. */
static void check_writable(const char *path, const struct tensor *tensors, size_t count,
                           json_t *metadata) {
    const char *key;
    json_t *value;
    json_object_foreach(metadata, key, value) {
        if (!json_is_string(value))
            fail("%s: cannot write: metadata %s is not a string", path, key);
    }
    for (size_t i = 0; i < count; i++)
        if (tensors[i].rows < 1 || tensors[i].columns < 0)
            fail("%s: cannot write: tensor %s is [%d, %d]; expected a row or more", path,
                 tensors[i].name, tensors[i].rows, tensors[i].columns);
}

/* The header's entry for a tensor whose data begin at byte `begin`; NULL if there is no memory. */
static json_t *header_entry(const struct tensor *tensor, size_t begin) {
    json_t *shape = tensor->columns == 0 ? json_pack("[i]", tensor->rows)
                                         : json_pack("[ii]", tensor->rows, tensor->columns);
    return json_pack("{s:s,s:o,s:[II]}", "dtype", types[tensor->type].name, "shape", shape,
                     "data_offsets", (json_int_t)begin, (json_int_t)(begin + tensor_bytes(tensor)));
}

char *safetensors_header(const char *path, const struct tensor *tensors, size_t count,
                         json_t *metadata) {
    check_writable(path, tensors, count, metadata);
    json_t *header = json_pack("{s:O}", METADATA_KEY, metadata);
    size_t begin = 0;
    for (size_t i = 0; i < count; i++) {
        json_object_set_new(header, tensors[i].name, header_entry(&tensors[i], begin));
        begin += tensor_bytes(&tensors[i]);
    }
    char *json = json_dumps(header, JSON_COMPACT);
    if (json == NULL || json_object_size(header) != count + 1)
        fail("%s: cannot write: its %zu tensors need different names, in UTF-8", path, count);
    char *padded = text("%s%*s", json, (int)(-strlen(json) % 8), "");
    free(json);
    json_decref(header);
    return padded;
}

/* ---- Reading ---- */

/* The next `bytes` bytes, which the file's size promises. */
static void read_bytes(const char *path, FILE *stream, void *block, size_t bytes) {
    if (fread(block, 1, bytes, stream) == bytes)
        return;
    if (ferror(stream))
        cannot_read(path);
    fail("%s: became shorter while it was read", path);
}

json_t *safetensors_json(const char *path, const char *bytes, size_t length) {
    json_error_t error;
    json_t *header = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
    if (header == NULL)
        fail_damaged(
            "%s: not a safetensors file: its header of %zu bytes is not valid JSON at byte %d",
            path, length, error.position);
    if (!json_is_object(header))
        fail_damaged("%s: not a safetensors file: its header is not a JSON object", path);
    return header;
}

static size_t regular_file_size(const char *path) {
    struct stat status;
    if (!is_there(path) || stat(path, &status) != 0)
        cannot_read(path);
    if (!S_ISREG(status.st_mode))
        fail_damaged("%s: cannot read: is a %s; expected a safetensors file", path,
                     S_ISDIR(status.st_mode) ? "folder" : "special file");
    return (size_t)status.st_size;
}

/* The limit of the format's first library: a longer header is no header. */
enum { MOST_HEADER_BYTES = 100000000 };

/* The parts of a file of `size` bytes whose first eight say `length`, not in memory yet. */
static struct safetensors parts_of(const char *path, uint64_t length, size_t size) {
    length = le64toh(length);
    if (length > size - sizeof length)
        fail_damaged(
            "%s: truncated or not a safetensors file: header of %ju bytes in a file of %zu", path,
            (uintmax_t)length, size);
    if (length > MOST_HEADER_BYTES)
        fail_damaged("%s: not a safetensors file: header of %ju bytes; expected at most %d", path,
                     (uintmax_t)length, MOST_HEADER_BYTES);
    return (struct safetensors){.header_bytes = length,
                                .data_bytes = size - sizeof length - length};
}

static void check_size(const char *path, size_t size) {
    if (size < sizeof(uint64_t))
        fail_damaged("%s: not a safetensors file: %zu bytes; expected 8 for the header's length",
                     path, size);
}

struct safetensors safetensors_load(const char *path) {
    uint64_t length;
    size_t size = regular_file_size(path);
    check_size(path, size);
    FILE *stream = open_to_read(path);
    read_bytes(path, stream, &length, sizeof length);
    struct safetensors file = parts_of(path, length, size);
    file.header = room(file.header_bytes, 1);
    read_bytes(path, stream, file.header, file.header_bytes);
    if (is_large(size)) {
        file.mapping = map_file(path, fileno(stream), size);
        file.data = (char *)file.mapping.memory + size - file.data_bytes;
    } else {
        file.data = room(file.data_bytes, 1);
        read_bytes(path, stream, file.data, file.data_bytes);
    }
    fclose(stream);
    return file;
}

struct safetensors safetensors_split(const char *path, char *bytes, size_t size) {
    uint64_t length;
    check_size(path, size);
    memcpy(&length, bytes, sizeof length);
    struct safetensors file = parts_of(path, length, size);
    file.header = bytes + sizeof length;
    file.data = file.header + file.header_bytes;
    return file;
}

/* End the program. The entry is shown as JSON, so that any string in it stays on one line. */
static _Noreturn void refuse_entry(const char *path, const char *name, json_t *entry,
                                   const char *expected) {
    json_t *named = json_pack("{s:O}", name, entry);
    char *shown = json_dumps(named, JSON_COMPACT | JSON_ENSURE_ASCII);
    fail_damaged("%s: tensor %s; expected %s", path, shown, expected);
}

/* The place in `types` of that name, or how many there are. */
static size_t type_named(const char *name) {
    size_t count = sizeof types / sizeof types[0], type = 0;
    while (type < count && strcmp(name, types[type].name) != 0)
        type++;
    return type;
}

/* The entry of that name; its data lie within data_bytes. */
static struct safetensors_entry entry_of(const char *path, const char *name, json_t *json,
                                         size_t data_bytes) {
    struct safetensors_entry entry = {.name = name, .json = json};
    const char *type;
    json_int_t begin, end;
    if (json_unpack(json, "{s:s,s:o,s:[II!]}", "dtype", &type, "shape", &entry.shape,
                    "data_offsets", &begin, &end) != 0)
        refuse_entry(path, name, json, "dtype, shape and two data_offsets");
    entry.type = type_named(type);
    if (entry.type == sizeof types / sizeof types[0])
        refuse_entry(path, name, json, "a type of the format, such as F32");
    if (begin < 0 || begin > end || (size_t)end > data_bytes)
        refuse_entry(path, name, json, "data_offsets within the file's data: is it truncated?");
    entry.begin = (size_t)begin;
    entry.end = (size_t)end;
    return entry;
}

/* How many numbers the shape says; *is_shape tells whether it says so in whole numbers. More than
 * 2^64 are none that a file could hold: then it is SIZE_MAX. */
static size_t numbers_of(const json_t *shape, bool *is_shape) {
    size_t numbers = 1, axis;
    json_t *size;
    *is_shape = json_is_array(shape);
    json_array_foreach(shape, axis, size) {
        *is_shape = *is_shape && json_is_integer(size) && json_integer_value(size) >= 0;
        if (__builtin_mul_overflow(numbers, (size_t)json_integer_value(size), &numbers))
            numbers = SIZE_MAX;
    }
    return numbers;
}

/* Dimension `axis` of a shape, or 0 if that is no whole number from 1 to INT_MAX. */
static int dimension(const json_t *shape, size_t axis) {
    json_int_t size = json_integer_value(json_array_get(shape, axis));
    return size < 1 || size > INT_MAX ? 0 : (int)size;
}

/* Floats of an artifact are a vector or a matrix. */
static void check_matrix(const char *path, const struct safetensors_entry *entry) {
    size_t rank = json_array_size(entry->shape);
    if (entry->type < TENSOR_TYPES && rank != 1 && rank != 2)
        refuse_entry(path, entry->name, entry->json, "one or two dimensions");
    if (entry->type < TENSOR_TYPES &&
        (dimension(entry->shape, 0) == 0 || dimension(entry->shape, rank - 1) == 0))
        refuse_entry(path, entry->name, entry->json, "one or more rows and columns");
}

/* The data of any entry are as long as its type and shape say. */
static void check_bytes(const char *path, const struct safetensors_entry *entry) {
    bool is_shape;
    size_t numbers = numbers_of(entry->shape, &is_shape);
    size_t item = types[entry->type].bytes, bytes = entry->end - entry->begin;
    if (!is_shape || bytes % item != 0 || bytes / item != numbers)
        refuse_entry(path, entry->name, entry->json,
                     "data_offsets as far apart as type and shape say");
}

/* The vector or matrix of floats that an entry is. */
static struct tensor tensor_of_entry(const struct safetensors_entry *entry, const char *data) {
    return (struct tensor){
        .name = entry->name,
        .type = (enum tensor_type)entry->type,
        .rows = dimension(entry->shape, 0),
        .columns = json_array_size(entry->shape) == 2 ? dimension(entry->shape, 1) : 0,
        .data = data + entry->begin,
    };
}

static int by_place(const void *a, const void *b) {
    const struct safetensors_entry *first = a, *second = b;
    return first->begin != second->begin ? (first->begin > second->begin ? 1 : -1)
                                         : (first->end > second->end) - (first->end < second->end);
}

/* Sort the entries by their data, which must fill data_bytes without gaps. */
static void order_entries(const char *path, struct safetensors_entry *entries, size_t count,
                          size_t data_bytes) {
    qsort(entries, count, sizeof *entries, by_place);
    size_t next = 0;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].begin != next)
            fail_damaged("%s: malformed: between its tensors are gaps or overlaps", path);
        next = entries[i].end;
    }
    if (next != data_bytes)
        fail_damaged("%s: malformed: %zu bytes of data; expected the %zu of its tensors", path,
                     data_bytes, next);
}

struct safetensors_entry *safetensors_entries(const char *path, json_t *header, size_t data_bytes,
                                              bool of_artifact, size_t *count) {
    *count = 0;
    struct safetensors_entry *entries = allocate(json_object_size(header), sizeof *entries);
    const char *name;
    json_t *json;
    json_object_foreach(header, name, json) {
        if (strcmp(name, METADATA_KEY) != 0)
            entries[(*count)++] = entry_of(path, name, json, data_bytes);
    }
    for (size_t i = 0; i < *count; i++) {
        if (of_artifact)
            check_matrix(path, &entries[i]);
        check_bytes(path, &entries[i]);
    }
    order_entries(path, entries, *count, data_bytes);
    return entries;
}

/* The tensors of the header, those of floats, in the order of their data. */
static void read_tensors(struct artifact *artifact, size_t data_bytes) {
    size_t count;
    struct safetensors_entry *entries =
        safetensors_entries(artifact->path, artifact->header, data_bytes, true, &count);
    artifact->tensors = allocate(count, sizeof *artifact->tensors);
    for (size_t i = 0; i < count; i++)
        if (entries[i].type < TENSOR_TYPES)
            artifact->tensors[artifact->count++] = tensor_of_entry(&entries[i], artifact->content);
    free(entries);
}

json_t *safetensors_metadata(const char *path, json_t *header) {
    json_t *metadata = json_object_get(header, METADATA_KEY);
    if (metadata == NULL)
        return json_object();
    if (!json_is_object(metadata))
        fail_damaged("%s: malformed: its %s is not a JSON object", path, METADATA_KEY);
    const char *key;
    json_t *value;
    json_object_foreach(metadata, key, value) {
        if (!json_is_string(value))
            fail_damaged("%s: malformed: its %s holds more than strings", path, METADATA_KEY);
    }
    return json_incref(metadata);
}

void safetensors_write(const char *path, const char *header, const struct tensor *tensors,
                       size_t count) {
    uint64_t length = htole64(strlen(header));
    struct output output = output_begin(path);
    output_bytes(&output, &length, sizeof length);
    output_bytes(&output, header, strlen(header));
    for (size_t i = 0; i < count; i++)
        output_bytes(&output, tensors[i].data, tensor_bytes(&tensors[i]));
    output_finish(&output);
}

struct artifact safetensors_parse(const char *path, struct safetensors *file) {
    struct artifact artifact = {
        .path = text("%s", path), .content = file->data, .mapping = file->mapping};
    artifact.header = safetensors_json(path, file->header, file->header_bytes);
    artifact.metadata = safetensors_metadata(path, artifact.header);
    read_tensors(&artifact, file->data_bytes);
    free(file->header);
    return artifact;
}

void artifact_free(struct artifact *artifact) {
    free(artifact->path);
    free(artifact->tensors);
    if (artifact->mapping.memory)
        unmap(&artifact->mapping);
    else
        free(artifact->content);
    json_decref(artifact->metadata);
    json_decref(artifact->header);
    *artifact = (struct artifact){0};
}
