/* EleutherAI's sparsify: cfg.json and sae.safetensors.
 *
 *   encoder.weight, W_dec [d_sae, d_model]  encoder.bias [d_sae]  b_dec [d_model]
 *
 * Where the unit comes from stands only in the metadata of sae.safetensors: the tool prints
 * whatever it does not know in cfg.json.
 */
#include "pretrained/export.h"

static void write_weights(const struct export *export, const char *path) {
    int d_model = export->d_model, d_sae = export->d_sae;
    struct tensor tensors[] = {{"W_dec", TENSOR_F32, d_sae, d_model, export->decoder},
                               {"b_dec", TENSOR_F32, d_model, 0, export->decoder_bias},
                               {"encoder.bias", TENSOR_F32, d_sae, 0, export->encoder_bias},
                               {"encoder.weight", TENSOR_F32, d_sae, d_model, export->encoder}};
    export_safetensors(export, path, tensors, sizeof tensors / sizeof *tensors);
}

/* num_latents decides; the expansion factor is what the tool writes beside it, and means nothing.
 */
static json_t *configuration(const struct export *export) {
    return json_pack("{s:s,s:i,s:b,s:i,s:i,s:b,s:b,s:b,s:i}", "activation", "topk",
                     "expansion_factor", 32, "normalize_decoder", 1, "num_latents", export->d_sae,
                     "k", export->k, "multi_topk", 0, "skip_connection", 0, "transcode", 0, "d_in",
                     export->d_model);
}

const struct export_format export_sparsify = {
    "sparsify", "sae.safetensors", "cfg.json", write_weights, configuration, false, false};
