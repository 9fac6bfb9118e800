/* OpenAI's sparse_autoencoder: one .pt, without settings.
 *
 *   encoder.weight [d_sae, d_in]   decoder.weight [d_in, d_sae]   latent_bias [d_sae]
 *   pre_bias [d_in]   activation "ReLU", "TopK" or "Identity"   activation_state_dict {k,
 * postact_fn}
 *
 * A tied decoder is decoder.linear.weight, the encoder's weights. If the activation is TopK, rows
 * are layer-normed; nothing in the file says so. */
#include "pretrained/layouts.h"
#include "program/error.h"
#include <string.h>

static bool is_openai(const struct saved *saved) {
    return has_tensor(saved, "latent_bias") && has_tensor(saved, "pre_bias") &&
           has_tensor(saved, "encoder.weight");
}

/* The constant of that name as text; `otherwise` if there is none. */
static const char *constant_text(const struct saved *saved, json_t *constants, const char *name,
                                 const char *otherwise) {
    json_t *value = json_object_get(constants, name);
    if (value && !json_is_string(value))
        fail("%s: %s is no text, expected a name", saved->file.path, name);
    return value ? json_string_value(value) : otherwise;
}

/* k: in activation_state_dict, and in what is written today also as activation.k. It is a number or
 * a tensor of one. */
static double k_of(const struct saved *saved, json_t *state) {
    json_t *k = json_object_get(state, "k");
    if (!k)
        k = json_object_get(saved->file.constants, "activation.k");
    if (json_is_number(k))
        return json_number_value(k);
    static const char *const names[] = {"activation_state_dict.k", "activation.k"};
    for (int i = 0; i < 2; i++)
        if (has_tensor(saved, names[i]))
            return scalar(saved, names[i]);
    fail("%s: activation is TopK, but k is missing, expected it in activation_state_dict",
         saved->file.path);
}

static void read_topk(const struct saved *saved, struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    json_t *constants = saved->file.constants;
    json_t *state = json_object_get(constants, "activation_state_dict");
    const char *after =
        constant_text(saved, state, "postact_fn",
                      constant_text(saved, constants, "activation.postact_fn", "ReLU"));
    function->k = checked_k(saved->file.path, "k", k_of(saved, state), sae->d_sae, false);
    function->normalisation = LAYER_NORM;
    function->is_undone = true;
    if (strcmp(after, "ReLU") == 0)
        function->selection = LARGEST;
    else if (strcmp(after, "Identity") == 0)
        function->selection = LARGEST_SIGNED;
    else
        fail("%s: postact_fn is \"%s\", expected ReLU or Identity", saved->file.path,
             on_one_line(after));
}

static void read_openai(struct saved *saved, struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    const char *activation = constant_text(saved, saved->file.constants, "activation", "ReLU");
    bool is_tied =
        !has_tensor(saved, "decoder.weight") && has_tensor(saved, "decoder.linear.weight");
    read_weights(saved,
                 &(struct names){.encoder = "encoder.weight",
                                 .decoder = is_tied ? "decoder.linear.weight" : "decoder.weight",
                                 .of_latents = "latent_bias",
                                 .of_outputs = "pre_bias",
                                 .encoder_has_latent_rows = true,
                                 .decoder_has_latent_rows = is_tied},
                 sae);
    function->encoder_bias = vector(saved, "latent_bias", sae->d_sae);
    function->subtracted = vector(saved, "pre_bias", sae->d_in);
    function->decoder_bias = vector(saved, "pre_bias", sae->d_in);
    if (strcmp(activation, "TopK") == 0)
        read_topk(saved, sae);
    else if (strcmp(activation, "ReLU") == 0)
        function->selection = POSITIVE;
    else if (strcmp(activation, "Identity") == 0)
        function->selection = EVERY;
    else
        fail("%s: activation is \"%s\", expected ReLU, TopK or Identity", saved->file.path,
             on_one_line(activation));
    sae->architecture = function->k > 0                ? "topk"
                        : function->selection == EVERY ? "identity"
                                                       : "standard";
}

const struct layout openai_files = {"OpenAI", is_openai, read_openai};
