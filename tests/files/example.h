/* An artifact in a test's folder. */
#ifndef FILES_EXAMPLE_H
#define FILES_EXAMPLE_H

#include "files/artifact.h" /* before cmocka.h, which folder.h includes */

#include "files/folder.h"
#include <float.h>

__attribute__((unused)) static const float weights[6] = {0, 1, -2, 0.5f, 3e-38f, FLT_MAX};
__attribute__((unused)) static const double losses[3] = {0.1, -DBL_MAX, 5e-324};

/* A matrix and a vector of both types, with three entries of metadata. */
static inline void write_example(const char *path) {
    struct tensor tensors[] = {{"encoder", TENSOR_F32, 2, 3, weights},
                               {"bias", TENSOR_F32, 3, 0, weights + 3},
                               {"losses", TENSOR_F64, 3, 0, losses}};
    json_t *metadata =
        json_pack("{s:s,s:s,s:s}", "seed", "42", "claim", "4 \"k\" \xc3\xa9\n", "note", "");
    artifact_write(path, tensors, 3, metadata);
    json_decref(metadata);
}

static inline void read_and_free(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_free(&artifact);
}

static inline void read_any_and_free(const char *path) {
    struct artifact artifact = safetensors_read(path);
    artifact_free(&artifact);
}

#endif
