/* An autoencoder of this project, written as another tool's files.
 *
 * Ours keeps the k largest pre-activations of a row, signed. The TopK of SAELens, sparsify and
 * dictionary_learning puts a ReLU after (or before) that choice, and none of their architectures
 * does without: SAELens's abstopk chooses by size, so that a latent further below zero would come
 * before the one that ours keeps. So the files give what the unit gives on every row whose k
 * largest are all positive or zero, and on no other. rows_below_zero counts the others.
 *
 * Rows that were centred or scaled before training are so again in the tool: a centre is its
 * decoder bias, a factor stands in the weights, and layer_norm is an option of SAELens alone.
 */
#ifndef PRETRAINED_EXPORT_H
#define PRETRAINED_EXPORT_H

#include "files/artifact.h"
#include "files/tensor_file.h"
#include "pretrained/pretrained.h"
#include <stdbool.h>
#include <stddef.h>

/* A unit, to be written elsewhere. */
struct export {
    struct pretrained sae;
    json_t *metadata;         /* of the unit's file */
    char sha256[SHA256_TEXT]; /* of the unit's file */
    int d_model, d_sae, k;
    bool has_layer_norm;                /* whether each row is normalised by itself */
    float *encoder, *decoder;           /* [d_sae, d_model] */
    float *encoder_bias, *decoder_bias; /* [d_sae]; [d_model], subtracted from x, added to x^ */
    json_t *about;                      /* what the files say of where they come from */
};

/* A tool's files: how a unit lies in a folder. */
struct export_format {
    const char *name, *weights, *config; /* what FORMAT calls it; the names of its two files */
    void (*write_weights)(const struct export *export, const char *path);
    json_t *(*configuration)(const struct export *export); /* without export->about */
    bool tells;          /* whether export->about is added to it */
    bool has_layer_norm; /* whether the tool can normalise each row by itself */
};

extern const struct export_format export_saelens, export_sparsify, export_dictionary_learning;

/* The format of that name. Fails where there is none, and says which there are. */
const struct export_format *export_format_named(const char *name);

/* Read a unit. Fails, with a line that begins with the path, if the file is damaged, no unit, or of
 * another architecture than TopK. The caller frees with export_close. */
struct export export_open(const char *path);
void export_close(struct export *export);

/* How many of the rows [rows, d_model], before they are normalised, have a negative value among the
 * k that the unit keeps. */
int rows_below_zero(const struct export *export, const float *rows, int count);

/* Say in the files what the count found: of how many rows (0: none were there), and whose they are,
 * or NULL. */
void export_checked(struct export *export, const char *activations, int rows, int below_zero);

/* Write the unit as the two files of `format` in `folder`. Each is written whole or not at all. The
 * configuration goes first and comes back last, so that a folder that has one is complete. Fails
 * where the tool cannot normalise rows as the unit does. */
void export_write(const struct export *export, const struct export_format *format,
                  const char *folder);

/* A matrix [rows, columns] with rows and columns exchanged; the caller frees. */
float *transposed(const float *matrix, int rows, int columns);

/* Write tensors as a plain safetensors file; its metadata has export->about, as JSON. */
void export_safetensors(const struct export *export, const char *path, const struct tensor *tensors,
                        size_t count);

#endif
