/* What the parts of the conformance check share: the reference's JSON, the form of its follow-ups,
 * and the largest difference of each kind.
 *
 * The reference is a folder with the results of PyTorch and NumPy. Each of its follow-ups becomes a
 * protocol (protocol.c), which the project's own Makefile runs. The results are compared with the
 * JSON (follow_up.c), and so are the statistics of the JSON's own numbers (statistics.c) and the
 * transformer (transformer.c).
 */
#ifndef CONFORMANCE_CONFORMANCE_H
#define CONFORMANCE_CONFORMANCE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- the reference's JSON ------------------------------------------------------------------- */

/* A value of a JSON file. Whatever is missing in it, or of another type, fails with one line that
 * begins with the file. */
struct entry {
    const char *file;
    json_t *json;
};

/* The file folder/name, which lives as long as the program. */
struct entry read_json(const char *folder, const char *name);

/* The member of that name; as a number; a list's length; one of its items. */
struct entry member(struct entry object, const char *name);
double number(struct entry object, const char *name);
size_t items(struct entry list);
struct entry item(struct entry list, size_t place);

/* A list of numbers in a block that the caller frees. */
double *numbers(struct entry list, size_t *count);

/* --- the follow-ups ------------------------------------------------------------------------- */

/* A metric under its two names, and the seed of its bootstrap, which no JSON states. */
struct metric {
    const char *word;   /* the protocol's */
    const char *member; /* the JSON's */
    int bootstrap_seed;
};

enum { MOST_METRICS = 5 };

/* What all follow-ups of one script of the study have in common. */
struct design {
    const char *stage, *varied;                            /* the protocol's words */
    const char *candidates, *records, *setting, *selected; /* the JSON's */
    const char *tie_breaker;                               /* after the bound and delta */
    struct metric metrics[MOST_METRICS];                   /* ended by an empty one if fewer */
};

/* A search over k, then a retraining; a sweep over lambda. */
extern const struct design search, sweep;

/* A follow-up: <experiment>.json, and the experiment that it becomes. */
struct follow_up {
    const char *experiment;
    const struct design *design;
};

enum { FOLLOW_UPS = 3 };
extern const struct follow_up follow_ups[FOLLOW_UPS];

/* Where comparisons.json stands among the experiments; its comparisons are comparison1, 2, ... */
#define COMPARISONS "comparisons"

/* What a key of comparisons.json compares: "k4_minus_k32" the retrainings of the first two
 * follow-ups, "lambda_0.002_minus_0" two candidates of the third. Any other key fails. */
struct compared {
    int first_follow_up, second_follow_up;
    double first, second; /* k or lambda */
};
struct compared compared(struct entry comparisons, const char *key);

/* A number as a protocol and its ids spell it, which is without a point: 0, 32, 2e-3, 25e-4. The
 * caller frees. */
char *spelled(double number);

/* The place of the candidate that a drop in explained variance is measured from: the first with the
 * smallest lambda. */
size_t baseline(const double *lambdas, size_t count);

/* Write folder/<experiment>.m4 for every follow-up and for the comparisons. */
void write_protocols(const char *reference, const char *folder);

/* --- differences ---------------------------------------------------------------------------- */

enum kind {
    SEED_EXPLAINED_VARIANCE,
    SEED_MEAN_SQUARED_ERROR,
    SEED_ALIGNMENT,
    PAIR_PWMCC,
    RANDOM_PAIR_PWMCC,
    RANDOM_STATISTIC,
    STAGE_MEAN,
    STAGE_INTERVAL,
    COMPARISON,
    CHOICE,
    GIVEN_MEAN,
    GIVEN_INTERVAL,
    GIVEN_DELTA,
    GIVEN_COMPARISON,
    GIVEN_CHOICE,
    TRAJECTORIES,
    TRANSFORMER_START,
    TRANSFORMER_LOSSES,
    TRANSFORMER_BEST_EPOCH,
    TRANSFORMER_ACCURACY,
    TRANSFORMER_ACTIVATIONS,
    EFFECTIVE_RANK,
    KINDS
};

/* Note a difference of that kind, and where it was found if it is the largest so far. One that is
 * not a number is larger than any. */
void note(enum kind kind, double difference, const char *where, ...)
    __attribute__((format(printf, 3, 4)));

/* Print a line for each kind that was compared, and one for all; whether all are within their
 * limits. */
bool report(void);

/* Write the table of these kinds: what was compared, how many numbers, the largest difference and
 * the limit. A comment tells the SHA-256 of the reference. */
void write_differences(const char *path, const char *reference);

/* --- comparing ------------------------------------------------------------------------------ */

/* Hold the results of the run (results/ of the current folder) against the follow-ups' JSON. */
void compare_follow_ups(const char *reference);

/* The effective rank of the activations of the run, which are the reference's. */
void compare_effective_rank(const char *reference);

/* The same of the statistics that follow from the JSON's own pairs and seeds: no training. */
void compare_given_statistics(const char *reference);

/* Train the transformer with the settings of build/setup.json and the seed, batch and epochs of
 * transformer.json; hold it against that file and the folder's weights and activations. */
void compare_transformer(const char *reference);

#endif
