/* Training and evaluation of a sparse autoencoder.
 *
 * The bits are the same for any number of threads.
 */
#ifndef AUTOENCODER_TRAINER_H
#define AUTOENCODER_TRAINER_H

#include "activations/activations.h"
#include "arithmetic/team.h"
#include "autoencoder/sae.h"

/* The work space for training on these activations, for autoencoders with the settings of `sae`. It
 * is made once, so that no step allocates. It borrows the activations and the team: both must stay
 * in place until sae_trainer_free. Fails if the activations have another d_model. */
struct sae_trainer;
struct sae_trainer *sae_trainer(const struct sae *sae, const struct activations *activations,
                                struct team *team);
void sae_trainer_free(struct sae_trainer *trainer);

/* Train one epoch in a freshly drawn order; the last batch may be short. `reference` is the decoder
 * [d_sae, stride] to align to, with unit rows, or NULL if lambda is 0. The loss of each step goes
 * into step_losses[ceil(rows / batch)], unless that is NULL. Returns the mean loss of the steps.
 * Fails if lambda is not 0 and reference is NULL, and if a number is not finite. */
double sae_train_epoch(struct sae_trainer *trainer, struct sae *sae, const real *reference,
                       double *step_losses);

/* The loss and the gradients of one batch of any size, given as row numbers; for the gradient
 * tests. The gradients have the shapes of the weights and are overwritten. */
double sae_loss_and_gradient(struct sae_trainer *trainer, struct sae *sae, const int32_t *rows,
                             int count, const real *reference, real *encoder_gradient,
                             real *bias_gradient, real *decoder_gradient);

/* From now on, call after_step(context, step, steps) after each training step: `step` of the
 * `steps` steps of the epoch are done. NULL stops this. */
void sae_watch(struct sae_trainer *trainer, void (*after_step)(void *context, int step, int steps),
               void *context);

struct sae_quality {
    double explained_variance; /* 1 - var(x - x^) / var(x), over all entries, unbiased */
    double mean_squared_error;
    double l0;     /* mean number of active latents per row; TopK: those that are not zero */
    float *firing; /* [d_sae] share of the rows on which each latent fires; TopK: is kept */
};

/* The sum of squared deviations from the mean, over all entries of the matrix. */
double total_variation(const struct activations *activations);

/* The quality on all rows. The caller frees `firing`. */
struct sae_quality sae_evaluate(struct sae_trainer *trainer, struct sae *sae);

/* The phases of a step, for `make bench`. */
extern const char *const sae_phase_names[];
enum sae_phase { ENCODING, SELECTION, DECODING, LISTING, GRADIENTS, UPDATE, SAE_PHASES };

/* From now on, add the time that the caller's own thread spends in each phase to
 * seconds[SAE_PHASES]. NULL stops this. */
void sae_time_phases(struct sae_trainer *trainer, double *seconds);

#endif
