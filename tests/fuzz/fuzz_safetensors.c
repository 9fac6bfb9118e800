/* A safetensors file: as activations, and written again as an artifact, which must be read as the
 * same and may be the unit that a training goes on from. */
#include "fuzz.h"

#include "activations/activations.h"
#include "autoencoder/architecture.h"
#include "autoencoder/sae.h"
#include "files/artifact.h"
#include "units/layout.h"

#include <stdlib.h>
#include <string.h>

enum { EPOCHS = 3 };

static const char *const files[] = {"file", NULL};

static void read_activations(void) {
    struct activations activations = activations_read("file", NULL);
    activations_free(&activations);
}

static void read_metadata(void) {
    json_decref(artifact_metadata("file"));
}

static void check_same(const struct artifact *a, const struct artifact *b) {
    if (a->count != b->count)
        abort();
    for (size_t i = 0; i < a->count; i++) {
        const struct tensor *first = &a->tensors[i], *second = &b->tensors[i];
        if (strcmp(first->name, second->name) != 0 || first->type != second->type ||
            first->rows != second->rows || first->columns != second->columns ||
            memcmp(first->data, second->data, tensor_bytes(first)) != 0)
            abort();
    }
}

static void read_unit(void) {
    struct artifact read = safetensors_read("file");
    artifact_write("unit", read.tensors, read.count, read.metadata);
    struct artifact unit = artifact_read("unit");
    check_same(&read, &unit);
    json_t *metadata = artifact_metadata("unit");
    if (!json_equal(metadata, unit.metadata))
        abort();
    json_decref(metadata);
    struct sae_settings settings = {
        .architecture = &topk, .d_model = 2, .d_sae = 2, .k = 1, .batch = 2};
    struct sae *sae = sae_initialise(&settings, 1);
    double losses[EPOCHS];
    unit_restore(&unit, sae, EPOCHS, losses);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    put_files(files, input, size);
    run_to_end(read_activations);
    run_to_end(read_metadata);
    run_to_end(read_unit);
    return 0;
}
