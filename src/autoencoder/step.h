/* A step of training, and what a trainer holds for it: for the files of this room alone. */
#ifndef AUTOENCODER_STEP_H
#define AUTOENCODER_STEP_H

#include "activations/activations.h"
#include "arithmetic/kernels.h"
#include "arithmetic/team.h"
#include "autoencoder/architecture.h"
#include "autoencoder/sae.h"
#include "autoencoder/trainer.h"

struct sae_trainer {
    const struct kernels *kernels;
    const struct architecture *architecture;
    const struct activations *activations;
    struct team *team;
    int block_rows, group_rows, chunk_latents; /* the division of the work: see trainer.c */

    real *panels, *start;     /* the encoder and its bias, laid out for kernels->products */
    real **preactivations;    /* [team_size] of one block: [block_rows, padded(d_sae)] */
    void *memory;             /* the architecture's own */
    struct group group;       /* room for group_rows rows */
    struct gradients whole;   /* of all latents, or NULLs where only chunks are held */
    struct gradients *chunks; /* [team_size] of one chunk, or NULLs where the whole is held */
    struct alignment_target *target; /* NULL where lambda is 0 */
    int32_t *order;                  /* [activations->rows] the rows in an epoch's order */

    void (*after_step)(void *context, int step, int steps); /* or NULL */
    void *watcher;
    double *phase_seconds, phase_start; /* [SAE_PHASES], or NULL */
};

/* One batch: its rows, and what is done with its gradients. */
struct step {
    struct sae_trainer *trainer;
    struct sae *sae;
    const int32_t *rows; /* [count] which rows of the activations */
    int count;
    int first; /* the first row, within the batch, of the group that is worked on */
    const struct adam_step *adam; /* NULL: the weights stay as they are */
    struct gradients gradients;   /* of all latents; NULLs where only chunks are held */
};

/* Lay `count` latents from `first` on out for the products of the next step. */
void pack_encoder(const struct sae_trainer *trainer, const struct sae *sae, int first, int count);

/* The forward pass of the group of `count` rows from step->first on: kept latents, values, errors.
 * Returns the sum of the squared errors. The encoder is laid out already. */
double forward_group(struct step *step, int count);

/* The whole step: the loss and the gradients of the batch and, where there is an adam_step, the
 * update of the weights. Returns the loss. The encoder is laid out already. */
double take_step(struct step *step);

#endif
