/* SAELens, releases 2 to 6: cfg.json and sae_weights.safetensors.
 *
 *   W_enc [d_in, d_sae]   W_dec [d_sae, d_out]   b_enc [d_sae]   b_dec [d_out]
 *   threshold, b_gate, b_mag, r_mag [d_sae]   W_skip [d_out, d_in]
 *
 * Releases before 6 have other settings: activation_fn_str (2: activation_fn) tells topk and
 * tanh-relu, whatever `architecture` says; normalize_activations may be true or false. */
#include "pretrained/layouts.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct kind {
    const char *name;
    enum selection selection;
    bool is_transcoder, has_skip;
} kinds[] = {
    {"standard", POSITIVE, false, false},
    {"topk", LARGEST, false, false},
    {"abstopk", LARGEST_SIZES, false, false},
    {"jumprelu", ABOVE_THRESHOLD, false, false},
    {"gated", GATED, false, false},
    {"batchtopk", LARGEST_OF_BATCH, false, false},
    {"matryoshka_batchtopk", LARGEST_OF_BATCH, false, false},
    {"matching_pursuit", PURSUIT, false, false},
    {"transcoder", POSITIVE, true, false},
    {"skip_transcoder", POSITIVE, true, true},
    {"jumprelu_transcoder", ABOVE_THRESHOLD, true, false},
    {"jumprelu_skip_transcoder", ABOVE_THRESHOLD, true, true},
};

static bool is_saelens(const struct saved *saved) {
    return has_tensor(saved, "W_dec") && has_tensor(saved, "b_dec") && saved->config_path &&
           !setting(saved, "trainer") &&
           (setting(saved, "d_in") || setting(saved, "architecture")) &&
           strcmp(setting_text(saved, "architecture", ""), "jump_relu") != 0;
}

/* The activation function that releases before 6 name. */
static const char *activation_of(const struct saved *saved) {
    const char *key = setting(saved, "activation_fn_str") ? "activation_fn_str" : "activation_fn";
    const char *name = setting_text(saved, key, "relu");
    if (strcmp(name, "relu") != 0 && strcmp(name, "tanh-relu") != 0 && strcmp(name, "topk") != 0)
        refuse_setting(saved, key, "relu, tanh-relu or topk");
    return name;
}

static const struct kind *kind_of(const struct saved *saved, const char *activation) {
    const char *name = setting_text(saved, "architecture", "standard");
    bool is_topk = strcmp(activation, "topk") == 0;
    if (is_topk && strcmp(name, "standard") == 0)
        name = "topk";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0) {
            if (is_topk && kinds[i].selection != LARGEST)
                refuse_setting(saved, "architecture",
                               "standard or topk, as the activation is topk");
            return &kinds[i];
        }
    if (strcmp(name, "temporal") == 0)
        refuse_setting(saved, "architecture",
                       "one that takes each row for itself: this one attends over a sequence");
    refuse_setting(saved, "architecture",
                   "standard, topk, abstopk, jumprelu, gated, batchtopk, matryoshka_batchtopk, "
                   "matching_pursuit, transcoder, skip_transcoder, jumprelu_transcoder or "
                   "jumprelu_skip_transcoder");
}

/* The path of another file in the folder. The caller frees. */
static char *beside(const struct saved *saved, const char *name) {
    const char *slash = strrchr(saved->file.path, '/');
    int folder = slash ? (int)(slash - saved->file.path) + 1 : 0;
    return text("%.*s%s", folder, saved->file.path, name);
}

/* With expected_average_only_in, SAELens multiplies the rows by a factor while it trains, and
 * leaves them as they are afterwards: its encode does not know the factor. */
static char *note_of_scaling(const struct saved *saved) {
    char *path = beside(saved, "activation_scaler.json");
    json_t *scaler = json_load_file(path, 0, NULL);
    double factor = json_number_value(json_object_get(scaler, "scaling_factor"));
    char *note =
        factor != 0 ? text("%s: it was trained on rows times %g (activation_scaler.json); like "
                           "SAELens, this leaves rows as they are",
                           saved->config_path, factor)
                    : text("%s: it was trained on rows times a factor, which is in no file "
                           "(expected_average_only_in); like SAELens, this leaves rows as they are",
                           saved->config_path);
    json_decref(scaler);
    free(path);
    return note;
}

/* Whitening likewise, but its file must be there. */
static char *note_of_whitening(const struct saved *saved) {
    char *path = beside(saved, "activation_whitening.safetensors");
    if (access(path, R_OK) != 0)
        refuse_setting(saved, "normalize_activations", "%s beside it, which holds the whitening",
                       "activation_whitening.safetensors");
    free(path);
    return text("%s: it was trained on whitened rows (activation_whitening.safetensors); like "
                "SAELens, this leaves rows as they are",
                saved->config_path);
}

static void read_normalisation(const struct saved *saved, struct pretrained *sae) {
    const char *key = "normalize_activations";
    json_t *value = setting(saved, key);
    const char *name = json_is_true(value)      ? "expected_average_only_in"
                       : json_is_boolean(value) ? "none"
                                                : setting_text(saved, key, "none");
    if (strcmp(name, "layer_norm") == 0)
        sae->function->normalisation = LAYER_NORM;
    else if (strcmp(name, "constant_norm_rescale") == 0)
        sae->function->normalisation = CONSTANT_NORM;
    else if (strcmp(name, "covariance_whitening") == 0)
        sae->note = note_of_whitening(saved);
    else if (strcmp(name, "expected_average_only_in") == 0)
        sae->note = note_of_scaling(saved);
    else if (strcmp(name, "none") != 0)
        refuse_setting(saved, key,
                       "none, layer_norm, constant_norm_rescale, expected_average_only_in or "
                       "covariance_whitening");
}

/* --- sizes and k ------------------------------------------------------------------------------ */

static void check_sizes(const struct saved *saved, const struct pretrained *sae) {
    check_size(saved, "d_in", sae->d_in);
    check_size(saved, "d_sae", sae->d_sae);
    check_size(saved, "d_out", sae->d_out);
    json_t *factor = setting(saved, "expansion_factor");
    if (!setting(saved, "d_sae") && json_is_number(factor) &&
        json_number_value(factor) * sae->d_in != sae->d_sae)
        refuse_setting(saved, "expansion_factor", "%g, as the tensors of %s have it",
                       (double)sae->d_sae / sae->d_in, saved->file.path);
    const char *reshape = setting_text(saved, "reshape_activations", "none");
    if (strcmp(reshape, "none") != 0 && strcmp(reshape, "hook_z") != 0)
        refuse_setting(saved, "reshape_activations", "none or hook_z");
}

static double k_of(const struct saved *saved, const struct pretrained *sae, bool is_mean) {
    json_t *old = json_object_get(setting(saved, "activation_fn_kwargs"), "k");
    json_t *k = setting(saved, "k");
    if (old && !json_is_number(old))
        refuse_setting(saved, "activation_fn_kwargs", "a number as its k");
    if (k && setting_number(saved, "k", 0) != json_number_value(old ? old : k))
        refuse_setting(saved, "k", "the k of activation_fn_kwargs, which is %g",
                       json_number_value(old));
    if (!k && !old)
        refuse_setting(saved, "k", "how many latents are kept");
    return checked_k(saved->config_path, k ? "k" : "activation_fn_kwargs.k",
                     json_number_value(k ? k : old), sae->d_sae, is_mean);
}

/* --- what lies beside encoder and decoder ----------------------------------------------------- */

/* A file with tensors that another kind has was not written with this cfg.json. */
static void check_tensors(const struct saved *saved, const struct kind *kind) {
    static const char *const thresholds[] = {"threshold", "log_threshold", NULL};
    static const char *const gates[] = {"b_gate", "b_mag", "r_mag", NULL};
    static const char *const bias[] = {"b_enc", NULL}, *const skip[] = {"W_skip", NULL};
    static const char *const encoder[] = {"W_enc", "b_enc", NULL};
    if (kind->selection != ABOVE_THRESHOLD)
        refuse_tensors(saved, thresholds);
    refuse_tensors(saved, kind->selection == GATED ? bias : gates);
    if (kind->selection == PURSUIT)
        refuse_tensors(saved, encoder);
    if (!kind->has_skip)
        refuse_tensors(saved, skip);
}

/* Training's checkpoints had the logarithm of the threshold for a while. */
static double *threshold_of(const struct saved *saved, int d_sae) {
    if (has_tensor(saved, "threshold") || !has_tensor(saved, "log_threshold"))
        return vector(saved, "threshold", d_sae);
    double *threshold = vector(saved, "log_threshold", d_sae);
    for (int j = 0; j < d_sae; j++)
        threshold[j] = exp(threshold[j]);
    return threshold;
}

/* Releases up to 5 could finetune a factor of each latent, which decode multiplies acts by. Before
 * 3 it was always there, as scaling_factor, and no setting tells of it. */
static void read_finetuning(const struct saved *saved, struct pretrained *sae) {
    const char *key = "finetuning_scaling_factor";
    const char *name = has_tensor(saved, key) ? key : "scaling_factor";
    if (!has_tensor(saved, name)) {
        if (setting_truth(saved, key, false))
            refuse_setting(saved, key, "false: the weights have no such tensor");
        return;
    }
    double *factor = vector(saved, name, sae->d_sae);
    bool is_one = true;
    for (int j = 0; j < sae->d_sae; j++)
        is_one = is_one && fabs(factor[j] - 1) <= 1e-5;
    if (!is_one && !setting_truth(saved, key, true))
        refuse_setting(saved, key, "true: tensor %s is not all ones", name);
    sae->function->scale = is_one ? NULL : factor;
    if (is_one)
        free(factor);
}

/* p is multiplied by the length of the decoder's row, acts divided by it. */
static void read_rescaling(const struct saved *saved, struct pretrained *sae) {
    if (!setting_truth(saved, "rescale_acts_by_decoder_norm", false))
        return;
    struct pretrained_function *function = sae->function;
    function->gain = row_lengths(sae->decoder, sae->d_sae, sae->d_out);
    if (!function->scale) {
        function->scale = room((size_t)sae->d_sae, sizeof(double));
        for (int j = 0; j < sae->d_sae; j++)
            function->scale[j] = 1;
    }
    for (int j = 0; j < sae->d_sae; j++) {
        if (function->gain[j] == 0 && !sae->note)
            sae->note = text("%s: row %d (from 0) of W_dec is zero; with "
                             "rescale_acts_by_decoder_norm SAELens then reconstructs nan",
                             saved->file.path, j);
        function->scale[j] /= function->gain[j];
    }
}

static void read_pursuit(const struct saved *saved, struct pretrained *sae) {
    double rounds = setting_number(saved, "max_iterations", sae->d_in);
    if (!(rounds >= 1 && rounds <= 1e6 && rounds == floor(rounds)))
        refuse_setting(saved, "max_iterations",
                       "a whole number from 1 to 1000000, or null for d_in");
    sae->function->pursuit = (struct pursuit){
        .most = (int)rounds,
        .least_residual = setting_number(saved, "residual_threshold", 1e-2),
        .ends_at_the_same_support = setting_truth(saved, "stop_on_duplicate_support", true),
    };
}

/* --- the whole -------------------------------------------------------------------------------- */

static void read_matrices(const struct saved *saved, const struct kind *kind,
                          struct pretrained *sae) {
    if (kind->selection == PURSUIT) {
        sae->d_sae = matrix_size(saved, "W_dec", 0);
        sae->d_in = sae->d_out = matrix_size(saved, "W_dec", 1);
        sae->decoder = matrix(saved, "W_dec", sae->d_sae, sae->d_out, false);
        return;
    }
    read_weights(saved,
                 &(struct names){.encoder = "W_enc",
                                 .decoder = "W_dec",
                                 .of_latents = kind->selection == GATED ? "b_gate" : "b_enc",
                                 .of_outputs = "b_dec",
                                 .decoder_has_latent_rows = true,
                                 .may_be_turned = true},
                 sae);
}

/* What the kind has, beside what all have. */
static void read_kind(const struct saved *saved, const struct kind *kind, struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    int d_sae = sae->d_sae;
    switch (kind->selection) {
    case LARGEST_OF_BATCH:
    case LARGEST:
    case LARGEST_SIZES:
        function->k = k_of(saved, sae, kind->selection == LARGEST_OF_BATCH);
        read_rescaling(saved, sae);
        break;
    case ABOVE_THRESHOLD:
        function->threshold = threshold_of(saved, d_sae);
        break;
    case GATED:
        function->gate_bias = vector(saved, "b_gate", d_sae);
        function->magnitude_bias = vector(saved, "b_mag", d_sae);
        function->gain = vector(saved, "r_mag", d_sae);
        for (int j = 0; j < d_sae; j++)
            function->gain[j] = exp(function->gain[j]);
        break;
    case PURSUIT:
        read_pursuit(saved, sae);
        break;
    default:
        break;
    }
    if (kind->selection != GATED && kind->selection != PURSUIT)
        function->encoder_bias = vector(saved, "b_enc", d_sae);
    if (kind->has_skip)
        function->skip = matrix(saved, "W_skip", sae->d_out, sae->d_in, false);
}

static void read_saelens(struct saved *saved, struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    const char *activation = activation_of(saved);
    const struct kind *kind = kind_of(saved, activation);
    bool is_centred = setting_truth(saved, "apply_b_dec_to_input", !kind->is_transcoder);
    saved->kind = sae->architecture = kind->name;
    if (kind->is_transcoder && is_centred)
        refuse_setting(saved, "apply_b_dec_to_input", "false for a transcoder");
    check_tensors(saved, kind);
    read_matrices(saved, kind, sae);
    check_sizes(saved, sae);
    function->selection = kind->selection;
    function->is_squashed = strcmp(activation, "tanh-relu") == 0;
    function->is_undone = !kind->is_transcoder;
    sae->is_transcoder = kind->is_transcoder;
    if (is_centred)
        function->subtracted = vector(saved, "b_dec", sae->d_in);
    if (is_centred || kind->selection != PURSUIT)
        function->decoder_bias =
            vector(saved, "b_dec", kind->is_transcoder ? sae->d_out : sae->d_in);
    read_normalisation(saved, sae);
    read_finetuning(saved, sae);
    read_kind(saved, kind, sae);
}

const struct layout saelens_files = {"SAELens", is_saelens, read_saelens};
