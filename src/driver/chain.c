/* From a value back to the protocol lines and the files that it was made from. */
#include "driver/chain.h"
#include "files/artifact.h"
#include "metrics/replicates.h"
#include "program/error.h"
#include "protocol/paths.h"
#include "protocol/settings.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct chain {
    const struct protocol *protocol;
    const struct record *first;
    const struct record *input; /* what a replicate is trained on, else NULL */
    bool *is_told;              /* one a record of the protocol */
};

/* --- the record of a value ------------------------------------------------------------------- */

/* The length of the record's id if the value's id is equal to it or begins with it and a dot,
 * else 0. */
static size_t matched_length(const struct record *record, const char *id) {
    char *own = record_id(record);
    size_t length = strlen(own);
    bool matches = strncmp(id, own, length) == 0 && (!id[length] || id[length] == '.');
    free(own);
    return matches ? length : 0;
}

/* The record with the longest match: the id of candidate lambda0.5 also begins with lambda0. */
static const struct record *record_of(const struct protocol *protocol, const char *id) {
    const struct record *found = NULL;
    size_t longest = 0;
    for (const struct record *record = protocol->records; record->block; record++)
        if (matched_length(record, id) > longest) {
            longest = matched_length(record, id);
            found = record;
        }
    return found;
}

/* --- one record ------------------------------------------------------------------------------ */

/* Whether the candidate before this one was printed, with the same clause at the same line. */
static bool is_shared(const struct chain *chain, const struct record *record,
                      const struct clause *clause) {
    size_t place = (size_t)(record - chain->protocol->records);
    if (place == 0 || strcmp(record[-1].name, record->name) != 0 || !chain->is_told[place - 1])
        return false;
    const struct clause *before = record[-1].clauses;
    while (before->name && strcmp(before->name, clause->name) != 0)
        before++;
    return before->name && strcmp(before->value, clause->value) == 0 &&
           strcmp(before->where, clause->where) == 0;
}

/* word(value) as a protocol writes it; what a choice gave, with the choice. Its text stays as
 * it is, as a "$(" there is LaTeX's. */
static void print_clause(const struct protocol *protocol, const struct clause *clause) {
    char *value = *clause->text ? text("%s", clause->text) : expand(protocol, clause->value);
    printf(" %s(%s)", clause->name, value);
    if (strncmp(clause->value, "$(", 2) == 0)
        printf(" by %.*s", (int)strcspn(clause->value, ")") - 2, clause->value + 2);
    free(value);
}

/* A line for each line of a protocol, with all that it set. */
static void print_clauses(const struct chain *chain, const struct record *record) {
    const char *where = "";
    for (const struct clause *clause = record->clauses; clause->name; clause++) {
        if (is_shared(chain, record, clause))
            continue;
        if (strcmp(clause->where, where) != 0)
            printf("%s    %s ", *where ? "\n" : "", clause->where);
        print_clause(chain->protocol, clause);
        where = clause->where;
    }
    putchar('\n');
}

/* A transformer that nothing is taken from is not made. */
static void print_artifact(char *path) {
    char digest[SHA256_TEXT] = "not made:";
    if (access(path, F_OK) == 0)
        file_sha256(path, digest);
    printf("    %s  %s\n", digest, path);
    free(path);
}

static void print_artifacts(const struct protocol *protocol, const struct record *record) {
    if (record->block == BLOCK_transformer || record->block == BLOCK_activations)
        print_artifact(artifact_path(protocol, record));
    if (record->block != BLOCK_stage)
        return;
    const struct seeds *seeds = &settings_of(protocol, record)->seeds;
    for (size_t i = 0; i < seeds->count; i++)
        print_artifact(unit_path(protocol, record, seeds->seed[i]));
}

/* --- from record to record ------------------------------------------------------------------- */

static void tell(struct chain *chain, const struct record *record);

/* A stage's candidate; of one that a choice picked, the choice first. */
static void tell_candidate(struct chain *chain, const char *stage, const char *candidate) {
    const struct record *found = find_record(chain->protocol, stage, candidate);
    if (!found)
        fail("%s.%s: no record of experiment %s", stage, candidate, chain->protocol->experiment);
    for (const struct record *choice = chain->protocol->records; choice->block; choice++)
        if (choice->block == BLOCK_choose &&
            strcmp(strrchr(choice->name, '.') + 1, candidate) == 0 &&
            strcmp(clause_of(choice, SETTING_from)->value, stage) == 0)
            tell(chain, choice);
    tell(chain, found);
}

/* The records that an item of a setting's value names: $(choice), stage@candidate, or a name, which
 * is that of all candidates of a stage; none where it is a number or a word. */
static void tell_named(struct chain *chain, const char *item) {
    bool is_choice = strncmp(item, "$(", 2) == 0;
    char *name = text("%.*s", (int)strcspn(item, "@)") - 2 * is_choice, item + 2 * is_choice);
    const char *candidate = strchr(item, '@');
    if (candidate)
        tell_candidate(chain, name, candidate + 1);
    for (const struct record *record = chain->protocol->records; record->block; record++)
        if (!candidate && strcmp(record->name, name) == 0)
            tell(chain, record);
    free(name);
}

/* The record itself: its settings and its artifacts. */
static void tell_alone(const struct chain *chain, const struct record *record, bool ends_here) {
    char *id = record_id(record);
    printf("  %s %s", block_name(record->block), id);
    if (ends_here)
        printf(" (its candidates: make why VALUE=%s)", id);
    putchar('\n');
    free(id);
    print_clauses(chain, record);
    print_artifacts(chain->protocol, record);
}

static void tell(struct chain *chain, const struct record *record) {
    bool *is_told = &chain->is_told[record - chain->protocol->records];
    if (*is_told)
        return;
    *is_told = true;
    bool ends_here = record->block == BLOCK_choose && record != chain->first;
    tell_alone(chain, record, ends_here);
    if (ends_here)
        return;
    for (const struct clause *clause = record->clauses; clause->name; clause++) {
        char *item;
        if (chain->input && record->block == BLOCK_stage && clause->setting == SETTING_on) {
            tell(chain, chain->input);
            continue;
        }
        for (size_t place = 0; (item = list_item(clause->value, place)); place++) {
            tell_named(chain, item);
            free(item);
        }
    }
}

/* What experiment.stage.choice.delta, a value of no record's own, is of. */
static void tell_chosen(struct chain *chain, const char *id) {
    char *stage = text("%s", id), *candidate = strchr(stage, '.');
    candidate = candidate ? strchr(candidate + 1, '.') : NULL;
    if (!candidate)
        fail("%s: no record of experiment %s gives it", id, chain->protocol->experiment);
    *candidate++ = 0;
    candidate[strcspn(candidate, ".")] = 0;
    tell_candidate(chain, stage, candidate);
    free(stage);
}

/* All from the record of that value on. */
static void tell_value(const struct protocol *protocol, const char *id,
                       const struct record *input) {
    size_t count = 0;
    while (protocol->records[count].block)
        count++;
    struct chain chain = {protocol, record_of(protocol, id), input, allocate(count, sizeof(bool))};
    if (chain.first)
        tell(&chain, chain.first);
    else
        tell_chosen(&chain, id);
    free(chain.is_told);
}

/* Whether `id`, what follows a repeat's own id, is a value of one of its replicates: then the
 * repeat is told, and that value as the replicate has it. */
static bool tell_replicate(const struct protocol *protocol, const struct record *repeat,
                           const char *id) {
    const struct record *input;
    for (size_t place = 0;; place++) {
        struct protocol own = replicate_protocol(protocol, repeat, place, &input);
        if (!input)
            return false;
        const char *name = short_name(input->name), *value = id + strlen(name) + 1;
        bool is_own = strncmp(id, name, strlen(name)) == 0 && id[strlen(name)] == '.' &&
                      record_of(protocol, value);
        if (is_own) {
            tell_alone(&(struct chain){.protocol = protocol}, repeat, false);
            printf("  replicate %s: %s/", name, own.folder);
            if (own.seeds_above)
                printf(", each seed of a stage + %llu", (unsigned long long)own.seeds_above);
            putchar('\n');
            tell_value(&own, value, input);
        }
        replicate_close(&own);
        if (is_own)
            return true;
    }
}

void print_chain(const struct protocol *protocol, const char *id) {
    const struct record *record = record_of(protocol, id);
    bool is_repeat = record && record->block == BLOCK_repeat && id[strlen(record->name)];
    if (!is_repeat || !tell_replicate(protocol, record, id + strlen(record->name) + 1))
        tell_value(protocol, id, NULL);
}
