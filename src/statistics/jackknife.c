/* The jackknife over models of a mean over pairs. */
#include "program/error.h"
#include "statistics/statistics.h"
#include <math.h>
#include <stdlib.h>

/* Whether a mean over those pairs takes the pair whose first model is `a`: the given models come
 * first. */
static bool is_taken(enum pairs_taken taken, size_t a, size_t first_free) {
    return taken == ALL_PAIRS || (taken == PAIRS_WITH_GIVEN) == (a < first_free);
}

struct interval jackknife_from(double whole, const double *partial, size_t n, double confidence) {
    double centre = mean(partial, n), squares = 0;
    for (size_t i = 0; i < n; i++)
        squares += (partial[i] - centre) * (partial[i] - centre);
    double standard_error = sqrt((double)(n - 1) / (double)n * squares);
    double reach = student_bound(confidence, n - 1) * standard_error;
    return (struct interval){whole - reach, whole + reach};
}

/* The mean over the pairs taken, without those of the model `left_out`; of no model if that is
 * `models`. */
static double mean_without(const double *values, size_t models, size_t first_free,
                           enum pairs_taken taken, size_t left_out) {
    double sum = 0;
    size_t count = 0;
    for (size_t a = 0; a < models; a++)
        for (size_t b = a + 1; b < models; b++)
            if (a != left_out && b != left_out && is_taken(taken, a, first_free)) {
                sum += values[pair_index(models, a, b)];
                count++;
            }
    return sum / (double)count;
}

bool can_jackknife(size_t models, size_t first_free, enum pairs_taken taken) {
    size_t least = taken == PAIRS_WITHOUT_GIVEN ? 3 : 2;
    return models >= 3 && models >= first_free + least &&
           (taken != PAIRS_WITH_GIVEN || first_free > 0);
}

struct interval jackknife_of_pairs(const double *values, size_t models, size_t first_free,
                                   enum pairs_taken taken, double confidence) {
    if (!can_jackknife(models, first_free, taken))
        fail("a jackknife needs three models or more, two of them free: got %zu, the first %zu "
             "given",
             models, first_free);
    size_t n = models - first_free;
    double *partial = allocate(n, sizeof *partial);
    for (size_t i = 0; i < n; i++)
        partial[i] = mean_without(values, models, first_free, taken, first_free + i);
    double whole = mean_without(values, models, first_free, taken, models);
    struct interval interval = jackknife_from(whole, partial, n, confidence);
    free(partial);
    return interval;
}

struct interval jackknife_interval(const double *values, size_t models, size_t first_free,
                                   double confidence) {
    return jackknife_of_pairs(values, models, first_free, ALL_PAIRS, confidence);
}

double *ratio_parts(const double *numerators, const double *denominators, size_t count) {
    double below = mean(denominators, count), ratio = mean(numerators, count) / below;
    double *parts = allocate(count, sizeof *parts);
    for (size_t i = 0; i < count; i++)
        parts[i] = ratio + (numerators[i] - ratio * denominators[i]) / below;
    return parts;
}
