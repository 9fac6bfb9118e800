/* Decoders beside the trained ones: an interface, whose cases are random directions, directions
 * drawn from the rows that the candidate is trained on, and the start of a training. A new source
 * is a function that draws a decoder; it is declared here. */
#ifndef METRICS_DECODERS_H
#define METRICS_DECODERS_H

#include "metrics/candidate.h"

struct decoder_source {
    /* The seed that it draws from in the place of a model's. */
    uint64_t (*seed)(const struct model *model);
    /* Such a decoder, [d_sae, row_stride(d_model)]; the caller frees. */
    real *(*draw)(const struct model *model, uint64_t seed);
    bool is_from_rows; /* whether it depends on what the candidate is trained on */
};
extern const struct decoder_source random_directions, start_of_training;
/* With the covariance of the rows, and among the rows themselves (activations/drawn.h). */
extern const struct decoder_source directions_of_covariance, directions_of_rows;

/* The decoder that the source draws in the model's place; it belongs to the model's candidates. */
const real *decoder_beside(const struct decoder_source *source, const struct model *model);

/* How alike two decoders are, as pwmcc says it (consistency/consistency.h) or another measure. */
typedef double decoder_measure(const real *a, int a_latents, const real *b, int b_latents,
                               int d_model);

/* That of the decoders that the source draws in the place of both models. */
double measure_beside(const struct decoder_source *source, const struct pair *pair,
                      decoder_measure *measure);

/* PWMCC of them. */
double pwmcc_beside(const struct decoder_source *source, const struct pair *pair);

/* What was drawn, so that it is drawn once. */
struct drawn_decoders *drawn_decoders(void);
void drawn_decoders_free(struct drawn_decoders *drawn);

#endif
