/* Tables of ratios. Both times of a ratio are measured in one run, by turns; a time is never
 * printed alone. */
#ifndef BENCH_RATIOS_H
#define BENCH_RATIOS_H

enum { MOST_TURNS = 100 };

/* How often each row of a table is measured: TURNS in the environment, or 15 if it is not set.
 * Fails if TURNS is not a count from 1 to MOST_TURNS. */
int turns(void);

/* The median of samples[count]. */
double median(const double *samples, int count);

void print_heading(const char *title);

/* Print a row: the medians of times[turns] and floors[turns], in seconds, and the median, the least
 * and the most of their ratios. times[n] and floors[n] are of the same turn. */
void print_row(const char *name, const double *times, const double *floors, int turns);

#endif
