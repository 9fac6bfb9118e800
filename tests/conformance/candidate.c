/* The records of a follow-up's JSON, and the candidates of the run that belong to them. */
#include "candidate.h"
#include "program/error.h"
#include "statistics/statistics.h"
#include <stdlib.h>

struct candidate varied_candidate(const struct follow_up *of, struct entry config,
                                  struct entry record) {
    char *setting = spelled(number(record, of->design->setting));
    char *name = text("%s%s", of->design->varied, setting);
    free(setting);
    char *id = text("%s.%s.%s", of->experiment, of->design->stage, name);
    return (struct candidate){of, config, record, of->design->stage, id, name};
}

struct candidate retrained_candidate(const struct follow_up *of, struct entry config,
                                     struct entry record) {
    char *id = text("%s.retrain", of->experiment);
    return (struct candidate){of, config, record, "retrain", id, text("all")};
}

void candidate_free(struct candidate *candidate) {
    free(candidate->id);
    free(candidate->name);
}

struct entry read_follow_up(const char *reference, const struct follow_up *of) {
    char *name = text("%s.json", of->experiment);
    struct entry study = read_json(reference, name);
    free(name);
    return study;
}

double reference_seed(const struct candidate *candidate) {
    return candidate->follow_up->design == &sweep ? number(candidate->config, "seed_ref") : -1;
}

struct entry varied_records(struct entry study, const struct design *design) {
    struct entry records = member(study, design->records);
    size_t expected = items(member(member(study, "config"), design->candidates));
    if (items(records) != expected)
        fail("%s: '%s' has %zu records, expected %zu, one of each of '%s'", study.file,
             design->records, items(records), expected, design->candidates);
    return records;
}

double *pair_values(struct entry record, const char *which, size_t *count) {
    char *name = text("%s_pairwise_pwmcc_values", which);
    double *values = numbers(member(record, name), count);
    size_t models = items(member(record, "per_seed_metrics"));
    if (*count != pair_count(models))
        fail("%s: '%s' has %zu values, expected %zu for %zu seeds", record.file, name, *count,
             pair_count(models), models);
    free(name);
    return values;
}
