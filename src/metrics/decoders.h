/* Decoders beside the trained ones: an interface, whose cases are random directions and the start
 * of a training. A new source is a function that draws a decoder; it is declared here. */
#ifndef METRICS_DECODERS_H
#define METRICS_DECODERS_H

#include "metrics/candidate.h"

struct decoder_source {
    /* The seed that it draws from in the place of a model's. */
    uint64_t (*seed)(const struct model *model);
    /* Such a decoder, [d_sae, row_stride(d_model)]; the caller frees. */
    real *(*draw)(const struct model *model, uint64_t seed);
};
extern const struct decoder_source random_directions, start_of_training;

/* The decoder that the source draws in the model's place; it belongs to the model's candidates. */
const real *decoder_beside(const struct decoder_source *source, const struct model *model);

/* PWMCC of the decoders that the source draws in the place of both models. */
double pwmcc_beside(const struct decoder_source *source, const struct pair *pair);

/* What was drawn, so that it is drawn once. */
struct drawn_decoders *drawn_decoders(void);
void drawn_decoders_free(struct drawn_decoders *drawn);

#endif
