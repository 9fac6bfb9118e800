/* Where an autoencoder lies: which file of a folder holds its weights, and which its settings. */
#ifndef PRETRAINED_PLACE_H
#define PRETRAINED_PLACE_H

#include <stdbool.h>

struct place {
    char *weights;
    char *config; /* NULL if there is none */
};

/* The files of the autoencoder in a folder, or whose weights are that file. Fails with one line
 * where a folder holds none (names the folders below it that do) or several. The caller frees both
 * texts. */
struct place find_place(const char *path);

/* Whether the path is a file, or a folder with the weights of one autoencoder, told by names. */
bool is_one_place(const char *path);

#endif
