/* Looking things up in a protocol's table. */
#include "protocol/protocol.h"
#include "files/artifact.h"
#include "program/error.h"
#include "files/table.h"
#include <stdlib.h>
#include <string.h>

/* Hexadecimal digits of a file's hash that name the activations it holds. */
enum { INPUT_HASH_DIGITS = 12 };

bool is_own(const struct protocol *protocol, const struct record *record) {
    size_t length = strlen(protocol->experiment);
    return strncmp(record->name, protocol->experiment, length) == 0 && record->name[length] == '.';
}

/* The candidate of a stage that a choice of that short name picked, or NULL. */
static const struct record *chosen_record(const struct protocol *protocol, const char *stage,
                                          const char *choice) {
    const struct record *found = NULL;
    for (const struct record *record = protocol->records; record->block; record++) {
        const char *short_name = strrchr(record->name, '.') + 1;
        if (strcmp(record->block, "choose") != 0 || strcmp(short_name, choice) != 0 ||
            strcmp(find_setting(record, "from")->value, stage) != 0)
            continue;
        char *reference = text("$(%s)", record->name);
        char *value = expand(protocol, reference);
        for (const struct record *candidate = protocol->records; candidate->block; candidate++)
            if (strcmp(candidate->name, stage) == 0 &&
                strcmp(find_setting(candidate, find_setting(candidate, "vary")->value)->value,
                       value) == 0)
                found = candidate;
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

const struct setting *find_setting(const struct record *record, const char *word) {
    for (const struct setting *setting = record->settings; setting->word; setting++)
        if (strcmp(setting->word, word) == 0)
            return setting;
    return NULL;
}

char *setting_text(const struct protocol *protocol, const struct record *record, const char *word) {
    const struct setting *setting = find_setting(record, word);
    if (!setting)
        fail("%s: %s is missing", record->where, word);
    return expand(protocol, setting->value);
}

double setting_number(const struct protocol *protocol, const struct record *record,
                      const char *word) {
    char *value = setting_text(protocol, record, word), *end;
    double number = strtod(value, &end);
    if (end == value || *end)
        fail("%s: %s is '%s', expected a number", find_setting(record, word)->where, word, value);
    free(value);
    return number;
}

uint64_t *setting_seeds(const struct record *record, size_t *count) {
    const struct setting *setting = find_setting(record, "seeds");
    *count = 1;
    for (const char *comma = setting->value; (comma = strchr(comma, ',')); comma++)
        ++*count;
    uint64_t *seeds = allocate(*count, sizeof *seeds);
    const char *rest = setting->value;
    for (size_t i = 0; i < *count; i++) {
        char *end;
        seeds[i] = strtoull(rest, &end, 10);
        if (end == rest || (*end && *end != ','))
            fail("%s: seeds are '%s', expected whole numbers", setting->where, setting->value);
        rest = end + (*end == ',');
    }
    return seeds;
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

/* Whether the choice of that name has a candidate of that value. */
static bool can_choose(const struct protocol *protocol, const char *name, const char *value) {
    const struct record *choice = find_record(protocol, name, "");
    const char *stage = choice ? find_setting(choice, "from")->value : "";
    for (const struct record *record = protocol->records; record->block; record++)
        if (strcmp(record->name, stage) == 0 &&
            strcmp(find_setting(record, find_setting(record, "vary")->value)->value, value) == 0)
            return true;
    return false;
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

/* The hash that names the file of activations of an `activations` record. */
static char *input_hash(const struct protocol *protocol, const char *record_name) {
    char digest[SHA256_TEXT];
    file_sha256(find_setting(find_record(protocol, record_name, ""), "file")->text, digest);
    return text("%.*s", INPUT_HASH_DIGITS, digest);
}

char *expand(const struct protocol *protocol, const char *source) {
    const char *start = strstr(source, "$(");
    if (!start)
        return text("%s", source);
    const char *end = strchr(start, ')');
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

char *artifact_path(const struct protocol *protocol, const struct record *record) {
    char *path = expand(protocol, record->path);
    const char *folder = strcmp(record->block, "transformer") == 0 ? "transformers" : "activations";
    char *whole = text("results/%s/%s.safetensors", folder, path);
    free(path);
    return whole;
}

/* The activations of a stage, as it says. */
static const struct record *input_of(const struct protocol *protocol, const struct record *stage) {
    return find_record(protocol, find_setting(stage, "on")->value, "");
}

char *input_path(const struct protocol *protocol, const struct record *stage) {
    return protocol->on ? text("results/activations/%s.safetensors", protocol->on)
                        : artifact_path(protocol, input_of(protocol, stage));
}

char *stage_path(const struct protocol *protocol, const struct record *stage) {
    char *path = expand(protocol, stage->path);
    if (!protocol->on)
        return path;
    char *declared = expand(protocol, input_of(protocol, stage)->path);
    char *replaced = text("%s%s", protocol->on, path + strlen(declared));
    free(declared);
    free(path);
    return replaced;
}

char *unit_path(const struct protocol *protocol, const struct record *stage, uint64_t seed,
                int epoch) {
    char *path = stage_path(protocol, stage);
    char *whole = text("results/units/%s/seed%llu/epoch%d.safetensors", path,
                       (unsigned long long)seed, epoch);
    free(path);
    return whole;
}

char *choice_path(const struct protocol *protocol, const char *name) {
    size_t experiment = strcspn(name, ".");
    return text("%s/%.*s/%s.mk", protocol->folder, (int)experiment, name, name + experiment + 1);
}
