/* An architecture of sparse autoencoders: what makes one kind differ from another.
 *
 * The trainer does what all architectures share. It computes the pre-activations u = W_enc x + b,
 * the reconstruction x^ = sum_j z_j D_j from the values z that a row keeps, the loss and the
 * alignment penalty, Adam's step and the unit rows of the decoder. An architecture decides the
 * rest:
 *
 *   forward         which latents a row keeps, and with which values z
 *   add_gradients   what the kept latents add to the gradients of the weights
 *   count           which of the kept latents an evaluation counts
 *
 * To add an architecture, write one file like topk.c and add a line to gen/settings.m4.
 * The number of kept latents may differ from row to row. Three things that TopK does not need have
 * no place yet, and this is where they belong:
 *
 *   a choice over the whole batch (BatchTopK): a function that take_step in step.c calls before the
 *     first group of a batch;
 *   a loss of its own, such as an L1 penalty (ReLU): a sum that take_step adds to the loss;
 *   a parameter of its own, such as a threshold for each latent (JumpReLU): a vector in struct sae
 *     with its moments, its gradient in struct chunk, and its step in update_weights.
 */
#ifndef AUTOENCODER_ARCHITECTURE_H
#define AUTOENCODER_ARCHITECTURE_H

#include "arithmetic/kernels.h"
#include "arithmetic/real.h"
#include "autoencoder/sae.h"
#include "settings_table.h"
#include <stdint.h>

/* A block of rows on its way from inputs to kept latents. One thread works on it. The architecture
 * fills in kept_counts, kept and values. */
struct block {
    struct sae_trainer *trainer;
    const struct sae *sae;
    const struct kernels *kernels;
    int thread;          /* 0 .. team_size - 1 */
    int count;           /* rows of the block */
    int following;       /* rows of the batch after this block; 0 or less where there are none */
    const int32_t *rows; /* [count + following] which rows of the activations they are */
    const real *const *inputs; /* [count] those rows */
    int width;                 /* padded(d_sae) */
    real *preactivations; /* [count, width] u, as far as `encode` has computed it; the latents that
                             pad d_sae are -INFINITY */
    int room;             /* places from one row's kept latents to the next: most_kept + LANES */
    int *kept_counts;     /* [count] how many latents each row keeps, at most most_kept */
    int32_t *kept;        /* [count, room] the kept latents, in ascending order */
    real *values;         /* [count, room] their values z */
};

/* A group of rows whose forward pass is done, with the kept latents listed by latent. */
struct group {
    const struct sae *sae;
    const struct kernels *kernels;
    int count;           /* rows of the group */
    real scale;          /* 2 / (rows of the batch * d_model): d loss / d error = scale * error */
    const real **inputs; /* [count] rows of the activations */
    real *errors;        /* [count, stride] x^ - x */
    real *squares;       /* [count] the sum of an error's squares */
    int room;            /* as in struct block, and so are the next three */
    int *kept_counts;
    int32_t *kept;
    real *values;
    struct firing *firings; /* one for each kept latent of each row, sorted by latent */
    real *slopes;           /* d loss / d z of each firing */
    int32_t *first;         /* [d_sae + 1] where the firings of each latent begin */
};

/* The gradients of the weights of some latents. */
struct gradients {
    real *encoder; /* [latents, stride] */
    real *bias;    /* [latents] */
    real *decoder; /* [latents, stride] */
};

/* A chunk of latents and the gradients of their weights. */
struct chunk {
    int first, count; /* latents first .. first + count - 1 */
    struct gradients gradients;
};

/* The functions are called once for each block, group or chunk, never for each row. */
struct architecture {
    const char *name; /* as a protocol spells it */

    /* The most latents that a row may keep. Fails if these settings make no such SAE. */
    int (*most_kept)(const struct sae_settings *settings);

    /* What `forward` keeps from one block to the next, for activations of so many rows, blocks of
     * at most `block` rows and so many threads. The trainer frees it with memory_free. */
    void *(*memory_new)(const struct sae_settings *settings, int rows, int block, int threads);
    void (*memory_free)(void *memory);

    /* Decide what each row of the block keeps. Calls `encode` for the pre-activations. What it
     * finds depends on the weights and the rows alone, not on the memory or the thread. */
    void (*forward)(void *memory, struct block *block);

    /* Add what the group's kept latents give to the gradients of the chunk; writes their slopes. */
    void (*add_gradients)(const struct group *group, const struct chunk *chunk);

    /* Add the active latents of all rows to *active (an evaluation's L0), and the rows on which
     * each latent fires to fired[d_sae]. */
    void (*count)(const struct group *group, int64_t *active, int32_t *fired);
};

/* All architectures, by the table gen/settings.m4. */
#define ROW(name) extern const struct architecture name;
EACH_ARCHITECTURE(ROW)
#undef ROW

/* The architecture of that name, or NULL if there is none. */
const struct architecture *architecture_named(const char *name);

/* --- what the trainer offers to `forward` --------------------------------------------------- */

/* Compute the block's pre-activations of the latents from `first` on, a few hundred at once, so
 * that they are in cache when this returns. Returns how many latents; begin with first = 0 and go
 * on until first is block->width. What is done after a call counts as selection (see sae_phase). */
int encode(struct block *block, int first);

/* Ask the cache for the input of row r of the next block, which is read much later. Returns which
 * row of the activations that is, or -1 if the next block has no such row. */
int32_t prefetch_input(const struct block *block, int r);

/* End the program because a number is not finite. */
_Noreturn void fail_diverged(const struct sae_trainer *trainer, const struct sae *sae);

#endif
