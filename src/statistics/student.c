/* Student's t distribution. */
#include "statistics/statistics.h"
#include <math.h>

/* A finite series for whole degrees of freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4). With
 * s = sin(angle), c = cos(angle):
 *
 *     even:  s (1 + 1/2 c^2 + 1*3/(2*4) c^4 + ... + c^(degrees - 2) term)
 *     odd:   2/pi (angle + s (c + 2/3 c^3 + 2*4/(3*5) c^5 + ... + c^(degrees - 2) term))
 */
double student_probability(double angle, size_t degrees) {
    size_t odd = degrees % 2;
    double cosine = cos(angle), term = odd ? cosine : 1, sum = 0;
    for (size_t power = odd; power + 2 <= degrees; power += 2) {
        sum += term;
        term *= cosine * cosine * (double)(power + 1) / (double)(power + 2);
    }
    return odd ? M_2_PI * (angle + sin(angle) * sum) : sin(angle) * sum;
}

double student_bound(double confidence, size_t degrees) {
    double low = 0, high = M_PI_2;
    for (int halving = 0; halving < 60; halving++) {
        double angle = (low + high) / 2;
        if (student_probability(angle, degrees) < confidence)
            low = angle;
        else
            high = angle;
    }
    return sqrt((double)degrees) * tan(low);
}

struct interval student_interval(const double *values, size_t count, double confidence) {
    double centre = mean(values, count), squares = 0, n = (double)count;
    for (size_t i = 0; i < count; i++)
        squares += (values[i] - centre) * (values[i] - centre);
    double reach = student_bound(confidence, count - 1) * sqrt(squares / (n - 1) / n);
    return (struct interval){centre - reach, centre + reach};
}
