/* Tables of ratios: two times that were taken by turns in one run, never a time alone. */
#ifndef RATIOS_H
#define RATIOS_H

enum { MOST_TURNS = 100 };

/* How often each row is measured: TURNS of the environment, 15 where it is not set. Fails if that
 * is no count from 1 to MOST_TURNS. */
int turns(void);

double median(const double *samples, int count);

void print_heading(const char *title);

/* Seconds beside seconds: medians, and the median, least and most of their ratios, each turn of one
 * beside the same of the other. */
void print_row(const char *name, const double *times, const double *floors, int turns);

#endif
