/* The commands of a generated driver. */
#include "driver/driver.h"
#include "files/artifact.h"
#include "driver/chain.h"
#include "units/check.h"
#include "program/clock.h"
#include "program/error.h"
#include "protocol/protocol.h"
#include "metrics/repeat.h"
#include "metrics/summary.h"
#include "units/unit.h"
#include "values/values.h"
#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* --- make ----------------------------------------------------------------------------------- */

static bool is_older(const struct timespec *a, const struct timespec *b) {
    return a->tv_sec < b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec < b->tv_nsec);
}

/* How many paths are listed, and how many of them were made before `path` with the code of today:
 * units that end together get numbers of their own. */
static void count_made(FILE *list, const char *path, int *made, int *listed) {
    struct stat code = {0}, self, artifact;
    char *line = NULL;
    size_t capacity = 0;
    if (stat(path, &self) != 0)
        fail("%s: made, but not there", path);
    stat("results/code", &code);
    *made = *listed = 0;
    while (getline(&line, &capacity, list) > 0) {
        line[strcspn(line, "\n")] = 0;
        ++*listed;
        *made += stat(line, &artifact) == 0 && !is_older(&artifact.st_mtim, &code.st_mtim) &&
                 !is_older(&self.st_mtim, &artifact.st_mtim);
    }
    free(line);
}

/* "[ 37/113] adaptive_l0 search k=8 seed=456  EV 0.327  0.2 s", and a line in the journal. The list
 * of all artifacts (UNITS_LIST) is locked meanwhile, so that units which end together are counted
 * one after the other. */
static void report_made(const char *path, const char *line, double took) {
    const char *list_path = getenv("UNITS_LIST");
    FILE *list = list_path ? fopen(list_path, "r") : NULL;
    if (!list) {
        printf("%s  %.1f s\n", line, took);
        return;
    }
    flock(fileno(list), LOCK_EX);
    int made, listed;
    count_made(list, path, &made, &listed);
    int width = snprintf(NULL, 0, "%d", listed);
    printf("[%*d/%d] %s  %.1f s\n", width, made, listed, line, took);
    fflush(stdout);
    FILE *journal = fopen("results/journal.tsv", "a");
    if (journal) {
        fprintf(journal, "%lld\t%.3f\t%s\n", (long long)time(NULL), took, path);
        fclose(journal);
    }
    fclose(list);
}

static void make(const struct protocol *protocol, const char *path, const char *earlier) {
    double start = now();
    char *line = make_artifact(protocol, path, earlier);
    report_made(path, line, now() - start);
    free(line);
}

/* --- stages --------------------------------------------------------------------------------- */

/* The candidates of the stage that `first` begins: consecutive records of one name. */
static size_t candidate_count(const struct record *first) {
    size_t count = 0;
    while (first[count].block && strcmp(first[count].name, first->name) == 0)
        count++;
    return count;
}

static bool is_summed_up(const struct record *record) {
    return strcmp(record->block, "stage") == 0 &&
           find_setting(record, "bootstrap.trained_pwmcc") != NULL;
}

/* Every candidate of a stage summed up; the caller frees the list. */
static const struct summary **summarise_stage(struct summaries *made, const struct record *first) {
    size_t count = candidate_count(first);
    const struct summary **summaries = allocate(count, sizeof *summaries);
    for (size_t i = 0; i < count; i++)
        summaries[i] = summary_of(made, &first[i]);
    return summaries;
}

/* Add the values of every candidate of a stage. */
static void add_candidates(struct summaries *made, const struct record *first,
                           struct values *values) {
    for (size_t i = 0; i < candidate_count(first) && is_summed_up(first); i++) {
        const struct summary *summary = summary_of(made, &first[i]);
        summary_values(made, summary, summary->id, values);
    }
}

/* --- choose --------------------------------------------------------------------------------- */

/* Whether candidate a is better than b: the first metric in the list that differs decides. */
static bool is_better(struct values *values, const char *a, const char *b, const char *metrics) {
    char *metric;
    for (size_t place = 0; (metric = list_item(metrics, place)); place++) {
        struct scope of_a = {values, RESULTS, "", a};
        struct scope of_b = {values, RESULTS, "", b};
        double difference = value(&of_a, metric) - value(&of_b, metric);
        free(metric);
        if (difference != 0)
            return difference > 0;
    }
    return false;
}

/* The best of the candidates that meet the condition (or of all, if `holds` is NULL); NULL if none
 * does. */
static const struct summary *best(const struct protocol *protocol, struct values *values,
                                  const struct summary *const *summaries, size_t count,
                                  const char *metrics, bool (*holds)(const struct scope *)) {
    const struct summary *found = NULL;
    for (size_t i = 0; i < count; i++) {
        struct scope scope = {values, protocol->folder, protocol->experiment, summaries[i]->id};
        if (holds && !holds(&scope))
            continue;
        if (!found || is_better(values, summaries[i]->id, found->id, metrics))
            found = summaries[i];
    }
    return found;
}

/* The candidate that a choice picks by its criterion. *met: whether any candidate meets it. */
static const struct summary *choose_among(const struct protocol *protocol,
                                          const struct record *choice, struct values *values,
                                          const struct summary *const *summaries, size_t count,
                                          bool *met) {
    const char *metrics = find_setting(choice, "maximise")->value;
    const struct setting *condition = find_setting(choice, "subject_to");
    const struct summary *chosen =
        best(protocol, values, summaries, count, metrics, condition ? condition->holds : NULL);
    *met = chosen != NULL;
    if (chosen)
        return chosen;
    if (strcmp(find_setting(choice, "otherwise")->value, "stop") == 0)
        fail("%s: no candidate of %s meets '%s', and otherwise(stop) says to stop",
             condition->where, find_setting(choice, "from")->value, condition->value);
    return best(protocol, values, summaries, count, metrics, NULL);
}

static const struct record *first_candidate(const struct protocol *protocol, const char *stage) {
    const struct record *record = protocol->records;
    while (record->block && strcmp(record->name, stage) != 0)
        record++;
    return record;
}

static void choose(const struct protocol *protocol, const char *name) {
    const struct record *choice = find_record(protocol, name, "");
    if (!choice || strcmp(choice->block, "choose") != 0)
        fail("%s: no such choice in experiment %s", name, protocol->experiment);
    const struct record *first = first_candidate(protocol, find_setting(choice, "from")->value);
    struct values values = {0};
    struct summaries made = {.protocol = protocol};
    const struct summary **summaries = summarise_stage(&made, first);
    add_candidates(&made, first, &values);
    bool met;
    const struct summary *chosen =
        choose_among(protocol, choice, &values, summaries, candidate_count(first), &met);

    char *path = choice_path(protocol, name);
    const char *varied = find_setting(first, "vary")->value;
    const char *spelled = find_setting(chosen->candidate, varied)->value;
    struct output output = output_begin(path);
    fprintf(output.stream, "$(replicate)%s := %s\n", name, spelled);
    output_finish(&output);
    printf("%s: %s=%s%s\n", name, varied, spelled,
           met ? "" : "  (NO candidate meets the criterion: chosen among all)");
    free(path);
    free(summaries);
    summaries_free(&made);
    values_free(&values);
}

/* --- values --------------------------------------------------------------------------------- */

/* Whether any activations are taken from the transformer: none are where a file stands in. */
static bool is_in_use(const struct protocol *protocol, const struct record *transformer) {
    for (const struct record *record = protocol->records; record->block; record++) {
        const struct setting *from = find_setting(record, "from");
        if (from && strcmp(record->block, "activations") == 0 &&
            strcmp(from->value, transformer->name) == 0)
            return true;
    }
    return false;
}

/* What is known of a transformer or of activations, read from the artifact where it is in use. */
static void artifact_values(const struct protocol *protocol, const struct record *record,
                            struct values *values) {
    bool is_transformer = strcmp(record->block, "transformer") == 0;
    const char *names[] = {is_transformer ? "best_epoch" : "rows",
                           is_transformer ? "validation_accuracy" : "d_model"};
    double numbers[] = {NAN, NAN};
    char *path = artifact_path(protocol, record);
    if (!is_transformer || is_in_use(protocol, record)) {
        struct artifact artifact = artifact_read(path);
        numbers[0] =
            is_transformer ? artifact_number(&artifact, names[0]) : artifact.tensors[0].rows;
        numbers[1] =
            is_transformer ? artifact_number(&artifact, names[1]) : artifact.tensors[0].columns;
        artifact_free(&artifact);
    }
    for (int i = 0; i < 2; i++) {
        char *id = text("%s.%s", record->name, names[i]);
        values_add(values, id, numbers[i], is_transformer && i == 1 ? SHARE : WHOLE,
                   "of the artifact", record->where);
        free(id);
    }
    free(path);
}

static void stage_values(struct summaries *made, const struct record *first,
                         struct values *values) {
    const struct summary **summaries = summarise_stage(made, first);
    add_candidates(made, first, values);
    summary_tables(made->protocol, summaries, candidate_count(first), values);
    free(summaries);
}

/* Fails where the choice was made otherwise: units were trained by what its file says. */
static void hold_choice(const struct protocol *protocol, const struct record *choice,
                        const char *spelled) {
    char *path = choice_path(protocol, choice->name);
    char *reference = text("$(%s)", choice->name);
    if (access(path, F_OK) == 0) {
        char *made = expand(protocol, reference);
        if (strcmp(made, spelled) != 0)
            fail("%s: is %s, expected %s by the criterion", path, made, spelled);
        free(made);
    }
    free(reference);
    free(path);
}

/* The choice, whether a candidate met its criterion, and the chosen candidate's values under the
 * choice's name. */
static void choice_values(struct summaries *made, const struct record *choice,
                          struct values *values) {
    const struct protocol *protocol = made->protocol;
    const char *stage = find_setting(choice, "from")->value;
    const struct record *first = first_candidate(protocol, stage);
    const struct summary **summaries = summarise_stage(made, first);
    struct values of_others = {0}, *known = is_own(protocol, first) ? values : &of_others;
    if (known == &of_others)
        add_candidates(made, first, known);
    bool met;
    const struct summary *chosen =
        choose_among(protocol, choice, known, summaries, candidate_count(first), &met);
    char *spelled = setting_text(protocol, chosen->candidate, find_setting(first, "vary")->value);
    hold_choice(protocol, choice, spelled);
    values_add(values, choice->name, strtod(spelled, NULL), SPELLED,
               "best candidate by the criterion", choice->where);
    char *id = text("%s.criterion_met", choice->name);
    values_add(values, id, met, WHOLE, "1 if a candidate meets subject_to", choice->where);
    free(id);
    id = text("%s.%s", stage, strrchr(choice->name, '.') + 1);
    summary_values(made, chosen, id, values);
    free(id);
    free(spelled);
    free(summaries);
    values_free(&of_others);
}

/* The first `when` that holds, or `otherwise`. */
static const struct setting *judge(const struct record *claim, const struct scope *scope) {
    for (const struct setting *setting = claim->settings; setting->word; setting++)
        if (setting->holds && setting->holds(scope))
            return setting;
    return find_setting(claim, "otherwise");
}

/* "id = value, id = value": what the claim's conditions look at. The caller frees. */
static char *rests_on(const struct record *claim, const struct scope *scope) {
    char *whole = text("%s", "");
    const struct setting *identifiers = find_setting(claim, "rests_on");
    char *id;
    for (size_t place = 0; identifiers && (id = list_item(identifiers->value, place)); place++) {
        const struct value *found = scope_find(scope, id);
        char *longer = text("%s%s%s=%s", whole, *whole ? "," : "", found ? found->id : id,
                            found ? found->printed : NOT_MEASURED);
        free(whole);
        free(id);
        whole = longer;
    }
    return whole;
}

static void write_claims(const struct protocol *protocol, struct values *values) {
    char *path = text("%s/%s/claims.tsv", protocol->folder, protocol->experiment);
    struct output output = output_begin(path);
    fprintf(output.stream, "id\tverdict\tpublished\twhere_published\tsentence\trests_on\twhere\n");
    struct scope scope = {values, protocol->folder, protocol->experiment, ""};
    for (const struct record *claim = protocol->records; claim->block; claim++) {
        if (strcmp(claim->block, "claim") != 0 || !is_own(protocol, claim))
            continue;
        const struct setting *verdict = judge(claim, &scope);
        const struct setting *published = find_setting(claim, "published");
        char *basis = rests_on(claim, &scope);
        fprintf(output.stream, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", claim->name, verdict->verdict,
                published ? published->text : "", published ? published->verdict : "",
                verdict->text, basis, claim->where);
        free(basis);
    }
    output_finish(&output);
    free(path);
}

static void write_values(const struct protocol *protocol) {
    struct values values = {0};
    struct summaries made = {.protocol = protocol};
    for (const struct record *record = protocol->records; record->block; record++) {
        if (!is_own(protocol, record))
            continue;
        if (strcmp(record->block, "transformer") == 0 || strcmp(record->block, "activations") == 0)
            artifact_values(protocol, record, &values);
        if (strcmp(record->block, "stage") == 0 &&
            record == first_candidate(protocol, record->name))
            stage_values(&made, record, &values);
        if (strcmp(record->block, "choose") == 0)
            choice_values(&made, record, &values);
        if (strcmp(record->block, "compare") == 0)
            comparison_values(&made, record, &values);
        if (strcmp(record->block, "repeat") == 0)
            repeat_values(protocol, record, &values);
        if (strcmp(record->block, "coverage") == 0)
            coverage_values(&made, record, &values);
    }
    write_claims(protocol, &values);
    values_write(&values, protocol->folder, protocol->experiment);
    summaries_free(&made);
    values_free(&values);
}

/* --- options -------------------------------------------------------------------------------- */

/* Whether the record is a candidate that "word=value+value" leaves out: its stage varies the word
 * over other values as well. */
static bool is_left_out(const struct record *record, const char *only) {
    const struct setting *vary = find_setting(record, "vary");
    size_t length = strcspn(only, "=");
    if (strcmp(record->block, "stage") != 0 || !vary)
        return false;
    char *word = text("%.*s", (int)length, only);
    bool is_varied = list_has(vary->value, word, ','), is_kept = true;
    if (is_varied)
        is_kept = list_has(only + length + 1, find_setting(record, word)->value, '+');
    free(word);
    return !is_kept;
}

/* Whether the record is followed by none of the same name: a stage's candidates stand together. */
static bool is_last_of_stage(const struct record *record) {
    return !record[1].block || strcmp(record[1].name, record->name) != 0;
}

/* The table of records without those that `only` leaves out, in a block that the caller frees.
 * Fails where none of a stage would be left. */
static struct record *records_kept(const struct record *records, const char *only) {
    size_t count = 0, kept = 0;
    if (!only[strcspn(only, "=")])
        fail("only %s: expected setting=value+value", only);
    while (records[count].block)
        count++;
    struct record *table = allocate(count + 1, sizeof *table);
    for (size_t i = 0; i < count; i++)
        if (!is_left_out(&records[i], only))
            table[kept++] = records[i];
        else if (is_last_of_stage(&records[i]) &&
                 (kept == 0 || strcmp(table[kept - 1].name, records[i].name) != 0))
            fail("only %s: leaves no candidate of %s, expected one or more", only, records[i].name);
    table[kept] = records[count];
    return table;
}

int driver(int argc, char **argv, const char *experiment, const char *title,
           const struct record *records) {
    struct protocol protocol = {experiment, title, records, RESULTS, NULL};
    const char *program = argv[0];
    openblas_set_num_threads(1);
    for (; argc > 3; argc -= 2, argv += 2)
        if (strcmp(argv[1], "in") == 0)
            protocol.folder = argv[2];
        else if (strcmp(argv[1], "on") == 0)
            protocol.on = argv[2];
        else if (strcmp(argv[1], "only") == 0)
            protocol.records = records_kept(protocol.records, argv[2]);
        else
            break;
    if (argc >= 3 && strcmp(argv[1], "make") == 0)
        make(&protocol, argv[2], argc > 3 ? argv[3] : NULL);
    else if (argc == 3 && strcmp(argv[1], "choose") == 0)
        choose(&protocol, argv[2]);
    else if (argc == 2 && strcmp(argv[1], "values") == 0)
        write_values(&protocol);
    else if (argc == 2 && strcmp(argv[1], "check") == 0)
        return check_artifacts(&protocol) > 0;
    else if (argc == 3 && strcmp(argv[1], "why") == 0)
        print_chain(&protocol, argv[2]);
    else
        fail("usage: %s [in FOLDER] [on ACTIVATIONS] [only SETTING=VALUES] make PATH [EARLIER] | "
             "choose NAME | values | check | why ID",
             program);
    return 0;
}
