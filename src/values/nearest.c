/* Levenshtein's edit distance between ids. */
#include "values/nearest.h"
#include "program/error.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* How many letters must be inserted, deleted or replaced to change a into b. After i letters of a,
 * distance[j] is the distance between these and the first j letters of b. */
static size_t edit_distance(const char *a, const char *b) {
    size_t length = strlen(b), *distance = allocate(length + 1, sizeof *distance);
    for (size_t j = 0; j <= length; j++)
        distance[j] = j;
    for (size_t i = 1; *a; a++, i++) {
        size_t diagonal = distance[0];
        distance[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t replaced = diagonal + (*a != b[j - 1]);
            diagonal = distance[j];
            distance[j] = least(replaced, 1 + least(distance[j], distance[j - 1]));
        }
    }
    size_t whole = distance[length];
    free(distance);
    return whole;
}

const char *nearest_id(const struct values *values, const char *id, const char *but) {
    const char *found = "";
    size_t shortest = SIZE_MAX;
    for (size_t i = 0; i < values->count; i++) {
        size_t distance = edit_distance(id, values->items[i].id);
        if (distance < shortest && strcmp(values->items[i].id, but) != 0) {
            shortest = distance;
            found = values->items[i].id;
        }
    }
    return found;
}
