/* The answer to `make why`: where a value comes from. */
#ifndef REPORT_WHY_H
#define REPORT_WHY_H

/* The places where the report prints values. LaTeX writes this table when it sets the report: id of
 * the value, page, and section or table on that page. */
#define PLACES_PATH "build/tex/places.tsv"

/* Print the value with that id, of these experiments or published:
 *
 *   adaptive_l0.best_k = 4
 *     printed    4
 *     set at     page 5, Section 2.1
 *     formula    best candidate by the criterion
 *     ...
 *
 * then run the driver of its experiment, which prints the protocol lines and the artifacts behind
 * it; in this case the function does not return. If the id is "", print every id and its value.
 * Fails if there is no such value, and names the nearest ids. */
void why(const char *id, int count, char **experiments);

#endif
