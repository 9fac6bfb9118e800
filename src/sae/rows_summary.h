/* What a person wants to know of rows before anything is trained on them. */
#ifndef SAE_ROWS_SUMMARY_H
#define SAE_ROWS_SUMMARY_H

#include "activations/stored_rows.h"

/* Numbers of columns or rows, and the first of them. */
enum { MOST_PLACES = 5 };
struct places {
    int count, first[MOST_PLACES];
};

/* Count one more place; it is kept if it is among the first. */
void note_place(struct places *places, int place);

struct range {
    double least, largest;
    int least_at, largest_at;
};

/* Rows with an entry that is not finite have no part in anything but `not_finite`. */
struct rows_summary {
    struct places not_finite;      /* rows */
    int not_finite_column;         /* of the first such row */
    double mean_norm;              /* |mean row| */
    struct range means, variances; /* of the columns; variances over n - 1 */
    double variance;               /* of all columns together */
    struct range norms;            /* |row| */
    double norm;                   /* mean of |row| */
    struct places constant_columns, zero_rows;
    struct places duplicates; /* rows that repeat an earlier one */
    int duplicated;           /* the row that the first of them repeats */
    double effective_rank;    /* not a number where it was not computed */
    int rank_rows;            /* evenly spaced rows that it was computed from */
};

/* Two passes over the rows, block by block; the time left is said every 10 seconds on standard
 * error (PROGRESS=seconds). The covariance for the effective rank is that of all rows or, where
 * they are many, of 50,000 or more that are evenly spaced. With more than 4096 columns it is not
 * computed. */
struct rows_summary summarise_rows(const struct stored_rows *rows);

#endif
