/* The table of metrics: each line of gen/metrics.m4 is a row here, with the function that measures
 * it. A metric of a pair called trained_pwmcc is the function pair_trained_pwmcc. */
#ifndef METRICS_METRIC_H
#define METRICS_METRIC_H

#include "metrics_table.h"
#include "protocol/settings.h"
#include "values/values.h"

/* What a metric is measured on. */
enum measured_on {
    ON_transformer,
    ON_activations,
    ON_model,
    ON_pair,
    ON_candidate,
    ON_comparison,
    ON_comparisons,
    ON_coverage,
    ON_mean_coverage,
    ON_matched,
    ON_probe,
    ON_replicates,
    ON_population
};

enum metric {
#define ROW(name, of, ...) METRIC_##of##_##name,
    EACH_METRIC(ROW)
#undef ROW
        METRICS
};

struct artifact;
struct model;
struct pair;
struct candidate;
struct comparison;
struct comparisons;
struct coverages;
struct mean_coverage;
struct matched;
struct probe;
struct replicated;
struct population;

/* One number for each of these. Not a number where there is none to give. */
typedef double transformer_metric(const struct artifact *transformer);
typedef double activations_metric(const struct artifact *activations);
typedef double model_metric(const struct model *model);
typedef double pair_metric(const struct pair *pair);
typedef double candidate_metric(const struct candidate *candidate);
typedef double comparison_metric(const struct comparison *comparison);
typedef double comparisons_metric(const struct comparisons *comparisons);
typedef double coverage_metric(const struct coverages *coverages);
typedef double mean_coverage_metric(const struct mean_coverage *coverage);
typedef double matched_metric(const struct matched *matched);
typedef double probe_metric(const struct probe *probe);
typedef double replicates_metric(const struct replicated *replicated);
typedef double population_metric(const struct population *population);

#define ROW(name, of, ...) of##_metric of##_##name;
EACH_METRIC(ROW)
#undef ROW

/* The columns that a metric has in the files which figures are drawn from; 0 for none. */
struct columns {
    int candidates, pairs, units;
};

struct metric_row {
    const char *name;
    enum measured_on on;
    const char *format;          /* NULL: as the published value is printed */
    const char *formula;         /* <word> stands for a setting as it is spelled */
    enum setting needs, told_at; /* SETTING_none where there is none */
    bool is_resampled;           /* its mean has a bootstrap interval */
    struct columns columns;
    union {
        transformer_metric *of_transformer;
        activations_metric *of_activations;
        model_metric *of_model;
        pair_metric *of_pair;
        candidate_metric *of_candidate;
        comparison_metric *of_comparison;
        comparisons_metric *of_comparisons;
        coverage_metric *of_coverage;
        mean_coverage_metric *of_mean_coverage;
        matched_metric *of_matched;
        probe_metric *of_probe;
        replicates_metric *of_replicates;
        population_metric *of_population;
    };
};
extern const struct metric_row metrics[METRICS];

/* The metric of models or pairs that has this name; fails at the clause where there is none. */
enum metric compared_metric(const char *name, const struct clause *clause);

/* Whether a candidate with these settings has the metric. */
bool is_measured(enum metric metric, const struct settings *settings);

/* The metric's formula with each <word> replaced by what `text_of(context, word)` gives. The caller
 * frees. */
char *formula_of(enum metric metric, const char *(*text_of)(const void *context, const char *word),
                 const void *context);

/* The same for words that are settings. */
char *formula_with(enum metric metric, const struct settings *settings);

/* Add the value `<id>.<metric>`. A `format` of NULL is the metric's own. */
void add_metric(struct values *values, const char *id, enum metric metric, double number,
                const char *format, const char *formula, const char *where);

/* Add a value `<id>.<name>` that is no metric. */
void add_value(struct values *values, const char *id, const char *name, double number,
               const char *format, const char *formula, const char *where);

#endif
