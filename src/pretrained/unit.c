/* The units of this project: results/units/.../epochN.safetensors.
 *
 *   encoder, decoder [d_sae, d_model]   bias [d_sae]   the metadata has k
 *
 * The k largest pre-activations are kept, signed; no bias is subtracted or added back. */
#include "files/artifact.h"
#include "pretrained/layouts.h"
#include "program/error.h"
#include <limits.h>
#include <string.h>

static bool is_unit(const struct saved *saved) {
    return has_tensor(saved, "encoder") && has_tensor(saved, "decoder") &&
           has_tensor(saved, "bias");
}

static void read_unit(struct saved *saved, struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    struct artifact unit = safetensors_read(saved->file.path); /* holds its hash against it */
    const char *architecture = json_string_value(json_object_get(unit.metadata, "architecture"));
    if (architecture && strcmp(architecture, "topk") != 0)
        fail("%s: its architecture is %s, expected topk", saved->file.path, architecture);
    sae->architecture = "topk";
    sae->d_sae = matrix_size(saved, "decoder", 0);
    sae->d_in = sae->d_out = matrix_size(saved, "decoder", 1);
    sae->encoder = matrix(saved, "encoder", sae->d_sae, sae->d_in, false);
    sae->decoder = matrix(saved, "decoder", sae->d_sae, sae->d_in, false);
    function->selection = LARGEST_SIGNED;
    function->encoder_bias = vector(saved, "bias", sae->d_sae);
    function->k =
        checked_k(saved->file.path, "k", artifact_count(&unit, "k", INT_MAX), sae->d_sae, false);
    artifact_free(&unit);
}

const struct layout unit_files = {"this project", is_unit, read_unit};
