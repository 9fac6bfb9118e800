/* What is the same for every format: reading the unit, counting its rows, writing the folder. */
#include "pretrained/export.h"
#include "pretrained/function.h"
#include "program/error.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct export_format *const formats[] = {&export_saelens, &export_sparsify,
                                                      &export_dictionary_learning};
enum { FORMATS = sizeof formats / sizeof *formats };

const struct export_format *export_format_named(const char *name) {
    for (size_t i = 0; i < FORMATS; i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    fail("FORMAT is %s, expected saelens, sparsify or dictionary_learning", name);
}

/* --- the unit --------------------------------------------------------------------------------- */

/* What is in the metadata of a unit but not of its export: it holds for the unit's file. */
static const char own_hash[] = "sha256_of_rest";

static json_t *about_unit(const struct export *export) {
    json_t *about = json_pack("{s:s}", "made_by", "The execution report, rebuilt: make export");
    json_object_set_new(about, "unit_sha256", json_string(export->sha256));
    json_t *metadata = json_copy(export->metadata);
    json_object_del(metadata, own_hash);
    json_object_set_new(about, "unit", metadata);
    return about;
}

/* Numbers as float32, or zeros in place of NULL; the caller frees. */
static float *rounded(const double *numbers, int count) {
    float *values = allocate((size_t)count, sizeof *values);
    for (int i = 0; numbers && i < count; i++)
        values[i] = (float)numbers[i];
    return values;
}

/* Rows that are row_stride(columns) apart as a dense matrix, each times its scale (NULL: 1); the
 * caller frees. */
static float *dense(const real *padded_rows, int rows, int columns, const double *scale) {
    float *matrix = allocate((size_t)rows * (size_t)columns, sizeof *matrix);
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++) {
            double value = padded_rows[(size_t)row * (size_t)row_stride(columns) + (size_t)column];
            matrix[(size_t)row * (size_t)columns + (size_t)column] =
                (float)(scale ? scale[row] * value : value);
        }
    return matrix;
}

struct export export_open(const char *path) {
    struct export export = {.sae = pretrained_read(path), .metadata = artifact_metadata(path)};
    const struct pretrained *sae = &export.sae;
    const struct pretrained_function *function = sae->function;
    if (function->selection != LARGEST_SIGNED || !json_object_get(export.metadata, "path"))
        fail("%s: is of %s, expected a unit, results/units/.../epochN.safetensors", path,
             sae->tool);
    file_sha256(path, export.sha256);
    export.d_model = sae->d_in;
    export.d_sae = sae->d_sae;
    export.k = (int)function->k;
    export.has_layer_norm = function->normalisation == LAYER_NORM;
    export.encoder = dense(sae->encoder, sae->d_sae, sae->d_in, NULL);
    export.decoder = dense(sae->decoder, sae->d_sae, sae->d_in, function->scale);
    export.encoder_bias = rounded(function->encoder_bias, sae->d_sae);
    export.decoder_bias = rounded(function->decoder_bias, sae->d_in);
    export.about = about_unit(&export);
    return export;
}

void export_close(struct export *export) {
    json_decref(export->about);
    json_decref(export->metadata);
    free(export->encoder);
    free(export->decoder);
    free(export->encoder_bias);
    free(export->decoder_bias);
    pretrained_free(&export->sae);
}

/* --- its rows --------------------------------------------------------------------------------- */

static bool keeps_below_zero(const float *acts, int d_sae) {
    for (int j = 0; j < d_sae; j++)
        if (acts[j] < 0)
            return true;
    return false;
}

int rows_below_zero(const struct export *export, const float *rows, int count) {
    enum { BLOCK = 4096 };
    int below_zero = 0;
    float *acts = room((size_t)smaller(BLOCK, count) * (size_t) export->d_sae, sizeof *acts);
    for (int first = 0; first < count; first += BLOCK) {
        int some = smaller(BLOCK, count - first);
        pretrained_apply(&export->sae, rows + (size_t)first * (size_t) export->d_model, some, acts,
                         NULL);
        for (int row = 0; row < some; row++)
            below_zero +=
                keeps_below_zero(acts + (size_t)row * (size_t) export->d_sae, export->d_sae);
    }
    free(acts);
    return below_zero;
}

void export_checked(struct export *export, const char *activations, int rows, int below_zero) {
    json_object_set_new(export->about, "checked_on",
                        activations ? json_string(activations) : json_null());
    json_object_set_new(export->about, "rows", json_integer(rows));
    json_object_set_new(export->about, "rows_that_keep_a_negative_value",
                        rows > 0 ? json_integer(below_zero) : json_null());
    json_object_set_new(export->about, "exact_on_these_rows",
                        json_boolean(rows > 0 && below_zero == 0));
}

/* --- the files -------------------------------------------------------------------------------- */

float *transposed(const float *matrix, int rows, int columns) {
    float *exchanged = allocate((size_t)rows * (size_t)columns, sizeof *exchanged);
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            exchanged[(size_t)column * (size_t)rows + (size_t)row] =
                matrix[(size_t)row * (size_t)columns + (size_t)column];
    return exchanged;
}

void export_safetensors(const struct export *export, const char *path, const struct tensor *tensors,
                        size_t count) {
    char *about = json_dumps(export->about, JSON_COMPACT);
    json_t *metadata = json_pack("{s:s,s:s}", "format", "pt", "about", about);
    char *header = safetensors_header(path, tensors, count, metadata);
    safetensors_write(path, header, tensors, count);
    free(header);
    json_decref(metadata);
    free(about);
}

static void write_configuration(const char *path, json_t *configuration) {
    char *lines = json_dumps(configuration, JSON_INDENT(2));
    struct output output = output_begin(path);
    fprintf(output.stream, "%s\n", lines);
    output_finish(&output);
    free(lines);
}

void export_write(const struct export *export, const struct export_format *format,
                  const char *folder) {
    if (export->has_layer_norm && !format->has_layer_norm)
        fail("%s: its rows are normalised by layer_norm, which %s cannot do, expected "
             "FORMAT=saelens",
             export->sae.path, format->name);
    char *weights = text("%s/%s", folder, format->weights);
    char *config = text("%s/%s", folder, format->config);
    if (unlink(config) != 0 && errno != ENOENT && errno != ENOTDIR)
        fail("%s: cannot write: %s", config, strerror(errno));
    json_t *configuration = format->configuration(export);
    if (format->tells)
        json_object_set(configuration, "metadata", export->about);
    format->write_weights(export, weights);
    write_configuration(config, configuration);
    json_decref(configuration);
    free(config);
    free(weights);
}
