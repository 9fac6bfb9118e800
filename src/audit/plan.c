/* The artifacts that the protocols plan. */
#include "audit/audit.h"
#include "audit/fault.h"
#include "audit/paths.h"
#include "audit/words.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The planned artifacts, sorted. *complete is false if the protocols could not be read, or if some
 * artifacts depend on a choice that could not be made again. */
static struct words read_plan(bool *complete) {
    struct words plan = {0};
    FILE *file = fopen(AGAIN "build/units.list", "r");
    char *line = NULL;
    size_t capacity = 0;
    *complete = file != NULL;
    while (file && getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = 0;
        if (is_artifact(line))
            words_add(&plan, line);
        else if (*line)
            *complete = false;
    }
    if (file)
        fclose(file);
    free(line);
    *complete = *complete && plan.count > 0;
    words_sort(&plan);
    return plan;
}

static void check_planned(const char *path, void *plan) {
    if (is_artifact(path) && !words_have(plan, path))
        fault("%s: planned by no protocol, expected none such", path);
}

size_t check_plan(void) {
    bool complete;
    struct words plan = read_plan(&complete);
    size_t count = plan.count;
    if (complete)
        each_file((char *[]){"results/activations", "results/transformers", "results/units", NULL},
                  check_planned, &plan);
    words_free(&plan);
    return count;
}
