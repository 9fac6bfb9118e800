/* dictionary_learning: config.json and ae.pt, class AutoEncoderTopK.
 *
 *   encoder.weight [d_sae, d_model]  decoder.weight [d_model, d_sae]  encoder.bias [d_sae]
 *   b_dec [d_model]  k (I32)  threshold -1: that of training, which has found none yet
 */
#include "files/state_dict.h"
#include "pretrained/export.h"
#include <stdlib.h>

static void write_weights(const struct export *export, const char *path) {
    int d_model = export->d_model, d_sae = export->d_sae;
    int32_t k = export->k;
    float threshold = -1;
    float *decoder = transposed(export->decoder, d_sae, d_model);
    struct stored_tensor tensors[] = {
        {.name = "b_dec", ELEMENT_F32, 1, {d_model}, .data = export->decoder_bias},
        {.name = "k", ELEMENT_I32, 0, .data = &k},
        {.name = "threshold", ELEMENT_F32, 0, .data = &threshold},
        {.name = "decoder.weight", ELEMENT_F32, 2, {d_model, d_sae}, .data = decoder},
        {.name = "encoder.weight", ELEMENT_F32, 2, {d_sae, d_model}, .data = export->encoder},
        {.name = "encoder.bias", ELEMENT_F32, 1, {d_sae}, .data = export->encoder_bias},
    };
    state_dict_write(path, "ae", tensors, sizeof tensors / sizeof *tensors);
    free(decoder);
}

static json_t *configuration(const struct export *export) {
    return json_pack("{s:{s:s,s:i,s:i,s:i,s:s}}", "trainer", "dict_class", "AutoEncoderTopK",
                     "activation_dim", export->d_model, "dict_size", export->d_sae, "k", export->k,
                     "device", "cpu");
}

const struct export_format export_dictionary_learning = {
    "dictionary_learning", "ae.pt", "config.json", write_weights, configuration, true, false};
