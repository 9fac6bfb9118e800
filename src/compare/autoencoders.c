/* Reading autoencoders, and what they do with rows. */
#include "compare/autoencoders.h"
#include "autoencoder/trainer.h"
#include "pretrained/place.h"
#include "program/error.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- reading ---------------------------------------------------------------------------------- */

static void check_alike(const struct pretrained *sae, const struct pretrained *first) {
    if (sae->d_in != first->d_in)
        fail("%s: reads rows of %d numbers, expected %d as %s: autoencoders of different d_model "
             "cannot be compared",
             sae->path, sae->d_in, first->d_in, first->path);
    if (sae->d_out != first->d_out)
        fail("%s: gives rows of %d numbers, expected %d as %s: decoders of different width cannot "
             "be compared",
             sae->path, sae->d_out, first->d_out, first->path);
}

static struct compared read_one(const char *path) {
    struct compared compared = {.sae = pretrained_read(path),
                                .explained_variance = NAN,
                                .mean_squared_error = NAN,
                                .l0 = NAN,
                                .dead = NAN};
    struct place place = find_place(path);
    file_sha256(place.weights, compared.sha256);
    free(place.weights);
    free(place.config);
    pretrained_check_directions(&compared.sae);
    if (compared.sae.note)
        fprintf(stderr, "%s\n", compared.sae.note);
    return compared;
}

/* Say which two are the same: an interval takes them for independent models. */
static void tell_twins(const struct compared_set *set) {
    for (int b = 1; b < set->count; b++)
        for (int a = 0; a < b; a++)
            if (strcmp(set->item[a].sha256, set->item[b].sha256) == 0) {
                fprintf(stderr, "%s: has the same weights as %s; both are counted\n",
                        set->item[b].sae.path, set->item[a].sae.path);
                break;
            }
}

struct compared_set compared_read(int count, char *const *paths, const char *activations,
                                  const char *tensor) {
    struct compared_set set = {.count = count, .item = allocate((size_t)count, sizeof *set.item)};
    for (int n = 0; n < count; n++) {
        set.item[n] = read_one(paths[n]);
        check_alike(&set.item[n].sae, &set.item[0].sae);
    }
    tell_twins(&set);
    if (!activations)
        return set;
    set.rows = activations_read(activations, tensor);
    if (set.rows.d_model != set.item[0].sae.d_in)
        fail("%s: its rows have %d numbers, expected the %d that %s reads", activations,
             set.rows.d_model, set.item[0].sae.d_in, paths[0]);
    return set;
}

void compared_free(struct compared_set *set) {
    for (int n = 0; n < set->count; n++) {
        pretrained_free(&set->item[n].sae);
        free(set->item[n].is_live);
    }
    free(set->item);
    if (set->rows.rows > 0)
        activations_free(&set->rows);
}

/* --- on rows ---------------------------------------------------------------------------------- */

/* What is added up over the rows of one autoencoder. */
struct tally {
    double error, squared_error; /* over the entries of recon - x */
    int64_t active;
    int32_t *fired; /* [d_sae] */
};

static void add_acts(struct tally *tally, const float *acts, int rows, int d_sae) {
    for (int r = 0; r < rows; r++, acts += d_sae)
        for (int j = 0; j < d_sae; j++) {
            tally->fired[j] += acts[j] != 0;
            tally->active += acts[j] != 0;
        }
}

static void add_errors(struct tally *tally, const float *recon, const float *x, size_t count) {
    for (size_t i = 0; i < count; i++) {
        double error = (double)recon[i] - (double)x[i];
        tally->error += error;
        tally->squared_error += error * error;
    }
}

/* How many rows are taken at once: some 256 MB of activations and rows. */
static int rows_at_once(const struct pretrained *sae, int rows) {
    int64_t block = (INT64_C(1) << 26) / ((int64_t)sae->d_sae + sae->d_in + (int64_t)sae->d_out);
    return pretrained_needs_all_rows(sae) || block >= rows ? rows : block < 96 ? 96 : (int)block;
}

/* 1 - var(recon - x) / var(x) over all entries, and what else says how good it is. */
static void take_quality(const struct tally *tally, const struct activations *rows,
                         struct compared *compared) {
    double entries = (double)rows->rows * rows->d_model;
    double residual = tally->squared_error - tally->error * tally->error / entries;
    compared->l0 = (double)tally->active / rows->rows;
    compared->dead = compared->live = 0;
    for (int j = 0; j < compared->sae.d_sae; j++) {
        compared->is_live[j] = tally->fired[j] >= LIVE_FROM * rows->rows;
        compared->live += compared->is_live[j];
        compared->dead += tally->fired[j] == 0;
    }
    if (compared->sae.is_transcoder)
        return;
    compared->explained_variance = 1 - residual / total_variation(rows);
    compared->mean_squared_error = tally->squared_error / entries;
}

static void measure_rows(struct compared *compared, const struct activations *rows, double before,
                         void (*rows_done)(void *context, double rows), void *context) {
    const struct pretrained *sae = &compared->sae;
    int block = rows_at_once(sae, rows->rows);
    float *x = room((size_t)block * (size_t)sae->d_in, sizeof *x);
    float *acts = room((size_t)block * (size_t)sae->d_sae, sizeof *acts);
    float *recon = room((size_t)block * (size_t)sae->d_out, sizeof *recon);
    struct tally tally = {.fired = allocate((size_t)sae->d_sae, sizeof *tally.fired)};
    for (int first = 0, count; first < rows->rows; first += count) {
        count = smaller(block, rows->rows - first);
        for (int r = 0; r < count; r++)
            for (int i = 0; i < sae->d_in; i++)
                x[(size_t)r * (size_t)sae->d_in + (size_t)i] =
                    (float)activations_row(rows, first + r)[i];
        pretrained_apply(sae, x, count, acts, recon);
        add_acts(&tally, acts, count, sae->d_sae);
        if (!sae->is_transcoder)
            add_errors(&tally, recon, x, (size_t)count * (size_t)sae->d_in);
        rows_done(context, before + first + count);
    }
    take_quality(&tally, rows, compared);
    free(x);
    free(acts);
    free(recon);
    free(tally.fired);
}

/* --- directions ------------------------------------------------------------------------------- */

/* Divide each row by its length, which row_lengths gave. */
static void make_unit_rows(real *directions, const double *lengths, int count, int width) {
    for (int j = 0; j < count; j++) {
        real *row = directions + (size_t)j * (size_t)row_stride(width);
        for (int i = 0; i < width && lengths[j] > 0; i++)
            row[i] = (real)((double)row[i] / lengths[j]);
    }
}

void compared_measure(struct compared_set *set, void (*rows_done)(void *context, double rows),
                      void *context) {
    for (int n = 0; n < set->count; n++) {
        struct compared *compared = &set->item[n];
        struct pretrained *sae = &compared->sae;
        compared->is_live = allocate((size_t)sae->d_sae, sizeof *compared->is_live);
        double *lengths = row_lengths(sae->decoder, sae->d_sae, sae->d_out);
        for (int j = 0; j < sae->d_sae; j++) {
            compared->is_live[j] = lengths[j] > 0;
            compared->live += compared->is_live[j];
        }
        if (set->rows.rows > 0)
            measure_rows(compared, &set->rows, (double)n * set->rows.rows, rows_done, context);
        make_unit_rows(sae->decoder, lengths, sae->d_sae, sae->d_out);
        free(lengths);
        if (!sae->encoder)
            continue;
        lengths = row_lengths(sae->encoder, sae->d_sae, sae->d_in);
        make_unit_rows(sae->encoder, lengths, sae->d_sae, sae->d_in);
        free(lengths);
    }
}
