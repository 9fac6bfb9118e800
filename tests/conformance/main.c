/* Does this project give what PyTorch and NumPy gave? Two commands, of which `make conformance`
 * runs the first, then the study, then the second:
 *
 *   conformance protocol REFERENCE FOLDER   write the reference's follow-ups as protocols
 *   conformance compare REFERENCE TABLE     compare results/ of the current folder, and write the
 *                                           largest differences to the table
 */
#include "conformance.h"
#include "program/error.h"
#include <math.h>
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

/* Whether all is within its limits. The largest differences are kept in the table. */
static bool compare(const char *reference, const char *table) {
    compare_follow_ups(reference);
    compare_given_statistics(reference);
    if (has(reference, "golden.json"))
        compare_trajectories(reference);
    if (has(reference, "transformer.json")) {
        compare_transformer(reference);
        compare_effective_rank(reference);
    }
    write_differences(table, reference);
    return report();
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "compare") == 0)
        return compare(argv[2], argv[3]) ? EXIT_SUCCESS : EXIT_FAILURE;
    if (argc != 4 || strcmp(argv[1], "protocol") != 0)
        fail("usage: %s protocol REFERENCE FOLDER | compare REFERENCE TABLE", argv[0]);
    write_protocols(argv[2], argv[3]);
    return 0;
}
