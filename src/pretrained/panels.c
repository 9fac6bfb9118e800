/* Products of rows with many latents: float32 in the kernels, float64 across blocks of columns, so
 * that what is selected does not hang on the rounding of long sums. */
#include "arithmetic/kernels.h"
#include "pretrained/function.h"
#include "program/error.h"
#include <stdlib.h>
#include <string.h>

enum {
    DEPTH = 256, /* columns that are summed in float32 */
    GROUP = 64,  /* latents whose sums stand in the cache together */
};

struct panels {
    int latents, width;
    real *values; /* [blocks of DEPTH columns][groups of LANES latents][columns][LANES] */
};

struct panels *panels_new(const real *weights, int latents, int width) {
    struct panels *panels = allocate(1, sizeof *panels);
    *panels = (struct panels){latents, width, NULL};
    panels->values = room((size_t)padded(latents) * (size_t)width, sizeof(real));
    size_t stride = (size_t)row_stride(width);
    for (int from = 0; from < width; from += DEPTH) {
        int depth = smaller(DEPTH, width - from);
        real *rows = allocate((size_t)LANES * (size_t)row_stride(depth), sizeof *rows);
        real *values = panels->values + (size_t)from * (size_t)padded(latents);
        for (int j = 0; j < latents; j += LANES, values += depth * LANES) {
            int count = smaller(LANES, latents - j);
            for (int row = 0; row < count; row++)
                memcpy(rows + row * row_stride(depth), weights + (size_t)(j + row) * stride + from,
                       (size_t)depth * sizeof *rows);
            kernels()->pack(rows, count, depth, values);
        }
        free(rows);
    }
    return panels;
}

void panels_free(struct panels *panels) {
    if (panels)
        free(panels->values);
    free(panels);
}

/* Add the products with `count` latents from j on, over the columns from `from` on. */
static void add_products(const struct panels *panels, const real *const *inputs, int rows, int from,
                         int j, int count, double *out) {
    static const real zeros[GROUP];
    int depth = smaller(DEPTH, panels->width - from);
    size_t stride = (size_t)padded(panels->latents);
    const real *shifted[TILE];
    real products[TILE * GROUP];
    for (int row = 0; row < rows; row += TILE) {
        for (int r = 0; r < TILE; r++)
            shifted[r] = inputs[row + r] + from;
        kernels()->products(shifted, TILE, depth,
                            panels->values + (size_t)from * stride + (size_t)j * (size_t)depth,
                            count, zeros, GROUP, products);
        for (int r = 0; r < TILE; r++)
            for (int l = 0; l < count; l++)
                out[(size_t)(row + r) * stride + (size_t)(j + l)] +=
                    (double)products[r * GROUP + l];
    }
}

void panels_products(const struct panels *panels, const real *const *inputs, int rows,
                     double *out) {
    int latents = padded(panels->latents);
    memset(out, 0, (size_t)rows * (size_t)latents * sizeof *out);
    for (int j = 0; j < latents; j += GROUP)
        for (int from = 0; from < panels->width; from += DEPTH)
            add_products(panels, inputs, rows, from, j, smaller(GROUP, latents - j), out);
}
