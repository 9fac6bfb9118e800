/* The jackknife over models of a mean over pairs. */
#include "program/error.h"
#include "statistics/statistics.h"
#include <math.h>
#include <stdlib.h>

/* The mean over the pairs without the model `left_out`. */
static double mean_without(const double *values, size_t models, size_t left_out) {
    double sum = 0;
    for (size_t a = 0; a < models; a++)
        for (size_t b = a + 1; b < models; b++)
            if (a != left_out && b != left_out)
                sum += values[pair_index(models, a, b)];
    return sum / (double)pair_count(models - 1);
}

struct interval jackknife_interval(const double *values, size_t models, size_t first_free,
                                   double confidence) {
    if (models < 3 || first_free + 2 > models)
        fail("a jackknife needs three models or more, two of them free: got %zu, the first %zu "
             "given",
             models, first_free);
    size_t n = models - first_free;
    double *partial = allocate(n, sizeof *partial);
    for (size_t i = 0; i < n; i++)
        partial[i] = mean_without(values, models, first_free + i);
    double centre = mean(partial, n), squares = 0;
    for (size_t i = 0; i < n; i++)
        squares += (partial[i] - centre) * (partial[i] - centre);
    free(partial);
    double standard_error = sqrt((double)(n - 1) / (double)n * squares);
    double reach = student_bound(confidence, n - 1) * standard_error;
    double whole = mean(values, pair_count(models));
    return (struct interval){whole - reach, whole + reach};
}

double *ratio_parts(const double *numerators, const double *denominators, size_t count) {
    double below = mean(denominators, count), ratio = mean(numerators, count) / below;
    double *parts = allocate(count, sizeof *parts);
    for (size_t i = 0; i < count; i++)
        parts[i] = ratio + (numerators[i] - ratio * denominators[i]) / below;
    return parts;
}
