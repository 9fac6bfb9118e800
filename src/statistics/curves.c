/* Curves through points, and the gap between two of them. */
#include "program/error.h"
#include "statistics/statistics.h"
#include <math.h>
#include <stdlib.h>

struct point {
    double x, y;
};

static int by_x(const void *first, const void *second) {
    const struct point *a = first, *b = second;
    return (a->x > b->x) - (a->x < b->x);
}

struct curve curve_through(const double *x, const double *y, size_t count) {
    struct point *points = allocate(count, sizeof *points);
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(x[i]) && !isnan(y[i]))
            points[known++] = (struct point){x[i], y[i]};
    qsort(points, known, sizeof *points, by_x);
    struct curve curve = {0, allocate(known, sizeof(double)), allocate(known, sizeof(double))};
    for (size_t i = 0, equal; i < known; i += equal, curve.count++) {
        double sum = 0;
        for (equal = 0; i + equal < known && points[i + equal].x == points[i].x; equal++)
            sum += points[i + equal].y;
        curve.x[curve.count] = points[i].x;
        curve.y[curve.count] = sum / (double)equal;
    }
    free(points);
    return curve;
}

void curve_free(struct curve *curve) {
    free(curve->x);
    free(curve->y);
    *curve = (struct curve){0};
}

double curve_at(const struct curve *curve, double x) {
    if (curve->count == 0 || !(x >= curve->x[0] && x <= curve->x[curve->count - 1]))
        return NAN;
    size_t above = 0;
    while (curve->x[above] < x)
        above++;
    if (curve->x[above] == x)
        return curve->y[above];
    double left = curve->x[above - 1], share = (x - left) / (curve->x[above] - left);
    return curve->y[above - 1] + share * (curve->y[above] - curve->y[above - 1]);
}

/* --- the gap between two ---------------------------------------------------------------------- */

static int by_size(const void *first, const void *second) {
    const double *a = first, *b = second;
    return (*a > *b) - (*a < *b);
}

/* The x between which both curves are lines, ascending, from the first that both reach to the last;
 * their number into *count. The caller frees. */
static double *knots_of(const struct curve *first, const struct curve *second, double from,
                        double to, size_t *count) {
    double *knots = allocate(first->count + second->count, sizeof *knots);
    *count = 0;
    for (int of = 0; of < 2; of++) {
        const struct curve *curve = of == 0 ? first : second;
        for (size_t i = 0; i < curve->count; i++)
            if (curve->x[i] >= from && curve->x[i] <= to)
                knots[(*count)++] = curve->x[i];
    }
    qsort(knots, *count, sizeof *knots, by_size);
    return knots;
}

struct gap gap_between(const struct curve *first, const struct curve *second) {
    struct gap gap = {NAN, NAN, NAN, NAN, NAN};
    if (first->count == 0 || second->count == 0)
        return gap;
    double from = fmax(first->x[0], second->x[0]);
    double to = fmin(first->x[first->count - 1], second->x[second->count - 1]);
    if (!(from < to))
        return gap;
    size_t count;
    double *knots = knots_of(first, second, from, to, &count), area = 0, before = NAN;
    for (size_t i = 0; i < count; i++) {
        double here = curve_at(first, knots[i]) - curve_at(second, knots[i]);
        gap.low = fmin(gap.low, here);
        gap.high = fmax(gap.high, here);
        if (i > 0)
            area += (knots[i] - knots[i - 1]) * (before + here) / 2;
        before = here;
    }
    free(knots);
    gap.mean = area / (to - from);
    gap.from = from;
    gap.to = to;
    return gap;
}
