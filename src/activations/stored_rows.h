/* Rows that someone else wrote: a matrix in a file of tensors (files/tensor_file.h), or a folder of
 * such files, its shards. The files are mapped: what is not asked for is not read.
 */
#ifndef ACTIVATIONS_STORED_ROWS_H
#define ACTIVATIONS_STORED_ROWS_H

#include "files/tensor_file.h"

struct shard {
    struct tensor_file file;
    const struct stored_tensor *matrix; /* [rows, d_model] of F64, F32, F16 or BF16 */
    int first;                          /* its first row among all */
};

struct stored_rows {
    char *path; /* as the caller named it */
    int rows, d_model;
    size_t shards;
    struct shard *shard; /* in the order of their names, where numbers count as numbers */
};

/* Open the rows at `path`. Of a file with several matrices, the one named `tensor` is taken or, if
 * that is NULL, the one named "activations". In a folder, files that end in .safetensors, .npy,
 * .npz or .pt are shards, in each of which the matrix is looked for; others are not looked at.
 * Fails, with one line that begins with the path of the file at fault, where there is no such
 * matrix, where it has no row or no column, where shards have different widths or are of different
 * formats, and where a file is damaged. The caller frees with stored_rows_close. */
struct stored_rows stored_rows_open(const char *path, const char *tensor);

/* The same for rows of `width` numbers. A tensor with more axes is taken too if its last ones make
 * up that width: [rows, heads, d_head], or [batches, positions, d_model]. */
struct stored_rows stored_rows_of_width(const char *path, const char *tensor, int width);

void stored_rows_close(struct stored_rows *rows);

/* Rows `first` to `first + count - 1` as float64, exactly: block[count, d_model]. */
void stored_rows_block(const struct stored_rows *rows, int first, int count, double *block);

/* "row 5, column 3 (from 0) of shard_2.npy" says where an entry stands; of one file, only row and
 * column. The caller frees. */
char *stored_place(const struct stored_rows *rows, int row, int column);

#endif
