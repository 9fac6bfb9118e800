/* Replicates side by side: each one's tables are read, and what they have in common is summed up.
 */
#include "metrics/replicates.h"
#include "files/artifact.h"
#include "metrics/populations.h"
#include "program/error.h"
#include "protocol/paths.h"
#include "statistics/statistics.h"
#include "values/claims.h"
#include "values/publications.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct replicate {
    const char *name;
    char *folder;
    struct values values; /* of all experiments repeated */
};

struct replicates {
    const struct record *repeat;
    const struct settings *settings; /* of the repeat */
    size_t count;
    struct replicate *items;
};

/* Whether the experiment that the id begins with is one of those repeated. */
static bool is_repeated(const struct settings *repeat, const char *id) {
    bool found = false;
    for (size_t i = 0; i < repeat->of.count && !found; i++)
        found = is_of(id, repeat->of.name[i]);
    return found;
}

struct protocol replicate_protocol(const struct protocol *protocol, const struct record *repeat,
                                   size_t place, const struct record **input) {
    const struct names *on = &settings_of(protocol, repeat)->on;
    *input = place < on->count ? find_record(protocol, on->name[place], "") : NULL;
    if (!*input)
        return (struct protocol){0};
    char *folder = text("%s/%s/%s/%s", protocol->folder, protocol->experiment,
                        short_name(repeat->name), short_name(on->name[place]));
    struct protocol replicate =
        protocol_open(protocol->experiment, protocol->title, protocol->records, folder,
                      text("%s", path_of(protocol, *input)));
    replicate.seeds_above = place * (uint64_t)settings_of(protocol, repeat)->seed_step;
    return replicate;
}

void replicate_close(struct protocol *replicate) {
    protocol_close(replicate);
    free((char *)replicate->folder);
    free((char *)replicate->on);
}

/* Every replicate with its values; free with free_replicates. */
static struct replicates read_replicates(const struct protocol *protocol,
                                         const struct record *repeat) {
    struct replicates replicates = {.repeat = repeat, .settings = settings_of(protocol, repeat)};
    const struct names *of = &replicates.settings->of;
    const struct record *input;
    for (;;) {
        struct protocol own = replicate_protocol(protocol, repeat, replicates.count, &input);
        if (!input)
            return replicates;
        replicates.items =
            reallocate(replicates.items, replicates.count + 1, sizeof *replicates.items);
        struct replicate *replicate = &replicates.items[replicates.count++];
        *replicate =
            (struct replicate){.name = short_name(input->name), .folder = text("%s", own.folder)};
        for (size_t i = 0; i < of->count; i++)
            values_read(&replicate->values, replicate->folder, of->name[i]);
        replicate_close(&own);
    }
}

static void free_replicates(struct replicates *replicates) {
    for (size_t i = 0; i < replicates->count; i++) {
        free(replicates->items[i].folder);
        values_free(&replicates->items[i].values);
    }
    free(replicates->items);
}

/* A value `<repeat>.<first>.<second>`. */
static void add(struct values *values, const struct record *repeat, const char *first,
                const char *second, double number, const char *format, const char *formula) {
    char *id = text("%s.%s.%s", repeat->name, first, second);
    values_add(values, id, number, format, formula, repeat->where);
    free(id);
}

static double find_number(const struct values *values, const struct record *repeat,
                          const char *first, const char *second) {
    char *id = text("%s.%s.%s", repeat->name, first, second);
    const struct value *found = values_find(values, id);
    free(id);
    return found ? found->number : NAN;
}

/* --- values --------------------------------------------------------------------------------- */

/* As the published value is printed: a choice as it is spelled, a difference with its sign. */
static const char *format_like(const struct value *published) {
    const char *printed = published->printed;
    return *printed == '+' || *printed == '-' ? SIGNED : strlen(printed) < 6 ? SPELLED : PLAIN;
}

/* The sum is taken over the differences from the first number. So the mean of equal numbers is
 * exactly that number, and their spread is exactly 0. */
double replicates_mean(const struct replicated *replicated) {
    const double *numbers = replicated->numbers;
    double sum = 0;
    for (size_t i = 0; i < replicated->count; i++)
        sum += numbers[i] - numbers[0];
    return numbers[0] + sum / (double)replicated->count;
}

double replicates_spread(const struct replicated *replicated) {
    return standard_deviation(replicated->numbers, replicated->count, replicates_mean(replicated));
}

/* Half the width of the interval in which one more replicate is expected. */
static double reach(const struct replicated *replicated) {
    double n = (double)replicated->count;
    return student_bound(replicated->confidence, replicated->count - 1) *
           replicates_spread(replicated) * sqrt(1 + 1 / n);
}

double replicates_prediction_low(const struct replicated *replicated) {
    return replicates_mean(replicated) - reach(replicated);
}

double replicates_prediction_high(const struct replicated *replicated) {
    return replicates_mean(replicated) + reach(replicated);
}

/* What each replicate has for the value: numbers[replicates->count]. */
static void fill(const struct replicates *replicates, const char *id, double *numbers) {
    for (size_t i = 0; i < replicates->count; i++) {
        const struct value *found = values_find(&replicates->items[i].values, id);
        numbers[i] = found ? found->number : NAN;
    }
}

/* Whether the repeat has the metric: one whose replicates are no draws has none; one that is held
 * against publications counts only there. */
static bool is_told(enum metric metric, const struct settings *repeat) {
    return is_measured(metric, repeat) && !repeat->said[SETTING_held_against] &&
           (repeat->said[SETTING_confidence] || repeat->said[SETTING_seed_step]);
}

/* What the replicates have for the published value `id`, and what that says of one more. */
static void add_value_of_each(const struct replicates *replicates, const struct value *published,
                              const char *id, struct values *values) {
    const struct record *repeat = replicates->repeat;
    const char *format = format_like(published);
    struct replicated own = {replicates->count, allocate(replicates->count, sizeof(double)),
                             replicates->settings->confidence};
    fill(replicates, id, own.numbers);
    for (size_t i = 0; i < own.count; i++)
        add(values, repeat, replicates->items[i].name, id, own.numbers[i], format,
            "the replicate's own value");
    char *whole = text("%s.%s", repeat->name, id);
    for (enum metric metric = 0; metric < METRICS; metric++)
        if (metrics[metric].on == ON_replicates && is_told(metric, replicates->settings))
            add_metric(values, whole, metric, metrics[metric].of_replicates(&own),
                       metrics[metric].format ? NULL : format, metrics[metric].formula,
                       repeat->where);
    free(whole);
    free(own.numbers);
}

/* Whether the value is of a candidate that the replicates keep. */
static bool any_has(const struct replicates *replicates, const char *id) {
    bool found = false;
    for (size_t i = 0; i < replicates->count && !found; i++)
        found = values_find(&replicates->items[i].values, id) != NULL;
    return found;
}

/* The values of every publication, the report's first. */
static void add_published(const struct replicates *replicates, struct values *values) {
    struct values published = {0};
    publications_read(&published);
    for (size_t i = 0; i < published.count; i++) {
        const char *id = rebuilt_id(&published.items[i]);
        if (is_repeated(replicates->settings, id) && any_has(replicates, id))
            add_value_of_each(replicates, &published.items[i], id, values);
    }
    values_free(&published);
}

/* What the replicates have for all values of a publication. The caller frees with
 * population_free. */
static struct population population_of(const struct replicates *replicates,
                                       const struct values *published) {
    struct population population =
        population_begin(replicates->count, published->count, replicates->settings->confidence);
    double *numbers = allocate(replicates->count, sizeof *numbers);
    for (size_t i = 0; i < published->count; i++) {
        const char *id = rebuilt_id(&published->items[i]);
        if (!is_repeated(replicates->settings, id) || !any_has(replicates, id))
            continue;
        fill(replicates, id, numbers);
        population_add(&population, &published->items[i], numbers);
    }
    free(numbers);
    return population;
}

/* What the replicates come to beside each publication that they are held against. */
static void add_populations(const struct replicates *replicates, struct values *values) {
    const struct record *repeat = replicates->repeat;
    const struct names *publications = &replicates->settings->held_against;
    for (size_t i = 0; i < publications->count; i++) {
        struct values published = {0};
        publication_read_named(&published, publications->name[i]);
        struct population population = population_of(replicates, &published);
        char *id = text("%s.%s", repeat->name, publications->name[i]);
        for (enum metric metric = 0; metric < METRICS; metric++)
            if (metrics[metric].on == ON_population)
                add_metric(values, id, metric, metrics[metric].of_population(&population), NULL,
                           metrics[metric].formula, repeat->where);
        free(id);
        population_free(&population);
        values_free(&published);
    }
}

/* --- claims --------------------------------------------------------------------------------- */

/* Whether the claim holds by a table of claims. */
static bool claim_holds(const struct replicate *replicate, const char *id) {
    char *experiment = text("%.*s", (int)strcspn(id, "."), id);
    struct claims claims = claims_read(replicate->folder, experiment);
    const struct claim *claim = claims_find(&claims, id);
    if (!claim)
        fail("%s/%s/claims.tsv: has no claim %s", replicate->folder, experiment, id);
    bool holds = strcmp(claim->verdict, "holds") == 0;
    claims_free(&claims);
    free(experiment);
    return holds;
}

/* Whether an experiment of the protocol is of that name. */
static bool is_experiment(const struct protocol *protocol, const char *name) {
    bool found = false;
    for (const struct record *record = protocol->records; record->block && !found; record++)
        found = is_of(record->name, name);
    return found;
}

/* Whether the claim rests on an experiment that is not repeated: what holds there tells nothing of
 * a replicate. The setup is everyone's. */
static bool rests_elsewhere(const struct protocol *protocol, const struct settings *repeat,
                            const struct record *claim) {
    const struct names *basis = &settings_of(protocol, claim)->rests_on;
    bool found = false;
    for (size_t i = 0; i < basis->count && !found; i++) {
        const char *id = basis->name[i];
        char *first = text("%.*s", (int)strcspn(id, "."), id);
        found = is_experiment(protocol, first) && strcmp(first, "setup") != 0 &&
                !is_repeated(repeat, id);
        free(first);
    }
    return found;
}

static void add_claims(const struct protocol *protocol, const struct replicates *replicates,
                       struct values *values) {
    for (const struct record *claim = protocol->records; claim->block; claim++) {
        if (claim->block != BLOCK_claim || !is_repeated(replicates->settings, claim->name) ||
            rests_elsewhere(protocol, replicates->settings, claim))
            continue;
        int holds = 0;
        for (size_t i = 0; i < replicates->count; i++)
            holds += claim_holds(&replicates->items[i], claim->name);
        add(values, replicates->repeat, claim->name, "holds", holds, WHOLE,
            "number of replicates in which the claim holds");
    }
}

/* --- distances ------------------------------------------------------------------------------ */

/* What distances are measured by: the spread over a repeat, of this experiment or of another. */
struct scale {
    const struct record *repeat;
    const struct values *values; /* of its experiment */
    struct values of_other;      /* those, where it is another */
};

static struct scale scale_of(const struct protocol *protocol, const struct record *repeat,
                             const struct values *values) {
    const char *other = settings_of(protocol, repeat)->scaled_by;
    return (struct scale){.repeat = other ? find_record(protocol, other, "") : repeat,
                          .values = values};
}

/* Read the values of the scale's experiment where that is another. */
static void read_scale(const struct protocol *protocol, struct scale *scale) {
    if (is_own(protocol, scale->repeat))
        return;
    char *experiment = text("%.*s", (int)strcspn(scale->repeat->name, "."), scale->repeat->name);
    values_read(&scale->of_other, protocol->folder, experiment);
    scale->values = &scale->of_other;
    free(experiment);
}

static void add_distance(const struct record *repeat, const struct scale *scale,
                         const struct replicate *replicate, const struct values *published,
                         struct values *values) {
    double squares = 0;
    int count = 0;
    for (size_t i = 0; i < published->count; i++) {
        const char *id = rebuilt_id(&published->items[i]);
        double own = find_number(values, repeat, replicate->name, id);
        double s = find_number(scale->values, scale->repeat, id, "spread");
        if (isnan(own) || !(s > 0))
            continue;
        squares += pow((published->items[i].number - own) / s, 2);
        count++;
    }
    add(values, repeat, replicate->name, "distance", sqrt(squares / count), COARSE,
        "root mean square of (published - own) / spread");
}

/* Mean, spread and high end of the interval of a value that has none of them in the table of
 * values. */
static void own_scale(const struct replicates *replicates, const char *id, double *centre,
                      double *spread, double *high) {
    struct replicated own = {replicates->count, allocate(replicates->count, sizeof(double)),
                             replicates->settings->confidence};
    fill(replicates, id, own.numbers);
    *centre = replicates_mean(&own);
    *spread = replicates_spread(&own);
    *high = replicates_prediction_high(&own);
    free(own.numbers);
}

/* <repeat>.replicates.tsv: a line for each published value and replicate, with the value's distance
 * from the mean over the repeat that it is scaled by, in units of its spread. */
static void write_table(const struct protocol *protocol, const struct replicates *replicates,
                        const struct scale *scale, const struct values *published,
                        const struct values *values) {
    const struct record *repeat = replicates->repeat;
    char *path = table_path(protocol, repeat, "replicates");
    struct output output = output_begin(path);
    fputs("id\treplicate\tvalue\tscaled\tpublished_scaled\tprediction_scaled\n", output.stream);
    for (size_t i = 0; i < published->count; i++) {
        const char *id = rebuilt_id(&published->items[i]);
        double centre = find_number(scale->values, scale->repeat, id, "mean");
        double s = find_number(scale->values, scale->repeat, id, "spread");
        double high = find_number(scale->values, scale->repeat, id, "prediction_high");
        if (replicates->settings->said[SETTING_held_against])
            own_scale(replicates, id, &centre, &s, &high);
        for (size_t r = 0; r < replicates->count && s > 0; r++) {
            double own = find_number(values, repeat, replicates->items[r].name, id);
            fprintf(output.stream, "%s\t%s\t%.9g\t%.9g\t%.9g\t%.9g\n", id,
                    replicates->items[r].name, own, (own - centre) / s,
                    (published->items[i].number - centre) / s, (high - centre) / s);
        }
    }
    output_finish(&output);
    free(path);
}

void repeat_values(const struct protocol *protocol, const struct record *repeat,
                   struct values *values) {
    struct replicates replicates = read_replicates(protocol, repeat);
    struct scale scale = scale_of(protocol, repeat, values);
    read_scale(protocol, &scale);
    struct values published = {0};
    publication_read_named(&published, PUBLISHED_NAME);
    char *count = text("%s.replicates", repeat->name);
    values_add(values, count, (double)replicates.count, WHOLE, "number of replicates",
               repeat->where);
    free(count);
    add_published(&replicates, values);
    add_populations(&replicates, values);
    add_claims(protocol, &replicates, values);
    for (size_t i = 0; i < replicates.count && !replicates.settings->said[SETTING_held_against];
         i++)
        add_distance(repeat, &scale, &replicates.items[i], &published, values);
    write_table(protocol, &replicates, &scale, &published, values);
    values_free(&scale.of_other);
    free_replicates(&replicates);
    values_free(&published);
}
