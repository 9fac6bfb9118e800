/* Gemma Scope: params.npz, and Gemma Scope 2: config.json and params.safetensors.
 *
 *   W_enc [d_in, d_sae]   W_dec [d_sae, d_out]   b_enc, threshold [d_sae]   b_dec [d_out]
 *   affine_skip_connection [d_in, d_out]         (w_enc and w_dec in 2)
 *
 * All are jumprelu, and none subtracts b_dec. The SAEs of the embedding (those in a folder
 * `embedding`) were trained on rows divided by sqrt(d_in). */
#include "pretrained/layouts.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_small(const struct saved *saved) {
    return has_tensor(saved, "w_enc") && has_tensor(saved, "w_dec");
}

/* W_enc, W_dec and a threshold alone may also be SAELens's, without its cfg.json. */
static bool is_gemma_scope(const struct saved *saved) {
    const char *dot = strrchr(saved->file.path, '.');
    bool is_npz =
        dot && strcmp(dot, ".npz") == 0 && has_tensor(saved, "W_enc") && has_tensor(saved, "W_dec");
    bool says_so = strcmp(setting_text(saved, "architecture", ""), "jump_relu") == 0;
    return (is_npz || is_small(saved) || (says_so && has_tensor(saved, "W_dec"))) &&
           !setting(saved, "d_in");
}

/* Whether one of the last three folders of the path has "embedding" in its name: published is
 * embedding/width_4k/average_l0_6/params.npz. */
static bool is_of_embedding(const char *path) {
    char *whole = realpath(path, NULL);
    bool is_so = false;
    char *end = whole ? strrchr(whole, '/') : NULL;
    for (int folder = 0; folder < 3 && end; folder++) {
        *end = '\0';
        end = strrchr(whole, '/');
        is_so = is_so || strstr(end ? end : whole, "embedding") != NULL;
    }
    free(whole);
    return is_so;
}

static void scale_matrix(real *values, int rows, int columns, double factor) {
    for (size_t i = 0; i < (size_t)rows * (size_t)row_stride(columns); i++)
        values[i] = (real)((double)values[i] * factor);
}

static void read_gemma_scope(struct saved *saved, struct pretrained *sae) {
    static const char *const factor[] = {"scaling_factor", NULL};
    struct pretrained_function *function = sae->function;
    const char *architecture = setting_text(saved, "architecture", "jump_relu");
    if (strcmp(architecture, "jump_relu") != 0)
        refuse_setting(saved, "architecture", "jump_relu");
    saved->kind = sae->architecture = "jumprelu";
    refuse_tensors(saved, factor);
    read_weights(saved,
                 &(struct names){.encoder = is_small(saved) ? "w_enc" : "W_enc",
                                 .decoder = is_small(saved) ? "w_dec" : "W_dec",
                                 .of_latents = "b_enc",
                                 .of_outputs = "b_dec",
                                 .decoder_has_latent_rows = true},
                 sae);
    function->selection = ABOVE_THRESHOLD;
    function->encoder_bias = vector(saved, "b_enc", sae->d_sae);
    function->threshold = vector(saved, "threshold", sae->d_sae);
    function->decoder_bias = vector(saved, "b_dec", sae->d_out);
    if (has_tensor(saved, "affine_skip_connection"))
        function->skip = matrix(saved, "affine_skip_connection", sae->d_out, sae->d_in, true);
    else if (setting_truth(saved, "affine_connection", false))
        refuse_setting(saved, "affine_connection", "false: %s has no affine_skip_connection",
                       saved->file.path);
    if (!is_small(saved) && is_of_embedding(saved->file.path)) {
        scale_matrix(sae->encoder, sae->d_sae, sae->d_in, 1 / sqrt(sae->d_in));
        scale_matrix(sae->decoder, sae->d_sae, sae->d_out, sqrt(sae->d_in));
        sae->note = text("%s: an SAE of the embedding (by its folder): encoder / sqrt(d_in) and "
                         "decoder * sqrt(d_in), as SAELens reads it",
                         saved->file.path);
    }
}

const struct layout gemma_scope_files = {"Gemma Scope", is_gemma_scope, read_gemma_scope};
