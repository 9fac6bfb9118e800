/* A sparse autoencoder that another tool, or this project, trained: what it computes, whatever file
 * it came from.
 *
 *   h = normalise(x) - b_dec (if subtracted);  p = E h + b;  acts = select(p);
 *   recon = undo normalise(acts D + b_dec)
 *
 * Which files are read: see the layouts (saelens.c, sparsify.c, dictionary_learning.c,
 * gemma_scope.c, openai.c, unit.c), one file a tool.
 */
#ifndef PRETRAINED_PRETRAINED_H
#define PRETRAINED_PRETRAINED_H

#include "arithmetic/real.h"
#include <stdbool.h>

struct pretrained {
    char *path;               /* as the caller named it: a folder or a file */
    const char *tool;         /* "SAELens", "sparsify", ... */
    const char *architecture; /* "topk", "jumprelu", ... */
    int d_in, d_sae, d_out;   /* d_out is d_in but for transcoders */
    bool is_transcoder; /* as its files say, or as it has a skip connection or another d_out */
    real *encoder;      /* [d_sae, row_stride(d_in)] a latent's weights in each row; NULL if the
                           architecture has none (matching pursuit) */
    real *decoder;      /* [d_sae, row_stride(d_out)] a latent's direction in each row */
    /* what else the architecture needs: biases, thresholds, k, normalisation */
    struct pretrained_function *function;
    char *note; /* what a user must know of how it was trained, one line; or NULL */
};

/* Whether there is an autoencoder in that folder or file, told by names of files, tensors and
 * settings. Fails where a file of it cannot be read. */
bool pretrained_is_at(const char *path);

/* Read the autoencoder in a folder or file. Fails with one line that begins with the path of the
 * file at fault and says what is wrong and what was expected. The caller frees. */
struct pretrained pretrained_read(const char *path);

void pretrained_free(struct pretrained *sae);

/* The length of each row of matrix [rows, row_stride(columns)], summed in float64. The caller
 * frees. */
double *row_lengths(const real *matrix, int rows, int columns);

/* Fails, with one line that begins with its path, where an entry of its encoder or decoder is no
 * finite number. */
void pretrained_check_directions(const struct pretrained *sae);

/* Encode `rows` rows of x [rows, d_in] (dense, row after row), as one batch: acts [rows, d_sae] and
 * recon [rows, d_out] as the tool's own encode and decode give them, in the units of x. Either may
 * be NULL. */
void pretrained_apply(const struct pretrained *sae, const float *x, int rows, float *acts,
                      float *recon);

/* What can be asked for; what is NULL is left out. */
struct pretrained_outputs {
    float *acts;    /* [rows, d_sae] */
    float *recon;   /* [rows, d_out] */
    float *forward; /* [rows, d_out]: see pretrained_has_forward */
};

/* The same as pretrained_apply, with `forward`. THREADS threads share the rows. */
void pretrained_outputs(const struct pretrained *sae, const float *x, int rows,
                        struct pretrained_outputs outputs);

/* How many latents of a row are active, where a number says so; else 0. */
double pretrained_k(const struct pretrained *sae);

/* Whether the tool's forward gives something else than its decode of its encode: with a skip
 * connection it adds that, and sparsify with multi_topk decodes the 4k largest latents. */
bool pretrained_has_forward(const struct pretrained *sae);

/* Whether the acts of a row hang on the other rows, so that all must be given at once. */
bool pretrained_needs_all_rows(const struct pretrained *sae);

#endif
