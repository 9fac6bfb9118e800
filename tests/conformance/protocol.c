/* The reference's follow-ups as protocols of this project: every setting as their JSON has it. */
#include "conformance.h"
#include "files/artifact.h"
#include "program/error.h"
#include <stdlib.h>

/* Begin folder/experiment.m4. */
static struct output begin_protocol(const char *folder, const char *experiment) {
    char *path = text("%s/%s.m4", folder, experiment);
    struct output output = output_begin(path);
    fprintf(output.stream, "experiment(%s, [A stage of the reference])\n", experiment);
    free(path);
    return output;
}

/* `  word(value)` */
static void write_number(FILE *stream, const char *word, double value) {
    char *spelling = spelled(value);
    fprintf(stream, "\n  %s(%s)", word, spelling);
    free(spelling);
}

/* `  seeds(42, 123)`, or `  vary(k, 4, 8)` where a word stands first. */
static void write_list(FILE *stream, const char *word, const char *first, struct entry list) {
    size_t count;
    double *values = numbers(list, &count);
    fprintf(stream, "\n  %s(%s", word, first ? first : "");
    for (size_t i = 0; i < count; i++) {
        char *spelling = spelled(values[i]);
        fprintf(stream, "%s%s", first || i ? ", " : "", spelling);
        free(spelling);
    }
    fprintf(stream, ")");
    free(values);
}

static void write_bootstrap(FILE *stream, const struct design *design) {
    fprintf(stream, "\n  bootstrap(");
    for (int i = 0; i < MOST_METRICS && design->metrics[i].word; i++)
        fprintf(stream, "%s%s = %d", i ? ", " : "", design->metrics[i].word,
                design->metrics[i].bootstrap_seed);
    fprintf(stream, ")");
}

/* The settings that every stage of a follow-up shares. */
static void write_shared(FILE *stream, struct entry config) {
    fprintf(stream, "\n  like(topk_sae, bootstrap_95)");
    write_number(stream, "d_sae", number(config, "d_sae"));
    write_number(stream, "batch", number(config, "batch_size"));
    write_number(stream, "learning_rate", number(config, "learning_rate"));
    write_number(stream, "resamples", number(config, "bootstrap_samples"));
}

/* The choice `best`, up to the bound on explained variance. */
static void begin_choice(FILE *stream, const struct design *design) {
    fprintf(stream,
            "\nchoose(best,\n  from(%s)\n  maximise(delta_lcb, delta, %s)\n"
            "  subject_to(explained_variance >= ",
            design->stage, design->tie_breaker);
}

static void end_choice(FILE *stream) {
    fprintf(stream, ")\n  otherwise(all))\n");
}

static void write_search(FILE *stream, struct entry config) {
    fprintf(stream, "\nstage(search,");
    write_shared(stream, config);
    write_list(stream, "vary", "k", member(config, "k_candidates"));
    write_list(stream, "seeds", NULL, member(config, "search_seeds"));
    write_number(stream, "epochs", number(config, "search_epochs"));
    write_bootstrap(stream, &search);
    fprintf(stream, ")\n");

    /* the language has no negative numbers, which "no floor" may be */
    double floor = number(config, "ev_floor");
    char *spelling = spelled(floor < 0 ? -floor : floor);
    begin_choice(stream, &search);
    fprintf(stream, floor < 0 ? "(0 - %s)" : "%s", spelling);
    end_choice(stream);
    free(spelling);

    fprintf(stream, "\nstage(retrain,\n  like(search)\n  k(best)");
    write_list(stream, "seeds", NULL, member(config, "retrain_seeds"));
    write_number(stream, "epochs", number(config, "retrain_epochs"));
    fprintf(stream, ")\n");
}

/* `sweep.lambda0.explained_variance - 5e-2` */
static void write_lowest_quality(FILE *stream, struct entry config) {
    size_t count;
    double *lambdas = numbers(member(config, "lambdas"), &count);
    char *lambda = spelled(lambdas[baseline(lambdas, count)]);
    char *drop = spelled(number(config, "max_ev_drop"));
    fprintf(stream, "sweep.lambda%s.explained_variance - %s", lambda, drop);
    free(lambda);
    free(drop);
    free(lambdas);
}

static void write_sweep(FILE *stream, struct entry config) {
    fprintf(stream, "\nstage(reference,");
    write_shared(stream, config);
    write_number(stream, "k", number(config, "k"));
    write_number(stream, "seeds", number(config, "seed_ref"));
    write_number(stream, "epochs", number(config, "epochs"));
    fprintf(stream, ")\n\nstage(sweep,\n  like(reference)");
    write_list(stream, "vary", "lambda", member(config, "lambdas"));
    write_list(stream, "seeds", NULL, member(config, "train_seeds"));
    fprintf(stream, "\n  align_to(reference) with_units_of(reference)");
    write_bootstrap(stream, &sweep);
    fprintf(stream, ")\n");

    begin_choice(stream, &sweep);
    write_lowest_quality(stream, config);
    end_choice(stream);
}

/* What `between` names: a retraining, or the sweep's candidate of that lambda. */
static void write_compared(FILE *stream, int follow_up, double setting) {
    const struct follow_up *of = &follow_ups[follow_up];
    char *spelling = spelled(setting);
    if (of->design == &search)
        fprintf(stream, "%s.retrain", of->experiment);
    else
        fprintf(stream, "%s.sweep.lambda%s", of->experiment, spelling);
    free(spelling);
}

static void write_comparisons(FILE *stream, struct entry comparisons, double resamples) {
    for (int i = 0; i < FOLLOW_UPS; i++)
        fprintf(stream, "\nuses(%s)", follow_ups[i].experiment);
    fprintf(stream, "\n");
    const char *key;
    json_t *json;
    int count = 0;
    json_object_foreach(comparisons.json, key, json) {
        struct compared pair = compared(comparisons, key);
        fprintf(stream, "\ncompare(comparison%d,\n  like(bootstrap_95)", ++count);
        write_number(stream, "resamples", resamples);
        fprintf(stream, "\n  of(trained_pwmcc) between(");
        write_compared(stream, pair.first_follow_up, pair.first);
        fprintf(stream, ", ");
        write_compared(stream, pair.second_follow_up, pair.second);
        fprintf(stream, ")\n  bootstrap(difference = %.0f))\n",
                number((struct entry){comparisons.file, json}, "seed"));
    }
}

void write_protocols(const char *reference, const char *folder) {
    double resamples = 0;
    for (int i = 0; i < FOLLOW_UPS; i++) {
        char *name = text("%s.json", follow_ups[i].experiment);
        struct entry config = member(read_json(reference, name), "config");
        resamples = number(config, "bootstrap_samples");
        struct output output = begin_protocol(folder, follow_ups[i].experiment);
        (follow_ups[i].design == &search ? write_search : write_sweep)(output.stream, config);
        output_finish(&output);
        free(name);
    }
    struct output output = begin_protocol(folder, COMPARISONS);
    write_comparisons(output.stream, read_json(reference, COMPARISONS ".json"), resamples);
    output_finish(&output);
}
