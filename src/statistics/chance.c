/* The largest cosine that random directions have by chance. */
#include "statistics/statistics.h"
#include <math.h>

/* If c is the cosine of a random direction with a given one, sqrt(dimensions - 1) c / sqrt(1 - c^2)
 * has Student's t distribution with dimensions - 1 degrees of freedom. So with t = sin(angle), F(t)
 * is student_probability(angle, dimensions - 1). Simpson's rule gives the integral over the angle.
 */
double expected_largest_cosine(size_t directions, size_t dimensions) {
    enum { INTERVALS = 2048 };
    double sum = 0;
    for (int i = 0; i <= INTERVALS; i++) {
        double angle = M_PI_2 * i / INTERVALS;
        double below = pow(student_probability(angle, dimensions - 1), (double)directions);
        double weight = i == 0 || i == INTERVALS ? 1 : i % 2 == 1 ? 4 : 2;
        sum += weight * (1 - below) * cos(angle);
    }
    return sum * M_PI_2 / INTERVALS / 3;
}
