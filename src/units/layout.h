/* How a sparse autoencoder lies in a file: an interface, with the layout of our own units as its
 * only case. A new layout is a file like unit_layout.c, declared here and listed in layout.c. */
#ifndef UNITS_LAYOUT_H
#define UNITS_LAYOUT_H

#include "autoencoder/sae.h"
#include "files/artifact.h"
#include <stdbool.h>

/* The shape of the decoder in a file. */
struct sae_shape {
    int d_sae, d_model;
};

struct layout {
    const char *name;
    /* Whether the file is laid out so, told by its tensors' names. */
    bool (*is_of)(const struct artifact *file);
    struct sae_shape (*shape)(const struct artifact *file);
    /* The decoder, [d_sae, row_stride(d_model)] with a latent's direction in each row. Fails,
     * beginning with the path, where it has another shape. The caller frees. */
    real *(*decoder)(const struct artifact *file, struct sae_shape shape);
    /* The encoder likewise, with a latent's weights in each row. */
    real *(*encoder)(const struct artifact *file, struct sae_shape shape);
};

/* The layout of a file; fails, beginning with its path, where no layout knows it. */
const struct layout *layout_of(const struct artifact *file);

/* The layout of the units that this project trains (unit_layout.c). */
extern const struct layout unit_layout;

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
