/* dictionary_learning: config.json, whose `trainer` names the class, and ae.pt.
 *
 *   encoder.weight [d_sae, d_in]   decoder.weight [d_in, d_sae]   encoder.bias [d_sae]
 *   or, of JumpReluAutoEncoder and MatryoshkaBatchTopKSAE, W_enc [d_in, d_sae], W_dec [d_sae, d_in]
 *   and b_enc; the decoder's bias has a name of its own in each class
 *
 * What encode does by default is done: AutoEncoderTopK keeps the k largest, the two BatchTopK
 * classes what is above the threshold that training left (-1 before it was set: then a plain ReLU).
 */
#include "pretrained/layouts.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct class {
    const char *name, *bias;
    enum selection selection;
    bool is_centred; /* the decoder's bias is subtracted from the input */
    bool has_w;      /* W_enc, W_dec, b_enc */
} classes[] = {
    {"AutoEncoderTopK", "b_dec", LARGEST, true, false},
    {"BatchTopKSAE", "b_dec", ABOVE_THRESHOLD, true, false},
    {"MatryoshkaBatchTopKSAE", "b_dec", ABOVE_THRESHOLD, true, true},
    {"JumpReluAutoEncoder", "b_dec", ABOVE_THRESHOLD, false, true},
    {"AutoEncoder", "bias", POSITIVE, true, false},
    {"AutoEncoderNew", "decoder.bias", POSITIVE, false, false},
    {"GatedAutoEncoder", "decoder_bias", GATED, true, false},
};

static bool is_dictionary_learning(const struct saved *saved) {
    return json_is_object(json_object_get(saved->config, "trainer"));
}

static const struct class *class_of(const struct saved *saved) {
    const char *name = setting_text(saved, "dict_class", "");
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strcmp(classes[i].name, name) == 0)
            return &classes[i];
    refuse_setting(saved, "dict_class",
                   "AutoEncoderTopK, BatchTopKSAE, MatryoshkaBatchTopKSAE, JumpReluAutoEncoder, "
                   "AutoEncoder, AutoEncoderNew or GatedAutoEncoder");
}

/* The class is what config.json says; the tensors of another contradict it. */
static void check_tensors(const struct saved *saved, const struct class *class) {
    static const char *const threshold[] = {"threshold", "k", NULL};
    static const char *const gates[] = {"gate_bias", "mag_bias", "r_mag", NULL};
    if (class->selection == POSITIVE || class->selection == GATED)
        refuse_tensors(saved, threshold);
    if (class->selection != GATED)
        refuse_tensors(saved, gates);
}

/* k is a tensor, and trainer.k repeats it; early files had the latter alone. */
static void read_k(const struct saved *saved, const struct class *class, struct pretrained *sae) {
    bool is_stored = has_tensor(saved, "k");
    double stored = is_stored ? scalar(saved, "k") : setting_number(saved, "k", 0);
    double k = setting_number(saved, "k", stored);
    if (!is_stored && !setting(saved, "k")) {
        if (class->selection == LARGEST)
            refuse_setting(saved, "k", "how many latents are kept (nor has %s a tensor k)",
                           saved->file.path);
        return;
    }
    if (k != stored)
        refuse_setting(saved, "k", "%g, as the tensor k of %s has it", stored, saved->file.path);
    sae->function->k =
        checked_k(is_stored ? saved->file.path : saved->config_path, "k", k, sae->d_sae, false);
}

static void read_groups(const struct saved *saved, const struct pretrained *sae) {
    if (!has_tensor(saved, "group_sizes"))
        return;
    int groups = vector_length(saved, "group_sizes");
    double *sizes = vector(saved, "group_sizes", groups), sum = 0;
    for (int i = 0; i < groups; i++)
        sum += sizes[i];
    if (sum != sae->d_sae)
        fail("%s: group_sizes add up to %g, expected d_sae, which is %d", saved->file.path, sum,
             sae->d_sae);
    free(sizes);
}

static void read_gates(const struct saved *saved, struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    function->gate_bias = vector(saved, "gate_bias", sae->d_sae);
    function->magnitude_bias = vector(saved, "mag_bias", sae->d_sae);
    function->gain = vector(saved, "r_mag", sae->d_sae);
    for (int j = 0; j < sae->d_sae; j++)
        function->gain[j] = exp(function->gain[j]);
}

static void read_dictionary_learning(struct saved *saved, struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    saved->settings = json_object_get(saved->config, "trainer");
    saved->within = "trainer.";
    const struct class *class = class_of(saved);
    const char *bias = class->has_w ? "b_enc" : "encoder.bias";
    bool is_gated = class->selection == GATED;
    saved->kind = sae->architecture = class->name;
    check_tensors(saved, class);
    read_weights(saved,
                 &(struct names){.encoder = class->has_w ? "W_enc" : "encoder.weight",
                                 .decoder = class->has_w ? "W_dec" : "decoder.weight",
                                 .of_latents = is_gated ? "gate_bias" : bias,
                                 .of_outputs = class->bias,
                                 .encoder_has_latent_rows = !class->has_w,
                                 .decoder_has_latent_rows = class->has_w},
                 sae);
    check_size(saved, "activation_dim", sae->d_in);
    check_size(saved, "dict_size", sae->d_sae);
    function->selection = class->selection;
    function->decoder_bias = vector(saved, class->bias, sae->d_in);
    if (class->is_centred)
        function->subtracted = vector(saved, class->bias, sae->d_in);
    if (is_gated)
        read_gates(saved, sae);
    else
        function->encoder_bias = vector(saved, bias, sae->d_sae);
    if (class->selection == ABOVE_THRESHOLD)
        function->threshold = class->is_centred ? vector_or_scalar(saved, "threshold", sae->d_sae)
                                                : vector(saved, "threshold", sae->d_sae);
    if (class->selection == LARGEST || class->selection == ABOVE_THRESHOLD)
        read_k(saved, class, sae);
    read_groups(saved, sae);
}

const struct layout dictionary_learning_files = {"dictionary_learning", is_dictionary_learning,
                                                 read_dictionary_learning};
