/* Writing files whole or not at all, and reading safetensors without trusting them. */
#include "files/artifact.h"

#include "program/error.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char metadata_key[] = "__metadata__";

/* How the header of an artifact begins: digits follow, the SHA-256 of every byte after them. */
static const char hash_begin[] = "{\"__metadata__\":{\"sha256_of_rest\":\"";
enum { HASH_BEGIN = sizeof hash_begin - 1, HASH_END = HASH_BEGIN + SHA256_TEXT - 1 };

static const struct {
    const char *name;
    size_t bytes;
} types[] = {[TENSOR_F32] = {"F32", sizeof(float)}, [TENSOR_F64] = {"F64", sizeof(double)}};

/* Below 2^62, as both dimensions are below 2^31. */
static size_t tensor_numbers(const struct tensor *tensor) {
    return (size_t)tensor->rows * (tensor->columns == 0 ? 1 : (size_t)tensor->columns);
}

static size_t tensor_bytes(const struct tensor *tensor) {
    return tensor_numbers(tensor) * types[tensor->type].bytes;
}

/* ---- Output ---- */

static _Noreturn void cannot_write(const char *path) {
    fail("%s: cannot write: %s", path, strerror(errno));
}

void make_folders(const char *path) {
    char *folder = text("%s", path);
    for (char *slash = strchr(folder, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (slash > folder && mkdir(folder, 0777) != 0 && errno != EEXIST)
            cannot_write(path);
        *slash = '/';
    }
    free(folder);
}

/* The temporary files of outputs that are begun, "" in a free place: a program that ends before
 * they are finished removes them. */
enum { MOST_BEGUN = 8 };
static char begun[MOST_BEGUN][PATH_MAX];

static void remove_unfinished(void) {
    for (int i = 0; i < MOST_BEGUN; i++)
        if (*begun[i])
            unlink(begun[i]);
}

/* Put `after` in the place of `before`. */
static void exchange_begun(const char *before, const char *after) {
    for (int i = 0; i < MOST_BEGUN; i++)
        if (strcmp(begun[i], before) == 0) {
            snprintf(begun[i], sizeof begun[i], "%s", after);
            return;
        }
}

struct output output_begin(const char *path) {
    static bool is_registered;
    if (!is_registered)
        is_registered = atexit(remove_unfinished) == 0;
    /* Past a file-size limit, write() is then refused with EFBIG instead of a fatal signal. */
    signal(SIGXFSZ, SIG_IGN);
    make_folders(path);
    char *temporary = text("%s.%ld.tmp", path, (long)getpid());
    FILE *stream = fopen(temporary, "we");
    if (stream == NULL)
        cannot_write(path);
    exchange_begun("", temporary);
    return (struct output){.path = text("%s", path), .temporary = temporary, .stream = stream};
}

static int open_folder_of(const char *path) {
    char *folder = text("%s", path);
    char *slash = strrchr(folder, '/');
    if (slash != NULL)
        slash[1] = '\0';
    int descriptor = open(slash != NULL ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    return descriptor;
}

/* Onto the disk, where that is wanted. */
static bool flush(int descriptor) {
    const char *wanted = getenv("FLUSH");
    return (wanted && strcmp(wanted, "no") == 0) || fsync(descriptor) == 0;
}

/* A rename lasts once its folder is on the disk. EINVAL: a file system whose folders need none. */
static bool flush_folder(int folder) {
    return flush(folder) || errno == EINVAL;
}

void output_finish(struct output *output) {
    int folder = open_folder_of(output->path);
    if (folder >= 0)
        errno = EIO; /* for ferror, which tells that an earlier write failed, but not why */
    bool finished = folder >= 0 && fflush(output->stream) == 0 && !ferror(output->stream) &&
                    flush(fileno(output->stream)) && fclose(output->stream) == 0 &&
                    rename(output->temporary, output->path) == 0 && flush_folder(folder);
    if (!finished)
        cannot_write(output->path);
    close(folder);
    exchange_begun(output->temporary, "");
    free(output->path);
    free(output->temporary);
    *output = (struct output){0};
}

/* Refuse what artifact_read would refuse, or what would not be the same tensors when read back. */
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

/* What the header says of a tensor whose data begin at byte `begin`; NULL without memory. */
static json_t *header_entry(const struct tensor *tensor, size_t begin) {
    json_t *shape = tensor->columns == 0 ? json_pack("[i]", tensor->rows)
                                         : json_pack("[ii]", tensor->rows, tensor->columns);
    return json_pack("{s:s,s:o,s:[II]}", "dtype", types[tensor->type].name, "shape", shape,
                     "data_offsets", (json_int_t)begin, (json_int_t)(begin + tensor_bytes(tensor)));
}

/* The metadata of an artifact: its hash, not known yet, its path, and what is given. */
static json_t *whole_metadata(const char *path, json_t *metadata) {
    char *zeros = text("%0*d", SHA256_TEXT - 1, 0);
    json_t *whole = json_pack("{s:s,s:s}", "sha256_of_rest", zeros, "path", path);
    json_object_update_missing(whole, metadata);
    free(zeros);
    return whole;
}

/* The header in its file's form, padded with blanks; the caller frees. */
static char *header_text(const char *path, const struct tensor *tensors, size_t count,
                         json_t *metadata) {
    json_t *header = json_pack("{s:o}", metadata_key, whole_metadata(path, metadata));
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

/* Put the hash into the header, once all that follows it is known. */
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

/* Fails at once: errno still tells why, which ferror would not. */
static void write_bytes(const struct output *output, const void *bytes, size_t count) {
    if (fwrite(bytes, 1, count, output->stream) != count)
        cannot_write(output->path);
}

void artifact_write(const char *path, const struct tensor *tensors, size_t count,
                    json_t *metadata) {
    check_writable(path, tensors, count, metadata);
    char *header = header_text(path, tensors, count, metadata);
    set_hash(header, tensors, count);
    uint64_t length = htole64(strlen(header));
    struct output output = output_begin(path);
    write_bytes(&output, &length, sizeof length);
    write_bytes(&output, header, strlen(header));
    for (size_t i = 0; i < count; i++)
        write_bytes(&output, tensors[i].data, tensor_bytes(&tensors[i]));
    output_finish(&output);
    free(header);
}

char *exact_number(double value) {
    char *digits = NULL;
    for (int precision = 15; precision <= 17; precision++) {
        free(digits);
        digits = text("%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    return digits;
}

/* ---- Input ---- */

static _Noreturn void cannot_read(const char *path) {
    fail("%s: cannot read: %s", path, strerror(errno));
}

static FILE *open_to_read(const char *path) {
    FILE *stream = fopen(path, "re");
    if (stream == NULL)
        cannot_read(path);
    return stream;
}

void sha256_text(struct sha256_ctx *context, char digest[SHA256_TEXT]) {
    uint8_t hash[SHA256_DIGEST_SIZE];
    sha256_digest(context, sizeof hash, hash);
    for (size_t i = 0; i < sizeof hash; i++)
        sprintf(digest + 2 * i, "%02x", hash[i]);
}

void file_sha256(const char *path, char digest[SHA256_TEXT]) {
    FILE *stream = open_to_read(path);
    struct sha256_ctx context;
    sha256_init(&context);
    uint8_t block[1 << 16];
    for (size_t bytes; (bytes = fread(block, 1, sizeof block, stream)) > 0;)
        sha256_update(&context, bytes, block);
    if (ferror(stream))
        cannot_read(path);
    fclose(stream);
    sha256_text(&context, digest);
}

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

/* The format's own limit, of its first library: a longer header is no header. */
enum { MOST_HEADER_BYTES = 100000000 };

/* What a file holds after its header's length. */
struct parts {
    char *header, *data;
    size_t header_bytes, data_bytes;
};

static struct parts read_parts(const char *path) {
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
    struct parts parts = {.header_bytes = length, .data_bytes = size - sizeof length - length};
    parts.header = room(parts.header_bytes, 1);
    parts.data = room(parts.data_bytes, 1);
    read_bytes(path, stream, parts.header, parts.header_bytes);
    read_bytes(path, stream, parts.data, parts.data_bytes);
    fclose(stream);
    return parts;
}

static bool is_hashed(const struct parts *parts) {
    return parts->header_bytes >= HASH_END && memcmp(parts->header, hash_begin, HASH_BEGIN) == 0;
}

static void check_hash(const char *path, const struct parts *parts) {
    char digest[SHA256_TEXT];
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, parts->header_bytes - HASH_END,
                  (const uint8_t *)parts->header + HASH_END);
    sha256_update(&context, parts->data_bytes, (const uint8_t *)parts->data);
    sha256_text(&context, digest);
    if (memcmp(parts->header + HASH_BEGIN, digest, SHA256_TEXT - 1) != 0)
        fail_damaged("%s: changed: its content is not what its sha256_of_rest says", path);
}

/* Ends the program. The entry is shown as JSON: its strings, whatever they hold, stay on a line. */
static _Noreturn void refuse_entry(const char *path, const char *name, json_t *entry,
                                   const char *expected) {
    json_t *named = json_pack("{s:O}", name, entry);
    char *shown = json_dumps(named, JSON_COMPACT | JSON_ENSURE_ASCII);
    fail_damaged("%s: tensor %s; expected %s", path, shown, expected);
}

/* Whether `name` is a type that is read; if so it is stored. */
static bool type_named(const char *name, enum tensor_type *type) {
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(name, types[i].name) == 0) {
            *type = (enum tensor_type)i;
            return true;
        }
    return false;
}

/* Dimension `axis` of a shape; 0 if it is no count of at least one that an int holds. */
static int dimension(const json_t *shape, size_t axis) {
    json_int_t size = json_integer_value(json_array_get(shape, axis));
    return size < 1 || size > INT_MAX ? 0 : (int)size;
}

/* The tensor that a header's entry tells of, its data somewhere in data[data_bytes]. */
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
    /* Numbers are compared, not bytes: a shape's bytes may pass 2^64. */
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

/* Put the tensors in the order of their data, which must fill data[data_bytes] without a gap. */
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
    json_t *metadata = json_object_get(header, metadata_key);
    if (metadata == NULL)
        return json_object();
    if (!json_is_object(metadata))
        fail_damaged("%s: malformed: its %s is not a JSON object", path, metadata_key);
    const char *key;
    json_t *value;
    json_object_foreach(metadata, key, value) {
        if (!json_is_string(value))
            fail_damaged("%s: malformed: its %s holds more than strings", path, metadata_key);
    }
    return json_incref(metadata);
}

/* The artifact that a file's parts make; it takes the data, and frees the header. */
static struct artifact artifact_of(const char *path, struct parts *parts) {
    struct artifact artifact = {.path = text("%s", path), .content = parts->data};
    artifact.header = parse_header(path, parts->header, parts->header_bytes);
    artifact.metadata = metadata_of(path, artifact.header);
    artifact.tensors = allocate(json_object_size(artifact.header), sizeof *artifact.tensors);
    const char *name;
    json_t *entry;
    json_object_foreach(artifact.header, name, entry) {
        if (strcmp(name, metadata_key) != 0)
            artifact.tensors[artifact.count++] =
                tensor_of_entry(path, name, entry, artifact.content, parts->data_bytes);
    }
    order_tensors(&artifact, parts->data_bytes);
    free(parts->header);
    return artifact;
}

struct artifact safetensors_read(const char *path) {
    struct parts parts = read_parts(path);
    if (is_hashed(&parts))
        check_hash(path, &parts);
    return artifact_of(path, &parts);
}

struct artifact artifact_read(const char *path) {
    struct parts parts = read_parts(path);
    if (!is_hashed(&parts))
        fail_damaged(
            "%s: no artifact of this study: its header does not begin with a sha256_of_rest", path);
    check_hash(path, &parts);
    struct artifact artifact = artifact_of(path, &parts);
    const char *own = artifact_text(&artifact, "path");
    if (strcmp(own, path) != 0)
        fail_damaged("%s: misplaced: it was written as %s", path, own);
    return artifact;
}

json_t *artifact_metadata(const char *path) {
    FILE *stream = fopen(path, "re");
    if (stream == NULL)
        return NULL;
    size_t flags = JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK; /* the data follow */
    json_t *header =
        fseek(stream, sizeof(uint64_t), SEEK_SET) == 0 ? json_loadf(stream, flags, NULL) : NULL;
    json_t *metadata = json_incref(json_object_get(header, metadata_key));
    json_decref(header);
    fclose(stream);
    return metadata;
}

void artifact_free(struct artifact *artifact) {
    free(artifact->path);
    free(artifact->tensors);
    free(artifact->content);
    json_decref(artifact->metadata);
    json_decref(artifact->header);
    *artifact = (struct artifact){0};
}

/* "F32 [128, 64]"; the caller frees. */
static char *shape_text(enum tensor_type type, int rows, int columns) {
    return columns == 0 ? text("%s [%d]", types[type].name, rows)
                        : text("%s [%d, %d]", types[type].name, rows, columns);
}

/* The data of the tensor of that name, which has that type and shape. */
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
