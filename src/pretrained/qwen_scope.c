/* Qwen Scope: SAE-Res-MODEL-WnK-L0_k/layerN.sae.pt, without settings.
 *
 *   W_enc [d_sae, d_in]   W_dec [d_in, d_sae]   b_enc [d_sae]   b_dec [d_in]
 *
 * The names are SAELens's, but both matrices lie the other way round; the lengths of the biases
 * tell. k is in the name of the folder alone. b_dec is not subtracted. (As SAELens 6.54 reads
 * them.) */
#include "pretrained/layouts.h"
#include "program/error.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_qwen_scope(const struct saved *saved) {
    return has_tensor(saved, "W_enc") && has_tensor(saved, "W_dec") && has_tensor(saved, "b_enc") &&
           has_tensor(saved, "b_dec") && !saved->config_path;
}

/* k of the folder's name, which ends in L0_k; 0 if it does not. */
static int k_of_folder(const char *path) {
    char *whole = realpath(path, NULL), *slash = whole ? strrchr(whole, '/') : NULL, rest;
    int k = 0;
    if (slash) {
        *slash = '\0';
        const char *name = strrchr(whole, '/'), *at = name ? strstr(name, "-L0_") : NULL;
        if (!at || sscanf(at, "-L0_%9d%c", &k, &rest) != 1)
            k = 0;
    }
    free(whole);
    return k;
}

static void read_qwen_scope(struct saved *saved, struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    const char *path = saved->file.path;
    int k = k_of_folder(path);
    if (k == 0)
        fail("%s: no file says its architecture or k, expected a cfg.json of SAELens beside it, or "
             "Qwen Scope's folder, whose name ends in -L0_k",
             path);
    saved->kind = sae->architecture = "topk";
    read_weights(saved,
                 &(struct names){.encoder = "W_enc",
                                 .decoder = "W_dec",
                                 .of_latents = "b_enc",
                                 .of_outputs = "b_dec",
                                 .encoder_has_latent_rows = true,
                                 .may_be_turned = true},
                 sae);
    if (sae->d_in == sae->d_sae)
        fail("%s: W_enc is square, so that nothing tells which way it lies, expected d_sae other "
             "than d_in, or a cfg.json",
             path);
    function->selection = LARGEST;
    function->k = checked_k(path, "the folder's L0", k, sae->d_sae, false);
    function->encoder_bias = vector(saved, "b_enc", sae->d_sae);
    function->decoder_bias = vector(saved, "b_dec", sae->d_in);
}

const struct layout qwen_scope_files = {"Qwen Scope", is_qwen_scope, read_qwen_scope};
