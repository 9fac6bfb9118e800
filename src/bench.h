/* Tables of ratios: two times that were taken by turns in one run, never a time alone.
 *
 * Each table of `make bench` has a file src/bench_*.c; src/bench.c prints them all.
 */
#ifndef BENCH_H
#define BENCH_H

#include "activations.h"

enum { MOST_TURNS = 100 };

/* How often each row is measured: TURNS of the environment, 15 where it is not set. Fails if that
 * is no count from 1 to MOST_TURNS. */
int turns(void);

/* Seconds of a clock that only goes on. */
double now(void);

double median(const double *samples, int count);

void print_heading(const char *title);

/* Seconds beside seconds: medians, and the median, least and most of their ratios, each repetition
 * of one beside the same of the other. */
void print_row(const char *name, const double *times, const double *floors, int turns);

extern const char *const sae_phase_names[];

/* The training of the study's SAEs on these rows, and the phases of a step. */
void bench_study(const struct activations *activations);

/* The transformer's training: its steps, its epochs, and 40 of them where it must add. */
void bench_transformer(void);

/* Wide SAEs: a step beside its product on one core and on all, PWMCC, and how a step grows with
 * each of its sizes, which also goes into a table at `path` (for figures/growth.gp). */
void bench_wide(int cores, const char *path);

#endif
