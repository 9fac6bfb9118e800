/* The graph of a run, from the records of its protocols and the claims of its tables. */
#include "provenance/lineage.h"
#include "files/artifact.h"
#include "files/table.h"
#include "program/error.h"
#include "values/values.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- nodes ---------------------------------------------------------------------------------- */

enum { NOBODY = -1 };

static size_t add_node(struct lineage *lineage, enum node_kind kind, int experiment,
                       const char *name, json_t *record) {
    size_t place = lineage->nodes++;
    lineage->node = reallocate(lineage->node, lineage->nodes, sizeof *lineage->node);
    lineage->node[place] = (struct node){
        .kind = kind, .experiment = experiment, .name = text("%s", name), .record = record};
    return place;
}

/* The experiment's first node of that kind and, where it is given, name; lineage->nodes where there
 * is none. */
static size_t find_node(const struct lineage *lineage, enum node_kind kind, int experiment,
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

/* A setting's value; "" where the record has none. */
static const char *setting_of(json_t *record, const char *word) {
    const char *value = json_string_value(json_object_get(json_object_get(record, word), "value"));
    return value ? value : "";
}

/* Whether records of that block are nodes, and of which kind. */
static bool kind_of(json_t *record, enum node_kind *kind) {
    static const struct {
        const char *block;
        enum node_kind kind;
    } kinds[] = {{"transformer", TRANSFORMERS},
                 {"activations", ACTIVATIONS},
                 {"stage", STAGE},
                 {"choose", CHOICE},
                 {"compare", COMPARISON},
                 {"repeat", REPEAT},
                 {"figure", FIGURES}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (is_block(record, kinds[i].block)) {
            *kind = kinds[i].kind;
            return true;
        }
    return false;
}

/* Put a record into its node: a stage's candidates into one, and so all transformers, all
 * activations and all figures of an experiment. */
static void add_record(struct lineage *lineage, int experiment, const char *id, json_t *record) {
    enum node_kind kind;
    if (!kind_of(record, &kind))
        return;
    const char *own = id + strlen(lineage->experiment[experiment]) + 1;
    bool is_single = kind == STAGE || kind == CHOICE || kind == COMPARISON || kind == REPEAT;
    char *name = text("%.*s", (int)strcspn(own, "."), own);
    size_t place = find_node(lineage, kind, experiment, is_single ? name : NULL);
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

/* Its own values: the table also keeps those that its claims look at. */
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

/* What no experiment has for itself. */
static void add_shared(struct lineage *lineage) {
    struct values values = {0};
    published_read(&values);
    size_t place = add_node(lineage, PUBLISHED, NOBODY, "", NULL);
    lineage->node[place].count = values.count;
    add_node(lineage, VERDICT, NOBODY, "", NULL);
    add_node(lineage, REPORT, NOBODY, "", NULL);
    values_free(&values);
}

/* --- edges ---------------------------------------------------------------------------------- */

/* From the first node to the second, once; nowhere if one of them is not there. */
static void add_edge(struct lineage *lineage, size_t from, size_t to) {
    if (from == to || from == lineage->nodes || to == lineage->nodes)
        return;
    for (size_t i = 0; i < lineage->edges; i++)
        if (lineage->edge[i].from == from && lineage->edge[i].to == to)
            return;
    lineage->edge = reallocate(lineage->edge, lineage->edges + 1, sizeof *lineage->edge);
    lineage->edge[lineage->edges++] = (struct edge){from, to, false};
}

/* The node that holds the record of that id; lineage->nodes where none does. */
static size_t place_of(const struct lineage *lineage, const char *id) {
    json_t *place = json_object_get(lineage->place, id);
    return place ? (size_t)json_integer_value(place) : lineage->nodes;
}

/* What an item of a setting names: $(experiment.choice), experiment.stage@candidate, where the
 * candidate may be a choice, or a record's id. */
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

/* What the settings of a record name. A repetition says no more than names: of experiments, of its
 * own activations, of the setup's. */
static void add_named_by(struct lineage *lineage, const char *experiment, json_t *record,
                         size_t to) {
    bool is_repeat = is_block(record, "repeat");
    const char *word;
    json_t *setting;
    json_object_foreach(record, word, setting) {
        char *list = text("%s", setting_of(record, word)), *rest = list;
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

/* The values that an experiment's claims look at, where they are another's. */
static void add_looked_at(struct lineage *lineage, int experiment, size_t to) {
    char *path = text("results/%s/claims.tsv", lineage->experiment[experiment]);
    struct table claims = table_open(path, 7);
    table_skip_heading(&claims);
    while (table_next(&claims)) {
        lineage->node[to].claims++;
        char *rest = claims.column[5];
        for (char *id; (id = strsep(&rest, ","));) {
            for (int other = 0; other < lineage->experiments; other++)
                if (is_of(id, lineage->experiment[other]))
                    add_edge(lineage, find_node(lineage, VALUES, other, NULL), to);
            if (is_of(id, "verdict"))
                add_edge(lineage, find_node(lineage, VERDICT, NOBODY, NULL), to);
            if (is_of(id, "published"))
                add_edge(lineage, find_node(lineage, PUBLISHED, NOBODY, NULL), to);
        }
    }
    free(path);
}

/* Values are of all that the experiment made, of what its other records name, and of what its
 * claims look at. */
static void add_edges(struct lineage *lineage, int experiment) {
    size_t values = find_node(lineage, VALUES, experiment, NULL);
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
        add_edge(lineage, find_node(lineage, PROTOCOL, experiment, NULL), place);
        add_named_by(lineage, lineage->experiment[experiment], record, place);
        add_edge(lineage, place, values);
        free(name);
    }
    add_edge(lineage, find_node(lineage, PROTOCOL, experiment, NULL), values);
    add_looked_at(lineage, experiment, values);
    add_edge(lineage, values, find_node(lineage, FIGURES, experiment, NULL));
}

/* The conclusion, which looks at the verdict, is no part of it. */
static void add_verdict(struct lineage *lineage) {
    size_t verdict = find_node(lineage, VERDICT, NOBODY, NULL);
    add_edge(lineage, find_node(lineage, PUBLISHED, NOBODY, NULL), verdict);
    for (int i = 0; i < lineage->experiments; i++)
        if (strcmp(lineage->experiment[i], "conclusion") != 0)
            add_edge(lineage, find_node(lineage, VALUES, i, NULL), verdict);
}

static void add_report(struct lineage *lineage) {
    size_t report = find_node(lineage, REPORT, NOBODY, NULL);
    for (size_t i = 0; i < lineage->nodes; i++) {
        enum node_kind kind = lineage->node[i].kind;
        if (kind == VALUES || kind == FIGURES || kind == VERDICT)
            add_edge(lineage, i, report);
    }
}

/* --- an example ------------------------------------------------------------------------------ */

/* Mark the node, all that it is made of, and the edges between. */
static void mark(struct lineage *lineage, size_t place) {
    lineage->node[place].is_in_example = true;
    for (size_t i = 0; i < lineage->edges; i++)
        if (lineage->edge[i].to == place && !lineage->edge[i].is_in_example) {
            lineage->edge[i].is_in_example = true;
            mark(lineage, lineage->edge[i].from);
        }
}

/* Mark the only way on from a comparison, by its experiment's values into the report. */
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

/* --- LaTeX ----------------------------------------------------------------------------------- */

/* The drawing has a band for each experiment and one for the verdict. In a band stages stand below
 * each other, a row each; choices and comparisons beside them, half a row lower; values, and below
 * them figures, in the middle; the protocol in its first row. Bands stand GAP apart. */
static const double GAP = 0.8;

static bool is_trained(enum node_kind kind) {
    return kind == TRANSFORMERS || kind == ACTIVATIONS || kind == STAGE || kind == REPEAT;
}

static bool is_judged(enum node_kind kind) {
    return kind == CHOICE || kind == COMPARISON;
}

/* The row of the first stage of the band that a node is made of; `otherwise` where there is none.
 */
static double first_row(const struct lineage *lineage, size_t place, const double *row,
                        double otherwise) {
    double first = INFINITY;
    for (size_t i = 0; i < lineage->edges; i++) {
        size_t from = lineage->edge[i].from;
        if (lineage->edge[i].to == place && lineage->node[from].kind == STAGE &&
            lineage->node[from].experiment == lineage->node[place].experiment)
            first = fmin(first, row[from]);
    }
    return isinf(first) ? otherwise : first;
}

static bool has_figures(const struct lineage *lineage, int experiment) {
    return find_node(lineage, FIGURES, experiment, NULL) < lineage->nodes;
}

/* How far from the middle of its band a node stands, in halves of a row: figures below values. */
static int shift_of(enum node_kind kind, bool with_figures) {
    return kind == FIGURES ? 1 : kind == VALUES && with_figures ? -1 : 0;
}

/* Give each node of the experiment its row, from `top` on; returns the last. */
static double place_band(const struct lineage *lineage, int experiment, double top, double *row) {
    double trained = top, judged = top + 0.5, last = top + has_figures(lineage, experiment);
    for (size_t i = 0; i < lineage->nodes; i++)
        if (lineage->node[i].experiment == experiment && is_trained(lineage->node[i].kind))
            row[i] = trained++;
    for (size_t i = 0; i < lineage->nodes; i++)
        if (lineage->node[i].experiment == experiment && is_judged(lineage->node[i].kind)) {
            row[i] = fmax(judged, first_row(lineage, i, row, top) + 0.5);
            judged = row[i] + 1;
            last = fmax(last, row[i]);
        }
    last = fmax(last, trained - 1);
    for (size_t i = 0; i < lineage->nodes; i++) {
        enum node_kind kind = lineage->node[i].kind;
        if (lineage->node[i].experiment == experiment && !is_trained(kind) && !is_judged(kind))
            row[i] = kind == PROTOCOL
                         ? top
                         : (top + last + shift_of(kind, has_figures(lineage, experiment))) / 2;
    }
    return last;
}

static const char *mark_of(bool is_in_example) {
    return is_in_example ? "example" : "plain";
}

static size_t list_length(const char *list) {
    size_t length = 1;
    for (; *list; list++)
        length += *list == ',';
    return length;
}

static const char *const columns[] = {
    [PROTOCOL] = "Protocol",       [TRANSFORMERS] = "Transformers",
    [ACTIVATIONS] = "Activations", [STAGE] = "Stage",
    [CHOICE] = "Choice",           [COMPARISON] = "Comparison",
    [REPEAT] = "Repeat",           [VALUES] = "Values",
    [FIGURES] = "Figures",         [PUBLISHED] = "Published",
    [VERDICT] = "Verdict",         [REPORT] = "Report"};

/* \LineageNode{number}{column}{row}{example or plain}{what it says} */
static void write_node(FILE *stream, const struct lineage *lineage, size_t place, double row) {
    const struct node *node = &lineage->node[place];
    const char *experiment =
        node->experiment == NOBODY ? "" : lineage->experiment[node->experiment];
    fprintf(stream, "\\LineageNode{%zu}{%s}{%.2f}{%s}{\\Lineage%s{%s}{%s}{%zu}", place,
            columns[node->kind], row, mark_of(node->is_in_example), columns[node->kind], experiment,
            node->name, node->count);
    if (node->kind == STAGE)
        fprintf(stream, "{%s}{%zu}{%s}", setting_of(node->record, "vary"),
                list_length(setting_of(node->record, "seeds")), setting_of(node->record, "epochs"));
    if (node->kind == REPEAT)
        fprintf(stream, "{%zu}{%zu}", list_length(setting_of(node->record, "of")),
                list_length(setting_of(node->record, "on")));
    if (node->kind == VALUES)
        fprintf(stream, "{%zu}", node->claims);
    fprintf(stream, "}\n");
}

/* \LineageEdge{column}{column}{number}{number}{example or plain}{within or across bands}: those of
 * the example last, to lie above the others. */
static void write_edges(FILE *stream, const struct lineage *lineage, bool is_in_example) {
    for (size_t i = 0; i < lineage->edges; i++) {
        const struct edge *edge = &lineage->edge[i];
        const struct node *from = &lineage->node[edge->from], *to = &lineage->node[edge->to];
        if (edge->is_in_example == is_in_example)
            fprintf(stream, "\\LineageEdge{%s}{%s}{%zu}{%zu}{%s}{%s}\n", columns[from->kind],
                    columns[to->kind], edge->from, edge->to, mark_of(is_in_example),
                    from->experiment == to->experiment ? "within" : "across");
    }
}

/* Give each node its row, and each experiment's band its first and last; returns the last of all.
 */
static double place_all(const struct lineage *lineage, double *row, double (*band)[2]) {
    double top = 0;
    for (int i = 0; i < lineage->experiments; i++) {
        band[i][0] = top;
        band[i][1] = place_band(lineage, i, top, row);
        top = band[i][1] + 1 + GAP;
    }
    double last = place_band(lineage, NOBODY, top, row);
    row[find_node(lineage, REPORT, NOBODY, NULL)] = last / 2;
    return last;
}

void lineage_write(const struct lineage *lineage, const char *path) {
    double *row = allocate(lineage->nodes, sizeof *row);
    double(*band)[2] = allocate((size_t)lineage->experiments, sizeof *band);
    struct output output = output_begin(path);
    fprintf(output.stream, "\\LineageRows{%.2f}\n", place_all(lineage, row, band));
    for (int i = 0; i < lineage->experiments; i++)
        fprintf(output.stream, "\\LineageBand{%s}{%.2f}{%.2f}\n",
                json_string_value(json_object_get(lineage->protocol[i], "title")), band[i][0],
                band[i][1]);
    for (size_t i = 0; i < lineage->nodes; i++)
        write_node(output.stream, lineage, i, row[i]);
    write_edges(output.stream, lineage, false);
    write_edges(output.stream, lineage, true);
    output_finish(&output);
    free(band);
    free(row);
}
