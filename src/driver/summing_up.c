/* Each record of an experiment in its order, and the values that it gives. */
#include "driver/summing_up.h"
#include "driver/choosing.h"
#include "driver/judging.h"
#include "files/artifact.h"
#include "metrics/candidate.h"
#include "metrics/comparison.h"
#include "metrics/comparisons.h"
#include "metrics/coverages.h"
#include "metrics/matched.h"
#include "metrics/probes.h"
#include "metrics/replicates.h"
#include "metrics/stage_tables.h"
#include "protocol/paths.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Whether the transformer is probed, or activations are taken from it: none are where a file stands
 * in. */
static bool is_in_use(const struct protocol *protocol, const struct record *transformer) {
    for (const struct record *record = protocol->records; record->block; record++) {
        const struct clause *from = record->block == BLOCK_activations
                                        ? clause_of(record, SETTING_from)
                                    : record->block == BLOCK_probe ? clause_of(record, SETTING_of)
                                                                   : NULL;
        if (from && strcmp(from->value, transformer->name) == 0)
            return true;
    }
    return false;
}

/* What is known of a transformer or of activations, read from the artifact where it is in use. */
static void artifact_values(const struct protocol *protocol, const struct record *record,
                            struct values *values) {
    bool is_transformer = record->block == BLOCK_transformer;
    bool is_read = !is_transformer || is_in_use(protocol, record);
    struct artifact artifact = {0};
    char *path = artifact_path(protocol, record);
    if (is_read)
        artifact = artifact_read(path);
    for (enum metric metric = 0; metric < METRICS; metric++) {
        const struct metric_row *row = &metrics[metric];
        if (row->on != (is_transformer ? ON_transformer : ON_activations))
            continue;
        double number = !is_read         ? NAN
                        : is_transformer ? row->of_transformer(&artifact)
                                         : row->of_activations(&artifact);
        add_metric(values, record->name, metric, number, NULL, row->formula, record->where);
    }
    if (is_read)
        artifact_free(&artifact);
    free(path);
}

static void stage_values(struct candidates *candidates, const struct record *first,
                         struct values *values) {
    const struct candidate **all = candidates_of(candidates, first);
    add_candidates(candidates, first, values);
    stage_tables(all, candidate_count(first), values);
    free(all);
}

static void record_values(struct candidates *candidates, const struct record *record,
                          struct values *values) {
    const struct protocol *protocol = candidates->protocol;
    switch (record->block) {
    case BLOCK_transformer:
    case BLOCK_activations:
        artifact_values(protocol, record, values);
        break;
    case BLOCK_stage:
        if (record == first_candidate(protocol, record->name))
            stage_values(candidates, record, values);
        break;
    case BLOCK_choose:
        choice_values(candidates, record, values);
        break;
    case BLOCK_compare:
        comparison_values(candidates, record, values);
        break;
    case BLOCK_compare_each:
        comparisons_values(candidates, record, values);
        break;
    case BLOCK_repeat:
        repeat_values(protocol, record, values);
        break;
    case BLOCK_matched:
        matched_values(candidates, record, values);
        break;
    case BLOCK_coverage:
        coverage_values(candidates, record, values);
        break;
    case BLOCK_probe:
        probe_values(protocol, record, values);
        break;
    default:
        break;
    }
}

void write_values(const struct protocol *protocol) {
    struct values values = {0};
    struct candidates candidates = candidates_begin(protocol);
    for (const struct record *record = protocol->records; record->block; record++)
        if (is_own(protocol, record))
            record_values(&candidates, record, &values);
    write_claims(protocol, &values);
    values_write(&values, protocol->folder, protocol->experiment);
    candidates_free(&candidates);
    values_free(&values);
}
