/* overcomplete: the state dict of a module, without settings.
 *
 *   dictionary._weights [d_sae, d_in]   dictionary.multiplier   thresholds [d_sae]
 *   encoder.final_block.0.weight [d_sae, d_in], .bias [d_sae]; of mlp_bn_1 also a batch norm,
 *   encoder.final_block.1
 *
 * Of its classes JumpSAE alone is told by its tensors: the others need a k or a threshold, which no
 * file holds. Rows of the dictionary are scaled to unit length, which is the class's default; the
 * rule is in no file either. No bias is subtracted or added back. */
#include "pretrained/layouts.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_overcomplete(const struct saved *saved) {
    return has_tensor(saved, "dictionary._weights") || has_tensor(saved, "dictionary.W");
}

/* dictionary = W / (|W| + 1e-8) * exp(multiplier), row by row. */
static void read_dictionary(const struct saved *saved, struct pretrained *sae) {
    const char *name = "dictionary._weights";
    sae->d_sae = matrix_size(saved, name, 0);
    sae->d_in = sae->d_out = matrix_size(saved, name, 1);
    sae->decoder = matrix(saved, name, sae->d_sae, sae->d_in, false);
    double *lengths = row_lengths(sae->decoder, sae->d_sae, sae->d_out),
           multiplier = exp(scalar(saved, "dictionary.multiplier"));
    for (int j = 0; j < sae->d_sae; j++)
        for (int i = 0; i < sae->d_in; i++) {
            real *weight = &sae->decoder[(size_t)j * (size_t)row_stride(sae->d_in) + (size_t)i];
            *weight = (real)((double)*weight / (lengths[j] + 1e-8) * multiplier);
        }
    free(lengths);
}

/* (p - mean) / sqrt(variance + 1e-5) * weight + bias, as part of encoder and its bias. */
static void fold_batch_norm(const struct saved *saved, struct pretrained *sae) {
    double *bias = sae->function->encoder_bias;
    double *mean = vector(saved, "encoder.final_block.1.running_mean", sae->d_sae);
    double *variance = vector(saved, "encoder.final_block.1.running_var", sae->d_sae);
    double *weight = vector(saved, "encoder.final_block.1.weight", sae->d_sae);
    double *after = vector(saved, "encoder.final_block.1.bias", sae->d_sae);
    for (int j = 0; j < sae->d_sae; j++) {
        double gain = weight[j] / sqrt(variance[j] + 1e-5);
        bias[j] = (bias[j] - mean[j]) * gain + after[j];
        real *row = sae->encoder + (size_t)j * (size_t)row_stride(sae->d_in);
        for (int i = 0; i < sae->d_in; i++)
            row[i] = (real)((double)row[i] * gain);
    }
    free(mean);
    free(variance);
    free(weight);
    free(after);
}

static void read_encoder(const struct saved *saved, struct pretrained *sae) {
    const char *block = "encoder.final_block.0.weight";
    bool is_untied = has_tensor(saved, "encoder.weight");
    const char *name = is_untied ? "encoder.weight" : block;
    const char *bias = is_untied ? "encoder.bias" : "encoder.final_block.0.bias";
    for (size_t i = 0; i < saved->file.count; i++)
        if (strncmp(saved->file.tensors[i].name, "encoder.", 8) == 0 &&
            strncmp(saved->file.tensors[i].name, "encoder.final_block.", 20) != 0 &&
            strcmp(saved->file.tensors[i].name, "encoder.weight") != 0 &&
            strcmp(saved->file.tensors[i].name, "encoder.bias") != 0)
            fail("%s: has a tensor %s, expected a linear encoder or mlp_bn_1", saved->file.path,
                 on_one_line(saved->file.tensors[i].name));
    if (has_tensor(saved, name)) {
        sae->encoder = matrix(saved, name, sae->d_sae, sae->d_in, false);
    } else { /* tied: the dictionary */
        size_t bytes = (size_t)sae->d_sae * (size_t)row_stride(sae->d_in) * sizeof(real);
        sae->encoder = memcpy(room(bytes, 1), sae->decoder, bytes);
    }
    sae->function->encoder_bias = has_tensor(saved, bias)
                                      ? vector(saved, bias, sae->d_sae)
                                      : allocate((size_t)sae->d_sae, sizeof(double));
    if (has_tensor(saved, "encoder.final_block.1.weight"))
        fold_batch_norm(saved, sae);
}

static void read_overcomplete(struct saved *saved, struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    saved->kind = sae->architecture = "JumpSAE";
    if (has_tensor(saved, "dictionary.W"))
        fail("%s: a relaxed archetypal dictionary, whose delta and k are missing, expected a file "
             "that says them: overcomplete's state dict does not",
             saved->file.path);
    if (!has_tensor(saved, "thresholds"))
        fail("%s: a state dict of overcomplete, whose class and k are missing, expected that of a "
             "JumpSAE, which has thresholds",
             saved->file.path);
    read_dictionary(saved, sae);
    read_encoder(saved, sae);
    function->selection = FROM_THRESHOLD;
    function->threshold = vector(saved, "thresholds", sae->d_sae);
    for (int j = 0; j < sae->d_sae; j++)
        function->threshold[j] = exp(function->threshold[j]);
}

const struct layout overcomplete_files = {"overcomplete", is_overcomplete, read_overcomplete};
