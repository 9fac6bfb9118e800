/* The second best matching of an assignment.
 *
 * Another matching of the rows differs from the best one by cycles, on which rows exchange columns,
 * or by paths to a column that was free. With the prices p of the best one, a row i loses
 *
 *   loss(i, j) = (g_i,c(i) - p_c(i)) - (g_ij - p_j) >= 0
 *
 * when it moves from its column c(i) to j. The sum of gains drops by the losses of all moves, and
 * by the price of a column that becomes free. So let each row be a node, and all free columns
 * together one more; let the length from row i to row k be loss(i, c(k)), from row i to the free
 * columns the least loss(i, j) of these, and from the free columns to row i the price of c(i). The
 * gap is the length of the shortest cycle. Each is found from its first node, by Dijkstra's search
 * among the nodes from that one on, no farther than the shortest cycle so far.
 */
#include "consistency/assignment.h"
#include "program/error.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

struct graph {
    const real *gains; /* [rows, width] */
    size_t width;
    int rows;
    const int *column_of; /* [rows] */
    const double *price;
    double *to_free;  /* [rows] the length to the free columns; INFINITY: there is none */
    double *distance; /* [rows + 1] from the first node; the last is the node of free columns */
    double *least_to; /* [rows + 1] the least length of a step to each node */
    bool *is_passed;  /* [rows + 1] */
    double shortest;  /* of the cycles found */
};

static double loss(const struct graph *graph, int row, int column) {
    const real *gains = graph->gains + (size_t)row * graph->width;
    int own = graph->column_of[row];
    return fmax(0, ((double)gains[own] - graph->price[own]) -
                       ((double)gains[column] - graph->price[column]));
}

static double length(const struct graph *graph, int from, int to) {
    if (from == graph->rows)
        return isinf(graph->to_free[to]) ? INFINITY : graph->price[graph->column_of[to]];
    return to == graph->rows ? graph->to_free[from] : loss(graph, from, graph->column_of[to]);
}

static void find_free(struct graph *graph, int columns) {
    bool *is_taken = allocate((size_t)columns, sizeof *is_taken);
    for (int i = 0; i < graph->rows; i++)
        is_taken[graph->column_of[i]] = true;
    for (int i = 0; i < graph->rows; i++) {
        graph->to_free[i] = INFINITY;
        for (int j = 0; columns > graph->rows && j < columns; j++)
            if (!is_taken[j])
                graph->to_free[i] = fmin(graph->to_free[i], loss(graph, i, j));
    }
    free(is_taken);
}

/* Look at every step once. */
static void find_two_cycles(struct graph *graph) {
    for (int to = 0; to <= graph->rows; to++)
        graph->least_to[to] = INFINITY;
    for (int a = 0; a <= graph->rows; a++)
        for (int b = a + 1; b <= graph->rows; b++) {
            double there = length(graph, a, b), back = length(graph, b, a);
            graph->least_to[a] = fmin(graph->least_to[a], back);
            graph->least_to[b] = fmin(graph->least_to[b], there);
            graph->shortest = fmin(graph->shortest, there + back);
        }
}

/* Take the steps from `node`: to close a cycle at `first`, or to come to nodes after that. */
static void pass(struct graph *graph, int first, int node) {
    graph->is_passed[node] = true;
    if (node != first)
        graph->shortest = fmin(graph->shortest, graph->distance[node] + length(graph, node, first));
    for (int to = first + 1; to <= graph->rows; to++)
        if (to != node && !graph->is_passed[to])
            graph->distance[to] =
                fmin(graph->distance[to], graph->distance[node] + length(graph, node, to));
}

/* The nearest node that was not passed, from `first` on, if a cycle over it may be shorter than the
 * shortest; else -1. */
static int nearest_open(const struct graph *graph, int first) {
    int nearest = -1;
    double least = graph->shortest - graph->least_to[first];
    for (int node = first; node <= graph->rows; node++)
        if (!graph->is_passed[node] && graph->distance[node] < least) {
            least = graph->distance[node];
            nearest = node;
        }
    return nearest;
}

double assignment_gap(const real *gains, int rows, int columns, const int *column_of,
                      const double *price) {
    size_t nodes = (size_t)rows + 1;
    struct graph graph = {.gains = gains,
                          .width = (size_t)padded(columns),
                          .rows = rows,
                          .column_of = column_of,
                          .price = price,
                          .to_free = allocate((size_t)rows, sizeof *graph.to_free),
                          .distance = allocate(nodes, sizeof *graph.distance),
                          .least_to = allocate(nodes, sizeof *graph.least_to),
                          .is_passed = allocate(nodes, sizeof *graph.is_passed),
                          .shortest = INFINITY};
    find_free(&graph, columns);
    find_two_cycles(&graph);
    for (int first = 0; first < rows; first++) {
        for (int node = first; node <= rows; node++) {
            graph.distance[node] = INFINITY;
            graph.is_passed[node] = false;
        }
        graph.distance[first] = 0;
        for (int node = first; node >= 0; node = nearest_open(&graph, first))
            pass(&graph, first, node);
    }
    free(graph.to_free);
    free(graph.distance);
    free(graph.least_to);
    free(graph.is_passed);
    return graph.shortest;
}
