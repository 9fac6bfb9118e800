/* Artifacts: their hash, their place, and their content by name. */
#include "files/artifact.h"
#include "files/input.h"
#include "program/error.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* How the header of an artifact begins. The digits of the hash follow. */
static const char hash_begin[] = "{\"" METADATA_KEY "\":{\"sha256_of_rest\":\"";
enum { HASH_BEGIN = sizeof hash_begin - 1, HASH_END = HASH_BEGIN + SHA256_TEXT - 1 };

/* ---- Writing ---- */

/* The metadata of an artifact: zeros for its hash, which is not known yet, its path, and what is
 * given. */
static json_t *whole_metadata(const char *path, json_t *metadata) {
    char *zeros = text("%0*d", SHA256_TEXT - 1, 0);
    json_t *whole = json_pack("{s:s,s:s}", "sha256_of_rest", zeros, "path", path);
    json_object_update_missing(whole, metadata);
    free(zeros);
    return whole;
}

/* Put the hash into the header: everything after its digits is known now. */
static void set_hash(char *header, const struct tensor *tensors, size_t count) {
    char digest[SHA256_TEXT];
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, strlen(header + HASH_END), (const uint8_t *)header + HASH_END);
    for (size_t i = 0; i < count; i++)
        sha256_update(&context, tensor_bytes(&tensors[i]), tensors[i].data);
    sha256_text(&context, digest);
    memcpy(header + HASH_BEGIN, digest, SHA256_TEXT - 1);
}

void artifact_write(const char *path, const struct tensor *tensors, size_t count,
                    json_t *metadata) {
    json_t *whole = whole_metadata(path, metadata);
    char *header = safetensors_header(path, tensors, count, whole);
    json_decref(whole);
    set_hash(header, tensors, count);
    safetensors_write(path, header, tensors, count);
    free(header);
}

/* ---- Reading ---- */

static bool is_hashed(const struct safetensors *file) {
    return file->header_bytes >= HASH_END && memcmp(file->header, hash_begin, HASH_BEGIN) == 0;
}

static void check_hash(const char *path, const struct safetensors *file) {
    char digest[SHA256_TEXT];
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, file->header_bytes - HASH_END,
                  (const uint8_t *)file->header + HASH_END);
    sha256_update(&context, file->data_bytes, (const uint8_t *)file->data);
    sha256_text(&context, digest);
    if (memcmp(file->header + HASH_BEGIN, digest, SHA256_TEXT - 1) != 0)
        fail_damaged("%s: changed: its content is not what its sha256_of_rest says", path);
}

struct artifact safetensors_read(const char *path) {
    struct safetensors file = safetensors_load(path);
    if (is_hashed(&file))
        check_hash(path, &file);
    return safetensors_parse(path, &file);
}

struct artifact artifact_read(const char *path) {
    struct safetensors file = safetensors_load(path);
    if (!is_hashed(&file))
        fail_damaged(
            "%s: no artifact of this study: its header does not begin with a sha256_of_rest", path);
    check_hash(path, &file);
    struct artifact artifact = safetensors_parse(path, &file);
    const char *own = artifact_text(&artifact, "path");
    if (strcmp(own, path) != 0)
        fail_damaged("%s: misplaced: it was written as %s", path, own);
    return artifact;
}

void artifact_check(const char *path) {
    char start[sizeof(uint64_t) + HASH_BEGIN];
    FILE *stream = open_to_read(path);
    bool begins = fread(start, 1, sizeof start, stream) == sizeof start &&
                  memcmp(start + sizeof(uint64_t), hash_begin, HASH_BEGIN) == 0;
    fclose(stream);
    if (!begins)
        return;
    struct artifact artifact = safetensors_read(path);
    artifact_free(&artifact);
}

json_t *artifact_metadata(const char *path) {
    FILE *stream = fopen(path, "re");
    if (stream == NULL)
        return NULL;
    size_t flags = JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK; /* the data follow */
    json_t *header =
        fseek(stream, sizeof(uint64_t), SEEK_SET) == 0 ? json_loadf(stream, flags, NULL) : NULL;
    json_t *metadata = json_incref(json_object_get(header, METADATA_KEY));
    json_decref(header);
    fclose(stream);
    return metadata;
}

/* ---- Content ---- */

/* "F32 [128, 64]"; the caller frees. */
static char *shape_text(enum tensor_type type, int rows, int columns) {
    return columns == 0 ? text("%s [%d]", tensor_type_name(type), rows)
                        : text("%s [%d, %d]", tensor_type_name(type), rows, columns);
}

/* The data of the tensor of that name. Fails if there is none or its type or shape is another. */
static const void *data_of(const struct artifact *artifact, const char *name, enum tensor_type type,
                           int rows, int columns) {
    for (size_t i = 0; i < artifact->count; i++) {
        const struct tensor *tensor = &artifact->tensors[i];
        if (strcmp(tensor->name, name) != 0)
            continue;
        if (tensor->type != type || tensor->rows != rows || tensor->columns != columns)
            fail("%s: tensor %s is %s; expected %s", artifact->path, name,
                 shape_text(tensor->type, tensor->rows, tensor->columns),
                 shape_text(type, rows, columns));
        /* Only beside other tensors, which no artifact has, floats stand elsewhere. */
        if ((uintptr_t)tensor->data % sizeof(float) != 0)
            fail_damaged("%s: tensor %s begins at no boundary of 4 bytes", artifact->path, name);
        return tensor->data;
    }
    fail("%s: holds no tensor %s; expected it as %s", artifact->path, name,
         shape_text(type, rows, columns));
}

const float *artifact_matrix(const struct artifact *artifact, const char *name, int rows,
                             int columns) {
    return data_of(artifact, name, TENSOR_F32, rows, columns);
}

void artifact_doubles(const struct artifact *artifact, const char *name, int rows, double *values) {
    memcpy(values, data_of(artifact, name, TENSOR_F64, rows, 0), (size_t)rows * sizeof *values);
}

const char *artifact_text(const struct artifact *artifact, const char *key) {
    const char *value = json_string_value(json_object_get(artifact->metadata, key));
    if (value == NULL)
        fail("%s: holds no metadata entry %s", artifact->path, key);
    return value;
}

double artifact_number(const struct artifact *artifact, const char *key) {
    const char *digits = artifact_text(artifact, key);
    char *end;
    double number = strtod(digits, &end);
    if (end == digits || *end != '\0')
        fail("%s: metadata entry %s is not a number", artifact->path, key);
    return number;
}

int artifact_count(const struct artifact *artifact, const char *key, int most) {
    double number = artifact_number(artifact, key);
    if (!(number >= 0 && number <= most) || number != (int)number)
        fail("%s: %s is %s, expected a whole number up to %d", artifact->path, key,
             artifact_text(artifact, key), most);
    return (int)number;
}
