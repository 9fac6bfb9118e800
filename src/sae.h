/* The TopK sparse autoencoder of the study: initialise, train, evaluate.
 *
 *   u = W_enc x + b;  z = the k largest of u (signed, no ReLU), the rest 0;  x^ = sum_j z_j D_j
 *   loss = mean (x^ - x)^2 + lambda (1 - mean_i max_j |cos(D_i, R_j)|)
 *
 * D_j, the decoder's column of latent j, is kept as a row here ([d_sae, d_model]: PyTorch's decoder
 * weight transposed), so that a latent's numbers stand together. Adam; after every step each D_j is
 * scaled to unit length.
 */
#ifndef SAE_H
#define SAE_H

#include "activations.h"
#include "real.h"
#include "rng.h"
#include <stdint.h>

struct sae_settings {
    int d_model, d_sae, k, batch;
    double learning_rate, beta1, beta2, epsilon; /* Adam */
    double lambda;                               /* weight of the alignment penalty */
};

struct sae {
    struct sae_settings settings;
    int stride;    /* padded(d_model): places from one latent's row to the next */
    real *encoder; /* [d_sae, stride] */
    real *bias;    /* [d_sae] */
    real *decoder; /* [d_sae, stride], rows of unit length */
    real *encoder_moments[2], *bias_moments[2], *decoder_moments[2]; /* Adam's, same shapes */
    int64_t steps;                                                   /* taken so far */
    int epochs;                                                      /* trained so far */
    struct torch_generator generator; /* where the epochs' orders come from */
};

/* As drawn after torch.manual_seed(seed); the caller frees with sae_free. The draws depend on the
 * shapes alone, so that the same call followed by sae_skip_epochs and the stored weights, moments
 * and `steps` takes up a training where it stood, bit for bit. Fails if a size is below 1 or k is
 * not 1 to d_sae. */
struct sae *sae_initialise(const struct sae_settings *settings, uint64_t seed);
void sae_free(struct sae *sae);

/* Draw and drop what `epochs` epochs draw, and count them in sae->epochs. */
void sae_skip_epochs(struct sae *sae, int epochs);

/* The work space of training on these activations, for autoencoders of the same settings as `sae`:
 * made once, so that no step allocates. It borrows the activations, which stay where they are
 * until sae_trainer_free. Fails if their d_model is another. */
struct sae_trainer;
struct sae_trainer *sae_trainer(const struct sae *sae, const struct activations *activations);
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

struct sae_quality {
    double explained_variance; /* 1 - var(x - x^) / var(x), over all entries, unbiased */
    double mean_squared_error;
    double l0;            /* mean number of non-zero latents a row */
    double rarely_firing; /* share of latents kept on fewer than 1 in 1000 rows */
};

/* Over all rows, sums in double precision. */
struct sae_quality sae_evaluate(struct sae_trainer *trainer, const struct sae *sae);

#endif
