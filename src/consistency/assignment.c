/* Shortest augmenting paths, as R. Jonker and A. Volgenant (A shortest augmenting path algorithm
 * for dense and sparse linear assignment problems, Computing 38, 1987) find them, for rectangles as
 * in D. F. Crouse (On implementing 2D rectangular assignment algorithms, IEEE Transactions on
 * Aerospace and Electronic Systems 52, 2016).
 *
 * Each column j has a price p_j, which is 0 until a row takes it. The profit of row i there is
 * g_ij - p_j, and each row that has a column has one of largest profit: so no other matching of
 * these rows has a larger sum. A further row finds its column on a path
 *
 *   row -> column -> the row that has it -> another column -> .. -> a free column
 *
 * on which every row moves on by one column. A step from a row to a column is as long as the profit
 * that the row loses by it; the shortest path costs the sum least. The prices then rise so that it
 * costs its rows nothing.
 */
#include "consistency/assignment.h"
#include "program/error.h"
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Some columns at once. LANES is a multiple of them. */
enum { AT_ONCE = 4 };
typedef double doubles
    __attribute__((vector_size(AT_ONCE * sizeof(double)), aligned(sizeof(double)), may_alias));
typedef int64_t places
    __attribute__((vector_size(AT_ONCE * sizeof(double)), aligned(sizeof(double)), may_alias));
typedef real reals
    __attribute__((vector_size(AT_ONCE * sizeof(real)), aligned(sizeof(real)), may_alias));

struct assignment {
    const real *gains; /* [rows, width] */
    int width;
    int *column_of; /* [rows], -1: none yet */
    int *row_of;    /* [width], -1: free */
    double *price;  /* [width] */

    /* Of the search for one row. Columns are passed in the order of their distance. */
    double *open_price; /* [width] the price; INFINITY: passed */
    double *distance;   /* [width] of the shortest path so far; INFINITY: none, or passed */
    int64_t *from;      /* [width] the row before the column on that path */
    int *passed;        /* [width] the columns passed, and their distances */
    double *passed_at;
};

static const real *gains_of(const struct assignment *all, int row) {
    return all->gains + (size_t)row * (size_t)all->width;
}

static places either(places which, places a, places b) {
    return (which & a) | (~which & b);
}

/* Shorten the paths to open columns by those over `row`, where a path to a column of profit 0 would
 * be `start` long. Returns the length of the shortest path to an open column. */
static double lengthen_paths(struct assignment *all, int row, double start) {
    const real *gains = gains_of(all, row);
    doubles least = {INFINITY, INFINITY, INFINITY, INFINITY};
    for (int j = 0; j < all->width; j += AT_ONCE) {
        doubles gain = __builtin_convertvector(*(const reals *)(gains + j), doubles);
        doubles length = start - (gain - *(const doubles *)(all->open_price + j));
        doubles *distance = (doubles *)(all->distance + j);
        places *from = (places *)(all->from + j);
        places is_shorter = length < *distance;
        *distance = (doubles)either(is_shorter, (places)length, (places)*distance);
        *from = either(is_shorter, row - (places){0}, *from);
        least = (doubles)either(*distance < least, (places)*distance, (places)least);
    }
    return fmin(fmin(least[0], least[1]), fmin(least[2], least[3]));
}

/* The first free column at that distance, or else the first one. */
static int column_at(const struct assignment *all, double distance) {
    int first = -1;
    for (int j = 0; j < all->width; j++)
        if (all->distance[j] == distance) {
            if (all->row_of[j] < 0)
                return j;
            if (first < 0)
                first = j;
        }
    return first;
}

/* Give `start` a column: find the shortest path, raise the prices, and move the rows on it. */
static void assign_row(struct assignment *all, int start) {
    memcpy(all->open_price, all->price, (size_t)all->width * sizeof *all->price);
    for (int j = 0; j < all->width; j++)
        all->distance[j] = INFINITY;
    int count = 0, row = start, column;
    double least = lengthen_paths(all, start, 0);
    while (all->row_of[column = column_at(all, least)] >= 0) {
        row = all->row_of[column];
        all->passed[count] = column;
        all->passed_at[count++] = least;
        all->open_price[column] = all->distance[column] = INFINITY;
        double profit = (double)gains_of(all, row)[column] - all->price[column];
        least = lengthen_paths(all, row, least + profit);
    }
    for (int i = 0; i < count; i++)
        all->price[all->passed[i]] += least - all->passed_at[i];
    do {
        row = (int)all->from[column];
        int before = all->column_of[row];
        all->column_of[row] = column;
        all->row_of[column] = row;
        column = before;
    } while (row != start);
}

void assign_columns(const real *gains, int rows, int columns, int *column_of, double *price) {
    size_t width = (size_t)padded(columns);
    struct assignment all = {.gains = gains,
                             .width = (int)width,
                             .column_of = column_of,
                             .row_of = allocate(width, sizeof *all.row_of),
                             .price = price ? price : allocate(width, sizeof *all.price),
                             .open_price = allocate(width, sizeof *all.open_price),
                             .distance = allocate(width, sizeof *all.distance),
                             .from = allocate(width, sizeof *all.from),
                             .passed = allocate(width, sizeof *all.passed),
                             .passed_at = allocate(width, sizeof *all.passed_at)};
    for (size_t j = 0; j < width; j++) {
        all.row_of[j] = -1;
        all.price[j] = 0;
    }
    for (int i = 0; i < rows; i++)
        column_of[i] = -1;
    for (int i = 0; i < rows; i++)
        assign_row(&all, i);
    free(all.row_of);
    if (!price)
        free(all.price);
    free(all.open_price);
    free(all.distance);
    free(all.from);
    free(all.passed);
    free(all.passed_at);
}
