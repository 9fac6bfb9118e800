/* The units of this project: results/units/.../epochN.safetensors.
 *
 *   encoder, decoder [d_sae, d_model]   bias [d_sae]   the metadata has k
 *
 * The k largest pre-activations are kept, signed; no bias is subtracted or added back. The metadata
 * may have `normalise`, how the rows were centred and scaled: layer_norm; mean, with centre
 * [d_model]; expected_norm, with the factor normalise_factor. */
#include "files/artifact.h"
#include "pretrained/layouts.h"
#include "program/error.h"
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_unit(const struct saved *saved) {
    return has_tensor(saved, "encoder") && has_tensor(saved, "decoder") &&
           has_tensor(saved, "bias");
}

/* The units of rows before they were normalised, in which x and recon are. */
static void read_normaliser(struct saved *saved, const struct artifact *unit,
                            struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    const char *how = json_string_value(json_object_get(unit->metadata, "normalise"));
    if (!how)
        return;
    if (strcmp(how, "layer_norm") == 0) {
        function->normalisation = LAYER_NORM;
        function->is_undone = true;
    } else if (strcmp(how, "mean") == 0) {
        function->subtracted = vector(saved, "centre", sae->d_in);
        function->decoder_bias = vector(saved, "centre", sae->d_in);
    } else if (strcmp(how, "expected_norm") == 0) {
        double factor = artifact_number(unit, "normalise_factor");
        size_t weights = (size_t)sae->d_sae * (size_t)row_stride(sae->d_in);
        if (!(factor > 0) || !isfinite(factor))
            fail("%s: normalise_factor is %g, expected a number above 0", saved->file.path, factor);
        function->scale = allocate((size_t)sae->d_sae, sizeof *function->scale);
        for (int j = 0; j < sae->d_sae; j++)
            function->scale[j] = 1 / factor;
        for (size_t i = 0; i < weights; i++)
            sae->encoder[i] = (real)(factor * (double)sae->encoder[i]);
    } else {
        fail("%s: its rows were normalised by %s, expected mean, expected_norm or layer_norm",
             saved->file.path, on_one_line(how));
    }
}

static void read_unit(struct saved *saved, struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    struct artifact unit = safetensors_read(saved->file.path); /* holds its hash against it */
    const char *architecture = json_string_value(json_object_get(unit.metadata, "architecture"));
    if (architecture && strcmp(architecture, "topk") != 0)
        fail("%s: its architecture is %s, expected topk", saved->file.path,
             on_one_line(architecture));
    sae->architecture = "topk";
    sae->d_sae = matrix_size(saved, "decoder", 0);
    sae->d_in = sae->d_out = matrix_size(saved, "decoder", 1);
    sae->encoder = matrix(saved, "encoder", sae->d_sae, sae->d_in, false);
    sae->decoder = matrix(saved, "decoder", sae->d_sae, sae->d_in, false);
    function->selection = LARGEST_SIGNED;
    function->encoder_bias = vector(saved, "bias", sae->d_sae);
    function->k =
        checked_k(saved->file.path, "k", artifact_count(&unit, "k", INT_MAX), sae->d_sae, false);
    read_normaliser(saved, &unit, sae);
    artifact_free(&unit);
}

const struct layout unit_files = {"this project", is_unit, read_unit};
