/* What the models of a stage's candidate have in common: measured, summed up, compared.
 *
 * Models stand in the order of their seeds; pairs as in stats.h. Those of with_units_of count as
 * models of the candidate, except for alignment, and are marked as references.
 */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "protocol.h"
#include "real.h"
#include "values.h"
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
    real *decoder;       /* [d_sae, row_stride(d_model)] */
    float *firing;       /* [d_sae] share of rows each latent is kept on */
    float *epoch_losses; /* [epochs] */
};

struct summary {
    const struct record *candidate;
    char *id; /* experiment.stage or experiment.stage.candidate */
    size_t models, pairs;
    struct model *model;                  /* [models] */
    double *trained_pwmcc, *random_pwmcc; /* [pairs] */
};

/* Read a candidate's units and measure every pair. The caller frees with summary_free. */
struct summary summarise(const struct protocol *protocol, const struct record *candidate);
void summary_free(struct summary *summary);

/* Add the candidate's values under `id`: means, intervals, delta and its bound. */
void summary_values(const struct protocol *protocol, const struct summary *summary, const char *id,
                    struct values *values);

/* Add a comparison's values: difference of means, its interval, its jackknife, its parts. */
void comparison_values(const struct protocol *protocol, const struct record *compare,
                       struct values *values);

/* Add, for every candidate of the stages that are `asked` for, how often the intervals of its
 * trained PWMCC cover in simulations with the candidate's own variances (stats.h), and what share
 * of these its seeds have. */
void coverage_values(const struct protocol *protocol, const struct record *asked,
                     struct values *values);

/* Write the tables that figures are drawn from: results/<experiment>/<stage>.candidates.tsv,
 * .pairs.tsv, .units.tsv and .losses.tsv. `summaries` are the stage's candidates. */
void summary_tables(const struct protocol *protocol, const struct summary *summaries, size_t count,
                    const struct values *values);

#endif
