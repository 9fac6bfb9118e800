/* Autoencoders of other tools as units. */
#include "units/imported.h"
#include "activations/activations.h"
#include "pretrained/pretrained.h"
#include "program/error.h"
#include "protocol/paths.h"
#include <stdlib.h>
#include <string.h>

enum { TENSORS = 2 };

/* The model, its rows dense. Where the decoder is its own encoder, both are the same. */
static struct pretrained read_dense(const struct record *stage, uint64_t place) {
    char *file = model_file(stage, place);
    struct pretrained sae = pretrained_read(file);
    if (sae.d_in != sae.d_out)
        fail("%s: reads rows of %d numbers and gives rows of %d, expected one width", file,
             sae.d_in, sae.d_out);
    pretrained_check_directions(&sae);
    close_rows(sae.decoder, sae.d_sae, sae.d_out);
    if (sae.encoder)
        close_rows(sae.encoder, sae.d_sae, sae.d_in);
    free(file);
    return sae;
}

static void take_tensors(const struct pretrained *sae, struct tensor tensors[TENSORS]) {
    tensors[0] = (struct tensor){"encoder", TENSOR_F32, sae->d_sae, sae->d_in,
                                 sae->encoder ? sae->encoder : sae->decoder};
    tensors[1] = (struct tensor){"decoder", TENSOR_F32, sae->d_sae, sae->d_out, sae->decoder};
}

/* The caller decrefs. */
static json_t *metadata_of(const struct record *stage, uint64_t place,
                           const struct pretrained *sae) {
    char *name = model_file_name(stage, place), digest[SHA256_TEXT];
    rows_sha256(sae->path, NULL, digest);
    json_t *metadata = json_pack("{s:s,s:s,s:s,s:s}", "settings", name, "file_sha256", digest,
                                 "tool", sae->tool, "architecture", sae->architecture);
    free(name);
    return metadata;
}

char *import_unit(const struct record *stage, uint64_t place, const char *path) {
    struct pretrained sae = read_dense(stage, place);
    struct tensor tensors[TENSORS];
    take_tensors(&sae, tensors);
    json_t *metadata = metadata_of(stage, place, &sae);
    artifact_write(path, tensors, TENSORS, metadata);
    json_decref(metadata);
    char *outcome = text("%s %s, %d latents", sae.tool, sae.architecture, sae.d_sae);
    pretrained_free(&sae);
    return outcome;
}

static bool tensor_holds(const struct artifact *unit, const struct tensor *expected) {
    for (size_t i = 0; i < unit->count; i++) {
        const struct tensor *found = &unit->tensors[i];
        if (strcmp(found->name, expected->name) == 0)
            return found->type == TENSOR_F32 && found->rows == expected->rows &&
                   found->columns == expected->columns &&
                   memcmp(found->data, expected->data, tensor_bytes(found)) == 0;
    }
    return false;
}

bool imported_holds(const struct record *stage, uint64_t place, const struct artifact *unit) {
    struct pretrained sae = read_dense(stage, place);
    struct tensor tensors[TENSORS];
    take_tensors(&sae, tensors);
    json_t *metadata = metadata_of(stage, place, &sae);
    const char *key;
    json_t *value;
    bool holds = unit->count == TENSORS;
    for (int i = 0; i < TENSORS; i++)
        holds = tensor_holds(unit, &tensors[i]) && holds;
    json_object_foreach(metadata, key, value) holds =
        json_equal(json_object_get(unit->metadata, key), value) && holds;
    if (!holds)
        fprintf(stderr, "%s: not what %s gives, expected that\n", unit->path, sae.path);
    json_decref(metadata);
    pretrained_free(&sae);
    return holds;
}
