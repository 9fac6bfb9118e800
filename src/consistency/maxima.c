/* Largest cosines along rows and columns of blocks of products. */
/* The gradient tests have double precision, whose vectors are wider than a register: no function
 * that is called passes one. */
#pragma GCC diagnostic ignored "-Wpsabi"
#include "consistency/maxima.h"
#include "arithmetic/vectors.h"
#include "consistency/products.h"
#include "program/error.h"
#include <stdlib.h>

/* What the threads find. A row belongs to one thread; a column to all, so each has its own. */
struct search {
    struct maxima of_rows, *of_columns; /* of_columns [threads] */
};

static void raise_one(real value, real *cosine, real *largest) {
    real positive = value < 0 ? -value : value;
    *cosine = value > *cosine ? value : *cosine;
    *largest = positive > *largest ? positive : *largest;
}

/* Raise the maxima of a row and of the columns by that row's products. */
static void raise_by_row(const real *products, int columns, struct maxima of_row,
                         struct maxima of_columns) {
    vector cosine = all(*of_row.cosine), largest = all(*of_row.size);
    int j = 0;
    for (; j + VECTOR_LANES <= columns; j += VECTOR_LANES) {
        vector value = load(products + j), positive = size(value);
        cosine = greater(cosine, value);
        largest = greater(largest, positive);
        store(of_columns.cosine + j, greater(load(of_columns.cosine + j), value));
        store(of_columns.size + j, greater(load(of_columns.size + j), positive));
    }
    for (int lane = 0; lane < VECTOR_LANES; lane++) {
        raise_one(cosine[lane], of_row.cosine, &(real){0});
        raise_one(largest[lane], &(real){0}, of_row.size);
    }
    for (; j < columns; j++) {
        raise_one(products[j], of_row.cosine, of_row.size);
        raise_one(products[j], of_columns.cosine + j, of_columns.size + j);
    }
}

static struct maxima places_from(struct maxima maxima, int place) {
    return (struct maxima){maxima.cosine + place, maxima.size + place};
}

static void raise_by_block(void *context, const struct products *products) {
    const struct search *search = context;
    struct maxima of_columns = places_from(search->of_columns[products->thread], products->column);
    for (int r = 0; r < products->rows; r++)
        raise_by_row(products->values + (size_t)r * (size_t)products->stride, products->columns,
                     places_from(search->of_rows, products->row + r), of_columns);
}

/* No product is below -1 but for rounding; -2 is below all. */
static struct maxima no_maxima(int count) {
    struct maxima maxima = {allocate((size_t)count, sizeof(real)),
                            allocate((size_t)count, sizeof(real))};
    for (int i = 0; i < count; i++)
        maxima.cosine[i] = -2;
    return maxima;
}

static void free_one(struct maxima *maxima) {
    free(maxima->cosine);
    free(maxima->size);
}

struct both_maxima maxima_of(const real *a, int a_latents, const real *b, int b_latents,
                             int d_model, struct team *team) {
    int threads = team_size(team);
    struct search search = {no_maxima(a_latents),
                            allocate((size_t)threads, sizeof *search.of_columns)};
    for (int thread = 0; thread < threads; thread++)
        search.of_columns[thread] = no_maxima(b_latents);
    each_products(a, a_latents, b, b_latents, d_model, team, raise_by_block, &search);
    struct both_maxima both = {search.of_rows, search.of_columns[0]};
    for (int thread = 1; thread < threads; thread++) {
        for (int j = 0; j < b_latents; j++) {
            raise_one(search.of_columns[thread].cosine[j], both.of_b.cosine + j, &(real){0});
            raise_one(search.of_columns[thread].size[j], &(real){0}, both.of_b.size + j);
        }
        free_one(&search.of_columns[thread]);
    }
    free(search.of_columns);
    return both;
}

void maxima_free(struct both_maxima *maxima) {
    free_one(&maxima->of_a);
    free_one(&maxima->of_b);
}

double mean_of_reals(const real *values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += (double)values[i];
    return sum / count;
}
