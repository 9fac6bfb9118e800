/* A published value beside the rebuilt one: their difference, and whether they agree. */
#ifndef VALUES_PUBLISHED_H
#define VALUES_PUBLISHED_H

#include "values/values.h"

/* EQUAL: both are equal as printed. WITHIN and OUTSIDE: they differ, and a repeat gives the
 * interval in which one more replicate is expected; the published value lies within it or outside
 * of it. NOT_EQUAL: they differ, and there is no interval. NOT_REBUILT: the run gives no such
 * value. */
enum verdict { EQUAL, WITHIN, OUTSIDE, NOT_EQUAL, NOT_REBUILT };

/* The words for each verdict. */
extern const char *const verdict_words[];

/* One published value and what the run gives for it. */
struct published_comparison {
    const char *id;                 /* the published value's id without its publication */
    const struct value *published;  /* borrowed */
    char *rebuilt, *difference;     /* with as many decimals as the published value; NOT_MEASURED */
    const struct value *low, *high; /* ends of the prediction interval, borrowed; NULL if none */
    enum verdict verdict;
    char *beyond; /* OUTSIDE: the distance to the nearest end of the interval, with its sign; else
                     "" */
};

/* Compare one published value with the run's values, which must both outlive the comparison. The
 * caller frees it with comparison_free. */
struct published_comparison comparison_of(const struct values *values,
                                          const struct value *published);

void comparison_free(struct published_comparison *comparison);

/* Compare every published value; result [published->count]. The caller frees with
 * comparisons_free. */
struct published_comparison *compare_published(const struct values *values,
                                               const struct values *published);

void comparisons_free(struct published_comparison *comparisons, size_t count);

#endif
