/* The verdict: how many published values the run gives again, and how each of them compares. */
#ifndef VALUES_VERDICT_H
#define VALUES_VERDICT_H

/* Compare every published value with the values of these experiments in `folder` (RESULTS, or the
 * folder of a replicate), and write there:
 *
 *   verdict/reported.tsv         a line for each value of the report: id, published, rebuilt,
 *                                difference, prediction_low, prediction_high, verdict, beyond,
 *                                where
 *   verdict/reported-paper.tsv   the same for the publication `paper`; so for any other
 *   verdict/values.tsv           the number of published values, and of those with each verdict:
 *                                verdict.<count> of the report, verdict.paper.<count> of the paper
 *
 * Fails if a table of the experiments or of the published values is missing or malformed. */
void verdict_write(const char *folder, int count, char **experiments);

#endif
