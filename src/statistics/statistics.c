/* Means, percentiles and pairs. */
#include "statistics/statistics.h"
#include <math.h>

double mean(const double *values, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum / (double)count;
}

double standard_deviation(const double *values, size_t count, double centre) {
    double squares = 0;
    for (size_t i = 0; i < count; i++)
        squares += (values[i] - centre) * (values[i] - centre);
    return sqrt(squares / (double)(count - 1));
}

double percentile(const double *sorted, size_t count, double percent) {
    double position = percent / 100 * (double)(count - 1);
    size_t below = (size_t)position;
    if (below + 1 >= count)
        return sorted[count - 1];
    double part = position - (double)below;
    return sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

size_t pair_count(size_t models) {
    return models * (models - 1) / 2;
}

/* Row a comes after a rows, which have models - 1, models - 2, ... pairs:
 *
 *              b = 1   2   3
 *     a = 0        0   1   2
 *     a = 1            3   4
 *     a = 2                5
 */
size_t pair_index(size_t models, size_t a, size_t b) {
    return a * (2 * models - a - 1) / 2 + b - a - 1;
}
