/* What is measured of a pair of autoencoders, as columns of numbers: the measures of
 * consistency/likeness.h, and with rows the PWMCC of live latents. */
#ifndef COMPARE_COLUMNS_H
#define COMPARE_COLUMNS_H

#include "consistency/likeness.h"

/* The columns of a pair: the measures, and then one more. */
enum { LIVE_PWMCC = LIKENESS_MEASURES, COLUMNS };

static inline const char *column_name(int column) {
    return column == LIVE_PWMCC ? "live_pwmcc" : likeness_table[column].name;
}

/* Whether it says how alike two autoencoders are, so that it is held against chance. */
static inline bool column_is_score(int column) {
    return column == LIVE_PWMCC || likeness_table[column].is_score;
}

#endif
