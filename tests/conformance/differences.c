/* The largest difference of each kind, what is said of them, and the table that keeps them. */
#include "conformance.h"
#include "files/hash.h"
#include "files/output.h"
#include "program/error.h"
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
    const char *name;
    double limit, largest;
    char where[96];
    size_t count;
} kinds[KINDS] = {
    [SEED_EXPLAINED_VARIANCE] = {"EV of a seed", 2e-4},
    [SEED_MEAN_SQUARED_ERROR] = {"MSE of a seed, relative", 2e-4},
    [SEED_ALIGNMENT] = {"alignment of a seed", 2e-4},
    [PAIR_PWMCC] = {"PWMCC of a pair", 2e-4},
    [RANDOM_PAIR_PWMCC] = {"random PWMCC of a pair", 1e-6},
    [RANDOM_STATISTIC] = {"random PWMCC, mean and interval", 1e-6},
    [STAGE_MEAN] = {"mean over a stage, delta", 5e-5},
    [STAGE_INTERVAL] = {"interval end, bound of delta", 1e-4},
    [COMPARISON] = {"comparison and its interval", 1e-4},
    [CHOICE] = {"choice", 0},
    [GIVEN_MEAN] = {"mean of given numbers", 1e-12},
    [GIVEN_INTERVAL] = {"interval end of given numbers", 1e-12},
    [GIVEN_DELTA] = {"delta, its bound of given numbers", 1e-12},
    [GIVEN_COMPARISON] = {"comparison of given numbers", 1e-12},
    [GIVEN_CHOICE] = {"choice from given numbers", 0},
    [TRAJECTORIES] = {"golden trajectories, failed tests", 0},
    [TRANSFORMER_START] = {"transformer's initial weights", 1e-6},
    [TRANSFORMER_LOSSES] = {"transformer's step losses, relative", INFINITY},
    [TRANSFORMER_BEST_EPOCH] = {"transformer's best epoch", 0},
    [TRANSFORMER_ACCURACY] = {"transformer's validation accuracy", 0},
    [TRANSFORMER_ACTIVATIONS] = {"activations, relative Frobenius", 2e-2},
    [EFFECTIVE_RANK] = {"effective rank of its activations", 1e-8},
};

void note(enum kind kind, double difference, const char *where, ...) {
    double size = isnan(difference) ? INFINITY : fabs(difference);
    if (kinds[kind].count++ > 0 && !(size > kinds[kind].largest))
        return;
    kinds[kind].largest = size;
    va_list arguments;
    va_start(arguments, where);
    vsnprintf(kinds[kind].where, sizeof kinds[kind].where, where, arguments);
    va_end(arguments);
}

/* "PWMCC of a pair  346 compared  1.3e-05  limit 2.0e-04  adaptive_l0.retrain 456-2022  ok";
 * whether the kind is within its limit. */
static bool report_kind(enum kind kind) {
    bool within = kinds[kind].largest <= kinds[kind].limit;
    printf("%-36s%6zu compared  %7.1e  ", kinds[kind].name, kinds[kind].count, kinds[kind].largest);
    if (isinf(kinds[kind].limit))
        printf("no limit       ");
    else
        printf("limit %7.1e  ", kinds[kind].limit);
    printf("%s  %s\n", kinds[kind].where, within ? "ok" : "FAILED");
    return within;
}

bool report(void) {
    int passed = 0, failed = 0;
    for (int kind = 0; kind < KINDS; kind++)
        if (kinds[kind].count > 0)
            ++*(report_kind((enum kind)kind) ? &passed : &failed);
    printf("%d passed, %d failed\n", passed, failed);
    return failed == 0;
}

/* The SHA-256 of those files of the reference that are there: their digests, one after the other.
 */
static void reference_sha256(const char *reference, char digest[SHA256_TEXT]) {
    static const char *const names[] = {
        "activations.safetensors", "adaptive_l0.json",
        "control_k32.json",        "consistency_sweep.json",
        "comparisons.json",        "golden.json",
        "transformer.json",        "transformer_initial.safetensors"};
    struct sha256_ctx context;
    sha256_init(&context);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = text("%s/%s", reference, names[i]);
        if (access(path, R_OK) == 0) {
            file_sha256(path, digest);
            sha256_update(&context, SHA256_TEXT - 1, (const uint8_t *)digest);
        }
        free(path);
    }
    sha256_text(&context, digest);
}

/* Three digits of a difference; one of a limit, which has no more. */
static void put_number(FILE *stream, double number, int digits) {
    if (isinf(number))
        fputs("none", stream);
    else if (number == 0)
        fputs("0", stream);
    else
        fprintf(stream, "%.*e", digits - 1, number);
}

void write_differences(const char *path, const char *reference) {
    char digest[SHA256_TEXT];
    reference_sha256(reference, digest);
    struct output output = output_begin(path);
    fprintf(output.stream,
            "# The largest differences from PyTorch's results, as make conformance found them.\n"
            "# SHA-256 of those results: %s\n"
            "what\tcompared\tlargest\tlimit\n",
            digest);
    for (int kind = 0; kind < KINDS; kind++)
        if (kinds[kind].count > 0) {
            fprintf(output.stream, "%s\t%zu\t", kinds[kind].name, kinds[kind].count);
            put_number(output.stream, kinds[kind].largest, 3);
            fputc('\t', output.stream);
            put_number(output.stream, kinds[kind].limit, 1);
            fputc('\n', output.stream);
        }
    output_finish(&output);
}
