/* The verdict: how many published values the run gives again, and how each of them compares. */
#ifndef VALUES_VERDICT_H
#define VALUES_VERDICT_H

/* Compare every published value with the values of these experiments in `folder` (RESULTS, or the
 * folder of a replicate), and write two tables there:
 *
 *   verdict/reported.tsv   a line for each published value: id, published, rebuilt, difference,
 *                          prediction_low, prediction_high, verdict, beyond, where
 *   verdict/values.tsv     the number of published values, and of those with each verdict
 *
 * Fails if a table of the experiments or of the published values is missing or malformed. */
void verdict_write(const char *folder, int count, char **experiments);

#endif
