/* The macros that draw the lineage.
 *
 * The drawing has a band for each experiment, and one for the verdict. In a band the stages stand
 * below each other, one in each row. Choices and comparisons stand beside them, half a row lower.
 * Values stand in the middle of the band, with the figures below them, and the protocol stands in
 * the first row.
 */
#include "program/error.h"
#include "report/latex.h"
#include "report/macros.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The rows between one band and the next. */
static const double GAP = 0.8;

/* --- rows ----------------------------------------------------------------------------------- */

static bool is_trained(enum node_kind kind) {
    return kind == TRANSFORMERS || kind == ACTIVATIONS || kind == STAGE || kind == REPEAT;
}

static bool is_judged(enum node_kind kind) {
    return kind == CHOICE || kind == COMPARISON;
}

/* The first row among the stages of its own band that a node is made of; `otherwise` if it is made
 * of none. */
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
    return lineage_find(lineage, FIGURES, experiment, NULL) < lineage->nodes;
}

/* How far below the middle of its band a node stands, in halves of a row: figures below values. */
static int shift_of(enum node_kind kind, bool with_figures) {
    return kind == FIGURES ? 1 : kind == VALUES && with_figures ? -1 : 0;
}

/* Give each node of the experiment its row, from `top` on. Returns the last row. */
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

/* Give each node its row, and each experiment's band its first and last row. Returns the last row
 * of the drawing. */
static double place_all(const struct lineage *lineage, double *row, double (*band)[2]) {
    double top = 0;
    for (int i = 0; i < lineage->experiments; i++) {
        band[i][0] = top;
        band[i][1] = place_band(lineage, i, top, row);
        top = band[i][1] + 1 + GAP;
    }
    double last = place_band(lineage, NOBODY, top, row);
    row[lineage_find(lineage, REPORT, NOBODY, NULL)] = last / 2;
    return last;
}

/* --- macros --------------------------------------------------------------------------------- */

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

/* A node. What it shows is one more macro, \Lineage<column>{experiment}{name}{count}; some columns
 * have more arguments. */
static void write_node(FILE *stream, const struct lineage *lineage, size_t place, double row) {
    const struct node *node = &lineage->node[place];
    const char *experiment =
        node->experiment == NOBODY ? "" : lineage->experiment[node->experiment];
    fprintf(stream, "\\LineageNode{%zu}{%s}{%.2f}{%s}{\\Lineage%s{%s}{%s}{%zu}", place,
            columns[node->kind], row, mark_of(node->is_in_example), columns[node->kind], experiment,
            node->name, node->count);
    if (node->kind == STAGE)
        fprintf(stream, "{%s}{%zu}{%s}", record_setting(node->record, "vary"),
                list_length(record_setting(node->record, "seeds")),
                record_setting(node->record, "epochs"));
    if (node->kind == REPEAT)
        fprintf(stream, "{%zu}{%zu}", list_length(record_setting(node->record, "of")),
                list_length(record_setting(node->record, "on")));
    if (node->kind == VALUES)
        fprintf(stream, "{%zu}", node->claims);
    fprintf(stream, "}\n");
}

/* The edges that are in the example, or those that are not. */
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

static void write_drawing(FILE *stream, const struct lineage *lineage) {
    double *row = allocate(lineage->nodes, sizeof *row);
    double(*band)[2] = allocate((size_t)lineage->experiments, sizeof *band);
    fprintf(stream, "\\LineageRows{%.2f}\n", place_all(lineage, row, band));
    for (int i = 0; i < lineage->experiments; i++)
        fprintf(stream, "\\LineageBand{%s}{%.2f}{%.2f}\n",
                json_string_value(json_object_get(lineage->protocol[i], "title")), band[i][0],
                band[i][1]);
    for (size_t i = 0; i < lineage->nodes; i++)
        write_node(stream, lineage, i, row[i]);
    /* the example last, so that it is drawn above the rest */
    write_edges(stream, lineage, false);
    write_edges(stream, lineage, true);
    free(band);
    free(row);
}

void lineage_macros(const char *folder, const struct lineage *lineage) {
    struct output output = latex_begin(folder, "lineage");
    write_drawing(output.stream, lineage);
    output_finish(&output);
    output = latex_begin(folder, "lineage-example");
    fprintf(output.stream, "\\newcommand\\LineageExample{%s}\n",
            lineage->example ? lineage->example : "");
    output_finish(&output);
}
