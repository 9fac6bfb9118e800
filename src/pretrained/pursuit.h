/* Matching pursuit: activations are found one after the other.
 *
 *   r = h;  in each round: i = argmax relu(D r), v = relu(<r, D_i>), acts_i += v, r -= v D_i
 *
 * (Bussmann, Leask and Nanda; Costa et al., arXiv 2506.05239.) A row ends as struct pursuit says.
 */
#ifndef PRETRAINED_PURSUIT_H
#define PRETRAINED_PURSUIT_H

#include "pretrained/function.h"

/* acts [count, d_sae] of the inputs [count, row_stride(d_in)], which become the residuals in
 * float32. rows[tiled(count)] point to them; products has room for tiled(count) rows of
 * padded(d_sae). */
void pursue(const struct pretrained *sae, real *inputs, const real *const *rows, int count,
            double *products, float *acts);

#endif
