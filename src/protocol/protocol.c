/* Looking things up in a protocol's table. */
#include "protocol/protocol.h"
#include "files/artifact.h"
#include "files/input.h"
#include "files/table.h"
#include "program/error.h"
#include "protocol/resolved.h"
#include <stdlib.h>
#include <string.h>

/* Hexadecimal digits of a file's hash that name the activations it holds. */
enum { INPUT_HASH_DIGITS = 12 };

struct protocol protocol_open(const char *experiment, const char *title,
                              const struct record *records, const char *folder, const char *on) {
    size_t count = 0;
    while (records[count].block)
        count++;
    return (struct protocol){.experiment = experiment,
                             .title = title,
                             .records = records,
                             .folder = folder,
                             .on = on,
                             .resolved = allocate(count, sizeof(struct resolved))};
}

void protocol_close(struct protocol *protocol) {
    for (size_t i = 0; protocol->records[i].block; i++)
        resolved_free(&protocol->resolved[i]);
    free(protocol->resolved);
    protocol->resolved = NULL;
}

const char *block_name(enum block_kind block) {
    static const char *const names[] = {"",
#define ROW(name) #name,
                                        EACH_BLOCK(ROW)
#undef ROW
    };
    return names[block];
}

enum setting setting_named(const char *word) {
    static const char *const words[] = {
#define ROW(word, ...) #word,
        EACH_SETTING(ROW)
#undef ROW
    };
    for (enum setting setting = 0; setting < SETTINGS; setting++)
        if (strcmp(words[setting], word) == 0)
            return setting;
    return SETTING_none;
}

const struct clause *clause_of(const struct record *record, enum setting setting) {
    for (const struct clause *clause = record->clauses; clause->name; clause++)
        if (clause->setting == setting)
            return clause;
    return NULL;
}

bool is_own(const struct protocol *protocol, const struct record *record) {
    size_t length = strlen(protocol->experiment);
    return strncmp(record->name, protocol->experiment, length) == 0 && record->name[length] == '.';
}

const char *short_name(const char *name) {
    return strchr(name, '.') + 1;
}

char *record_id(const struct record *record) {
    return *record->candidate ? text("%s.%s", record->name, record->candidate)
                              : text("%s", record->name);
}

/* What a candidate says of the setting that its stage varies. */
static const char *varied_value(const struct record *candidate) {
    return clause_of(candidate, setting_named(clause_of(candidate, SETTING_vary)->value))->value;
}

/* The stage's candidate of that varied value, or NULL. */
static const struct record *candidate_of(const struct protocol *protocol, const char *stage,
                                         const char *value) {
    for (const struct record *record = protocol->records; record->block; record++)
        if (strcmp(record->name, stage) == 0 && strcmp(varied_value(record), value) == 0)
            return record;
    return NULL;
}

/* The candidate of a stage that a choice of that short name picked, or NULL. */
static const struct record *chosen_record(const struct protocol *protocol, const char *stage,
                                          const char *choice) {
    const struct record *found = NULL;
    for (const struct record *record = protocol->records; record->block; record++) {
        if (record->block != BLOCK_choose || strcmp(short_name(record->name), choice) != 0 ||
            strcmp(clause_of(record, SETTING_from)->value, stage) != 0)
            continue;
        char *reference = text("$(%s)", record->name);
        char *value = expand(protocol, reference);
        found = candidate_of(protocol, stage, value);
        free(reference);
        free(value);
    }
    return found;
}

const struct record *find_record(const struct protocol *protocol, const char *name,
                                 const char *candidate) {
    for (const struct record *record = protocol->records; record->block; record++)
        if (strcmp(record->name, name) == 0 && strcmp(record->candidate, candidate) == 0)
            return record;
    return chosen_record(protocol, name, candidate);
}

const struct record *find_candidate(const struct protocol *protocol, const char *name) {
    const char *at = strchr(name, '@');
    char *stage = text("%.*s", (int)(at - name), name);
    const struct record *found = find_record(protocol, stage, at + 1);
    free(stage);
    return found;
}

const struct record *first_candidate(const struct protocol *protocol, const char *stage) {
    for (const struct record *record = protocol->records; record->block; record++)
        if (strcmp(record->name, stage) == 0)
            return record;
    fail("%s: no such stage in experiment %s", stage, protocol->experiment);
}

size_t candidate_count(const struct record *first) {
    size_t count = 0;
    while (first[count].block && strcmp(first[count].name, first->name) == 0)
        count++;
    return count;
}

char *list_item(const char *list, size_t place) {
    for (; place > 0; place--) {
        list = strchr(list, ',');
        if (!list)
            return NULL;
        list++;
    }
    return text("%.*s", (int)strcspn(list, ","), list);
}

bool list_has(const char *list, const char *item, char comma) {
    size_t length = strlen(item);
    const char parting[] = {comma, 0};
    for (; *list; list += strcspn(list, parting), list += *list == comma)
        if (strcspn(list, parting) == length && strncmp(list, item, length) == 0)
            return true;
    return false;
}

/* --- $(name) -------------------------------------------------------------------------------- */

/* Whether the choice of that name has a candidate of that value. */
static bool can_choose(const struct protocol *protocol, const char *name, const char *value) {
    const struct record *choice = find_record(protocol, name, "");
    return choice && choice->block == BLOCK_choose &&
           candidate_of(protocol, clause_of(choice, SETTING_from)->value, value);
}

/* What a choice chose: the value after := in the makefile that it wrote. */
static char *chosen_value(const struct protocol *protocol, const char *name) {
    char *path = choice_path(protocol, name);
    struct table table = table_open(path, 0);
    const char *value = table_next(&table) ? strstr(table.line, " := ") : NULL;
    if (!value || !can_choose(protocol, name, value + strlen(" := ")))
        fail("%s: cannot read what was chosen, expected a line '%s := value' with the value of a "
             "candidate",
             path, name);
    char *chosen = text("%s", value + strlen(" := "));
    table_close(&table);
    free(path);
    return chosen;
}

/* The start of the hash that Make has told, a word "record=hash" of INPUT_HASHES; NULL where it has
 * told none. The caller frees. */
static char *hash_told(const char *record_name) {
    const char *told = getenv("INPUT_HASHES");
    char *word = text("%s=", record_name), *hash = NULL;
    for (const char *at = told ? strstr(told, word) : NULL; at && !hash; at = strstr(at + 1, word))
        if (at == told || at[-1] == ' ')
            hash = text("%.*s", INPUT_HASH_DIGITS, at + strlen(word));
    free(word);
    return hash;
}

char *input_hash_of(const char *name, const char *path, const char *tensor) {
    char digest[SHA256_TEXT], *told = hash_told(name);
    if (told)
        return told;
    rows_sha256(path, tensor, digest);
    return text("%.*s", INPUT_HASH_DIGITS, digest);
}

/* The hash that names the rows of an `activations` record. The rows may be large, so the hash is
 * that which Make has taken of them, or else it is taken once. The caller frees the text. */
static char *input_hash(const struct protocol *protocol, const char *record_name) {
    const struct record *record = find_record(protocol, record_name, "");
    const struct clause *file = record ? clause_of(record, SETTING_file) : NULL;
    if (!file)
        fail("$(input.%s): experiment %s has no activations of that name with a file, expected one",
             record_name, protocol->experiment);
    struct resolved *resolved = &protocol->resolved[record - protocol->records];
    if (!resolved->input_hash) {
        const struct clause *tensor = clause_of(record, SETTING_tensor);
        resolved->input_hash = input_hash_of(record_name, file->text, tensor ? tensor->text : NULL);
    }
    return text("%s", resolved->input_hash);
}

char *expand(const struct protocol *protocol, const char *source) {
    const char *start = strstr(source, "$("), *end = start ? strchr(start, ')') : NULL;
    if (!end)
        return text("%s", source);
    char *name = text("%.*s", (int)(end - start - 2), start + 2);
    char *value = strncmp(name, "input.", 6) == 0 ? input_hash(protocol, name + 6)
                                                  : chosen_value(protocol, name);
    char *rest = expand(protocol, end + 1);
    char *whole = text("%.*s%s%s", (int)(start - source), source, value, rest);
    free(name);
    free(value);
    free(rest);
    return whole;
}

bool is_pending(const struct protocol *protocol, const struct record *record) {
    const char *reference = strstr(record->path, "$(");
    if (!reference || strncmp(reference, "$(input.", 8) == 0)
        return false;
    char *name = text("%.*s", (int)strcspn(reference + 2, ")"), reference + 2);
    char *path = choice_path(protocol, name);
    bool pending = !is_there(path);
    free(path);
    free(name);
    return pending;
}

char *choice_path(const struct protocol *protocol, const char *name) {
    size_t experiment = strcspn(name, ".");
    const char *choice = name + experiment + (name[experiment] == '.');
    return text("%s/%.*s/%s.mk", protocol->folder, (int)experiment, name, choice);
}
