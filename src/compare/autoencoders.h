/* Autoencoders from files, made ready to be compared. */
#ifndef COMPARE_AUTOENCODERS_H
#define COMPARE_AUTOENCODERS_H

#include "activations/activations.h"
#include "files/hash.h"
#include "pretrained/pretrained.h"
#include <stdbool.h>
#include <stddef.h>

/* A latent that is kept on a smaller share of the rows fires rarely, as in our protocols. */
#define LIVE_FROM 0.001

/* One of them. Once they are measured, the rows of its directions have unit length or are zero. */
struct compared {
    struct pretrained sae;
    char sha256[SHA256_TEXT]; /* of the file that holds its weights */
    bool *is_live; /* [d_sae] kept on a share of LIVE_FROM of the rows or more; without rows: its
                      direction is not zero */
    int live;

    /* Of rows; not a number without them. The quality is not known of a transcoder either: the
     * rows are what it reads, not what it should give. */
    double explained_variance, mean_squared_error;
    double l0;   /* mean number of activations of a row that are not 0 */
    double dead; /* latents that are 0 on every row */
};

struct compared_set {
    int count;
    struct compared *item;   /* [count] */
    struct activations rows; /* rows.rows is 0 if there are none */
};

/* Read the autoencoders at these paths, and the rows at `activations`, unless that is NULL
 * (activations.h). Fails with one line if they cannot be compared: another d_in or d_out than the
 * first, or a direction that is not finite; if the rows have another width. What a reader says of
 * an autoencoder, and which two are the same file, goes to standard error. The caller frees with
 * compared_free. */
struct compared_set compared_read(int count, char *const *paths, const char *activations,
                                  const char *tensor);

/* Measure each on the rows, if there are any, and scale its directions to unit length. `rows_done`
 * is told how many rows of all autoencoders are done. */
void compared_measure(struct compared_set *set, void (*rows_done)(void *context, double rows),
                      void *context);
void compared_free(struct compared_set *set);

#endif
