/* The reference cases of other tools, and what an autoencoder of them gives. */
#ifndef PRETRAINED_CASES_H
#define PRETRAINED_CASES_H

#include "child.h"
#include "files/tensor_file.h"
#include "pretrained/pretrained.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define FORMATS "tests/pretrained/formats"
#define MORE "tests/pretrained/more"

/* The tensor of that name in float32, which the caller frees; *columns is its last axis. */
static inline float *reference(const struct tensor_file *file, const char *name, int *columns) {
    const struct stored_tensor *tensor = tensor_named(file, name);
    if (!tensor)
        return NULL;
    float *values = allocate((size_t)tensor_elements(tensor), sizeof *values);
    tensor_to_float32(tensor, values);
    *columns = (int)(tensor_elements(tensor) / tensor->shape[0]);
    return values;
}

/* The largest difference, as a part of the largest number of its row; infinite if one is zero and
 * the other is not, where `same_support` asks for that, or if one is no number. */
static inline double difference(const float *got, const float *expected, int rows, int columns,
                                bool same_support) {
    double worst = 0;
    for (int r = 0; r < rows; r++) {
        double largest = 1e-30;
        for (int i = r * columns; i < (r + 1) * columns; i++)
            largest = fmax(largest, fabs((double)expected[i]));
        for (int i = r * columns; i < (r + 1) * columns; i++) {
            double part = fabs((double)got[i] - (double)expected[i]) / largest;
            if (isnan(part) || (same_support && (got[i] == 0) != (expected[i] == 0)))
                return INFINITY;
            worst = fmax(worst, part);
        }
    }
    return worst;
}

/* How far what the autoencoder in `path` gives is from the reference beside it (ref.safetensors).
 */
struct distance {
    double acts, recon, forward;
};

static inline struct distance distance_of(const char *path, const char *references) {
    struct pretrained sae = pretrained_read(path);
    struct tensor_file file = tensor_file_read(references);
    int rows = (int)tensor_named(&file, "x")->shape[0], d_in, d_sae, d_out, d_forward = 0;
    float *x = reference(&file, "x", &d_in), *acts = reference(&file, "acts", &d_sae),
          *recon = reference(&file, "recon", &d_out),
          *forward = reference(&file, "recon_forward", &d_forward);
    bool has_forward = pretrained_has_forward(&sae);
    struct pretrained_outputs got = {
        .acts = allocate((size_t)rows * (size_t)sae.d_sae, sizeof(float)),
        .recon = allocate((size_t)rows * (size_t)sae.d_out, sizeof(float)),
        .forward = has_forward ? allocate((size_t)rows * (size_t)sae.d_out, sizeof(float)) : NULL,
    };
    assert_int_equal(sae.d_in, d_in);
    assert_int_equal(sae.d_sae, d_sae);
    assert_int_equal(sae.d_out, d_out);
    pretrained_outputs(&sae, x, rows, got);
    struct distance distance = {
        difference(got.acts, acts, rows, d_sae, true),
        difference(got.recon, recon, rows, d_out, false),
        has_forward ? difference(got.forward, forward, rows, d_out, false) : 0,
    };
    float *const parts[] = {x, acts, recon, forward, got.acts, got.recon, got.forward};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        free(parts[i]);
    tensor_file_free(&file);
    pretrained_free(&sae);
    return distance;
}

#endif
