/* Where the numbers come from: what was made of what, from the protocols to the values.
 *
 *   protocol   transformers -> activations -> stage -> choice -> stage -> comparison
 *                                               \---------> values <--------/
 *   values -> figures        values, published values -> verdict        all of these -> report
 *
 * A node is one stage, choice, comparison or repetition, or all that an experiment has of another
 * kind. The graph is read from the protocols as executed (build/<experiment>.json) and the tables
 * of the run, so what a new protocol declares is in it by itself.
 */
#ifndef LINEAGE_H
#define LINEAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum node_kind {
    PROTOCOL,
    TRANSFORMERS,
    ACTIVATIONS,
    STAGE,
    CHOICE,
    COMPARISON,
    REPEAT,
    VALUES,
    FIGURES,
    PUBLISHED,
    VERDICT,
    REPORT
};

struct node {
    enum node_kind kind;
    int experiment; /* place of the experiment; -1 of PUBLISHED, VERDICT, REPORT */
    char *name;     /* of its first record, without the experiment; "" where it has none */
    size_t count;   /* records, a stage's candidates, values, published values */
    size_t claims;  /* of VALUES: those that their experiment declares */
    json_t *record; /* its first, borrowed from the graph; NULL where it has none */
    bool is_in_example;
};

/* `to` is made of `from`. */
struct edge {
    size_t from, to;
    bool is_in_example;
};

struct lineage {
    int experiments;
    char **experiment; /* borrowed */
    size_t nodes, edges;
    struct node *node;
    struct edge *edge;
    char *example;     /* id of the first comparison, whose own lineage is marked; NULL: none */
    json_t **protocol; /* of each experiment the file that was read */
    json_t *place; /* of the node that a record is in, by its id; of values, by the experiment */
};

/* Read the graph of these experiments, in the order of the report; the caller frees with
 * lineage_free. Fails where a file is missing or malformed. */
struct lineage lineage_read(int count, char **experiments);
void lineage_free(struct lineage *lineage);

/* Write it for LaTeX to draw, as macros that paper/lineage.tex explains. */
void lineage_write(const struct lineage *lineage, const char *path);

#endif
