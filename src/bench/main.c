/* How fast everything is: the tables of src/bench_*.c one after the other.
 *
 *   bench <growth.tsv> [activations.safetensors]            the tables; without a file, drawn rows
 *   bench train <activations> <d_sae> <k> <lambda> <seed> <epochs> <threads>
 *                                                             one training, for tests/peers
 */
#include "activations/activations.h"
#include "arithmetic/kernels.h"
#include "autoencoder/trainer.h"
#include "bench/bench.h"
#include "bench/ratios.h"
#include "program/clock.h"
#include "program/error.h"
#include "program/processor.h"
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 2048 };

/* --- inputs --------------------------------------------------------------------------------- */

static void print_machine(const struct activations *activations, const char *path) {
    char *processor = processor_name("/proc/cpuinfo");
    printf("CPU: %s; kernels: %s; OpenBLAS: %s; 1 thread\n", processor, kernels()->name,
           openblas_get_corename());
    free(processor);
    printf("%d rows of %d, %s; medians of %d turns\n", activations->rows, activations->d_model,
           path ? path : "drawn", turns());
}

/* --- one training --------------------------------------------------------------------------- */

/* Train an SAE for some epochs, towards the one of seed 42 where lambda is not 0; each step's loss
 * into losses[epochs * steps] unless that is NULL. Returns when the first step began. */
static double train(const struct activations *activations, const struct sae_settings *settings,
                    uint64_t seed, int epochs, struct team *threads, double *losses) {
    int steps = (activations->rows + settings->batch - 1) / settings->batch;
    struct sae *sae = sae_initialise(settings, seed), *reference = sae_initialise(settings, 42);
    struct sae_trainer *trainer = sae_trainer(sae, activations, threads);
    double start = now();
    for (int epoch = 0; epoch < epochs; epoch++)
        sae_train_epoch(trainer, sae, reference->decoder,
                        losses ? losses + (size_t)epoch * (size_t)steps : NULL);
    sae_trainer_free(trainer);
    sae_free(sae);
    sae_free(reference);
    return start;
}

/* Prints when the first step began and the last ended, on the system's monotonic clock, and each
 * step's loss. An epoch of another SAE warms up the memory. */
static void print_training(char **arguments) {
    struct activations activations = activations_read(arguments[0]);
    struct sae_settings settings = study_settings(activations.d_model, atoi(arguments[1]),
                                                  atoi(arguments[2]), BATCH, atof(arguments[3]));
    int epochs = atoi(arguments[5]), steps = epochs * ((activations.rows + BATCH - 1) / BATCH);
    double *losses = allocate((size_t)steps, sizeof *losses);
    struct team *threads = team(atoi(arguments[6]));
    train(&activations, &settings, 1, 1, threads, NULL);
    uint64_t seed = strtoull(arguments[4], NULL, 10);
    double start = train(&activations, &settings, seed, epochs, threads, losses);
    printf("%.9f %.9f", start, now());
    for (int step = 0; step < steps; step++)
        printf(" %.9g", losses[step]);
    printf("\n");
    team_free(threads);
    free(losses);
    activations_free(&activations);
}

int main(int count, char **arguments) {
    if (count == 9 && strcmp(arguments[1], "train") == 0) {
        print_training(arguments + 2);
        return 0;
    }
    if (count < 2 || count > 3)
        fail("bench: expected the table of growth to write, and a file of activations or none");
    struct activations activations =
        count > 2 ? activations_read(arguments[2]) : drawn_rows(12769, 128);
    if (activations.rows < BATCH)
        fail("%s: %d rows, expected at least %d", arguments[2], activations.rows, BATCH);
    print_machine(&activations, count > 2 ? arguments[2] : NULL);
    bench_study(&activations);
    bench_transformer();
    bench_wide((int)sysconf(_SC_NPROCESSORS_ONLN), arguments[1]);
    activations_free(&activations);
}
