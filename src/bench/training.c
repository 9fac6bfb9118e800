/* One training of an SAE, timed from its first step to its last. */
#include "activations/activations.h"
#include "autoencoder/trainer.h"
#include "bench/bench.h"
#include "program/clock.h"
#include "program/error.h"
#include <stdio.h>
#include <stdlib.h>

/* A training: the times at which its first step began and its last one ended, and the explained
 * variance that it ends with. */
struct training {
    double start, end, explained_variance;
};

/* Train an SAE for some epochs; if lambda is not 0, its decoder is aligned to that of seed 42. The
 * loss of each step goes into losses[epochs * steps], unless that is NULL. */
static struct training train(const struct activations *activations,
                             const struct sae_settings *settings, uint64_t seed, int epochs,
                             struct team *threads, double *losses) {
    int steps = (activations->rows + settings->batch - 1) / settings->batch;
    struct sae *sae = sae_initialise(settings, seed), *reference = sae_initialise(settings, 42);
    struct sae_trainer *trainer = sae_trainer(sae, activations, threads);
    struct training training = {.start = now()};
    for (int epoch = 0; epoch < epochs; epoch++)
        sae_train_epoch(trainer, sae, reference->decoder,
                        losses ? losses + (size_t)epoch * (size_t)steps : NULL);
    training.end = now();
    struct sae_quality quality = sae_evaluate(trainer, sae);
    training.explained_variance = quality.explained_variance;
    free(quality.firing);
    sae_trainer_free(trainer);
    sae_free(sae);
    sae_free(reference);
    return training;
}

void bench_training(char **arguments) {
    struct activations activations = activations_read(arguments[0], NULL);
    struct sae_settings settings =
        study_settings(activations.d_model, atoi(arguments[1]), atoi(arguments[2]), BATCH_SIZE,
                       atof(arguments[3]));
    int epochs = atoi(arguments[5]),
        steps = epochs * ((activations.rows + BATCH_SIZE - 1) / BATCH_SIZE);
    double *losses = allocate((size_t)steps, sizeof *losses);
    struct team *threads = team(atoi(arguments[6]));
    train(&activations, &settings, 1, 1, threads, NULL); /* warms up the memory */
    uint64_t seed = strtoull(arguments[4], NULL, 10);
    struct training training = train(&activations, &settings, seed, epochs, threads, losses);
    printf("%.9f %.9f\n%.9g", training.start, training.end, training.explained_variance);
    for (int step = 0; step < steps; step++)
        printf(" %.9g", losses[step]);
    printf("\n");
    team_free(threads);
    free(losses);
    activations_free(&activations);
}
