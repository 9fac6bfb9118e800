/* The parts of the program `bench`. Each has a file of its own in src/bench. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "activations/activations.h"
#include "autoencoder/sae.h"

/* The batch size of the study's SAEs. */
enum { BATCH_SIZE = 2048 };

/* tables.c: print all tables, of the study's SAEs on the activations of a file, or on drawn rows if
 * activations_path is NULL. Writes the table of growth. Fails if the file has fewer rows than a
 * batch. */
void bench_tables(const char *growth_path, const char *activations_path);

/* training.c: train one SAE. Prints one line with the times of the monotonic clock at which the
 * first step began and the last one ended, and one with the explained variance at the end and the
 * loss of each step. arguments[7]: file of activations, d_sae, k, lambda, seed, epochs, threads. */
void bench_training(char **arguments);

/* study.c: print how fast the study's SAEs are trained on these rows, and the phases of a step. */
void bench_study(const struct activations *activations);

/* transformer.c: print how fast the transformer is trained: its steps, its validation, its epochs.
 */
void bench_transformer(void);

/* likeness.c: print how fast wide decoders are compared: PWMCC and its nulls beside OpenBLAS's
 * products, and a one-to-one matching beside scipy's, if a Python is there that has scipy. */
void bench_likeness(void);

/* wide.c: print how fast wide SAEs are trained: a step beside its product, on one core and on all;
 * and how a step grows with each of its sizes. The growth also goes into a table at `path`,
 * which figures/growth.gp draws. */
void bench_wide(int cores, const char *path);

/* wide.c: rows of normal numbers, the same each time. The caller frees. */
struct activations drawn_rows(int rows, int d_model);

/* study.c: an SAE of this shape, trained as the study trains. */
struct sae_settings study_settings(int d_model, int d_sae, int k, int batch, double lambda);

#endif
