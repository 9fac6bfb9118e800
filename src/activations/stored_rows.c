/* Rows in files of tensors. */
#define _GNU_SOURCE /* strverscmp */
#include "activations/stored_rows.h"
#include "files/artifact.h"
#include "files/input.h"
#include "program/error.h"
#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* --- one file --------------------------------------------------------------------------------- */

static bool is_float(const struct stored_tensor *tensor) {
    return tensor->type <= ELEMENT_BF16;
}

/* "[40, 24]"; the caller frees. */
static char *shape_text(const struct stored_tensor *tensor) {
    char *shape = text("[");
    for (int i = 0; i < tensor->dimensions; i++) {
        char *longer = text("%s%s%jd", shape, i ? ", " : "", (intmax_t)tensor->shape[i]);
        free(shape);
        shape = longer;
    }
    char *closed = text("%s]", shape);
    free(shape);
    return closed;
}

/* The names of the matrices of floats in the file, "a, b and 3 more"; the caller frees. */
static char *matrix_names(const struct tensor_file *file) {
    enum { MOST_NAMED = 8 };
    char *names = text("%s", "");
    size_t found = 0;
    for (size_t i = 0; i < file->count; i++) {
        const struct stored_tensor *tensor = &file->tensors[i];
        if (!is_float(tensor) || tensor->dimensions != 2 || found++ >= MOST_NAMED)
            continue;
        char *longer = text("%s%s%s", names, found > 1 ? ", " : "", tensor->name);
        free(names);
        names = longer;
    }
    char *whole = found > MOST_NAMED ? text("%s and %zu more", names, found - MOST_NAMED)
                                     : text("%s", found ? names : "none");
    free(names);
    return whole;
}

/* The tensor that is meant, whatever its type and shape. */
static const struct stored_tensor *tensor_meant(const struct tensor_file *file, const char *name) {
    const struct stored_tensor *named = tensor_named(file, name ? name : "activations"),
                               *only = NULL;
    if (named)
        return named;
    if (name)
        fail("%s: holds no tensor %s, expected the name of one of its matrices: %s", file->path,
             name, matrix_names(file));
    size_t floats = 0, matrices = 0;
    for (size_t i = 0; i < file->count; i++) {
        const struct stored_tensor *tensor = &file->tensors[i];
        bool is_matrix = is_float(tensor) && tensor->dimensions == 2;
        floats += is_float(tensor);
        matrices += is_matrix;
        if (is_matrix || (file->count == 1 && !only))
            only = tensor;
    }
    if (matrices > 1)
        fail("%s: holds %zu matrices of floats, none of them named activations; expected "
             "TENSOR=name "
             "with one of: %s",
             file->path, matrices, matrix_names(file));
    if (!only)
        fail("%s: holds %zu tensors of floats, none of them a matrix; expected one matrix "
             "[rows, d_model] of F32, F64, F16 or BF16",
             file->path, floats);
    return only;
}

/* [rows, heads, d_head] or [batches, positions, d_model] as [rows, width], if the last axes make up
 * that width and nothing lies between them. */
static bool flatten(struct stored_tensor *tensor, int width) {
    int64_t within = 1, before = 1;
    int axis = tensor->dimensions;
    while (axis > 1 && within < width && tensor->strides[axis - 1] == within)
        within *= tensor->shape[--axis];
    for (int i = axis - 1; i >= 0; i--) {
        if (tensor->strides[i] != within * before)
            return false;
        before *= tensor->shape[i];
    }
    if (within != width)
        return false;
    tensor->dimensions = 2;
    tensor->shape[0] = before;
    tensor->shape[1] = width;
    tensor->strides[0] = width;
    tensor->strides[1] = 1;
    return true;
}

/* The matrix of that name; `width` if other tensors may be flattened to it, else 0. */
static const struct stored_tensor *matrix_in(const struct tensor_file *file, const char *name,
                                             int width) {
    const struct stored_tensor *matrix = tensor_meant(file, name);
    if (matrix->dimensions > 2 && width > 0)
        flatten(&file->tensors[matrix - file->tensors], width);
    if (!is_float(matrix))
        fail("%s: tensor %s holds whole numbers, expected F32, F64, F16 or BF16", file->path,
             matrix->name);
    if (matrix->dimensions != 2)
        fail("%s: tensor %s is %s, expected a matrix [rows, d_model]%s", file->path, matrix->name,
             shape_text(matrix),
             matrix->dimensions > 2 ? ": reshape it to (-1, d_model) before it is saved" : "");
    if (matrix->shape[0] < 1 || matrix->shape[1] < 1)
        fail("%s: tensor %s is %s, expected one or more rows and columns", file->path, matrix->name,
             shape_text(matrix));
    if (matrix->shape[0] > INT_MAX || matrix->shape[1] > INT_MAX)
        fail("%s: tensor %s is %s, expected less than 2^31 rows and columns", file->path,
             matrix->name, shape_text(matrix));
    return matrix;
}

/* Add the file at `path`, which this takes over, behind the shards that are there. */
static void add_shard(struct stored_rows *rows, char *path, const char *tensor, int width) {
    artifact_check(path);
    rows->shard = reallocate(rows->shard, rows->shards + 1, sizeof *rows->shard);
    struct shard *shard = &rows->shard[rows->shards++];
    shard->file = tensor_file_read(path);
    shard->matrix = matrix_in(&shard->file, tensor, width);
    shard->first = rows->rows;
    int count = (int)shard->matrix->shape[0], d_model = (int)shard->matrix->shape[1];
    if (rows->shards > 1 && d_model != rows->d_model)
        fail("%s: its rows have %d columns, but those of %s have %d; expected shards of one width",
             path, d_model, rows->shard[0].file.path, rows->d_model);
    if (__builtin_add_overflow(rows->rows, count, &rows->rows))
        fail("%s: more than 2^31 rows with this shard, expected less", rows->path);
    rows->d_model = d_model;
    free(path);
}

/* --- a folder --------------------------------------------------------------------------------- */

/* The ending of a shard's name, or NULL where the file is none. */
static const char *ending(const char *name) {
    static const char *const endings[] = {".safetensors", ".npy", ".npz", ".pt"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && *name != '.' && i < sizeof endings / sizeof *endings; i++)
        if (strcmp(dot, endings[i]) == 0)
            return endings[i];
    return NULL;
}

static int is_shard(const struct dirent *entry) {
    return ending(entry->d_name) != NULL;
}

/* shard_2 before shard_10 */
static int by_number(const struct dirent **a, const struct dirent **b) {
    int order = strverscmp((*a)->d_name, (*b)->d_name);
    return order ? order : strcmp((*a)->d_name, (*b)->d_name);
}

static void add_folder(struct stored_rows *rows, const char *folder, const char *tensor,
                       int width) {
    struct dirent **entries;
    int count = scandir(folder, &entries, is_shard, by_number);
    if (count < 0)
        cannot_read(folder);
    if (count == 0)
        fail("%s: a folder without files of rows, expected some that end in .safetensors or .npy",
             folder);
    for (int i = 1; i < count; i++)
        if (ending(entries[i]->d_name) != ending(entries[0]->d_name))
            fail("%s: holds %s and %s, expected shards of one format", folder, entries[0]->d_name,
                 entries[i]->d_name);
    for (int i = 0; i < count; i++) {
        add_shard(rows, text("%s/%s", folder, entries[i]->d_name), tensor, width);
        free(entries[i]);
    }
    free(entries);
}

/* --- both ------------------------------------------------------------------------------------- */

struct stored_rows stored_rows_of_width(const char *path, const char *tensor, int width) {
    struct stored_rows rows = {.path = text("%s", path)};
    struct stat status;
    if (stat(path, &status) != 0)
        cannot_read(path);
    if (S_ISDIR(status.st_mode))
        add_folder(&rows, path, tensor, width);
    else
        add_shard(&rows, text("%s", path), tensor, width);
    return rows;
}

struct stored_rows stored_rows_open(const char *path, const char *tensor) {
    return stored_rows_of_width(path, tensor, 0);
}

void stored_rows_close(struct stored_rows *rows) {
    for (size_t i = 0; i < rows->shards; i++)
        tensor_file_free(&rows->shard[i].file);
    free(rows->shard);
    free(rows->path);
    *rows = (struct stored_rows){0};
}

/* The shard that the row stands in. */
static const struct shard *shard_of(const struct stored_rows *rows, int row) {
    size_t low = 0, high = rows->shards;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (rows->shard[middle].first <= row)
            low = middle;
        else
            high = middle;
    }
    return &rows->shard[low];
}

/* The matrix from row `first` on, with `count` rows. */
static struct stored_tensor part_of(const struct stored_tensor *matrix, int first, int count) {
    static const size_t bytes[] = {
        [ELEMENT_F64] = 8, [ELEMENT_F32] = 4, [ELEMENT_F16] = 2, [ELEMENT_BF16] = 2};
    struct stored_tensor part = *matrix;
    part.shape[0] = count;
    part.data = (const char *)matrix->data +
                (size_t)first * (size_t)matrix->strides[0] * bytes[matrix->type];
    return part;
}

void stored_rows_block(const struct stored_rows *rows, int first, int count, double *block) {
    while (count > 0) {
        const struct shard *shard = shard_of(rows, first);
        int within = first - shard->first, left = (int)shard->matrix->shape[0] - within;
        struct stored_tensor part = part_of(shard->matrix, within, count < left ? count : left);
        tensor_to_float64(&part, block);
        first += (int)part.shape[0];
        count -= (int)part.shape[0];
        block += (size_t)part.shape[0] * (size_t)rows->d_model;
    }
}

char *stored_place(const struct stored_rows *rows, int row, int column) {
    const struct shard *shard = shard_of(rows, row);
    const char *slash = strrchr(shard->file.path, '/');
    return rows->shards == 1 ? text("row %d, column %d (from 0)", row, column)
                             : text("row %d, column %d (from 0) of %s", row - shard->first, column,
                                    slash ? slash + 1 : shard->file.path);
}
