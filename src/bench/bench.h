/* The tables of `make bench`: each has a file src/bench_*.c, and src/bench.c prints them all. */
#ifndef BENCH_H
#define BENCH_H

#include "activations/activations.h"
#include "autoencoder/sae.h"

/* Normal rows, always the same; the caller frees. */
struct activations drawn_rows(int rows, int d_model);

/* An SAE of this shape, trained as the study trains. */
struct sae_settings study_settings(int d_model, int d_sae, int k, int batch, double lambda);

/* The training of the study's SAEs on these rows, and the phases of a step. */
void bench_study(const struct activations *activations);

/* The transformer's training: its steps, its epochs, and 40 of them where it must add. */
void bench_transformer(void);

/* Wide SAEs: a step beside its product on one core and on all, PWMCC, and how a step grows with
 * each of its sizes, which also goes into a table at `path` (for figures/growth.gp). */
void bench_wide(int cores, const char *path);

#endif
