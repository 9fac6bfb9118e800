/* Measuring pairs and their nulls, and the means over pairs. */
#include "compare/pairs.h"
#include "consistency/consistency.h"
#include "program/error.h"
#include "program/progress.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- progress --------------------------------------------------------------------------------- */

/* How much there is to do, in multiplications, and how much is done. */
struct work {
    struct progress_clock clock;
    double all, done, part; /* `part`: of a part of the likeness that is measured now */
    const char *doing;
};

/* What one row takes, and what one part of a pair takes. */
static double cost_of_row(const struct pretrained *sae) {
    return (double)sae->d_sae * (sae->d_in + (double)sae->d_out);
}

static double cost_of_part(const struct compared_set *set, int a, int b) {
    return (double)set->item[a].sae.d_sae * set->item[b].sae.d_sae * set->item[a].sae.d_out;
}

static void rows_are_done(void *context, double rows) {
    struct work *work = context;
    progress_told(&work->clock, rows * work->part / work->all, "what they do with rows");
}

static void part_is_done(void *context) {
    struct work *work = context;
    work->done += work->part;
    progress_told(&work->clock, work->done / work->all, work->doing);
}

static struct work work_on(const struct compared_set *set) {
    struct work work = {.clock = progress_clock("compare")};
    int kinds = 1;
    for (enum null_kind kind = 0; kind < NULLS; kind++)
        kinds += null_is_there(kind, set);
    for (int n = 0; n < set->count; n++)
        work.done += (double)set->rows.rows * cost_of_row(&set->item[n].sae);
    work.part = work.done / fmax(1, (double)set->count * set->rows.rows);
    for (int a = 0; a < set->count; a++)
        for (int b = a + 1; b < set->count; b++)
            work.all += kinds * LIKENESS_PARTS * cost_of_part(set, a, b);
    work.all += work.done;
    return work;
}

/* --- pairs ------------------------------------------------------------------------------------ */

static struct latents latents_of(const struct compared *compared) {
    const struct pretrained *sae = &compared->sae;
    return (struct latents){sae->decoder, sae->encoder, sae->d_sae, sae->d_out, sae->d_in};
}

/* The decoder's rows of live latents. The caller frees. */
static real *live_rows(struct latents latents, const struct compared *compared) {
    size_t stride = (size_t)row_stride(latents.d_out);
    real *live = room((size_t)compared->live * stride, sizeof *live), *next = live;
    for (int j = 0; j < latents.count; j++)
        if (compared->is_live[j]) {
            memcpy(next, latents.decoder + (size_t)j * stride, stride * sizeof *live);
            next += stride;
        }
    return live;
}

static double live_pwmcc(struct latents a, struct latents b, const struct compared *of_a,
                         const struct compared *of_b) {
    if (of_a->live == 0 || of_b->live == 0)
        return NAN;
    real *first = live_rows(a, of_a), *second = live_rows(b, of_b);
    double value = pwmcc(first, of_a->live, second, of_b->live, a.d_out);
    free(first);
    free(second);
    return value;
}

/* Measure directions in the places of a pair's autoencoders into value[COLUMNS]. */
static struct likeness measure(const struct compared_set *set, const struct compared_pair *pair,
                               struct latents a, struct latents b, bool has_gap, struct work *work,
                               double *value) {
    struct likeness_wanted wanted = {.threshold = SHARED_FROM,
                                     .is_matched = (int64_t)a.count * b.count <= MOST_COSINES,
                                     .has_gap = has_gap,
                                     .part_done = part_is_done,
                                     .context = work};
    work->part = cost_of_part(set, pair->a, pair->b);
    struct likeness likeness = likeness_of(a, b, wanted);
    memcpy(value, likeness.value, sizeof likeness.value);
    value[LIVE_PWMCC] =
        set->rows.rows > 0 ? live_pwmcc(a, b, &set->item[pair->a], &set->item[pair->b]) : NAN;
    return likeness;
}

static void measure_pairs(struct compared_pairs *pairs, struct work *work) {
    const struct compared_set *set = pairs->set;
    work->doing = "the pairs";
    for (size_t p = 0; p < pairs->count; p++) {
        struct compared_pair *pair = &pairs->pair[p];
        pair->likeness = measure(set, pair, latents_of(&set->item[pair->a]),
                                 latents_of(&set->item[pair->b]), true, work, pair->value);
    }
}

/* Hold all pairs against one kind of null. Only its directions are in memory. */
static void measure_null(struct compared_pairs *pairs, enum null_kind kind,
                         const struct covariance *covariance, uint64_t seed, struct work *work) {
    const struct compared_set *set = pairs->set;
    struct null_directions *null = allocate((size_t)set->count, sizeof *null);
    work->doing = null_names[kind];
    for (int n = 0; n < set->count; n++)
        null[n] = null_drawn(kind, set, n, covariance, seed);
    for (size_t p = 0; p < pairs->count; p++) {
        struct compared_pair *pair = &pairs->pair[p];
        struct likeness likeness = measure(set, pair, null[pair->a].latents, null[pair->b].latents,
                                           false, work, pair->null[kind]);
        likeness_free(&likeness);
        if (!null[pair->a].latents.encoder && !null[pair->b].latents.encoder)
            pair->null[kind][LIKENESS_same_partner_fraction] = NAN;
    }
    for (int n = 0; n < set->count; n++)
        null_free(&null[n]);
    free(null);
}

static void measure_nulls(struct compared_pairs *pairs, uint64_t seed, struct work *work) {
    const struct compared_set *set = pairs->set;
    struct covariance covariance = {0};
    if (null_is_there(NULL_covariance, set))
        covariance = covariance_of(&set->rows);
    for (enum null_kind kind = 0; kind < NULLS; kind++) {
        for (size_t p = 0; p < pairs->count; p++)
            for (int column = 0; column < COLUMNS; column++)
                pairs->pair[p].null[kind][column] = NAN;
        if (null_is_there(kind, set))
            measure_null(pairs, kind, &covariance, seed, work);
    }
    covariance_free(&covariance);
}

/* --- means ------------------------------------------------------------------------------------ */

static void take_mean(struct compared_pairs *pairs, int column) {
    size_t models = (size_t)pairs->set->count;
    struct compared_mean *mean_of = &pairs->mean[column];
    double *values = allocate(pairs->count, sizeof *values);
    for (enum null_kind kind = 0; kind < NULLS; kind++) {
        for (size_t p = 0; p < pairs->count; p++)
            values[p] = pairs->pair[p].null[kind][column];
        mean_of->null[kind] = mean(values, pairs->count);
    }
    for (size_t p = 0; p < pairs->count; p++)
        values[p] = pairs->pair[p].value[column];
    mean_of->mean = mean(values, pairs->count);
    mean_of->interval = can_jackknife(models, 0, ALL_PAIRS)
                            ? jackknife_interval(values, models, 0, CONFIDENCE)
                            : (struct interval){NAN, NAN};
    free(values);
}

struct compared_pairs pairs_measured(struct compared_set *set, uint64_t seed) {
    struct compared_pairs pairs = {.set = set, .count = pair_count((size_t)set->count)};
    struct work work = work_on(set);
    pairs.pair = allocate(pairs.count, sizeof *pairs.pair);
    for (int a = 0; a < set->count; a++)
        for (int b = a + 1; b < set->count; b++)
            pairs.pair[pair_index((size_t)set->count, (size_t)a, (size_t)b)] =
                (struct compared_pair){.a = a, .b = b};
    compared_measure(set, rows_are_done, &work);
    measure_pairs(&pairs, &work);
    measure_nulls(&pairs, seed, &work);
    for (int column = 0; column < COLUMNS; column++)
        if (column_is_score(column))
            take_mean(&pairs, column);
    return pairs;
}

void pairs_free(struct compared_pairs *pairs) {
    for (size_t p = 0; p < pairs->count; p++)
        likeness_free(&pairs->pair[p].likeness);
    free(pairs->pair);
}
