/* From clauses, which are text, to typed settings, by the table gen/settings.m4. */
#include "protocol/settings.h"
#include "program/error.h"
#include "protocol/resolved.h"
#include <stdlib.h>
#include <string.h>

/* --- a kind's text, read into a field --------------------------------------------------------- */

/* What a clause says. An error message names `where` and `name` if `spelled`, its text, cannot be
 * read as a value of the setting's kind. */
struct said {
    const struct clause *clause;
    const char *where, *name, *spelled;
};

static void read_number(const struct said *said, double *field) {
    char *end;
    *field = strtod(said->spelled, &end);
    if (end == said->spelled || *end)
        fail("%s: %s is '%s', expected a number", said->where, said->name, said->spelled);
}

static void read_count(const struct said *said, int *field) {
    char *end;
    long count = strtol(said->spelled, &end, 10);
    if (end == said->spelled || *end || count < 0 || count > 999999999)
        fail("%s: %s is '%s', expected a whole number", said->where, said->name, said->spelled);
    *field = (int)count;
}

static void read_kept(const struct said *said, enum kept *field) {
    *field = strcmp(said->spelled, "last") == 0 ? KEPT_LAST : KEPT_BEST;
}

static void read_normalisation(const struct said *said, enum normalised *field) {
    static const char *const names[] = {
        [NORMALISE_NONE] = "none",
        [NORMALISE_MEAN] = "mean",
        [NORMALISE_EXPECTED_NORM] = "expected_norm",
        [NORMALISE_LAYER_NORM] = "layer_norm",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(said->spelled, names[i]) == 0)
            *field = (enum normalised)i;
}

static void read_name(const struct said *said, const char **field) {
    *field = said->spelled;
}

static void read_text(const struct said *said, const char **field) {
    *field = said->clause->text;
}

static size_t list_length(const char *list) {
    size_t length = 1;
    for (; (list = strchr(list, ',')); list++)
        length++;
    return length;
}

static void read_names(const struct said *said, struct names *field) {
    field->count = list_length(said->spelled);
    field->name = allocate(field->count, sizeof *field->name);
    for (size_t i = 0; i < field->count; i++)
        field->name[i] = list_item(said->spelled, i);
}

static void read_seeds(const struct said *said, struct seeds *field) {
    const char *rest = said->spelled;
    field->count = list_length(rest);
    field->seed = allocate(field->count, sizeof *field->seed);
    for (size_t i = 0; i < field->count; i++) {
        char *end;
        field->seed[i] = strtoull(rest, &end, 10);
        if (end == rest || (*end && *end != ','))
            fail("%s: seeds are '%s', expected whole numbers", said->where, said->spelled);
        rest = end + (*end == ',');
    }
}

static void read_clause(const struct said *said, const struct clause **field) {
    *field = said->clause;
}

static void read_clauses(const struct said *said, struct clauses *field) {
    field->clause = reallocate(field->clause, field->count + 1, sizeof *field->clause);
    field->clause[field->count++] = said->clause;
}

/* Kinds that are the same in C are told apart by m4 alone. */
#define read_whole read_count
#define read_positive read_number
#define read_fraction read_number
#define read_architecture read_name

static void read_setting(enum setting setting, const struct said *said, struct settings *settings) {
    switch (setting) {
#define ROW(word, kind, ...)                                                                       \
    case SETTING_##word:                                                                           \
        read_##kind(said, &settings->word);                                                        \
        break;
        EACH_SETTING(ROW)
#undef ROW
    case SETTING_none:
    case SETTINGS:
        break;
    }
}

/* --- a record's settings -----------------------------------------------------------------------
 */

static void read_defaults(struct settings *settings) {
#define ROW(word, kind, identifies_unit, otherwise)                                                \
    if (*otherwise && !settings->said[SETTING_##word])                                             \
        read_setting(SETTING_##word, &(struct said){NULL, "gen/settings.m4", #word, otherwise},    \
                     settings);
    EACH_SETTING(ROW)
#undef ROW
}

/* Add the number to the seeds of a stage, and spell them anew. */
static void raise_seeds(struct settings *settings, uint64_t above) {
    char *seeds = text("%s", "");
    for (size_t i = 0; i < settings->seeds.count; i++) {
        settings->seeds.seed[i] += above;
        char *longer =
            text("%s%s%llu", seeds, i ? "," : "", (unsigned long long)settings->seeds.seed[i]);
        free(seeds);
        seeds = longer;
    }
    free(settings->spelled[SETTING_seeds]);
    settings->spelled[SETTING_seeds] = seeds;
    if (!settings->said[SETTING_reference_seed])
        return;
    settings->reference_seed += (int)above;
    free(settings->spelled[SETTING_reference_seed]);
    settings->spelled[SETTING_reference_seed] = text("%d", settings->reference_seed);
}

static struct settings *read_settings(const struct protocol *protocol,
                                      const struct record *record) {
    struct settings *settings = allocate(1, sizeof *settings);
    for (const struct clause *clause = record->clauses; clause->name; clause++) {
        enum setting setting = clause->setting;
        free(settings->spelled[setting]);
        settings->spelled[setting] = expand(protocol, clause->value);
        settings->said[setting] = clause;
        read_setting(
            setting,
            &(struct said){clause, clause->where, clause->name, settings->spelled[setting]},
            settings);
    }
    read_defaults(settings);
    if (protocol->seeds_above && record->block == BLOCK_stage && !settings->said[SETTING_file])
        raise_seeds(settings, protocol->seeds_above);
    return settings;
}

const struct settings *settings_of(const struct protocol *protocol, const struct record *record) {
    struct resolved *resolved = &protocol->resolved[record - protocol->records];
    if (!resolved->settings)
        resolved->settings = read_settings(protocol, record);
    return resolved->settings;
}

const struct settings *settings_with(const struct protocol *protocol, const struct record *record,
                                     enum setting setting) {
    static const char *const words[] = {
#define ROW(word, ...) #word,
        EACH_SETTING(ROW)
#undef ROW
    };
    const struct settings *settings = settings_of(protocol, record);
    if (!settings->said[setting])
        fail("%s: %s is missing", record->where, words[setting]);
    return settings;
}

static void free_names(struct names *names) {
    for (size_t i = 0; i < names->count; i++)
        free(names->name[i]);
    free(names->name);
}

static void free_seeds(struct seeds *seeds) {
    free(seeds->seed);
}

static void free_clauses(struct clauses *clauses) {
    free(clauses->clause);
}

static void keep(const void *field) {
    (void)field;
}

/* Only lists own memory. */
#define FREE_FIELD(field)                                                                          \
    _Generic((field), struct names *                                                               \
             : free_names, struct seeds *                                                          \
             : free_seeds, struct clauses *                                                        \
             : free_clauses, default                                                               \
             : keep)(field)

void resolved_free(struct resolved *resolved) {
    struct settings *settings = resolved->settings;
    if (settings) {
#define ROW(word, ...) FREE_FIELD(&settings->word);
        EACH_SETTING(ROW)
#undef ROW
        for (int setting = 0; setting < SETTINGS; setting++)
            free(settings->spelled[setting]);
    }
    free(settings);
    free(resolved->path);
    free(resolved->input_hash);
}

/* --- what else is read of them -----------------------------------------------------------------
 */

const struct clause *bootstrap_clause(const struct settings *settings, const char *metric) {
    for (size_t i = 0; i < settings->bootstrap.count; i++)
        if (strcmp(settings->bootstrap.clause[i]->name + strlen("bootstrap."), metric) == 0)
            return settings->bootstrap.clause[i];
    return NULL;
}

uint64_t bootstrap_seed(const struct clause *clause) {
    int seed;
    read_count(&(struct said){clause, clause->where, clause->name, clause->value}, &seed);
    return (uint64_t)seed;
}

struct seeds reference_seeds(const struct settings *candidate, const struct settings *of) {
    const struct clause *picked = candidate->said[SETTING_reference_seed];
    if (!picked)
        return of->seeds;
    for (size_t i = 0; i < of->seeds.count; i++)
        if (of->seeds.seed[i] == (uint64_t)candidate->reference_seed)
            return (struct seeds){1, &of->seeds.seed[i]};
    fail("%s: reference_seed is %s, expected one of %s", picked->where, picked->value,
         of->spelled[SETTING_seeds]);
}

/* A unit has one seed. So its metadata hold that seed, and not the list `seeds` of its stage. What
 * is `none` is in no path; so it is in no metadata either. */
static void add_unit_setting(json_t *metadata, enum setting setting, const char *word,
                             const struct settings *settings, uint64_t seed) {
    if (!settings->said[setting] || strcmp(settings->spelled[setting], "none") == 0)
        return;
    if (setting == SETTING_seeds) {
        char *own = text("%llu", (unsigned long long)seed);
        json_object_set_new(metadata, "seed", json_string(own));
        free(own);
    } else {
        json_object_set_new(metadata, word, json_string(settings->spelled[setting]));
    }
}

void add_unit_settings(json_t *metadata, const struct settings *settings, uint64_t seed) {
#define ROW(word, kind, identifies_unit, otherwise)                                                \
    if (identifies_unit)                                                                           \
        add_unit_setting(metadata, SETTING_##word, #word, settings, seed);
    EACH_SETTING(ROW)
#undef ROW
}
