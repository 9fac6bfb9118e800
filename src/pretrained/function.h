/* What an autoencoder computes, whatever tool wrote it. The layouts fill this in, function.c does
 * it. Every vector belongs to the struct; NULL stands for none.
 *
 *   h = normalise(x) - subtracted;  p = (E h + encoder_bias) * gain;  acts = select(p)
 *   recon = undo normalise((acts * scale) D + decoder_bias);  forward = recon + x S^T
 */
#ifndef PRETRAINED_FUNCTION_H
#define PRETRAINED_FUNCTION_H

#include "pretrained/pretrained.h"
#include <stddef.h>

enum normalisation {
    NOT_NORMALISED,
    LAYER_NORM,   /* (x - mean) / (s + 1e-5), s the row's standard deviation (n - 1) */
    CONSTANT_NORM /* x sqrt(d_in) / |x| */
};

/* How activations come from pre-activations. Of equal numbers the first are taken. */
enum selection {
    EVERY,             /* p */
    POSITIVE,          /* relu(p) */
    LARGEST,           /* the k largest of a row, then relu */
    LARGEST_SIGNED,    /* the k largest of a row */
    LARGEST_SIZES,     /* the k largest |p| of a row, signs kept */
    LARGEST_OF_BATCH,  /* of relu(p), the int(k * rows) largest of all rows */
    LARGEST_OF_GROUPS, /* the largest relu(p) of each of k groups of neighbours */
    ABOVE_THRESHOLD,   /* relu(p) where p > threshold */
    FROM_THRESHOLD,    /* relu(p) where p >= threshold */
    GATED,             /* relu(z gain + magnitude_bias) where z + gate_bias > 0, with z = E h */
    PURSUIT            /* matching pursuit: see pursuit.c */
};

/* When a row's matching pursuit ends. */
struct pursuit {
    int most;                      /* rounds */
    double least_residual;         /* ends below that length; 0: never */
    bool ends_at_the_same_support; /* ends when a round has changed no latent from 0 or to 0 */
};

struct pretrained_function {
    enum normalisation normalisation;
    bool is_undone; /* recon is back in the units of x */
    enum selection selection;
    double k;                                /* whole, but for LARGEST_OF_BATCH */
    bool is_squashed;                        /* acts are tanh of what is selected */
    double *subtracted;                      /* [d_in] */
    double *encoder_bias, *gain, *threshold; /* [d_sae] */
    double *gate_bias, *magnitude_bias;      /* [d_sae] */
    double *scale;                           /* [d_sae] */
    double *decoder_bias;                    /* [d_out] */
    struct pursuit pursuit;
    real *skip;    /* S [d_out, row_stride(d_in)] */
    int forward_k; /* forward decodes so many of the row's LARGEST instead, without the skip; 0: no
                    */
    struct panels *encoder_panels, *skip_panels; /* E and S, laid out at first use */
};

/* Activations of one row from its pre-activations p[d_sae], by that selection and k; spare has room
 * for d_sae numbers. For LARGEST_OF_BATCH it is relu(p), which select_batch goes on with. Not for
 * PURSUIT. */
void select_row(const struct pretrained_function *function, enum selection selection, int k,
                int d_sae, const double *p, double *spare, float *acts);

/* Of acts[count], none below zero, keep the `most` largest, of equal ones the first; the rest
 * become zero. */
void select_batch(float *acts, size_t count, size_t most);

/* The count-th largest of numbers[n], 1 <= count <= n, none of them NaN; reorders them. */
double largest_of(double *numbers, size_t n, size_t count);

/* Weights [latents, row_stride(width)] laid out for products that are summed in float64 every 256
 * columns. Freed with panels_free. */
struct panels *panels_new(const real *weights, int latents, int width);
void panels_free(struct panels *panels);

/* out[r][j] = <inputs[r], weights[j]>, for `rows` inputs, a multiple of TILE, each of `width`
 * numbers; the rows of `out` are padded(latents) apart. */
void panels_products(const struct panels *panels, const real *const *inputs, int rows, double *out);

#endif
