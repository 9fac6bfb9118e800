/* A stage's candidate and its models: measured and summed up.
 *
 *   units --> models --model's metrics--> numbers [models] \
 *               \-----pair's metrics----> numbers [pairs]  --> means, intervals --> values
 *
 * Models stand in the order of their seeds, pairs as in statistics/statistics.h. The models of
 * with_units_of count as models of the candidate, and are marked as references.
 */
#ifndef METRICS_CANDIDATE_H
#define METRICS_CANDIDATE_H

#include "arithmetic/real.h"
#include "metrics/metric.h"
#include "statistics/statistics.h"

struct model {
    const struct candidate *of;      /* whose model it is counted as */
    const struct settings *settings; /* of its own record */
    uint64_t seed;
    bool is_reference;
    size_t declared; /* place in the protocol: references first, then the stage's seeds as given */
    char *path;
    int d_sae, d_model, epochs;
    int live;            /* number of latents that do not fire rarely */
    float *epoch_losses; /* [epochs] */
    /* The unit is there while the model is measured. The decoders, [d_sae, row_stride(d_model)] and
     * [live, row_stride(d_model)], are freed once the pairs are measured, to save memory. */
    const struct artifact *unit;
    real *decoder, *live_decoder;
    real *encoder; /* [d_sae, row_stride(d_model)], NULL where no metric asks for it */
};

struct pair {
    const struct model *first, *second;
};

struct measured {
    double mean;
    struct interval interval; /* not a number where the stage has no seed for it */
};

struct candidate {
    struct candidates *all;
    const struct record *record;
    const struct settings *settings;
    char *id; /* experiment.stage or experiment.stage.candidate */
    size_t models, pairs;
    struct model *model;      /* [models] */
    struct model *aligned_to; /* while models are measured: the reference, or NULL */
    double *numbers[METRICS]; /* of a model's metric [models], as declared; of a pair's [pairs] */
    struct measured measured[METRICS]; /* of these */
    struct interval jackknife;         /* of trained_pwmcc */
};

/* The candidates of a run: each is made when it is first asked for. So is what is read, drawn or
 * integrated: most candidates have the same seeds and sizes. */
struct candidates {
    const struct protocol *protocol;
    size_t count;
    struct candidate **items;
    struct drawn_decoders *decoders;
    struct drawn_places *places;
    struct expectations *expectations;
    struct inputs *inputs;
};

/* No candidates yet; the caller frees with candidates_free. */
struct candidates candidates_begin(const struct protocol *protocol);
void candidates_free(struct candidates *candidates);

/* A candidate whose units were read and measured. It belongs to `candidates`. */
const struct candidate *candidate_of(struct candidates *candidates, const struct record *record);

/* Every candidate of the stage that `first` begins, in a list that the caller frees. */
const struct candidate **candidates_of(struct candidates *candidates, const struct record *first);

/* The numbers of a metric, one for each pair or model that has one; their count goes into *count.
 * Models are in the order of the protocol, because the study resamples them in this order. The
 * caller frees. */
double *numbers_of(const struct candidate *candidate, enum metric metric, size_t *count);

/* Add the candidate's values under `id`: each metric that it has, with its interval. */
void candidate_values(const struct candidate *candidate, const char *id, struct values *values);

/* The pairs' values with the models that are given, not drawn, first; their number into *given.
 * The caller frees. */
double *given_first(const struct candidate *candidate, const double *pairs, size_t *given);

/* The jackknife that leaves out one drawn model at a time, of the mean over those pairs, the
 * references being given; no interval where there are too few models. */
struct interval candidate_jackknife(const struct candidate *candidate, const double *pairs,
                                    enum pairs_taken taken, double confidence);

/* Mean over the pairs that contain a reference, or over those that do not. */
double group_mean(const struct candidate *candidate, const double *pairs, bool with_reference);

#endif
