/* Summing up a candidate: EV and MSE over its models, PWMCC over their pairs, as the study does. */
#include "metrics/summary.h"
#include "files/artifact.h"
#include "consistency/consistency.h"
#include "program/error.h"
#include "autoencoder/sae.h"
#include "statistics/statistics.h"
#include "units/unit.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- models --------------------------------------------------------------------------------- */

/* The decoder that the model's seed starts from. */
static const real *start_of(struct summaries *made, const struct record *candidate,
                            const struct model *model) {
    for (size_t i = 0; i < made->start_count; i++) {
        const struct start *start = &made->starts[i];
        if (start->seed == model->seed && start->d_sae == model->d_sae &&
            start->d_model == model->d_model)
            return start->decoder;
    }
    made->starts = reallocate(made->starts, made->start_count + 1, sizeof *made->starts);
    struct sae_settings settings = sae_settings(made->protocol, candidate, model->d_model);
    struct sae *sae = sae_initialise(&settings, model->seed);
    real *decoder = sae->decoder;
    sae->decoder = NULL;
    sae_free(sae);
    made->starts[made->start_count++] =
        (struct start){model->d_sae, model->d_model, model->seed, decoder};
    return decoder;
}

static void free_model(struct model *model) {
    free(model->path);
    free(model->decoder);
    free(model->live_decoder);
    free(model->epoch_losses);
}

/* Take the latents that are kept on a share of rows of the candidate's live_from or more. */
static void find_live(const struct protocol *protocol, const struct record *candidate,
                      const float *firing, struct model *model) {
    float live_from = find_setting(candidate, "live_from")
                          ? (float)setting_number(protocol, candidate, "live_from")
                          : 0;
    size_t stride = (size_t)row_stride(model->d_model);
    model->live_decoder = allocate((size_t)model->d_sae * stride, sizeof(real));
    for (int j = 0; j < model->d_sae; j++)
        if (firing[j] >= live_from)
            memcpy(model->live_decoder + (size_t)model->live++ * stride,
                   model->decoder + (size_t)j * stride, stride * sizeof(real));
}

static struct model read_model(struct summaries *made, const struct record *candidate,
                               uint64_t seed, bool is_reference) {
    const struct protocol *protocol = made->protocol;
    struct model model = {.seed = seed,
                          .is_reference = is_reference,
                          .held_out_explained_variance = NAN,
                          .alignment = NAN};
    model.epochs = (int)setting_number(protocol, candidate, "epochs");
    model.path = unit_path(protocol, candidate, seed, model.epochs);
    struct artifact artifact = artifact_read(model.path);
    model.explained_variance = artifact_number(&artifact, "explained_variance");
    model.mean_squared_error = artifact_number(&artifact, "mean_squared_error");
    if (find_setting(candidate, "held_out"))
        model.held_out_explained_variance =
            artifact_number(&artifact, "held_out_explained_variance");
    model.d_sae = (int)setting_number(protocol, candidate, "d_sae");
    for (size_t i = 0; i < artifact.count; i++)
        if (strcmp(artifact.tensors[i].name, "decoder") == 0)
            model.d_model = artifact.tensors[i].columns;
    model.decoder = padded_rows(artifact_matrix(&artifact, "decoder", model.d_sae, model.d_model),
                                model.d_sae, model.d_model);
    size_t size = (size_t)model.epochs * sizeof *model.epoch_losses;
    model.epoch_losses = allocate((size_t)model.epochs, sizeof *model.epoch_losses);
    memcpy(model.epoch_losses, artifact_matrix(&artifact, "epoch_losses", model.epochs, 0), size);
    find_live(protocol, candidate, artifact_matrix(&artifact, "firing", model.d_sae, 0), &model);
    model.cosine_with_start = cosine_with_start(model.decoder, start_of(made, candidate, &model),
                                                model.d_sae, model.d_model);
    artifact_free(&artifact);
    return model;
}

static int by_seed(const void *first, const void *second) {
    const struct model *a = first, *b = second;
    return (a->seed > b->seed) - (a->seed < b->seed);
}

/* Decoders that are held against each other have one width. */
static void check_width(const struct model *model, const struct model *other) {
    if (model->d_model != other->d_model)
        fail("%s: its decoder is %d wide, expected %d as in %s", model->path, model->d_model,
             other->d_model, other->path);
}

static void add_models(struct summaries *made, const struct record *candidate, bool is_reference,
                       struct summary *summary) {
    size_t count;
    uint64_t *seeds = setting_seeds(candidate, &count);
    summary->model = reallocate(summary->model, summary->models + count, sizeof *summary->model);
    for (size_t i = 0; i < count; i++, summary->models++) {
        summary->model[summary->models] = read_model(made, candidate, seeds[i], is_reference);
        summary->model[summary->models].declared = summary->models;
        check_width(&summary->model[summary->models], &summary->model[0]);
    }
    free(seeds);
}

/* --- pairs ---------------------------------------------------------------------------------- */

static void align_models(struct summaries *made, struct summary *summary) {
    const struct setting *align_to = find_setting(summary->candidate, "align_to");
    if (!align_to)
        return;
    const struct record *record = find_record(made->protocol, align_to->value, "");
    size_t count;
    uint64_t *seeds = setting_seeds(record, &count);
    struct model reference = read_model(made, record, seeds[0], true);
    check_width(&reference, &summary->model[0]);
    for (size_t i = 0; i < summary->models; i++) {
        struct model *model = &summary->model[i];
        if (!model->is_reference)
            model->alignment = alignment(model->decoder, model->d_sae, reference.decoder,
                                         reference.d_sae, model->d_model);
    }
    free_model(&reference);
    free(seeds);
}

static double live_pwmcc(const struct model *a, const struct model *b) {
    return a->live && b->live
               ? pwmcc(a->live_decoder, a->live, b->live_decoder, b->live, a->d_model)
               : NAN;
}

/* Whether two summaries are of the same seeds, so that they can be compared model by model. */
static bool same_seeds(const struct summary *first, const struct summary *second) {
    if (first->models != second->models)
        return false;
    for (size_t i = 0; i < first->models; i++)
        if (first->model[i].seed != second->model[i].seed)
            return false;
    return true;
}

/* Whether two summaries have the same random decoders. */
static bool same_random(const struct summary *first, const struct summary *second) {
    const struct setting *offset = find_setting(first->candidate, "random_seed_offset");
    const struct setting *other = find_setting(second->candidate, "random_seed_offset");
    if (!offset || !other || strcmp(offset->value, other->value) != 0 || !same_seeds(first, second))
        return false;
    for (size_t i = 0; i < first->models; i++)
        if (first->model[i].d_sae != second->model[i].d_sae ||
            first->model[i].d_model != second->model[i].d_model)
            return false;
    return true;
}

/* PWMCC of every pair of random decoders, which the stages that are summed up have. */
static void measure_random(const struct summaries *made, struct summary *summary) {
    size_t models = summary->models;
    summary->random_pwmcc = allocate(summary->pairs, sizeof(double));
    for (size_t i = 0; i < made->count; i++)
        if (same_random(summary, made->items[i])) {
            memcpy(summary->random_pwmcc, made->items[i]->random_pwmcc,
                   summary->pairs * sizeof(double));
            return;
        }
    for (size_t pair = 0; pair < summary->pairs; pair++)
        summary->random_pwmcc[pair] = NAN;
    if (!find_setting(summary->candidate, "random_seed_offset"))
        return;
    uint64_t offset =
        (uint64_t)setting_number(made->protocol, summary->candidate, "random_seed_offset");
    real **random = allocate(models, sizeof *random);
    for (size_t i = 0; i < models; i++)
        random[i] = random_decoder(summary->model[i].d_sae, summary->model[i].d_model,
                                   summary->model[i].seed + offset);
    for (size_t a = 0; a < models; a++)
        for (size_t b = a + 1; b < models; b++)
            summary->random_pwmcc[pair_index(models, a, b)] =
                pwmcc(random[a], summary->model[a].d_sae, random[b], summary->model[b].d_sae,
                      summary->model[a].d_model);
    for (size_t i = 0; i < models; i++)
        free(random[i]);
    free(random);
}

/* PWMCC of every pair: trained, and of live latents. */
static void measure_pairs(struct summary *summary) {
    size_t models = summary->models;
    summary->trained_pwmcc = allocate(summary->pairs, sizeof(double));
    summary->live_pwmcc = allocate(summary->pairs, sizeof(double));
    for (size_t a = 0; a < models; a++)
        for (size_t b = a + 1; b < models; b++) {
            const struct model *first = &summary->model[a], *second = &summary->model[b];
            size_t pair = pair_index(models, a, b);
            summary->trained_pwmcc[pair] =
                pwmcc(first->decoder, first->d_sae, second->decoder, second->d_sae, first->d_model);
            summary->live_pwmcc[pair] = live_pwmcc(first, second);
        }
}

static void drop_decoders(struct summary *summary) {
    for (size_t i = 0; i < summary->models; i++) {
        struct model *model = &summary->model[i];
        free(model->decoder);
        free(model->live_decoder);
        model->decoder = model->live_decoder = NULL;
    }
}

/* --- summaries ------------------------------------------------------------------------------ */

static struct summary summarise(struct summaries *made, const struct record *candidate) {
    struct summary summary = {.candidate = candidate};
    summary.id = *candidate->candidate ? text("%s.%s", candidate->name, candidate->candidate)
                                       : text("%s", candidate->name);
    const struct setting *others = find_setting(candidate, "with_units_of");
    if (others)
        add_models(made, find_record(made->protocol, others->value, ""), true, &summary);
    add_models(made, candidate, false, &summary);
    qsort(summary.model, summary.models, sizeof *summary.model, by_seed);
    align_models(made, &summary);
    summary.pairs = pair_count(summary.models);
    measure_pairs(&summary);
    measure_random(made, &summary);
    drop_decoders(&summary);
    return summary;
}

static void summary_free(struct summary *summary) {
    for (size_t i = 0; i < summary->models; i++)
        free_model(&summary->model[i]);
    free(summary->model);
    free(summary->trained_pwmcc);
    free(summary->random_pwmcc);
    free(summary->live_pwmcc);
    free(summary->id);
    free(summary);
}

const struct summary *summary_of(struct summaries *summaries, const struct record *candidate) {
    for (size_t i = 0; i < summaries->count; i++)
        if (summaries->items[i]->candidate == candidate)
            return summaries->items[i];
    summaries->items = reallocate(summaries->items, summaries->count + 1, sizeof *summaries->items);
    struct summary *summary = allocate(1, sizeof *summary);
    *summary = summarise(summaries, candidate);
    summaries->items[summaries->count++] = summary;
    return summary;
}

void summaries_free(struct summaries *summaries) {
    for (size_t i = 0; i < summaries->count; i++)
        summary_free(summaries->items[i]);
    for (size_t i = 0; i < summaries->start_count; i++)
        free(summaries->starts[i].decoder);
    for (size_t i = 0; i < summaries->resampling_count; i++)
        free(summaries->resamplings[i].places);
    free(summaries->items);
    free(summaries->starts);
    free(summaries->expectations);
    free(summaries->resamplings);
}

/* --- values --------------------------------------------------------------------------------- */

/* A metric's number for each pair, or for each model in the order of the protocol (which is the
 * order that the study resamples in); the caller frees. */
static double *metric_numbers(const struct summary *summary, const char *metric, size_t *count) {
    bool is_trained = strcmp(metric, "trained_pwmcc") == 0;
    if (is_trained || strcmp(metric, "random_pwmcc") == 0) {
        double *copy = allocate(summary->pairs, sizeof *copy);
        memcpy(copy, is_trained ? summary->trained_pwmcc : summary->random_pwmcc,
               summary->pairs * sizeof *copy);
        *count = summary->pairs;
        return copy;
    }
    double *numbers = allocate(summary->models, sizeof *numbers);
    for (size_t i = 0; i < summary->models; i++) {
        const struct model *model = &summary->model[i];
        numbers[model->declared] =
            strcmp(metric, "explained_variance") == 0 ? model->explained_variance
            : strcmp(metric, "held_out_explained_variance") == 0
                ? model->held_out_explained_variance
            : strcmp(metric, "mean_squared_error") == 0 ? model->mean_squared_error
                                                        : model->alignment;
    }
    *count = 0;
    for (size_t i = 0; i < summary->models; i++)
        if (!isnan(numbers[i]))
            numbers[(*count)++] = numbers[i];
    return numbers;
}

/* A value `<id>.<name>`. */
static void add(struct values *values, const char *id, const char *name, double number,
                const char *format, const char *formula, const char *where) {
    char *full = text("%s.%s", id, name);
    values_add(values, full, number, format, formula, where);
    free(full);
}

static void add_interval(struct values *values, const char *id, const char *prefix,
                         struct interval interval, const char *format, const char *formula,
                         const char *where) {
    char *low = text("%slow", prefix), *high = text("%shigh", prefix);
    add(values, id, low, interval.low, format, formula, where);
    add(values, id, high, interval.high, format, formula, where);
    free(low);
    free(high);
}

struct measured {
    double mean;
    struct interval interval;
};

/* What a bootstrap of `count` values draws with that seed. */
static const uint32_t *places_drawn(struct summaries *made, size_t count, size_t resamples,
                                    uint64_t seed) {
    for (size_t i = 0; i < made->resampling_count; i++) {
        const struct resampling *drawn = &made->resamplings[i];
        if (drawn->count == count && drawn->resamples == resamples && drawn->seed == seed)
            return drawn->places;
    }
    made->resamplings =
        reallocate(made->resamplings, made->resampling_count + 1, sizeof *made->resamplings);
    uint32_t *places = bootstrap_places(count, resamples, seed);
    made->resamplings[made->resampling_count++] =
        (struct resampling){count, resamples, seed, places};
    return places;
}

/* A metric's mean and its bootstrap interval, added as values. */
static struct measured add_metric(struct summaries *made, const struct summary *summary,
                                  const char *id, const char *metric, const char *formula,
                                  struct values *values) {
    const struct protocol *protocol = made->protocol;
    const struct record *record = summary->candidate;
    char *word = text("bootstrap.%s", metric), *prefix = text("%s.ci_", metric);
    const char *where = find_setting(record, word)->where;
    size_t count;
    double *numbers = metric_numbers(summary, metric, &count);
    size_t resamples = (size_t)setting_number(protocol, record, "resamples");
    const uint32_t *places =
        places_drawn(made, count, resamples, (uint64_t)setting_number(protocol, record, word));
    struct measured measured = {
        mean(numbers, count),
        bootstrap_interval_of(numbers, count, places, resamples,
                              setting_number(protocol, record, "confidence"))};
    char *bootstrap =
        text("bootstrap of the %s, seed %s", formula, find_setting(record, word)->value);
    add(values, id, metric, measured.mean, PLAIN, formula, record->where);
    add_interval(values, id, prefix, measured.interval, PLAIN, bootstrap, where);
    free(bootstrap);
    free(numbers);
    free(word);
    free(prefix);
    return measured;
}

/* The pairs' values with the models that are given, not drawn, first; their number into *given. */
static double *given_first(const struct summary *summary, const double *pairs, size_t *given) {
    size_t models = summary->models, *order = allocate(models, sizeof *order), place = 0;
    for (int references = 1; references >= 0; references--) {
        for (size_t i = 0; i < models; i++)
            if (summary->model[i].is_reference == references)
                order[place++] = i;
        if (references)
            *given = place;
    }
    double *ordered = allocate(summary->pairs, sizeof *ordered);
    for (size_t a = 0; a < models; a++)
        for (size_t b = a + 1; b < models; b++) {
            size_t first = order[a] < order[b] ? order[a] : order[b];
            size_t second = order[a] < order[b] ? order[b] : order[a];
            ordered[pair_index(models, a, b)] = pairs[pair_index(models, first, second)];
        }
    free(order);
    return ordered;
}

/* Leave one drawn model out; no interval where fewer than three models or two drawn ones are. */
static struct interval jackknife(const struct summary *summary, const double *pairs,
                                 double confidence) {
    size_t given;
    double *ordered = given_first(summary, pairs, &given);
    struct interval interval = {NAN, NAN};
    if (summary->models >= 3 && summary->models - given >= 2)
        interval = jackknife_interval(ordered, summary->models, given, confidence);
    free(ordered);
    return interval;
}

/* Mean over the pairs that contain a reference, or over those that do not. */
static double group_mean(const struct summary *summary, const double *pairs, bool with_reference) {
    double sum = 0;
    size_t count = 0;
    for (size_t a = 0; a < summary->models; a++)
        for (size_t b = a + 1; b < summary->models; b++)
            if ((summary->model[a].is_reference || summary->model[b].is_reference) ==
                with_reference) {
                sum += pairs[pair_index(summary->models, a, b)];
                count++;
            }
    return count ? sum / (double)count : NAN;
}

static double mean_cosine_with_start(const struct summary *summary) {
    double sum = 0;
    for (size_t i = 0; i < summary->models; i++)
        sum += summary->model[i].cosine_with_start;
    return sum / (double)summary->models;
}

static double mean_rarely_firing(const struct summary *summary) {
    double sum = 0;
    for (size_t i = 0; i < summary->models; i++)
        sum += 1 - (double)summary->model[i].live / summary->model[i].d_sae;
    return sum / (double)summary->models;
}

/* What PWMCC is to be expected of random decoders of so many latents. */
static double expectation(struct summaries *made, int latents, int d_model) {
    for (size_t i = 0; i < made->expectation_count; i++)
        if (made->expectations[i].latents == latents && made->expectations[i].d_model == d_model)
            return made->expectations[i].pwmcc;
    made->expectations =
        reallocate(made->expectations, made->expectation_count + 1, sizeof *made->expectations);
    double pwmcc = expected_largest_cosine((size_t)latents, (size_t)d_model);
    made->expectations[made->expectation_count++] = (struct expectation){latents, d_model, pwmcc};
    return pwmcc;
}

/* The mean over models, each with all its latents or with its live ones. */
static double expected_pwmcc(struct summaries *made, const struct summary *summary, bool of_live) {
    double sum = 0;
    for (size_t i = 0; i < summary->models; i++) {
        const struct model *model = &summary->model[i];
        sum += expectation(made, of_live ? model->live : model->d_sae, model->d_model);
    }
    return sum / (double)summary->models;
}

/* The random baseline's expectation, and how far the sampled one lies from it. */
static void add_expected(struct summaries *made, const struct summary *summary, const char *id,
                         double trained_mean, double random_mean, struct values *values) {
    const char *where = summary->candidate->where;
    double expected = expected_pwmcc(made, summary, false);
    add(values, id, "expected_random_pwmcc", expected, PLAIN,
        "integral over t in [0, 1] of 1 - I_{t^2}(1/2, (d_model - 1)/2)^d_sae", where);
    add(values, id, "random_deviation", random_mean - expected, SIGNED,
        "random_pwmcc - expected_random_pwmcc", where);
    add(values, id, "expected_delta", trained_mean - expected, SIGNED,
        "trained_pwmcc - expected_random_pwmcc", where);
}

static void add_live(struct summaries *made, const struct summary *summary, const char *id,
                     struct values *values) {
    const struct setting *live_from = find_setting(summary->candidate, "live_from");
    double live = mean(summary->live_pwmcc, summary->pairs);
    char *formula =
        text("mean over models of the share of latents kept on less than a share of %s of the rows",
             live_from->value);
    add(values, id, "rarely_firing", mean_rarely_firing(summary), SHARE, formula, live_from->where);
    add(values, id, "live_pwmcc", live, PLAIN,
        "mean over pairs of pwmcc(decoder, decoder), of the latents that do not fire rarely",
        live_from->where);
    add(values, id, "live_delta", live - expected_pwmcc(made, summary, true), SIGNED,
        "live_pwmcc - expected pwmcc of random decoders with as many latents", live_from->where);
    free(formula);
}

void summary_values(struct summaries *summaries, const struct summary *summary, const char *id,
                    struct values *values) {
    const struct protocol *protocol = summaries->protocol;
    const struct record *record = summary->candidate;
    const char *where = record->where;
    struct measured trained = add_metric(summaries, summary, id, "trained_pwmcc",
                                         "mean over pairs of pwmcc(decoder, decoder)", values);
    struct measured random = add_metric(summaries, summary, id, "random_pwmcc",
                                        "mean over pairs of pwmcc(random, random)", values);
    add_metric(summaries, summary, id, "explained_variance",
               "mean over models of 1 - var(x - x^)/var(x)", values);
    add_metric(summaries, summary, id, "mean_squared_error", "mean over models of mean((x^ - x)^2)",
               values);
    if (find_setting(record, "held_out"))
        add_metric(summaries, summary, id, "held_out_explained_variance",
                   "mean over models of 1 - var(x - x^)/var(x) of the rows held out", values);
    if (find_setting(record, "align_to"))
        add_metric(summaries, summary, id, "alignment",
                   "mean over models of mean_i max_j |cos(D_i, R_j)|", values);
    add(values, id, "delta", trained.mean - random.mean, SIGNED, "trained_pwmcc - random_pwmcc",
        where);
    add(values, id, "delta_lcb", trained.interval.low - random.interval.high, SIGNED,
        "trained_pwmcc.ci_low - random_pwmcc.ci_high", where);
    add_interval(
        values, id, "jackknife_",
        jackknife(summary, summary->trained_pwmcc, setting_number(protocol, record, "confidence")),
        PLAIN, "leave-one-seed-out jackknife of trained_pwmcc", where);
    add_expected(summaries, summary, id, trained.mean, random.mean, values);
    add_live(summaries, summary, id, values);
    add(values, id, "cosine_with_start", mean_cosine_with_start(summary), SHARE,
        "mean over models and latents of cos(D_i, D_i at the start)", where);
    if (find_setting(record, "with_units_of")) {
        add(values, id, "with_reference", group_mean(summary, summary->trained_pwmcc, true), PLAIN,
            "trained_pwmcc, mean over the pairs that contain the reference", where);
        add(values, id, "without_reference", group_mean(summary, summary->trained_pwmcc, false),
            PLAIN, "trained_pwmcc, mean over the pairs that do not contain the reference", where);
    }
}

/* --- comparisons ---------------------------------------------------------------------------- */

/* The candidate that `between` names at that place: "experiment.stage@candidate". */
static const struct record *compared(const struct protocol *protocol, const struct record *compare,
                                     size_t place) {
    char *name = list_item(find_setting(compare, "between")->value, place);
    char *candidate = strchr(name, '@');
    *candidate++ = 0;
    const struct record *record = find_record(protocol, name, candidate);
    if (!record)
        fail("%s: no candidate %s of %s", compare->where, candidate, name);
    free(name);
    return record;
}

/* What of the difference of trained PWMCC can be said pair by pair. */
static void add_paired(struct values *values, const struct record *compare, double confidence,
                       const struct summary *first, const struct summary *second) {
    struct interval interval = {NAN, NAN};
    double with_reference = NAN, without_reference = NAN;
    bool is_pwmcc = strcmp(find_setting(compare, "of")->value, "trained_pwmcc") == 0;
    if (is_pwmcc && same_seeds(first, second)) {
        double *differences = allocate(first->pairs, sizeof *differences);
        for (size_t i = 0; i < first->pairs; i++)
            differences[i] = first->trained_pwmcc[i] - second->trained_pwmcc[i];
        interval = jackknife(first, differences, confidence);
        with_reference = group_mean(first, differences, true);
        without_reference = group_mean(first, differences, false);
        free(differences);
    }
    add_interval(values, compare->name, "jackknife_", interval, SIGNED,
                 "leave-one-seed-out jackknife of the pairs' differences", compare->where);
    add(values, compare->name, "with_reference", with_reference, SIGNED,
        "mean difference over the pairs that contain the reference", compare->where);
    add(values, compare->name, "without_reference", without_reference, SIGNED,
        "mean difference over the pairs that do not contain the reference", compare->where);
}

void comparison_values(struct summaries *summaries, const struct record *compare,
                       struct values *values) {
    const struct protocol *protocol = summaries->protocol;
    const struct summary *first = summary_of(summaries, compared(protocol, compare, 0));
    const struct summary *second = summary_of(summaries, compared(protocol, compare, 1));
    const char *metric = find_setting(compare, "of")->value;
    double confidence = setting_number(protocol, compare, "confidence");
    size_t first_count, second_count;
    double *first_numbers = metric_numbers(first, metric, &first_count);
    double *second_numbers = metric_numbers(second, metric, &second_count);
    char *formula = text("%s of %s less that of %s", metric, first->id, second->id);
    char *bootstrap = text("bootstrap of the difference, seed %s",
                           find_setting(compare, "bootstrap.difference")->value);
    add(values, compare->name, "difference",
        mean(first_numbers, first_count) - mean(second_numbers, second_count), SIGNED, formula,
        compare->where);
    add_interval(
        values, compare->name, "ci_",
        bootstrap_difference(first_numbers, first_count, second_numbers, second_count,
                             (size_t)setting_number(protocol, compare, "resamples"), confidence,
                             (uint64_t)setting_number(protocol, compare, "bootstrap.difference")),
        SIGNED, bootstrap, compare->where);
    add_paired(values, compare, confidence, first, second);
    free(formula);
    free(bootstrap);
    free(first_numbers);
    free(second_numbers);
}

/* --- coverage ------------------------------------------------------------------------------- */

/* Share of the variance of a pair of drawn models that the models give. */
static double share_of_models(struct pair_variances variances) {
    double of_models = 2 * variances.of_model;
    return of_models / (of_models + variances.of_pair);
}

/* A share that a simulation found, and its standard error. */
static void add_simulated(struct values *values, const char *id, const char *name, double share,
                          size_t simulations, const char *formula, const char *where) {
    char *name_of_error = text("%s_error", name);
    add(values, id, name, share, SHARE, formula, where);
    add(values, id, name_of_error, sqrt(share * (1 - share) / (double)simulations), SHARE,
        "sqrt(p (1 - p) / simulations)", where);
    free(name_of_error);
}

/* How often the intervals of the candidate's trained PWMCC cover. */
static void add_coverage(const struct protocol *protocol, const struct record *asked,
                         const struct summary *summary, struct values *values) {
    struct coverage_settings settings = {
        .simulations = (size_t)setting_number(protocol, asked, "simulations"),
        .resamples = (size_t)setting_number(protocol, asked, "resamples"),
        .confidence = setting_number(protocol, asked, "confidence"),
        .seed = (uint64_t)setting_number(protocol, asked, "seed"),
        .bootstrap_seed =
            (uint64_t)setting_number(protocol, summary->candidate, "bootstrap.trained_pwmcc")};
    size_t given;
    double *pairs = given_first(summary, summary->trained_pwmcc, &given);
    struct pair_variances variances = {NAN, NAN};
    struct coverage covered = {NAN, NAN};
    if (summary->models >= 3 && summary->models - given >= 2)
        variances = pair_variances(pairs, summary->models, given);
    if (!isnan(variances.of_pair))
        covered = coverage(pairs, summary->models, given, variances, &settings);
    char *id = text("%s%s", asked->name, strchr(summary->id, '.'));
    add_simulated(values, id, "bootstrap", covered.bootstrap, settings.simulations,
                  "share of simulations whose bootstrap over pairs covers the mean", asked->where);
    add_simulated(values, id, "jackknife", covered.jackknife, settings.simulations,
                  "share of simulations whose leave-one-seed-out jackknife covers the mean",
                  asked->where);
    add(values, id, "from_seeds", share_of_models(variances), SHARE,
        "2 of_model / (2 of_model + of_pair), by the method of moments", asked->where);
    free(id);
    free(pairs);
}

void coverage_values(struct summaries *summaries, const struct record *asked,
                     struct values *values) {
    char *stage;
    for (size_t place = 0; (stage = list_item(find_setting(asked, "of")->value, place)); place++) {
        const struct protocol *protocol = summaries->protocol;
        for (const struct record *record = protocol->records; record->block; record++)
            if (strcmp(record->name, stage) == 0)
                add_coverage(protocol, asked, summary_of(summaries, record), values);
        free(stage);
    }
}

/* --- tables for figures --------------------------------------------------------------------- */

static struct output begin_table(const struct protocol *protocol, const struct record *stage,
                                 const char *suffix) {
    const char *dot = strchr(stage->name, '.');
    char *path = text("%s/%.*s/%s.%s.tsv", protocol->folder, (int)(dot - stage->name), stage->name,
                      dot + 1, suffix);
    struct output output = output_begin(path);
    free(path);
    return output;
}

static const char *candidate_name(const struct summary *summary) {
    return *summary->candidate->candidate ? summary->candidate->candidate : "all";
}

static const char *const table_columns[] = {"trained_pwmcc",
                                            "trained_pwmcc.ci_low",
                                            "trained_pwmcc.ci_high",
                                            "random_pwmcc",
                                            "random_pwmcc.ci_low",
                                            "random_pwmcc.ci_high",
                                            "explained_variance",
                                            "explained_variance.ci_low",
                                            "explained_variance.ci_high",
                                            "mean_squared_error",
                                            "mean_squared_error.ci_low",
                                            "mean_squared_error.ci_high",
                                            "delta",
                                            "delta_lcb",
                                            "alignment",
                                            "alignment.ci_low",
                                            "alignment.ci_high",
                                            "with_reference",
                                            "without_reference"};
enum { TABLE_COLUMNS = sizeof table_columns / sizeof *table_columns };

static void candidates_table(const struct protocol *protocol,
                             const struct summary *const *summaries, size_t count,
                             const struct values *values) {
    struct output output = begin_table(protocol, summaries[0]->candidate, "candidates");
    fprintf(output.stream, "candidate\tsetting");
    for (size_t column = 0; column < TABLE_COLUMNS; column++)
        fprintf(output.stream, "\t%s", table_columns[column]);
    for (size_t i = 0; i < count; i++) {
        const struct record *candidate = summaries[i]->candidate;
        const struct setting *vary = find_setting(candidate, "vary");
        char *setting = vary && !strchr(vary->value, ',')
                            ? setting_text(protocol, candidate, vary->value)
                            : text("-");
        fprintf(output.stream, "\n%s\t%s", candidate_name(summaries[i]), setting);
        for (size_t column = 0; column < TABLE_COLUMNS; column++) {
            char *id = text("%s.%s", summaries[i]->id, table_columns[column]);
            const struct value *found = values_find(values, id);
            if (found && !isnan(found->number))
                fprintf(output.stream, "\t%.9g", found->number);
            else
                fputs("\tnan", output.stream);
            free(id);
        }
        free(setting);
    }
    fputc('\n', output.stream);
    output_finish(&output);
}

static void pairs_table(const struct protocol *protocol, const struct summary *const *summaries,
                        size_t count) {
    struct output output = begin_table(protocol, summaries[0]->candidate, "pairs");
    fprintf(output.stream, "candidate\tseed_a\tseed_b\ttrained_pwmcc\trandom_pwmcc\t"
                           "explained_variance\twith_reference\n");
    for (size_t i = 0; i < count; i++)
        for (size_t a = 0; a < summaries[i]->models; a++)
            for (size_t b = a + 1; b < summaries[i]->models; b++) {
                const struct model *first = &summaries[i]->model[a];
                const struct model *second = &summaries[i]->model[b];
                size_t pair = pair_index(summaries[i]->models, a, b);
                fprintf(output.stream, "%s\t%llu\t%llu\t%.17g\t%.17g\t%.9g\t%d\n",
                        candidate_name(summaries[i]), (unsigned long long)first->seed,
                        (unsigned long long)second->seed, summaries[i]->trained_pwmcc[pair],
                        summaries[i]->random_pwmcc[pair],
                        (first->explained_variance + second->explained_variance) / 2,
                        first->is_reference || second->is_reference);
            }
    output_finish(&output);
}

static void units_table(const struct protocol *protocol, const struct summary *const *summaries,
                        size_t count) {
    struct output output = begin_table(protocol, summaries[0]->candidate, "units");
    fprintf(output.stream,
            "candidate\tseed\texplained_variance\tmean_squared_error\talignment\tpath\n");
    for (size_t i = 0; i < count; i++)
        for (size_t m = 0; m < summaries[i]->models; m++) {
            const struct model *model = &summaries[i]->model[m];
            fprintf(output.stream, "%s\t%llu\t%.17g\t%.17g\t%.17g\t%s\n",
                    candidate_name(summaries[i]), (unsigned long long)model->seed,
                    model->explained_variance, model->mean_squared_error, model->alignment,
                    model->path);
        }
    output_finish(&output);
}

static void losses_table(const struct protocol *protocol, const struct summary *const *summaries,
                         size_t count) {
    struct output output = begin_table(protocol, summaries[0]->candidate, "losses");
    fprintf(output.stream, "candidate\tseed\tepoch\tloss\n");
    for (size_t i = 0; i < count; i++)
        for (size_t m = 0; m < summaries[i]->models; m++)
            for (int epoch = 0; epoch < summaries[i]->model[m].epochs; epoch++)
                fprintf(output.stream, "%s\t%llu\t%d\t%.9g\n", candidate_name(summaries[i]),
                        (unsigned long long)summaries[i]->model[m].seed, epoch + 1,
                        summaries[i]->model[m].epoch_losses[epoch]);
    output_finish(&output);
}

void summary_tables(const struct protocol *protocol, const struct summary *const *summaries,
                    size_t count, const struct values *values) {
    candidates_table(protocol, summaries, count, values);
    pairs_table(protocol, summaries, count);
    units_table(protocol, summaries, count);
    losses_table(protocol, summaries, count);
}
