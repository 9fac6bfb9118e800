/* What is the same for every format: reading the unit, counting its rows, writing the folder. */
#include "pretrained/export.h"
#include "arithmetic/kernels.h"
#include "pretrained/function.h"
#include "program/error.h"
#include <endian.h>
#include <errno.h>
#include <limits.h>
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

static const struct tensor *decoder_of(const struct artifact *unit) {
    for (size_t i = 0; i < unit->count; i++)
        if (strcmp(unit->tensors[i].name, "decoder") == 0)
            return &unit->tensors[i];
    fail("%s: holds no tensor decoder; expected a unit, results/units/.../epochN.safetensors",
         unit->path);
}

static json_t *about_unit(const struct export *export) {
    json_t *about = json_pack("{s:s}", "made_by", "The execution report, rebuilt: make export");
    json_object_set_new(about, "unit_sha256", json_string(export->sha256));
    json_t *metadata = json_copy(export->unit.metadata);
    json_object_del(metadata, own_hash);
    json_object_set_new(about, "unit", metadata);
    return about;
}

struct export export_open(const char *path) {
    struct export export = {.unit = safetensors_read(path)};
    file_sha256(path, export.sha256);
    const struct tensor *decoder = decoder_of(&export.unit);
    const char *architecture = artifact_text(&export.unit, "architecture");
    if (strcmp(architecture, "topk") != 0)
        fail("%s: its architecture is %s, expected topk", path, architecture);
    export.d_sae = decoder->rows;
    export.d_model = decoder->columns;
    export.k = artifact_count(&export.unit, "k", export.d_sae);
    if (export.k < 1)
        fail("%s: k is %d, expected 1 or more", path, export.k);
    export.encoder = artifact_matrix(&export.unit, "encoder", export.d_sae, export.d_model);
    export.decoder = artifact_matrix(&export.unit, "decoder", export.d_sae, export.d_model);
    export.bias = artifact_matrix(&export.unit, "bias", export.d_sae, 0);
    export.about = about_unit(&export);
    return export;
}

void export_close(struct export *export) {
    json_decref(export->about);
    artifact_free(&export->unit);
}

/* --- its rows --------------------------------------------------------------------------------- */

/* dense [rows, columns] as rows that are row_stride(columns) apart; the caller frees. */
static real *apart(const float *dense, int rows, int columns) {
    size_t stride = (size_t)row_stride(columns);
    real *matrix = allocate((size_t)rows * stride, sizeof *matrix);
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            matrix[(size_t)row * stride + (size_t)column] =
                (real)dense[(size_t)row * (size_t)columns + (size_t)column];
    return matrix;
}

/* Whether fewer than k pre-activations, the products and the bias, are zero or more. */
static bool keeps_below_zero(const struct export *export, const double *products) {
    int others = 0;
    for (int j = 0; j < export->d_sae; j++)
        others += products[j] + (double)export->bias[j] >= 0;
    return others < export->k;
}

int rows_below_zero(const struct export *export, const real *rows, int count, int stride) {
    int below_zero = 0;
    size_t width = (size_t)padded(export->d_sae);
    real *encoder = apart(export->encoder, export->d_sae, export->d_model);
    struct panels *panels = panels_new(encoder, export->d_sae, export->d_model);
    double *products = allocate(TILE * width, sizeof *products);
    for (int first = 0; first < count; first += TILE) {
        const real *inputs[TILE];
        int there = smaller(TILE, count - first);
        for (int r = 0; r < TILE; r++)
            inputs[r] = rows + (size_t)(first + smaller(r, there - 1)) * (size_t)stride;
        panels_products(panels, inputs, TILE, products);
        for (int r = 0; r < there; r++)
            below_zero += keeps_below_zero(export, products + (size_t)r * width);
    }
    free(products);
    panels_free(panels);
    free(encoder);
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
    uint64_t length = htole64(strlen(header));
    struct output output = output_begin(path);
    output_bytes(&output, &length, sizeof length);
    output_bytes(&output, header, strlen(header));
    for (size_t i = 0; i < count; i++)
        output_bytes(&output, tensors[i].data, tensor_bytes(&tensors[i]));
    output_finish(&output);
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
