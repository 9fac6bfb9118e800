/* The graph of a run, from the records of its protocols and from its tables. */
#include "provenance/lineage.h"
#include "files/artifact.h"
#include "program/error.h"
#include "values/claims.h"
#include "values/publications.h"
#include "values/values.h"
#include <stdlib.h>
#include <string.h>

/* --- nodes ---------------------------------------------------------------------------------- */

static size_t add_node(struct lineage *lineage, enum node_kind kind, int experiment,
                       const char *name, json_t *record) {
    size_t place = lineage->nodes++;
    lineage->node = reallocate(lineage->node, lineage->nodes, sizeof *lineage->node);
    lineage->node[place] = (struct node){
        .kind = kind, .experiment = experiment, .name = text("%s", name), .record = record};
    return place;
}

size_t lineage_find(const struct lineage *lineage, enum node_kind kind, int experiment,
                    const char *name) {
    size_t place = 0;
    while (place < lineage->nodes &&
           !(lineage->node[place].kind == kind && lineage->node[place].experiment == experiment &&
             (!name || strcmp(lineage->node[place].name, name) == 0)))
        place++;
    return place;
}

static bool is_block(json_t *record, const char *block) {
    const char *own = json_string_value(json_object_get(record, "block"));
    return own && strcmp(own, block) == 0;
}

const char *record_setting(json_t *record, const char *word) {
    const char *value = json_string_value(json_object_get(json_object_get(record, word), "value"));
    return value ? value : "";
}

/* Whether the record belongs to a node, and to which kind of node. */
static bool kind_of(json_t *record, enum node_kind *kind) {
    static const struct {
        const char *block;
        enum node_kind kind;
    } kinds[] = {{"transformer", TRANSFORMERS},
                 {"activations", ACTIVATIONS},
                 {"stage", STAGE},
                 {"choose", CHOICE},
                 {"compare", COMPARISON},
                 {"compare_each", COMPARISON},
                 {"repeat", REPEAT},
                 {"figure", FIGURES}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (is_block(record, kinds[i].block)) {
            *kind = kinds[i].kind;
            return true;
        }
    return false;
}

/* Put a record into its node. All candidates of a stage share one node; so do all transformers, all
 * activations and all figures of an experiment. */
static void add_record(struct lineage *lineage, int experiment, const char *id, json_t *record) {
    enum node_kind kind;
    if (!kind_of(record, &kind))
        return;
    const char *own = id + strlen(lineage->experiment[experiment]) + 1;
    bool is_single = kind == STAGE || kind == CHOICE || kind == COMPARISON || kind == REPEAT;
    char *name = text("%.*s", (int)strcspn(own, "."), own);
    size_t place = lineage_find(lineage, kind, experiment, is_single ? name : NULL);
    if (place == lineage->nodes)
        add_node(lineage, kind, experiment, name, record);
    lineage->node[place].count++;
    char *full = text("%s.%s", lineage->experiment[experiment], name);
    json_object_set_new(lineage->place, full, json_integer((json_int_t)place));
    free(full);
    free(name);
}

static json_t *own_records(const struct lineage *lineage, int experiment) {
    return json_object_get(lineage->protocol[experiment], "records");
}

#define FOR_OWN_RECORDS(lineage, experiment_, id, record)                                          \
    json_object_foreach(own_records(lineage, experiment_), id,                                     \
                        record) if (is_of(id, (lineage)->experiment[experiment_]))

/* The node of an experiment's values. It counts only the experiment's own: the table may also have
 * values of others. */
static void add_values(struct lineage *lineage, int experiment) {
    struct values values = {0};
    size_t place = add_node(lineage, VALUES, experiment, "", NULL);
    values_read(&values, RESULTS, lineage->experiment[experiment]);
    for (size_t i = 0; i < values.count; i++)
        lineage->node[place].count += is_of(values.items[i].id, lineage->experiment[experiment]);
    json_object_set_new(lineage->place, lineage->experiment[experiment],
                        json_integer((json_int_t)place));
    values_free(&values);
}

static void add_experiment(struct lineage *lineage, int experiment) {
    char *path = text("build/%s.json", lineage->experiment[experiment]);
    json_error_t error;
    lineage->protocol[experiment] = json_load_file(path, 0, &error);
    if (!lineage->protocol[experiment])
        fail("%s: cannot be read, expected the protocol as executed: %s", path, error.text);
    free(path);
    add_node(lineage, PROTOCOL, experiment, "", NULL);
    const char *id;
    json_t *record;
    FOR_OWN_RECORDS(lineage, experiment, id, record)
    add_record(lineage, experiment, id, record);
    add_values(lineage, experiment);
}

/* The nodes that belong to no experiment. */
static void add_shared(struct lineage *lineage) {
    struct values values = {0};
    publications_read(&values);
    size_t place = add_node(lineage, PUBLISHED, NOBODY, "", NULL);
    lineage->node[place].count = values.count;
    add_node(lineage, VERDICT, NOBODY, "", NULL);
    add_node(lineage, REPORT, NOBODY, "", NULL);
    values_free(&values);
}

/* --- edges ---------------------------------------------------------------------------------- */

static bool has_edge(const struct lineage *lineage, size_t from, size_t to) {
    for (size_t i = 0; i < lineage->edges; i++)
        if (lineage->edge[i].from == from && lineage->edge[i].to == to)
            return true;
    return false;
}

/* Add an edge between two nodes, unless it is there already or one of the nodes does not exist. */
static void add_edge(struct lineage *lineage, size_t from, size_t to) {
    if (from == to || from == lineage->nodes || to == lineage->nodes || has_edge(lineage, from, to))
        return;
    lineage->edge = reallocate(lineage->edge, lineage->edges + 1, sizeof *lineage->edge);
    lineage->edge[lineage->edges++] = (struct edge){from, to, false};
}

/* The node that holds the record with that id; lineage->nodes if none does. */
static size_t place_of(const struct lineage *lineage, const char *id) {
    json_t *place = json_object_get(lineage->place, id);
    return place ? (size_t)json_integer_value(place) : lineage->nodes;
}

/* Add an edge from the node that an item of a setting names. The item is $(experiment.choice), or
 * experiment.stage@candidate, where the candidate may be a choice, or the id of a record. */
static void add_named(struct lineage *lineage, const char *item, size_t to) {
    item += 2 * (strncmp(item, "$(", 2) == 0);
    char *id = text("%.*s", (int)strcspn(item, "@)"), item);
    add_edge(lineage, place_of(lineage, id), to);
    const char *candidate = strchr(item, '@');
    if (candidate && strchr(id, '.')) {
        char *choice = text("%.*s.%s", (int)strcspn(id, "."), id, candidate + 1);
        add_edge(lineage, place_of(lineage, choice), to);
        free(choice);
    }
    free(id);
}

/* Add edges from all nodes that the settings of a record name. The activations of a repeat are
 * named without their experiment: they are its own or those of the setup. */
static void add_named_by(struct lineage *lineage, const char *experiment, json_t *record,
                         size_t to) {
    bool is_repeat = is_block(record, "repeat");
    const char *word;
    json_t *setting;
    json_object_foreach(record, word, setting) {
        char *list = text("%s", record_setting(record, word)), *rest = list;
        for (char *item; (item = strsep(&rest, ","));) {
            char *own = text("%s.%s", experiment, item), *shared = text("setup.%s", item);
            add_named(lineage, item, to);
            if (is_repeat && strcmp(word, "on") == 0) {
                add_named(lineage, own, to);
                add_named(lineage, shared, to);
            }
            free(own);
            free(shared);
        }
        free(list);
    }
}

/* Add an edge to the node `to` from the table that has the value with that id. */
static void add_looked_at(struct lineage *lineage, const char *id, size_t to) {
    for (int i = 0; i < lineage->experiments; i++)
        if (is_of(id, lineage->experiment[i]))
            add_edge(lineage, lineage_find(lineage, VALUES, i, NULL), to);
    if (is_of(id, "verdict"))
        add_edge(lineage, lineage_find(lineage, VERDICT, NOBODY, NULL), to);
    struct publications publications = publications_find();
    if (publication_of(&publications, id))
        add_edge(lineage, lineage_find(lineage, PUBLISHED, NOBODY, NULL), to);
    publications_free(&publications);
}

/* Count an experiment's claims at the node of its values, and add an edge for each value that they
 * rest on. */
static void add_claims(struct lineage *lineage, int experiment, size_t to) {
    struct claims claims = claims_read(RESULTS, lineage->experiment[experiment]);
    struct basis basis;
    lineage->node[to].claims = claims.count;
    for (size_t i = 0; i < claims.count; i++)
        for (size_t place = 0; claim_basis(&claims.items[i], place, &basis); place++) {
            add_looked_at(lineage, basis.id, to);
            basis_free(&basis);
        }
    claims_free(&claims);
}

/* Add the edges of an experiment. Its values are made of all its nodes, of what its other records
 * name, and of the values that its claims rest on. */
static void add_edges(struct lineage *lineage, int experiment) {
    size_t values = lineage_find(lineage, VALUES, experiment, NULL);
    const char *id;
    json_t *record;
    FOR_OWN_RECORDS(lineage, experiment, id, record) {
        enum node_kind kind;
        if (!kind_of(record, &kind)) {
            add_named_by(lineage, lineage->experiment[experiment], record, values);
            continue;
        }
        if (kind == FIGURES)
            continue;
        const char *own = id + strlen(lineage->experiment[experiment]) + 1;
        char *name = text("%.*s.%.*s", (int)strcspn(id, "."), id, (int)strcspn(own, "."), own);
        size_t place = place_of(lineage, name);
        add_edge(lineage, lineage_find(lineage, PROTOCOL, experiment, NULL), place);
        add_named_by(lineage, lineage->experiment[experiment], record, place);
        add_edge(lineage, place, values);
        free(name);
    }
    add_edge(lineage, lineage_find(lineage, PROTOCOL, experiment, NULL), values);
    add_claims(lineage, experiment, values);
    add_edge(lineage, values, lineage_find(lineage, FIGURES, experiment, NULL));
}

/* The verdict is made of all values but those of experiments whose claims rest on the verdict. */
static void add_verdict(struct lineage *lineage) {
    size_t verdict = lineage_find(lineage, VERDICT, NOBODY, NULL);
    add_edge(lineage, lineage_find(lineage, PUBLISHED, NOBODY, NULL), verdict);
    for (int i = 0; i < lineage->experiments; i++) {
        size_t values = lineage_find(lineage, VALUES, i, NULL);
        if (!has_edge(lineage, verdict, values))
            add_edge(lineage, values, verdict);
    }
}

static void add_report(struct lineage *lineage) {
    size_t report = lineage_find(lineage, REPORT, NOBODY, NULL);
    for (size_t i = 0; i < lineage->nodes; i++) {
        enum node_kind kind = lineage->node[i].kind;
        if (kind == VALUES || kind == FIGURES || kind == VERDICT)
            add_edge(lineage, i, report);
    }
}

/* --- an example ------------------------------------------------------------------------------ */

/* Mark the node, all that it is made of, and the edges between these. */
static void mark(struct lineage *lineage, size_t place) {
    lineage->node[place].is_in_example = true;
    for (size_t i = 0; i < lineage->edges; i++)
        if (lineage->edge[i].to == place && !lineage->edge[i].is_in_example) {
            lineage->edge[i].is_in_example = true;
            mark(lineage, lineage->edge[i].from);
        }
}

/* Mark the way from a comparison through the values of its experiment to the report. */
static void mark_way_on(struct lineage *lineage, size_t place) {
    for (size_t i = 0; i < lineage->edges; i++) {
        struct edge *edge = &lineage->edge[i];
        enum node_kind to = lineage->node[edge->to].kind;
        if (edge->from == place && (to == VALUES || to == REPORT) &&
            (to == REPORT || lineage->node[place].kind == COMPARISON)) {
            edge->is_in_example = lineage->node[edge->to].is_in_example = true;
            mark_way_on(lineage, edge->to);
        }
    }
}

static void mark_example(struct lineage *lineage) {
    size_t first = 0;
    while (first < lineage->nodes && lineage->node[first].kind != COMPARISON)
        first++;
    if (first == lineage->nodes)
        return;
    const struct node *node = &lineage->node[first];
    lineage->example = text("%s.%s", lineage->experiment[node->experiment], node->name);
    mark(lineage, first);
    mark_way_on(lineage, first);
}

struct lineage lineage_read(int count, char **experiments) {
    struct lineage lineage = {.experiments = count,
                              .experiment = experiments,
                              .protocol = allocate((size_t)count, sizeof(json_t *)),
                              .place = json_object()};
    for (int i = 0; i < count; i++)
        add_experiment(&lineage, i);
    add_shared(&lineage);
    for (int i = 0; i < count; i++)
        add_edges(&lineage, i);
    add_verdict(&lineage);
    add_report(&lineage);
    mark_example(&lineage);
    return lineage;
}

void lineage_free(struct lineage *lineage) {
    for (size_t i = 0; i < lineage->nodes; i++)
        free(lineage->node[i].name);
    for (int i = 0; i < lineage->experiments; i++)
        json_decref(lineage->protocol[i]);
    json_decref(lineage->place);
    free(lineage->node);
    free(lineage->edge);
    free(lineage->protocol);
    free(lineage->example);
    *lineage = (struct lineage){0};
}
