/* Two passes over rows: sums, norms and hashes of rows; then deviations from the mean. */
#include "sae/rows_summary.h"
#include "arithmetic/real.h"
#include "arithmetic/team.h"
#include "program/clock.h"
#include "program/error.h"
#include "statistics/effective_rank.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A row, told by a hash of its numbers. */
struct told {
    uint64_t hash;
    int row;
};

struct survey {
    const struct stored_rows *rows;
    struct rows_summary *found;
    int counted;                               /* rows whose entries are finite */
    double *sums, *lowest, *highest, *squares; /* [d_model] */
    double *covariance;                        /* [d_model, d_model], or NULL */
    double *centred;                           /* [taken, d_model] of a block, for the covariance */
    int taken;
    struct team *team;
    struct told *told;            /* [rows] of the rows that count */
    double start, said, interval; /* seconds, of this pass */
};

enum { BLOCK_ENTRIES = 1 << 20, MOST_RANK_COLUMNS = 4096, FEW_ROWS = 50000, ROWS_PER_COLUMN = 16 };

void note_place(struct places *places, int place) {
    if (places->count < MOST_PLACES)
        places->first[places->count] = place;
    places->count++;
}

static void widen(struct range *range, double value, int at) {
    if (!(value >= range->least))
        range->least = value, range->least_at = at;
    if (!(value <= range->largest))
        range->largest = value, range->largest_at = at;
}

static const struct range nothing = {INFINITY, -INFINITY, 0, 0};

/* --- the passes --------------------------------------------------------------------------------
 */

static void say_progress(struct survey *survey, int pass, int done) {
    double time = now(), passed = time - survey->start;
    if (time - survey->said < survey->interval || done == survey->rows->rows)
        return;
    survey->said = time;
    fprintf(stderr, "%s: pass %d of 2, row %d of %d, about %.0f s left of it\n", survey->rows->path,
            pass, done, survey->rows->rows, passed / done * (survey->rows->rows - done));
}

typedef void look_at_rows(struct survey *survey, int first, int count, const double *block);

static void pass_over(struct survey *survey, int pass, look_at_rows *look) {
    const struct stored_rows *rows = survey->rows;
    const char *wanted = getenv("PROGRESS");
    int together = BLOCK_ENTRIES / rows->d_model + 1;
    double *block = room((size_t)together * (size_t)rows->d_model, sizeof *block);
    survey->start = survey->said = now();
    survey->interval = wanted ? atof(wanted) : 10;
    for (int first = 0; first < rows->rows; first += together) {
        int count = smaller(together, rows->rows - first);
        stored_rows_block(rows, first, count, block);
        look(survey, first, count, block);
        say_progress(survey, pass, first + count);
    }
    free(block);
}

/* The column of the first entry that is not finite in float32, or -1. */
static int column_not_finite(const double *row, int d_model) {
    for (int i = 0; i < d_model; i++)
        if (!isfinite((float)row[i]))
            return i;
    return -1;
}

/* FNV-1a over the bits of the numbers; adding 0 makes -0 and 0 the same. */
static uint64_t hash_of(const double *row, int d_model) {
    uint64_t hash = 14695981039346656037u, bits;
    for (int i = 0; i < d_model; i++) {
        double value = row[i] + 0.0;
        memcpy(&bits, &value, sizeof bits);
        hash = (hash ^ bits) * 1099511628211u;
        hash ^= hash >> 29;
    }
    return hash;
}

/* The first pass. */
static void add_rows(struct survey *survey, int first, int count, const double *block) {
    int d_model = survey->rows->d_model;
    struct rows_summary *found = survey->found;
    for (int n = first; n < first + count; n++, block += d_model) {
        int column = column_not_finite(block, d_model);
        if (column >= 0) {
            if (found->not_finite.count == 0)
                found->not_finite_column = column;
            note_place(&found->not_finite, n);
            continue;
        }
        double squares = 0;
        for (int i = 0; i < d_model; i++) {
            squares += block[i] * block[i];
            survey->sums[i] += block[i];
            survey->lowest[i] = fmin(survey->lowest[i], block[i]);
            survey->highest[i] = fmax(survey->highest[i], block[i]);
        }
        if (squares == 0)
            note_place(&found->zero_rows, n);
        found->norm += sqrt(squares);
        widen(&found->norms, sqrt(squares), n);
        survey->told[survey->counted++] = (struct told){hash_of(block, d_model), n};
    }
}

/* Every how many rows one counts for the covariance. */
static int rank_step(const struct stored_rows *rows) {
    int most = ROWS_PER_COLUMN * rows->d_model;
    most = most < FEW_ROWS ? FEW_ROWS : most;
    return rows->rows < most ? 1 : rows->rows / most;
}

enum { TILE_COLUMNS = 64 };

/* Add the products of the taken rows to a tile of the covariance, whose first row and column these
 * are. It stays in the first cache. */
static void add_tile(const struct survey *survey, int row, int column) {
    int d_model = survey->rows->d_model;
    int rows = smaller(TILE_COLUMNS, d_model - row),
        columns = smaller(TILE_COLUMNS, d_model - column);
    double tile[TILE_COLUMNS][TILE_COLUMNS] = {{0}};
    for (int n = 0; n < survey->taken; n++) {
        const double *x = survey->centred + (size_t)n * (size_t)d_model;
        double across[TILE_COLUMNS] = {0};
        memcpy(across, x + column, (size_t)columns * sizeof *across);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < TILE_COLUMNS; j++)
                tile[i][j] += x[row + i] * across[j];
    }
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
            survey->covariance[(size_t)(row + i) * (size_t)d_model + (size_t)(column + j)] +=
                tile[i][j];
}

/* The tiles of 64 rows of the covariance, up to the diagonal. Work for team_share. */
static void add_strip(void *context, int piece, int thread) {
    (void)thread;
    for (int tile = 0; tile <= piece; tile++)
        add_tile(context, piece * TILE_COLUMNS, tile * TILE_COLUMNS);
}

/* The second pass: x - mean, of each row. The sums are means now. */
static void add_deviations(struct survey *survey, int first, int count, const double *block) {
    int d_model = survey->rows->d_model, step = rank_step(survey->rows), taken = 0;
    for (int n = first; n < first + count; n++, block += d_model) {
        if (column_not_finite(block, d_model) >= 0)
            continue;
        bool is_taken = survey->covariance && n % step == 0;
        double *centred = survey->centred + (size_t)taken * (size_t)d_model;
        for (int i = 0; i < d_model; i++) {
            centred[i] = block[i] - survey->sums[i];
            survey->squares[i] += centred[i] * centred[i];
        }
        taken += is_taken;
    }
    survey->found->rank_rows += taken;
    survey->taken = taken;
    if (taken > 0)
        team_share(survey->team, (d_model + TILE_COLUMNS - 1) / TILE_COLUMNS, add_strip, survey);
}

/* --- what comes of them ------------------------------------------------------------------------
 */

static void sum_up_first(struct survey *survey) {
    struct rows_summary *found = survey->found;
    double squares = 0;
    found->norm /= survey->counted;
    for (int i = 0; i < survey->rows->d_model; i++) {
        survey->sums[i] /= survey->counted;
        squares += survey->sums[i] * survey->sums[i];
        widen(&found->means, survey->sums[i], i);
        if (survey->lowest[i] == survey->highest[i])
            note_place(&found->constant_columns, i);
    }
    found->mean_norm = sqrt(squares);
}

static void sum_up_second(struct survey *survey) {
    struct rows_summary *found = survey->found;
    int d_model = survey->rows->d_model;
    for (int i = 0; i < d_model; i++) {
        double variance = survey->squares[i] / (survey->counted - 1);
        found->variance += variance;
        widen(&found->variances, variance, i);
    }
    found->effective_rank =
        survey->covariance ? effective_rank(survey->covariance, (size_t)d_model) : NAN;
}

static int by_hash(const void *a, const void *b) {
    const struct told *first = a, *second = b;
    return first->hash != second->hash ? (first->hash > second->hash ? 1 : -1)
                                       : (first->row > second->row) - (first->row < second->row);
}

static bool are_equal(const struct stored_rows *rows, int a, int b, double *room_for_two) {
    double *second = room_for_two + rows->d_model;
    stored_rows_block(rows, a, 1, room_for_two);
    stored_rows_block(rows, b, 1, second);
    for (int i = 0; i < rows->d_model; i++)
        if (room_for_two[i] != second[i])
            return false;
    return true;
}

static int by_row(const void *a, const void *b) {
    const struct told *first = a, *second = b;
    return (first->row > second->row) - (first->row < second->row);
}

/* Rows with the hash of an earlier row are compared with it, number by number. */
static void find_duplicates(struct survey *survey) {
    struct told *told = survey->told, *repeated = allocate((size_t)survey->counted, sizeof *told);
    double *two = room(2 * (size_t)survey->rows->d_model, sizeof *two);
    size_t count = 0;
    qsort(told, (size_t)survey->counted, sizeof *told, by_hash);
    for (int first = 0, next; first < survey->counted; first = next)
        for (next = first + 1; next < survey->counted && told[next].hash == told[first].hash;
             next++)
            if (are_equal(survey->rows, told[first].row, told[next].row, two))
                repeated[count++] = (struct told){(uint64_t)told[first].row, told[next].row};
    qsort(repeated, count, sizeof *repeated, by_row);
    for (size_t i = 0; i < count; i++)
        note_place(&survey->found->duplicates, repeated[i].row);
    survey->found->duplicated = count ? (int)repeated[0].hash : 0;
    free(two);
    free(repeated);
}

struct rows_summary summarise_rows(const struct stored_rows *rows) {
    size_t d_model = (size_t)rows->d_model;
    struct rows_summary found = {.means = nothing, .variances = nothing, .norms = nothing};
    struct survey survey = {.rows = rows,
                            .found = &found,
                            .sums = allocate(d_model, sizeof(double)),
                            .lowest = allocate(d_model, sizeof(double)),
                            .highest = allocate(d_model, sizeof(double)),
                            .squares = allocate(d_model, sizeof(double)),
                            .centred = room(BLOCK_ENTRIES + d_model, sizeof(double)),
                            .told = room((size_t)rows->rows, sizeof(struct told)),
                            .team = team(threads_wanted())};
    for (size_t i = 0; i < d_model; i++)
        survey.lowest[i] = INFINITY, survey.highest[i] = -INFINITY;
    if (d_model <= MOST_RANK_COLUMNS)
        survey.covariance = allocate(d_model * d_model, sizeof(double));
    pass_over(&survey, 1, add_rows);
    if (survey.counted > 0) {
        sum_up_first(&survey);
        pass_over(&survey, 2, add_deviations);
        sum_up_second(&survey);
        find_duplicates(&survey);
    }
    void *const parts[] = {survey.sums,    survey.lowest,     survey.highest, survey.squares,
                           survey.centred, survey.covariance, survey.told};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        free(parts[i]);
    team_free(survey.team);
    return found;
}
