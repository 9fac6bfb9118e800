/* The files of an autoencoder, as layouts read them: checked access to tensors and settings. Every
 * function that fails prints one line, which begins with the path of the file at fault. */
#ifndef PRETRAINED_SAVED_H
#define PRETRAINED_SAVED_H

#include "files/tensor_file.h"
#include "pretrained/function.h"

struct saved {
    struct tensor_file file; /* the weights; its path is that of the file */
    char *config_path;       /* NULL if there is none */
    json_t *config;          /* an object; empty if there is none */
    json_t *settings;        /* those of the autoencoder: config, or an object in it */
    const char *within;      /* what precedes their names in messages: "" or "trainer." */
    const char *kind;        /* what is read, for messages: "jumprelu", "BatchTopKSAE" */
};

/* The text as it may stand in a message, with a ? for each control character. The caller frees. */
char *on_one_line(const char *text);

/* --- settings --------------------------------------------------------------------------------- */

/* The setting of that name; NULL if it is absent or null. */
json_t *setting(const struct saved *saved, const char *name);

/* The same as text, truth or number, or `otherwise` if it is absent. Fails if it is of another
 * type. */
const char *setting_text(const struct saved *saved, const char *name, const char *otherwise);
bool setting_truth(const struct saved *saved, const char *name, bool otherwise);
double setting_number(const struct saved *saved, const char *name, double otherwise);

/* End the program: the setting is not what is expected. */
_Noreturn void refuse_setting(const struct saved *saved, const char *name, const char *expected,
                              ...) __attribute__((format(printf, 3, 4)));

/* Fail if the setting is there and another than the size that the tensors have. */
void check_size(const struct saved *saved, const char *name, int size);

/* Check k, from `where` ("cfg.json: k", "tensor k"): 1 to d_sae, and whole unless `is_mean`. */
double checked_k(const char *path, const char *where, double k, int d_sae, bool is_mean);

/* --- tensors ---------------------------------------------------------------------------------- */

bool has_tensor(const struct saved *saved, const char *name);

/* How many numbers the vector of that name has, or the size of an axis of a matrix. Fails if it is
 * none. */
int vector_length(const struct saved *saved, const char *name);
int matrix_size(const struct saved *saved, const char *name, int axis);

/* The vector of that name and length. Fails if it has another shape or a number that is not finite.
 * The caller frees. A scalar serves as a vector of equal numbers only for vector_or_scalar. */
double *vector(const struct saved *saved, const char *name, int length);
double *vector_or_scalar(const struct saved *saved, const char *name, int length);
double scalar(const struct saved *saved, const char *name);

/* The matrix [rows, columns] of that name, or if `is_turned` that of [columns, rows] turned, as
 * [rows, row_stride(columns)]. Fails likewise. The caller frees. */
real *matrix(const struct saved *saved, const char *name, int rows, int columns, bool is_turned);

/* End the program if the file has a tensor of these names (NULL after the last): an autoencoder of
 * this kind has none. */
void refuse_tensors(const struct saved *saved, const char *const *names);

/* --- weights ---------------------------------------------------------------------------------- */

/* The names of encoder, decoder and the biases that tell their lengths, and how they lie. */
struct names {
    const char *encoder, *decoder;
    const char *of_latents; /* a vector [d_sae] */
    const char *of_outputs; /* a vector [d_out] */
    bool encoder_has_latent_rows, decoder_has_latent_rows;
    bool may_be_turned; /* both matrices may lie the other way, if their shapes tell */
};

/* Read encoder and decoder, and set d_in, d_sae and d_out, which the lengths of the two vectors
 * tell. Fails if a shape does not fit. */
void read_weights(const struct saved *saved, const struct names *names, struct pretrained *sae);

#endif
