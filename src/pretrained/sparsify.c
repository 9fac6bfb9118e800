/* sparsify: cfg.json and sae.safetensors.
 *
 *   encoder.weight, W_dec [d_sae, d_in]   encoder.bias [d_sae]   b_dec [d_in]   W_skip [d_in, d_in]
 *
 * Releases before the first on PyPI had `signed`: k largest |p|, signs kept. */
#include "pretrained/layouts.h"
#include "program/error.h"
#include <string.h>

static bool is_sparsify(const struct saved *saved) {
    return has_tensor(saved, "encoder.weight") && has_tensor(saved, "W_dec");
}

static void check_sizes(const struct saved *saved, const struct pretrained *sae) {
    check_size(saved, "d_in", sae->d_in);
    double latents = setting_number(saved, "num_latents", 0);
    if (latents != 0)
        check_size(saved, "num_latents", sae->d_sae);
    else if (setting(saved, "expansion_factor") &&
             setting_number(saved, "expansion_factor", 0) * sae->d_in != sae->d_sae)
        refuse_setting(saved, "expansion_factor", "%g, as the tensors of %s have it",
                       (double)sae->d_sae / sae->d_in, saved->file.path);
}

static void read_selection(const struct saved *saved, struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    const char *activation = setting_text(saved, "activation", "topk");
    bool is_of_groups = strcmp(activation, "groupmax") == 0;
    if (!is_of_groups && strcmp(activation, "topk") != 0)
        refuse_setting(saved, "activation", "topk or groupmax");
    if (!setting(saved, "k"))
        refuse_setting(saved, "k", "how many latents are kept");
    function->k =
        checked_k(saved->config_path, "k", setting_number(saved, "k", 0), sae->d_sae, false);
    if (is_of_groups && sae->d_sae % (int)function->k != 0)
        refuse_setting(saved, "k", "a number of groups that divides d_sae, which is %d",
                       sae->d_sae);
    sae->architecture = is_of_groups ? "groupmax" : "topk";
    function->selection = is_of_groups                            ? LARGEST_OF_GROUPS
                          : setting_truth(saved, "signed", false) ? LARGEST_SIZES
                                                                  : LARGEST;
    if (setting_truth(saved, "multi_topk", false) && 4 * function->k <= sae->d_sae)
        function->forward_k = 4 * (int)function->k;
}

static void read_sparsify(struct saved *saved, struct pretrained *sae) {
    static const char *const skip[] = {"W_skip", NULL};
    struct pretrained_function *function = sae->function;
    if (!saved->config_path)
        fail("%s: no cfg.json beside it, expected one, which says its k", saved->file.path);
    read_weights(saved,
                 &(struct names){.encoder = "encoder.weight",
                                 .decoder = "W_dec",
                                 .of_latents = "encoder.bias",
                                 .of_outputs = "b_dec",
                                 .encoder_has_latent_rows = true,
                                 .decoder_has_latent_rows = true},
                 sae);
    check_sizes(saved, sae);
    read_selection(saved, sae);
    function->encoder_bias = vector(saved, "encoder.bias", sae->d_sae);
    function->decoder_bias = vector(saved, "b_dec", sae->d_out);
    sae->is_transcoder = setting_truth(saved, "transcode", false);
    if (!sae->is_transcoder)
        function->subtracted = vector(saved, "b_dec", sae->d_in);
    if (setting_truth(saved, "skip_connection", false))
        function->skip = matrix(saved, "W_skip", sae->d_out, sae->d_in, false);
    else
        refuse_tensors(saved, skip);
}

const struct layout sparsify_files = {"sparsify", is_sparsify, read_sparsify};
