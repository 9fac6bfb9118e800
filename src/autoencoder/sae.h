/* A sparse autoencoder (SAE): its settings, its weights and its random draws.
 *
 *   u = W_enc x + b;  z from u as the architecture says;  x^ = sum_j z_j D_j
 *   loss = mean (x^ - x)^2 + lambda (1 - mean_i max_j |cos(D_i, R_j)|)
 *
 * TopK, the architecture of the study: z_j = u_j for the k largest of u (signed, no ReLU), else 0.
 * D_j, the decoder's column of latent j, is kept as a row here ([d_sae, d_model]: PyTorch's decoder
 * weight transposed), so that the numbers of a latent stand together. Adam trains all weights;
 * after every step each D_j is scaled to unit length.
 */
#ifndef AUTOENCODER_SAE_H
#define AUTOENCODER_SAE_H

#include "arithmetic/real.h"
#include "draws/generators.h"
#include <stdint.h>

struct architecture; /* see architecture.h */

struct sae_settings {
    const struct architecture *architecture; /* required */
    int d_model, d_sae, k, batch;
    double learning_rate, beta1, beta2, epsilon; /* Adam */
    double lambda;                               /* weight of the alignment penalty */
    const char *name; /* how messages call it; NULL: autoencoder. The caller owns it. */
};

struct sae {
    struct sae_settings settings;
    int stride;    /* row_stride(d_model): places from one latent's row to the next */
    real *encoder; /* [d_sae, stride] */
    real *bias;    /* [d_sae] */
    real *decoder; /* [d_sae, stride], rows of unit length */
    real *encoder_moments[2], *bias_moments[2], *decoder_moments[2]; /* Adam's, same shapes */
    int64_t steps;                                                   /* taken so far */
    int epochs;                                                      /* trained so far */
    struct torch_generator generator; /* where the epochs' orders come from */
};

/* A new SAE with the weights that the study draws after torch.manual_seed(seed); the caller frees
 * it with sae_free. The draws depend on the shapes alone. So the same call, then sae_skip_epochs
 * and the stored weights, moments and `steps`, continue a stored training bit for bit. Fails if a
 * size is below 1 or the architecture does not allow the settings (TopK: k is not 1 to d_sae). */
struct sae *sae_initialise(const struct sae_settings *settings, uint64_t seed);
void sae_free(struct sae *sae);

/* Draw what `epochs` epochs draw, drop it, and count the epochs in sae->epochs. */
void sae_skip_epochs(struct sae *sae, int epochs);

/* Draw the seed of an epoch's order. PyTorch's loader first draws a base seed for its workers,
 * which nothing uses. */
uint64_t sae_draw_epoch_seed(struct sae *sae);

#endif
