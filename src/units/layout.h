/* How the units that this project trains lie in their files. (Autoencoders of other tools, and
 * units as one of many kinds: pretrained/.) */
#ifndef UNITS_LAYOUT_H
#define UNITS_LAYOUT_H

#include "autoencoder/sae.h"
#include "files/artifact.h"

/* How many numbers the latents of a unit's decoder have, and how many latents there are. Fails,
 * beginning with the path, if it has no decoder. */
int unit_d_model(const struct artifact *unit);
int unit_d_sae(const struct artifact *unit);

/* The decoder, [d_sae, row_stride(d_model)] with a latent's direction in each row. Fails, beginning
 * with the path, where it has another shape. The caller frees. */
real *unit_decoder(const struct artifact *unit, int d_sae, int d_model);

/* The encoder likewise, with a latent's weights in each row. */
real *unit_encoder(const struct artifact *unit, int d_sae, int d_model);

/* Write a trained autoencoder as a unit, with all that its training needs to go on: weights, Adam's
 * moments, the mean loss of each epoch, and the share of rows that each latent is kept on; and the
 * centre[d_model] that was subtracted from the rows, unless that is NULL. The padding of the rows
 * of `sae` is removed in place, because a second copy may be large. So `sae` can then only be
 * freed. */
void unit_write(const char *path, json_t *metadata, struct sae *sae, const double *epoch_losses,
                const float *firing, const double *centre);

/* Take up the training that a unit holds: weights, moments, steps and epochs into `sae`, made with
 * the same settings and seed; each epoch's loss into epoch_losses[most_epochs]. Fails where the
 * unit has more epochs, or another shape. */
void unit_restore(const struct artifact *unit, struct sae *sae, int most_epochs,
                  double *epoch_losses);

#endif
