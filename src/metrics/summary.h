/* What the models of a stage's candidate have in common: measured, summed up, compared.
 *
 * Models stand in the order of their seeds; pairs as in stats.h. Those of with_units_of count as
 * models of the candidate, except for alignment, and are marked as references.
 */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "protocol/protocol.h"
#include "arithmetic/real.h"
#include "values/values.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct model {
    uint64_t seed;
    bool is_reference;
    size_t declared; /* place in the protocol: references first, then the stage's seeds as given */
    char *path;
    double explained_variance, mean_squared_error, cosine_with_start;
    double held_out_explained_variance; /* not a number where no rows were held out */
    double alignment;                   /* to the reference; not a number where there is none */
    int d_sae, d_model, epochs;
    int live;            /* latents that do not fire rarely */
    float *epoch_losses; /* [epochs] */
    /* Until the pairs are measured, [d_sae or live, row_stride(d_model)]: there may be many. */
    real *decoder, *live_decoder;
};

struct summary {
    const struct record *candidate;
    char *id; /* experiment.stage or experiment.stage.candidate */
    size_t models, pairs;
    struct model *model; /* [models] */
    /* [pairs]; not a number of live latents where a model has none, nor of random ones where the
     * stage declares none */
    double *trained_pwmcc, *random_pwmcc, *live_pwmcc;
};

/* The decoder that a seed starts from, [d_sae, row_stride(d_model)]. */
struct start {
    int d_sae, d_model;
    uint64_t seed;
    real *decoder;
};

/* What is expected of random decoders of so many latents. */
struct expectation {
    int latents, d_model;
    double pwmcc;
};

/* What a bootstrap of so many values draws (bootstrap_places). */
struct resampling {
    size_t count, resamples;
    uint64_t seed;
    uint32_t *places;
};

/* The summaries of a run: each candidate's is made when it is first asked for. So is what is drawn
 * or integrated: most candidates have the same seeds and sizes. */
struct summaries {
    const struct protocol *protocol;
    size_t count, start_count, expectation_count, resampling_count;
    struct summary **items;
    struct start *starts;
    struct expectation *expectations;
    struct resampling *resamplings;
};

/* A candidate's units read and every pair measured. It belongs to `summaries`, which the caller
 * frees with summaries_free. */
const struct summary *summary_of(struct summaries *summaries, const struct record *candidate);
void summaries_free(struct summaries *summaries);

/* Add the candidate's values under `id`: means, intervals, delta and its bound. */
void summary_values(struct summaries *summaries, const struct summary *summary, const char *id,
                    struct values *values);

/* Add a comparison's values: difference of means, its interval, its jackknife, its parts. */
void comparison_values(struct summaries *summaries, const struct record *compare,
                       struct values *values);

/* Add, for every candidate of the stages that are `asked` for, how often the intervals of its
 * trained PWMCC cover in simulations with the candidate's own variances (stats.h), and what share
 * of these its seeds have. */
void coverage_values(struct summaries *summaries, const struct record *asked,
                     struct values *values);

/* Write the tables that figures are drawn from: results/<experiment>/<stage>.candidates.tsv,
 * .pairs.tsv, .units.tsv and .losses.tsv. `summaries` are the stage's candidates. */
void summary_tables(const struct protocol *protocol, const struct summary *const *summaries,
                    size_t count, const struct values *values);

#endif
