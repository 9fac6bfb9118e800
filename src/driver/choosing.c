/* The best candidate of a stage by the criterion of a choice. */
#include "driver/choosing.h"
#include "files/artifact.h"
#include "program/error.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void add_candidates(struct candidates *candidates, const struct record *first,
                    struct values *values) {
    if (!clause_of(first, SETTING_bootstrap))
        return;
    for (size_t i = 0; i < candidate_count(first); i++) {
        const struct candidate *candidate = candidate_of(candidates, &first[i]);
        candidate_values(candidate, candidate->id, values);
    }
}

/* --- a criterion -------------------------------------------------------------------------------
 */

/* Whether candidate a is better than b: the first metric in the list that differs decides. */
static bool is_better(struct values *values, const char *a, const char *b,
                      const struct names *metrics) {
    for (size_t i = 0; i < metrics->count; i++) {
        struct scope of_a = {values, RESULTS, "", a};
        struct scope of_b = {values, RESULTS, "", b};
        double difference = value(&of_a, metrics->name[i]) - value(&of_b, metrics->name[i]);
        if (difference != 0)
            return difference > 0;
    }
    return false;
}

/* A choice among the candidates of a stage, by their values. */
struct choice {
    const struct protocol *protocol;
    const struct settings *settings;
    const struct record *first;
    const struct candidate **candidates;
    struct values *values;
};

/* The best of the candidates that meet the condition (or of all, if `holds` is NULL); NULL if none
 * does. */
static const struct candidate *best(const struct choice *choice,
                                    bool (*holds)(const struct scope *)) {
    const struct protocol *protocol = choice->protocol;
    const struct candidate *found = NULL;
    for (size_t i = 0; i < candidate_count(choice->first); i++) {
        const struct candidate *candidate = choice->candidates[i];
        struct scope scope = {choice->values, protocol->folder, protocol->experiment,
                              candidate->id};
        if (holds && !holds(&scope))
            continue;
        if (!found ||
            is_better(choice->values, candidate->id, found->id, &choice->settings->maximise))
            found = candidate;
    }
    return found;
}

/* The candidate that a choice picks by its criterion. *met: whether any candidate meets it. */
static const struct candidate *choose_among(const struct choice *choice, bool *met) {
    const struct clause *condition = choice->settings->subject_to;
    const struct candidate *chosen = best(choice, condition ? condition->holds : NULL);
    *met = chosen != NULL;
    if (chosen)
        return chosen;
    if (strcmp(choice->settings->otherwise->value, "stop") == 0)
        fail("%s: no candidate of %s meets '%s', and otherwise(stop) says to stop",
             condition->where, choice->settings->from, condition->value);
    return best(choice, NULL);
}

/* The choice of a record, on values that are those of its candidates. */
static struct choice choice_of(struct candidates *candidates, const struct record *record,
                               struct values *values) {
    const struct protocol *protocol = candidates->protocol;
    const struct settings *settings = settings_of(protocol, record);
    const struct record *first = first_candidate(protocol, settings->from);
    return (struct choice){protocol, settings, first, candidates_of(candidates, first), values};
}

/* The word of the setting that is chosen, and how the chosen candidate spells it. */
static const char *chosen_word(const struct choice *choice) {
    return settings_of(choice->protocol, choice->first)->vary.name[0];
}

static const char *chosen_spelling(const struct choice *choice, const struct candidate *chosen) {
    return chosen->settings->spelled[setting_named(chosen_word(choice))];
}

/* --- the command -------------------------------------------------------------------------------
 */

static void write_choice(const struct protocol *protocol, const char *name, const char *spelled) {
    char *path = choice_path(protocol, name);
    struct output output = output_begin(path);
    fprintf(output.stream, "$(replicate)%s := %s\n", name, spelled);
    output_finish(&output);
    free(path);
}

void choose(const struct protocol *protocol, const char *name) {
    const struct record *record = find_record(protocol, name, "");
    if (!record || record->block != BLOCK_choose)
        fail("%s: no such choice in experiment %s", name, protocol->experiment);
    struct values values = {0};
    struct candidates candidates = candidates_begin(protocol);
    struct choice choice = choice_of(&candidates, record, &values);
    add_candidates(&candidates, choice.first, &values);
    bool met;
    const struct candidate *chosen = choose_among(&choice, &met);
    const char *spelled = chosen_spelling(&choice, chosen);
    write_choice(protocol, name, spelled);
    printf("%s: %s=%s%s\n", name, chosen_word(&choice), spelled,
           met ? "" : "  (NO candidate meets the criterion: chosen among all)");
    free(choice.candidates);
    candidates_free(&candidates);
    values_free(&values);
}

/* --- as values ---------------------------------------------------------------------------------
 */

static void hold_choice(const struct protocol *protocol, const struct record *record,
                        const char *spelled) {
    char *path = choice_path(protocol, record->name);
    char *reference = text("$(%s)", record->name);
    if (access(path, F_OK) == 0) {
        char *made = expand(protocol, reference);
        if (strcmp(made, spelled) != 0)
            fail("%s: is %s, expected %s by the criterion", path, made, spelled);
        free(made);
    }
    free(reference);
    free(path);
}

static void add_choice(const struct choice *choice, const struct record *record,
                       const struct candidate *chosen, bool met, struct values *values) {
    const char *spelled = chosen_spelling(choice, chosen);
    hold_choice(choice->protocol, record, spelled);
    values_add(values, record->name, strtod(spelled, NULL), SPELLED,
               "best candidate by the criterion", record->where);
    add_value(values, record->name, "criterion_met", met, WHOLE,
              "1 if a candidate meets subject_to", record->where);
    char *id = text("%s.%s", choice->settings->from, short_name(record->name));
    candidate_values(chosen, id, values);
    free(id);
}

void choice_values(struct candidates *candidates, const struct record *record,
                   struct values *values) {
    struct values of_others = {0};
    struct choice choice = choice_of(candidates, record, values);
    if (!is_own(candidates->protocol, choice.first)) {
        add_candidates(candidates, choice.first, &of_others);
        choice.values = &of_others;
    }
    bool met;
    const struct candidate *chosen = choose_among(&choice, &met);
    add_choice(&choice, record, chosen, met, values);
    free(choice.candidates);
    values_free(&of_others);
}
