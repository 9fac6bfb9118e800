/* Tiles of sums, each of which stays in registers while all its terms pass. */
#include "activations/ordered_products.h"
#include "arithmetic/real.h"
#include "arithmetic/team.h"
#include "program/error.h"
#include <stdlib.h>

/* A tile is HIGH rows by WIDE columns; the lanes of a register are different columns. */
enum { HIGH = 4, AT_ONCE = 4, WIDE = 2 * AT_ONCE };
typedef double doubles
    __attribute__((vector_size(AT_ONCE * sizeof(double)), aligned(sizeof(double)), may_alias));

struct job {
    double *a, *b; /* panels of HIGH and of WIDE columns: [panel, terms, HIGH or WIDE] */
    int rows, columns, terms;
    bool is_square;
    double *out;
};

/* A matrix [terms, count] as panels of `width` columns, with zeros after the last. The caller
 * frees. */
static double *panels_of(const double *matrix, int terms, int count, int width) {
    int panels = (count + width - 1) / width;
    double *packed = allocate((size_t)panels * (size_t)terms * (size_t)width, sizeof *packed);
    for (int p = 0; p < panels; p++)
        for (int t = 0; t < terms; t++)
            for (int i = 0; i < smaller(count - p * width, width); i++)
                packed[((size_t)p * (size_t)terms + (size_t)t) * (size_t)width + (size_t)i] =
                    matrix[(size_t)t * (size_t)count + (size_t)(p * width + i)];
    return packed;
}

/* Add to the tile at (row, column) of out. */
static void add_tile(const struct job *job, int row, int column) {
    const double *a = job->a + (size_t)row * (size_t)job->terms;
    const double *b = job->b + (size_t)column * (size_t)job->terms;
    int high = smaller(job->rows - row, HIGH), wide = smaller(job->columns - column, WIDE);
    double tile[HIGH][WIDE] = {{0}};
    for (int i = 0; i < high; i++)
        for (int j = 0; j < wide; j++)
            tile[i][j] = job->out[(size_t)(row + i) * (size_t)job->columns + (size_t)(column + j)];
    doubles sum[HIGH][2];
    for (int i = 0; i < HIGH; i++)
        for (int part = 0; part < 2; part++)
            sum[i][part] = *(const doubles *)(tile[i] + part * AT_ONCE);
    for (int t = 0; t < job->terms; t++, a += HIGH, b += WIDE) {
        doubles first = *(const doubles *)b, second = *(const doubles *)(b + AT_ONCE);
        for (int i = 0; i < HIGH; i++) {
            sum[i][0] = sum[i][0] + a[i] * first;
            sum[i][1] = sum[i][1] + a[i] * second;
        }
    }
    for (int i = 0; i < HIGH; i++)
        for (int part = 0; part < 2; part++)
            *(doubles *)(tile[i] + part * AT_ONCE) = sum[i][part];
    for (int i = 0; i < high; i++)
        for (int j = 0; j < wide; j++)
            job->out[(size_t)(row + i) * (size_t)job->columns + (size_t)(column + j)] = tile[i][j];
}

/* All tiles of one panel of columns. Work for team_share. */
static void add_panel(void *context, int piece, int thread) {
    (void)thread;
    const struct job *job = context;
    int column = piece * WIDE;
    for (int row = 0; row < job->rows && !(job->is_square && row >= column + WIDE); row += HIGH)
        add_tile(job, row, column);
}

void add_ordered_products(const double *a, int rows, const double *b, int columns, int terms,
                          bool is_square, double *out) {
    struct job job = {.a = panels_of(a, terms, rows, HIGH),
                      .b = panels_of(b, terms, columns, WIDE),
                      .rows = rows,
                      .columns = columns,
                      .terms = terms,
                      .is_square = is_square,
                      .out = out};
    struct team *threads = team(threads_wanted());
    team_share(threads, (columns + WIDE - 1) / WIDE, add_panel, &job);
    team_free(threads);
    free(job.a);
    free(job.b);
}
