/* SAELens 6: cfg.json and sae_weights.safetensors, architecture topk.
 *
 *   W_enc [d_model, d_sae]  W_dec [d_sae, d_model]  b_enc [d_sae]  b_dec [d_model]
 */
#include "pretrained/export.h"
#include <stdlib.h>

static void write_weights(const struct export *export, const char *path) {
    int d_model = export->d_model, d_sae = export->d_sae;
    float *encoder = transposed(export->encoder, d_sae, d_model);
    struct tensor tensors[] = {{"W_dec", TENSOR_F32, d_sae, d_model, export->decoder},
                               {"W_enc", TENSOR_F32, d_model, d_sae, encoder},
                               {"b_dec", TENSOR_F32, d_model, 0, export->decoder_bias},
                               {"b_enc", TENSOR_F32, d_sae, 0, export->encoder_bias}};
    export_safetensors(export, path, tensors, sizeof tensors / sizeof *tensors);
    free(encoder);
}

static json_t *configuration(const struct export *export) {
    return json_pack("{s:s,s:i,s:i,s:i,s:s,s:s,s:b,s:b,s:s,s:s}", "architecture", "topk", "d_in",
                     export->d_model, "d_sae", export->d_sae, "k", export->k, "dtype", "float32",
                     "device", "cpu", "apply_b_dec_to_input", 1, "rescale_acts_by_decoder_norm", 0,
                     "normalize_activations", export->has_layer_norm ? "layer_norm" : "none",
                     "reshape_activations", "none");
}

const struct export_format export_saelens = {
    "saelens", "sae_weights.safetensors", "cfg.json", write_weights, configuration, true, true};
