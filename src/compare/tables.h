/* The files of a pairs, tables with tabs between columns and names on the first line; numbers
 * lose nothing (files/number.h), and are `nan` where nothing was measured:
 *
 *   saes.tsv      a line an autoencoder
 *   pairs.tsv     a line a pair: a, b, n_a, n_b, the columns of columns.h; of each score what the
 *                 nulls give, as random_<score> and so on; last the partner of each of a's latents
 *                 (-1: none) and the shared latents of a, numbers from 0 with commas between
 *   summary.tsv   a line a score: its mean over pairs, the ends of its interval, the nulls' means
 *   settings.tsv  what the numbers depend on besides the files of autoencoders
 *
 * The same files and settings give the same bytes.
 */
#ifndef COMPARE_TABLES_H
#define COMPARE_TABLES_H

#include "compare/pairs.h"

struct settings_told {
    const char *activations, *tensor; /* NULL if not given */
    uint64_t seed;
};

/* Write the tables into `folder`, which is made. */
void write_tables(const struct compared_pairs *pairs, const char *folder,
                  struct settings_told settings);

/* terminal.c: print the autoencoders, the pairs and the means. */
void print_comparison(const struct compared_pairs *pairs);

#endif
