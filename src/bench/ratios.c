/* Medians and ratios of times. */
#include "bench/ratios.h"
#include "program/error.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int turns(void) {
    return count_wanted("TURNS", 15, MOST_TURNS);
}

static int compare(const void *a, const void *b) {
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

double median(const double *samples, int count) {
    double sorted[MOST_TURNS];
    memcpy(sorted, samples, (size_t)count * sizeof *sorted);
    qsort(sorted, (size_t)count, sizeof *sorted, compare);
    return sorted[count / 2];
}

void print_heading(const char *title) {
    printf("\n%-44s %11s %11s %7s  %s\n", title, "time, ms", "floor, ms", "ratio", "least-most");
}

void print_row(const char *name, const double *times, const double *floors, int turns) {
    double ratios[MOST_TURNS], least = INFINITY, most = 0;
    for (int n = 0; n < turns; n++) {
        ratios[n] = times[n] / floors[n];
        least = fmin(least, ratios[n]);
        most = fmax(most, ratios[n]);
    }
    printf("%-44s %11.3f %11.3f %7.2f  %.2f-%.2f\n", name, 1e3 * median(times, turns),
           1e3 * median(floors, turns), median(ratios, turns), least, most);
}
