/* The safetensors format, written so that the bytes repeat and read without trust. */
#include "files/safetensors.h"
#include "files/input.h"
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
} types[] = {[TENSOR_F32] = {"F32", sizeof(float)}, [TENSOR_F64] = {"F64", sizeof(double)}};

const char *tensor_type_name(enum tensor_type type) {
    return types[type].name;
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

/* The header's JSON; the caller owns the reference. */
static json_t *parse_header(const char *path, const char *bytes, size_t length) {
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
    if (stat(path, &status) != 0)
        cannot_read(path);
    if (!S_ISREG(status.st_mode))
        fail_damaged("%s: cannot read: is a %s; expected a safetensors file", path,
                     S_ISDIR(status.st_mode) ? "folder" : "special file");
    return (size_t)status.st_size;
}

/* The limit of the format's first library: a longer header is no header. */
enum { MOST_HEADER_BYTES = 100000000 };

struct safetensors safetensors_load(const char *path) {
    uint64_t length;
    size_t size = regular_file_size(path);
    if (size < sizeof length)
        fail_damaged("%s: not a safetensors file: %zu bytes; expected 8 for the header's length",
                     path, size);
    FILE *stream = open_to_read(path);
    read_bytes(path, stream, &length, sizeof length);
    length = le64toh(length);
    if (length > size - sizeof length)
        fail_damaged(
            "%s: truncated or not a safetensors file: header of %ju bytes in a file of %zu", path,
            (uintmax_t)length, size);
    if (length > MOST_HEADER_BYTES)
        fail_damaged("%s: not a safetensors file: header of %ju bytes; expected at most %d", path,
                     (uintmax_t)length, MOST_HEADER_BYTES);
    struct safetensors file = {.header_bytes = length, .data_bytes = size - sizeof length - length};
    file.header = room(file.header_bytes, 1);
    file.data = room(file.data_bytes, 1);
    read_bytes(path, stream, file.header, file.header_bytes);
    read_bytes(path, stream, file.data, file.data_bytes);
    fclose(stream);
    return file;
}

/* End the program. The entry is shown as JSON, so that any string in it stays on one line. */
static _Noreturn void refuse_entry(const char *path, const char *name, json_t *entry,
                                   const char *expected) {
    json_t *named = json_pack("{s:O}", name, entry);
    char *shown = json_dumps(named, JSON_COMPACT | JSON_ENSURE_ASCII);
    fail_damaged("%s: tensor %s; expected %s", path, shown, expected);
}

/* Whether `name` is a type that is read here; if so, *type is set. */
static bool type_named(const char *name, enum tensor_type *type) {
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(name, types[i].name) == 0) {
            *type = (enum tensor_type)i;
            return true;
        }
    return false;
}

/* Dimension `axis` of a shape, or 0 if that is no whole number from 1 to INT_MAX. */
static int dimension(const json_t *shape, size_t axis) {
    json_int_t size = json_integer_value(json_array_get(shape, axis));
    return size < 1 || size > INT_MAX ? 0 : (int)size;
}

/* The tensor of an entry of the header; its data are somewhere in data[data_bytes]. */
static struct tensor tensor_of_entry(const char *path, const char *name, json_t *entry,
                                     const char *data, size_t data_bytes) {
    struct tensor tensor = {.name = name};
    const char *type;
    json_t *shape;
    json_int_t begin, end;
    if (json_unpack(entry, "{s:s,s:o,s:[II!]}", "dtype", &type, "shape", &shape, "data_offsets",
                    &begin, &end) != 0)
        refuse_entry(path, name, entry, "dtype, shape and two data_offsets");
    if (!type_named(type, &tensor.type))
        refuse_entry(path, name, entry, "type F32 or F64");
    size_t rank = json_array_size(shape);
    if (rank != 1 && rank != 2)
        refuse_entry(path, name, entry, "one or two dimensions");
    tensor.rows = dimension(shape, 0);
    tensor.columns = rank == 2 ? dimension(shape, 1) : 0;
    if (tensor.rows == 0 || (rank == 2 && tensor.columns == 0))
        refuse_entry(path, name, entry, "one or more rows and columns");
    if (begin < 0 || begin > end || (size_t)end > data_bytes)
        refuse_entry(path, name, entry, "data_offsets within the file's data: is it truncated?");
    /* Counts of numbers are compared, not of bytes: the bytes of a shape may exceed 2^64. */
    size_t item = types[tensor.type].bytes, bytes = (size_t)(end - begin);
    if (bytes % item != 0 || bytes / item != tensor_numbers(&tensor))
        refuse_entry(path, name, entry, "data_offsets as far apart as type and shape say");
    tensor.data = data + begin;
    return tensor;
}

static int by_data(const void *a, const void *b) {
    const char *first = ((const struct tensor *)a)->data,
               *second = ((const struct tensor *)b)->data;
    return (first > second) - (first < second);
}

/* Sort the tensors by their data, which must fill data[data_bytes] without gaps. */
static void order_tensors(struct artifact *artifact, size_t data_bytes) {
    qsort(artifact->tensors, artifact->count, sizeof *artifact->tensors, by_data);
    const char *next = artifact->content;
    for (size_t i = 0; i < artifact->count; i++) {
        if (artifact->tensors[i].data != next)
            fail_damaged("%s: malformed: between its tensors are gaps or overlaps", artifact->path);
        next += tensor_bytes(&artifact->tensors[i]);
    }
    size_t taken = (size_t)(next - (const char *)artifact->content);
    if (taken != data_bytes)
        fail_damaged("%s: malformed: %zu bytes of data; expected the %zu of its tensors",
                     artifact->path, data_bytes, taken);
}

/* The header's metadata; the caller owns the reference. */
static json_t *metadata_of(const char *path, json_t *header) {
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

struct artifact safetensors_parse(const char *path, struct safetensors *file) {
    struct artifact artifact = {.path = text("%s", path), .content = file->data};
    artifact.header = parse_header(path, file->header, file->header_bytes);
    artifact.metadata = metadata_of(path, artifact.header);
    artifact.tensors = allocate(json_object_size(artifact.header), sizeof *artifact.tensors);
    const char *name;
    json_t *entry;
    json_object_foreach(artifact.header, name, entry) {
        if (strcmp(name, METADATA_KEY) != 0)
            artifact.tensors[artifact.count++] =
                tensor_of_entry(path, name, entry, artifact.content, file->data_bytes);
    }
    order_tensors(&artifact, file->data_bytes);
    free(file->header);
    return artifact;
}

void artifact_free(struct artifact *artifact) {
    free(artifact->path);
    free(artifact->tensors);
    free(artifact->content);
    json_decref(artifact->metadata);
    json_decref(artifact->header);
    *artifact = (struct artifact){0};
}
