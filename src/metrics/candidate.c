/* Reading a candidate's models, measuring them, and summing them up as the study does. */
#include "metrics/candidate.h"
#include "activations/activations.h"
#include "files/artifact.h"
#include "metrics/decoders.h"
#include "metrics/drawn_places.h"
#include "metrics/expectations.h"
#include "metrics/inputs.h"
#include "program/error.h"
#include "protocol/paths.h"
#include "units/layout.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- models --------------------------------------------------------------------------------- */

static void free_model(struct model *model) {
    free(model->path);
    free(model->decoder);
    free(model->live_decoder);
    free(model->encoder);
    free(model->epoch_losses);
}

/* Take the latents that are kept on a share of rows of live_from or more. */
static void find_live(const float *firing, struct model *model) {
    size_t stride = (size_t)row_stride(model->d_model);
    model->live_decoder = allocate((size_t)model->d_sae * stride, sizeof(real));
    for (int j = 0; j < model->d_sae; j++)
        if (firing[j] >= (float)model->settings->live_from)
            memcpy(model->live_decoder + (size_t)model->live++ * stride,
                   model->decoder + (size_t)j * stride, stride * sizeof(real));
}

/* What a unit that this project trained holds of its training. */
static void read_training(const struct artifact *unit, struct model *model) {
    size_t size = (size_t)model->epochs * sizeof *model->epoch_losses;
    model->epoch_losses = allocate((size_t)model->epochs, sizeof *model->epoch_losses);
    memcpy(model->epoch_losses, artifact_matrix(unit, "epoch_losses", model->epochs, 0), size);
    find_live(artifact_matrix(unit, "firing", model->d_sae, 0), model);
}

/* What the unit holds of its model. */
static void read_unit(const struct artifact *unit, struct model *model) {
    model->d_model = unit_d_model(unit);
    bool is_trained = !model->settings->said[SETTING_file];
    if (!is_trained)
        model->d_sae = unit_d_sae(unit);
    model->decoder = unit_decoder(unit, model->d_sae, model->d_model);
    if (is_measured(METRIC_pair_shared_fraction, model->of->settings))
        model->encoder = unit_encoder(unit, model->d_sae, model->d_model);
    if (is_trained)
        read_training(unit, model);
}

/* The model of that seed, of a record that is the candidate's or one that it is counted with. */
static struct model begin_model(const struct candidate *candidate, const struct record *record,
                                uint64_t seed, bool is_reference) {
    const struct protocol *protocol = candidate->all->protocol;
    const struct settings *settings = settings_of(protocol, record);
    return (struct model){.of = candidate,
                          .settings = settings,
                          .seed = seed,
                          .is_reference = is_reference,
                          .path = unit_path(protocol, record, seed),
                          .d_sae = settings->d_sae,
                          .epochs = settings->epochs};
}

/* Decoders that are held against each other have one width. */
static void check_width(const struct model *model, const struct model *other) {
    if (model->d_model != other->d_model)
        fail("%s: its decoder is %d wide, expected %d as in %s", model->path, model->d_model,
             other->d_model, other->path);
}

static void measure_model(struct candidate *candidate, const struct model *model) {
    for (enum metric metric = 0; metric < METRICS; metric++)
        if (metrics[metric].on == ON_model)
            candidate->numbers[metric][model->declared] =
                is_measured(metric, candidate->settings) ? metrics[metric].of_model(model) : NAN;
}

/* Read the model of the candidate at `place`, and measure it while its unit is open. */
static void read_model(struct candidate *candidate, size_t place) {
    struct model *model = &candidate->model[place];
    struct artifact unit = artifact_read(model->path);
    read_unit(&unit, model);
    check_width(model, &candidate->model[0]);
    if (candidate->aligned_to)
        check_width(candidate->aligned_to, model);
    model->unit = &unit;
    measure_model(candidate, model);
    model->unit = NULL;
    artifact_free(&unit);
}

static void add_models(struct candidate *candidate, const struct record *record,
                       bool is_reference) {
    const struct settings *settings = settings_of(candidate->all->protocol, record);
    struct seeds seeds =
        is_reference ? reference_seeds(candidate->settings, settings) : settings->seeds;
    candidate->model =
        reallocate(candidate->model, candidate->models + seeds.count, sizeof *candidate->model);
    for (size_t i = 0; i < seeds.count; i++, candidate->models++) {
        candidate->model[candidate->models] =
            begin_model(candidate, record, seeds.seed[i], is_reference);
        candidate->model[candidate->models].declared = candidate->models;
    }
}

/* The model that the candidate is aligned to, in a block that drop_reference frees; NULL: none. */
static struct model *read_reference(const struct candidate *candidate) {
    if (!candidate->settings->align_to)
        return NULL;
    const struct protocol *protocol = candidate->all->protocol;
    const struct record *record = find_record(protocol, candidate->settings->align_to, "");
    struct model *reference = allocate(1, sizeof *reference);
    struct seeds seeds = reference_seeds(candidate->settings, settings_of(protocol, record));
    *reference = begin_model(candidate, record, seeds.seed[0], true);
    struct artifact unit = artifact_read(reference->path);
    read_unit(&unit, reference);
    artifact_free(&unit);
    return reference;
}

static void drop_reference(struct candidate *candidate) {
    if (candidate->aligned_to)
        free_model(candidate->aligned_to);
    free(candidate->aligned_to);
    candidate->aligned_to = NULL;
}

static int by_seed(const void *first, const void *second) {
    const struct model *a = first, *b = second;
    return (a->seed > b->seed) - (a->seed < b->seed);
}

/* --- pairs ---------------------------------------------------------------------------------- */

static void measure_pairs(struct candidate *candidate) {
    for (size_t a = 0; a < candidate->models; a++)
        for (size_t b = a + 1; b < candidate->models; b++) {
            struct pair pair = {&candidate->model[a], &candidate->model[b]};
            for (enum metric metric = 0; metric < METRICS; metric++)
                if (metrics[metric].on == ON_pair)
                    candidate->numbers[metric][pair_index(candidate->models, a, b)] =
                        is_measured(metric, candidate->settings) ? metrics[metric].of_pair(&pair)
                                                                 : NAN;
        }
}

static void drop_decoders(struct candidate *candidate) {
    for (size_t i = 0; i < candidate->models; i++) {
        struct model *model = &candidate->model[i];
        free(model->decoder);
        free(model->live_decoder);
        free(model->encoder);
        model->decoder = model->live_decoder = model->encoder = NULL;
    }
}

double *given_first(const struct candidate *candidate, const double *pairs, size_t *given) {
    size_t models = candidate->models, *order = allocate(models, sizeof *order), place = 0;
    for (int references = 1; references >= 0; references--) {
        for (size_t i = 0; i < models; i++)
            if (candidate->model[i].is_reference == references)
                order[place++] = i;
        if (references)
            *given = place;
    }
    double *ordered = allocate(candidate->pairs, sizeof *ordered);
    for (size_t a = 0; a < models; a++)
        for (size_t b = a + 1; b < models; b++) {
            size_t first = order[a] < order[b] ? order[a] : order[b];
            size_t second = order[a] < order[b] ? order[b] : order[a];
            ordered[pair_index(models, a, b)] = pairs[pair_index(models, first, second)];
        }
    free(order);
    return ordered;
}

struct interval candidate_jackknife(const struct candidate *candidate, const double *pairs,
                                    enum pairs_taken taken, double confidence) {
    size_t given;
    double *ordered = given_first(candidate, pairs, &given);
    struct interval interval = {NAN, NAN};
    if (can_jackknife(candidate->models, given, taken))
        interval = jackknife_of_pairs(ordered, candidate->models, given, taken, confidence);
    free(ordered);
    return interval;
}

double group_mean(const struct candidate *candidate, const double *pairs, bool with_reference) {
    double sum = 0;
    size_t count = 0;
    for (size_t a = 0; a < candidate->models; a++)
        for (size_t b = a + 1; b < candidate->models; b++)
            if ((candidate->model[a].is_reference || candidate->model[b].is_reference) ==
                with_reference) {
                sum += pairs[pair_index(candidate->models, a, b)];
                count++;
            }
    return count ? sum / (double)count : NAN;
}

/* --- summed up -------------------------------------------------------------------------------- */

double *numbers_of(const struct candidate *candidate, enum metric metric, size_t *count) {
    size_t all = metrics[metric].on == ON_pair ? candidate->pairs : candidate->models;
    double *numbers = allocate(all, sizeof *numbers);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (metrics[metric].on == ON_pair || !isnan(candidate->numbers[metric][i]))
            numbers[(*count)++] = candidate->numbers[metric][i];
    return numbers;
}

static void sum_up(struct candidate *candidate, enum metric metric) {
    const struct settings *settings = candidate->settings;
    const struct clause *seed = bootstrap_clause(settings, metrics[metric].name);
    struct measured *measured = &candidate->measured[metric];
    size_t count, resamples = (size_t)settings->resamples;
    double *numbers = numbers_of(candidate, metric, &count);
    measured->mean = mean(numbers, count);
    measured->interval = (struct interval){NAN, NAN};
    if (metrics[metric].is_resampled && seed) {
        const uint32_t *places =
            places_drawn(candidate->all, count, resamples, bootstrap_seed(seed));
        measured->interval =
            bootstrap_interval_of(numbers, count, places, resamples, settings->confidence);
    }
    free(numbers);
}

static void sum_up_all(struct candidate *candidate) {
    for (enum metric metric = 0; metric < METRICS; metric++)
        if (candidate->numbers[metric] && is_measured(metric, candidate->settings))
            sum_up(candidate, metric);
    if (candidate->settings->said[SETTING_confidence])
        candidate->jackknife =
            candidate_jackknife(candidate, candidate->numbers[METRIC_pair_trained_pwmcc], ALL_PAIRS,
                                candidate->settings->confidence);
}

/* Room for the numbers of each metric of models and pairs. */
static void make_room(struct candidate *candidate) {
    candidate->pairs = pair_count(candidate->models);
    for (enum metric metric = 0; metric < METRICS; metric++)
        if (metrics[metric].on == ON_model || metrics[metric].on == ON_pair)
            candidate->numbers[metric] =
                allocate(metrics[metric].on == ON_pair ? candidate->pairs : candidate->models,
                         sizeof(double));
}

static struct candidate *measure(struct candidates *all, const struct record *record) {
    struct candidate *candidate = allocate(1, sizeof *candidate);
    *candidate = (struct candidate){.all = all,
                                    .record = record,
                                    .settings = settings_of(all->protocol, record),
                                    .id = record_id(record),
                                    .jackknife = {NAN, NAN}};
    if (candidate->settings->with_units_of)
        add_models(candidate, find_record(all->protocol, candidate->settings->with_units_of, ""),
                   true);
    add_models(candidate, record, false);
    make_room(candidate);
    candidate->aligned_to = read_reference(candidate);
    for (size_t i = 0; i < candidate->models; i++)
        read_model(candidate, i);
    drop_reference(candidate);
    qsort(candidate->model, candidate->models, sizeof *candidate->model, by_seed);
    measure_pairs(candidate);
    drop_decoders(candidate);
    sum_up_all(candidate);
    return candidate;
}

/* --- candidates ------------------------------------------------------------------------------- */

struct candidates candidates_begin(const struct protocol *protocol) {
    return (struct candidates){.protocol = protocol,
                               .decoders = drawn_decoders(),
                               .places = drawn_places(),
                               .expectations = expectations(),
                               .inputs = inputs()};
}

const struct candidate *candidate_of(struct candidates *candidates, const struct record *record) {
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->items[i]->record == record)
            return candidates->items[i];
    struct candidate *made = measure(candidates, record);
    candidates->items =
        reallocate(candidates->items, candidates->count + 1, sizeof *candidates->items);
    candidates->items[candidates->count++] = made;
    return made;
}

const struct candidate **candidates_of(struct candidates *candidates, const struct record *first) {
    size_t count = candidate_count(first);
    const struct candidate **all = allocate(count, sizeof *all);
    for (size_t i = 0; i < count; i++)
        all[i] = candidate_of(candidates, &first[i]);
    return all;
}

static void candidate_free(struct candidate *candidate) {
    for (size_t i = 0; i < candidate->models; i++)
        free_model(&candidate->model[i]);
    for (enum metric metric = 0; metric < METRICS; metric++)
        free(candidate->numbers[metric]);
    free(candidate->model);
    free(candidate->id);
    free(candidate);
}

void candidates_free(struct candidates *candidates) {
    for (size_t i = 0; i < candidates->count; i++)
        candidate_free(candidates->items[i]);
    free(candidates->items);
    drawn_decoders_free(candidates->decoders);
    drawn_places_free(candidates->places);
    expectations_free(candidates->expectations);
    inputs_free(candidates->inputs);
}

/* --- values ----------------------------------------------------------------------------------- */

/* The ends of a mean's interval, `<id>.<metric>.ci_low` and `.ci_high`. */
static void add_interval(const struct candidate *candidate, const char *id, enum metric metric,
                         const char *formula, struct values *values) {
    const struct clause *seed = bootstrap_clause(candidate->settings, metrics[metric].name);
    struct interval interval = candidate->measured[metric].interval;
    char *bootstrap = text("bootstrap of the %s, seed %s", formula, seed->value);
    char *low = text("%s.ci_low", metrics[metric].name);
    char *high = text("%s.ci_high", metrics[metric].name);
    add_value(values, id, low, interval.low, metrics[metric].format, bootstrap, seed->where);
    add_value(values, id, high, interval.high, metrics[metric].format, bootstrap, seed->where);
    free(bootstrap);
    free(low);
    free(high);
}

void candidate_values(const struct candidate *candidate, const char *id, struct values *values) {
    for (enum metric metric = 0; metric < METRICS; metric++) {
        const struct metric_row *row = &metrics[metric];
        bool is_mean = row->on == ON_model || row->on == ON_pair;
        if ((!is_mean && row->on != ON_candidate) || !is_measured(metric, candidate->settings))
            continue;
        const char *where = row->told_at == SETTING_none
                                ? candidate->record->where
                                : candidate->settings->said[row->told_at]->where;
        char *formula = formula_with(metric, candidate->settings);
        add_metric(values, id, metric,
                   is_mean ? candidate->measured[metric].mean : row->of_candidate(candidate), NULL,
                   formula, where);
        if (row->is_resampled)
            add_interval(candidate, id, metric, formula, values);
        free(formula);
    }
}
