/* The settings and the weights of an autoencoder of any tool, which then encodes some rows. */
#include "fuzz.h"

#include "pretrained/pretrained.h"
#include "program/error.h"

#include <stdlib.h>
#include <sys/stat.h>

enum { ROWS = 3, MOST = 4096 };

static const char *const files[] = {"sae/cfg.json", "sae/weights.pt", NULL};

static void encode(void) {
    struct pretrained sae = pretrained_read("sae");
    if (sae.d_in > MOST || sae.d_out > MOST || sae.d_sae > MOST)
        return;
    float *x = allocate((size_t)ROWS * (size_t)sae.d_in, sizeof *x);
    for (int i = 0; i < ROWS * sae.d_in; i++)
        x[i] = (float)(i % 7 - 3);
    struct pretrained_outputs outputs = {
        .acts = allocate((size_t)ROWS * (size_t)sae.d_sae, sizeof(float)),
        .recon = allocate((size_t)ROWS * (size_t)sae.d_out, sizeof(float)),
        .forward = allocate((size_t)ROWS * (size_t)sae.d_out, sizeof(float)),
    };
    pretrained_outputs(&sae, x, ROWS, outputs);
    pretrained_free(&sae);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    mkdir("sae", 0777);
    put_files(files, input, size);
    run_to_end(encode);
    return 0;
}
