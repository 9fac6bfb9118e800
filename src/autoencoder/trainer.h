/* Training and evaluation of a TopK sparse autoencoder.
 *
 * The same bits for any number of threads.
 */
#ifndef TRAINER_H
#define TRAINER_H

#include "activations/activations.h"
#include "autoencoder/sae.h"
#include "arithmetic/team.h"

/* The work space of training on these activations, for autoencoders of the same settings as `sae`:
 * made once, so that no step allocates. It borrows the activations and the team, which stay where
 * they are until sae_trainer_free. Fails if their d_model is another. */
struct sae_trainer;
struct sae_trainer *sae_trainer(const struct sae *sae, const struct activations *activations,
                                struct team *team);
void sae_trainer_free(struct sae_trainer *trainer);

/* Train one epoch in a freshly drawn order; the last batch may be short. `reference` is the decoder
 * [d_sae, stride] to align to, of unit rows, or NULL where lambda is 0. The loss of every step is
 * stored in step_losses[ceil(rows / batch)] unless that is NULL. Returns the mean over steps. Fails
 * if lambda is not 0 and reference is NULL, and if a number becomes infinite. */
double sae_train_epoch(struct sae_trainer *trainer, struct sae *sae, const real *reference,
                       double *step_losses);

/* Loss and gradients of one batch, given as row numbers, any count of them; for the gradient tests.
 * Gradients have the shapes of the weights and are overwritten. */
double sae_loss_and_gradient(struct sae_trainer *trainer, struct sae *sae, const int32_t *rows,
                             int count, const real *reference, real *encoder_gradient,
                             real *bias_gradient, real *decoder_gradient);

/* Call after_step(context, step, steps) after each step of the epochs to come: `step` of `steps` of
 * the epoch are done. NULL to end it. */
void sae_watch(struct sae_trainer *trainer, void (*after_step)(void *context, int step, int steps),
               void *context);

struct sae_quality {
    double explained_variance; /* 1 - var(x - x^) / var(x), over all entries, unbiased */
    double mean_squared_error;
    double l0;     /* mean number of non-zero latents a row */
    float *firing; /* [d_sae] share of rows each latent is kept on */
};

/* Sum of squared deviations from the mean, of all entries of the matrix. */
double total_variation(const struct activations *activations);

/* Over all rows, sums in double precision. The caller frees `firing`. */
struct sae_quality sae_evaluate(struct sae_trainer *trainer, struct sae *sae);

/* What a step is made of, for `make bench`. */
extern const char *const sae_phase_names[];
enum sae_phase { ENCODING, SELECTION, DECODING, LISTING, GRADIENTS, UPDATE, SAE_PHASES };

/* From now on add to seconds[SAE_PHASES] what the caller's own thread spends in each phase; NULL to
 * end it. */
void sae_time_phases(struct sae_trainer *trainer, double *seconds);

#endif
