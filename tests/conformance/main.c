/* Does this project give what PyTorch and NumPy gave? Two commands, of which `make conformance`
 * runs the first, then the study, then the second:
 *
 *   conformance protocol REFERENCE FOLDER   write the reference's follow-ups as protocols
 *   conformance compare REFERENCE           compare results/ of the current folder
 */
#include "conformance.h"
#include "program/error.h"
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- the reference's JSON ------------------------------------------------------------------- */

struct entry read_json(const char *folder, const char *name) {
    char *path = text("%s/%s", folder, name);
    json_error_t error;
    json_t *json = json_load_file(path, 0, &error);
    if (!json)
        fail("%s: line %d: %s, expected JSON", path, error.line, error.text);
    return (struct entry){path, json};
}

struct entry member(struct entry object, const char *name) {
    json_t *json = json_object_get(object.json, name);
    if (!json)
        fail("%s: '%s' is missing", object.file, name);
    return (struct entry){object.file, json};
}

static double number_of(struct entry entry, const char *name) {
    if (!json_is_number(entry.json))
        fail("%s: '%s' is not a number", entry.file, name);
    return json_number_value(entry.json);
}

double number(struct entry object, const char *name) {
    return number_of(member(object, name), name);
}

size_t items(struct entry list) {
    if (!json_array_size(list.json))
        fail("%s: an empty list, or a value that is none, where a list was expected", list.file);
    return json_array_size(list.json);
}

struct entry item(struct entry list, size_t place) {
    return (struct entry){list.file, json_array_get(list.json, place)};
}

double *numbers(struct entry list, size_t *count) {
    *count = items(list);
    double *values = allocate(*count, sizeof *values);
    for (size_t i = 0; i < *count; i++)
        values[i] = number_of(item(list, i), "an item of a list");
    return values;
}

/* --- the follow-ups ------------------------------------------------------------------------- */

const struct design search = {
    .stage = "search",
    .varied = "k",
    .candidates = "k_candidates",
    .records = "search_records",
    .setting = "k",
    .selected = "selected_k",
    .tie_breaker = "explained_variance",
    .metrics = {{"trained_pwmcc", "trained_pwmcc", 11},
                {"random_pwmcc", "random_pwmcc", 23},
                {"explained_variance", "explained_variance", 31},
                {"mean_squared_error", "mse", 37}},
};

const struct design sweep = {
    .stage = "sweep",
    .varied = "lambda",
    .candidates = "lambdas",
    .records = "records",
    .setting = "lambda_consistency",
    .selected = "selected_lambda",
    .tie_breaker = "alignment",
    .metrics = {{"trained_pwmcc", "trained_pwmcc", 13},
                {"random_pwmcc", "random_pwmcc", 29},
                {"explained_variance", "explained_variance", 31},
                {"mean_squared_error", "mse", 37},
                {"alignment", "alignment_to_ref", 43}},
};

const struct follow_up follow_ups[FOLLOW_UPS] = {
    {"adaptive_l0", &search}, {"control_k32", &search}, {"consistency_sweep", &sweep}};

struct compared compared(struct entry comparisons, const char *key) {
    struct compared compared = {.first_follow_up = 0, .second_follow_up = 1};
    if (sscanf(key, "k%lf_minus_k%lf", &compared.first, &compared.second) == 2)
        return compared;
    compared.first_follow_up = compared.second_follow_up = 2;
    if (sscanf(key, "lambda_%lf_minus_%lf", &compared.first, &compared.second) == 2)
        return compared;
    fail("%s: '%s' is no comparison, expected k4_minus_k32 or lambda_0.002_minus_0, say",
         comparisons.file, key);
}

char *spelled(double number) {
    if (number == floor(number))
        return text("%.0f", number);
    char scientific[32];
    int places = -1;
    do
        snprintf(scientific, sizeof scientific, "%.*e", ++places, number);
    while (strtod(scientific, NULL) != number);
    int exponent = atoi(strchr(scientific, 'e') + 1) - places;
    return text("%c%.*se%d", scientific[0], places, scientific + 2, exponent);
}

size_t baseline(const double *lambdas, size_t count) {
    size_t smallest = 0;
    for (size_t i = 1; i < count; i++)
        if (lambdas[i] < lambdas[smallest])
            smallest = i;
    return smallest;
}

/* --- differences ---------------------------------------------------------------------------- */

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

/* A line for each kind that was compared, and one for all; whether all are within their limits. */
static bool report(void) {
    int passed = 0, failed = 0;
    for (int kind = 0; kind < KINDS; kind++)
        if (kinds[kind].count > 0)
            ++*(report_kind((enum kind)kind) ? &passed : &failed);
    printf("%d passed, %d failed\n", passed, failed);
    return failed == 0;
}

/* --- commands ------------------------------------------------------------------------------- */

/* The folder's golden.json stands where test_sae looks for one (conformance.mk puts it there). */
static void compare_trajectories(const char *reference) {
    setenv("REFERENCE", reference, 1);
    int status = system("../tests/autoencoder/test_sae >test_sae.log 2>&1");
    note(TRAJECTORIES, WIFEXITED(status) ? WEXITSTATUS(status) : NAN, "test_sae.log");
}

/* Whether the folder holds that file; says so where it does not. */
static bool has(const char *folder, const char *name) {
    char *path = text("%s/%s", folder, name);
    bool there = access(path, R_OK) == 0;
    if (!there)
        printf("%s: not there, and not compared\n", path);
    free(path);
    return there;
}

/* Whether all is within its limits. */
static bool compare(const char *reference) {
    compare_follow_ups(reference);
    compare_given_statistics(reference);
    if (has(reference, "golden.json"))
        compare_trajectories(reference);
    if (has(reference, "transformer.json")) {
        compare_transformer(reference);
        compare_effective_rank(reference);
    }
    return report();
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "compare") == 0)
        return compare(argv[2]) ? EXIT_SUCCESS : EXIT_FAILURE;
    if (argc != 4 || strcmp(argv[1], "protocol") != 0)
        fail("usage: %s protocol REFERENCE FOLDER | compare REFERENCE", argv[0]);
    write_protocols(argv[2], argv[3]);
    return 0;
}
