/* The lineage of a run: what was made of what, from the protocols to the report.
 *
 *   protocol   transformers -> activations -> stage -> choice -> stage -> comparison
 *                                               \---------> values <--------/
 *   values -> figures        values, published values -> verdict        all of these -> report
 *
 * A stage, a choice, a comparison and a repeat are a node each. All records of another kind are one
 * node for each experiment. The graph is read from the protocols as executed
 * (build/<experiment>.json) and from the tables of the run, so a new protocol is in it without
 * further code.
 */
#ifndef PROVENANCE_LINEAGE_H
#define PROVENANCE_LINEAGE_H

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

/* The experiment of PUBLISHED, VERDICT and REPORT. */
enum { NOBODY = -1 };

struct node {
    enum node_kind kind;
    int experiment; /* index of the experiment, or NOBODY */
    char *name;     /* of its first record, without the experiment; "" if it has no record */
    size_t count;   /* number of records, of a stage's candidates, or of values */
    size_t claims;  /* VALUES: the number of claims of the experiment */
    json_t *record; /* its first record, borrowed from the protocol; NULL if it has none */
    bool is_in_example;
};

/* The node `to` is made of the node `from`. */
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
    char *example;     /* id of the first comparison, whose lineage is the example; NULL if none */
    json_t **protocol; /* the protocol as executed of each experiment */
    json_t *place;     /* node number by the id of a record; of VALUES, by the experiment */
};

/* Read the graph of these experiments, in the order of the report. The caller frees it with
 * lineage_free and keeps `experiments` until then. Fails if a file is missing or malformed. */
struct lineage lineage_read(int count, char **experiments);
void lineage_free(struct lineage *lineage);

/* The number of the experiment's first node of that kind, and with that name unless it is NULL;
 * lineage->nodes if there is none. */
size_t lineage_find(const struct lineage *lineage, enum node_kind kind, int experiment,
                    const char *name);

/* The value of a record's setting; "" if the record has no such setting. */
const char *record_setting(json_t *record, const char *word);

#endif
