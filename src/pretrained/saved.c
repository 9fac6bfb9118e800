/* Checked access to the settings and tensors of an autoencoder's files. */
#include "pretrained/saved.h"
#include "program/error.h"
#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *on_one_line(const char *original) {
    char *line = text("%.300s", original);
    for (char *at = line; *at; at++)
        if (iscntrl((unsigned char)*at))
            *at = '?';
    return line;
}

/* --- settings --------------------------------------------------------------------------------- */

json_t *setting(const struct saved *saved, const char *name) {
    json_t *value = json_object_get(saved->settings, name);
    return json_is_null(value) ? NULL : value;
}

void refuse_setting(const struct saved *saved, const char *name, const char *expected, ...) {
    char said[1000], *shown;
    va_list details;
    va_start(details, expected);
    vsnprintf(said, sizeof said, expected, details);
    json_t *value = json_object_get(saved->settings, name);
    if (!value)
        fail("%s: %s%s is missing, expected %s", saved->config_path, saved->within, name, said);
    shown = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_ENSURE_ASCII);
    fail("%s: %s%s is %.200s, expected %s", saved->config_path, saved->within, name, shown, said);
}

const char *setting_text(const struct saved *saved, const char *name, const char *otherwise) {
    json_t *value = setting(saved, name);
    if (value && !json_is_string(value))
        refuse_setting(saved, name, "a text");
    return value ? json_string_value(value) : otherwise;
}

bool setting_truth(const struct saved *saved, const char *name, bool otherwise) {
    json_t *value = setting(saved, name);
    if (value && !json_is_boolean(value))
        refuse_setting(saved, name, "true or false");
    return value ? json_is_true(value) : otherwise;
}

double setting_number(const struct saved *saved, const char *name, double otherwise) {
    json_t *value = setting(saved, name);
    if (value && !json_is_number(value))
        refuse_setting(saved, name, "a number");
    return value ? json_number_value(value) : otherwise;
}

void check_size(const struct saved *saved, const char *name, int size) {
    json_t *value = setting(saved, name);
    if (value && setting_number(saved, name, size) != size)
        refuse_setting(saved, name, "%d, as the tensors of %s have it", size, saved->file.path);
}

double checked_k(const char *path, const char *where, double k, int d_sae, bool is_mean) {
    if (!(k > 0 && k <= d_sae) || (!is_mean && (k != floor(k))))
        fail("%s: %s is %g, expected a %snumber from %s to d_sae, which is %d", path, where, k,
             is_mean ? "" : "whole ", is_mean ? "above 0" : "1", d_sae);
    return k;
}

/* --- tensors ---------------------------------------------------------------------------------- */

bool has_tensor(const struct saved *saved, const char *name) {
    return tensor_named(&saved->file, name) != NULL;
}

/* "[40, 24]", or "a number" */
static const char *shape_text(const struct stored_tensor *tensor, char text[200]) {
    int used = snprintf(text, 200, tensor->dimensions == 0 ? "a number" : "[");
    for (int axis = 0; axis < tensor->dimensions && used < 150; axis++)
        used += snprintf(text + used, 200 - (size_t)used, "%jd%s", (intmax_t)tensor->shape[axis],
                         axis + 1 < tensor->dimensions ? ", " : "]");
    return text;
}

/* End the program: the tensor of that name has not the expected shape. */
static _Noreturn void refuse_shape(const struct saved *saved, const char *name,
                                   const char *expected, ...) __attribute__((format(printf, 3, 4)));
static _Noreturn void refuse_shape(const struct saved *saved, const char *name,
                                   const char *expected, ...) {
    char said[500], shape[200];
    va_list details;
    va_start(details, expected);
    vsnprintf(said, sizeof said, expected, details);
    fail("%s: tensor %s is %s, expected %s", saved->file.path, name,
         shape_text(tensor_named(&saved->file, name), shape), said);
}

static const struct stored_tensor *required(const struct saved *saved, const char *name) {
    const struct stored_tensor *tensor = tensor_named(&saved->file, name);
    if (!tensor)
        fail("%s: tensor %s is missing, expected it in an autoencoder of kind %s", saved->file.path,
             name, saved->kind);
    return tensor;
}

/* The size of an axis of a tensor with that many. */
static int axis_of(const struct saved *saved, const char *name, int dimensions, int axis) {
    const struct stored_tensor *tensor = required(saved, name);
    if (tensor->dimensions != dimensions)
        refuse_shape(saved, name, dimensions == 1 ? "a vector" : "a matrix");
    if (tensor->shape[axis] < 1 || tensor->shape[axis] > INT_MAX / 2)
        refuse_shape(saved, name, "sizes from 1 to %d", INT_MAX / 2);
    return (int)tensor->shape[axis];
}

int vector_length(const struct saved *saved, const char *name) {
    return axis_of(saved, name, 1, 0);
}

int matrix_size(const struct saved *saved, const char *name, int axis) {
    return axis_of(saved, name, 2, axis);
}

static void check_number(const struct saved *saved, const char *name, double value, int at) {
    if (!isfinite(value))
        fail("%s: %s[%d] (from 0) is %g, expected a number finite in float32", saved->file.path,
             name, at, value);
}

double *vector(const struct saved *saved, const char *name, int length) {
    const struct stored_tensor *tensor = required(saved, name);
    if (tensor->dimensions != 1 || tensor->shape[0] != length)
        refuse_shape(saved, name, "[%d]", length);
    double *values = room((size_t)length, sizeof *values);
    tensor_to_float64(tensor, values);
    for (int i = 0; i < length; i++)
        check_number(saved, name, values[i], i);
    return values;
}

double scalar(const struct saved *saved, const char *name) {
    const struct stored_tensor *tensor = required(saved, name);
    double value;
    if (tensor_elements(tensor) != 1)
        refuse_shape(saved, name, "a number");
    tensor_to_float64(tensor, &value);
    if (!isfinite(value))
        fail("%s: %s is %g, expected a finite number", saved->file.path, name, value);
    return value;
}

double *vector_or_scalar(const struct saved *saved, const char *name, int length) {
    if (required(saved, name)->dimensions > 0)
        return vector(saved, name, length);
    double *values = room((size_t)length, sizeof *values), value = scalar(saved, name);
    for (int i = 0; i < length; i++)
        values[i] = value;
    return values;
}

real *matrix(const struct saved *saved, const char *name, int rows, int columns, bool is_turned) {
    const struct stored_tensor *tensor = required(saved, name);
    int stored_rows = is_turned ? columns : rows, stored_columns = is_turned ? rows : columns;
    if (tensor->dimensions != 2 || tensor->shape[0] != stored_rows ||
        tensor->shape[1] != stored_columns)
        refuse_shape(saved, name, "[%d, %d]", stored_rows, stored_columns);
    size_t stride = (size_t)row_stride(columns);
    float *dense = room((size_t)rows * (size_t)columns, sizeof *dense);
    real *values = allocate((size_t)rows * stride, sizeof *values);
    struct stored_tensor turned = *tensor;
    turned.shape[0] = rows;
    turned.shape[1] = columns;
    turned.strides[0] = tensor->strides[is_turned];
    turned.strides[1] = tensor->strides[!is_turned];
    tensor_to_float32(&turned, dense);
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++) {
            float value = dense[(size_t)row * (size_t)columns + (size_t)column];
            if (!isfinite(value))
                fail("%s: %s[%d, %d] (from 0) is %g, expected a number finite in float32",
                     saved->file.path, name, is_turned ? column : row, is_turned ? row : column,
                     (double)value);
            values[(size_t)row * stride + (size_t)column] = value;
        }
    free(dense);
    return values;
}

void refuse_tensors(const struct saved *saved, const char *const *names) {
    for (; *names; names++)
        if (has_tensor(saved, *names))
            fail("%s: has a tensor %s, expected none in an autoencoder of kind %s",
                 saved->file.path, *names, saved->kind);
}

/* --- weights ---------------------------------------------------------------------------------- */

void read_weights(const struct saved *saved, const struct names *names, struct pretrained *sae) {
    sae->d_sae = vector_length(saved, names->of_latents);
    sae->d_out = vector_length(saved, names->of_outputs);
    int of_latents = names->encoder_has_latent_rows ? 0 : 1; /* the axis */
    int sizes[2] = {matrix_size(saved, names->encoder, 0), matrix_size(saved, names->encoder, 1)};
    bool is_turned = names->may_be_turned && sizes[of_latents] != sae->d_sae &&
                     sizes[1 - of_latents] == sae->d_sae;
    if (is_turned)
        of_latents = 1 - of_latents;
    sae->d_in = sizes[1 - of_latents];
    sae->encoder = matrix(saved, names->encoder, sae->d_sae, sae->d_in, of_latents == 1);
    sae->decoder = matrix(saved, names->decoder, sae->d_sae, sae->d_out,
                          names->decoder_has_latent_rows == is_turned);
}
