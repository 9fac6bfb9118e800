/* The artifacts that the protocols plan. */
#include "audit/audit.h"
#include "audit/fault.h"
#include "audit/paths.h"
#include "audit/words.h"

/* The artifacts that this report plans. *complete is false if the protocols could not be read, or
 * if some artifacts depend on a choice that could not be made again. */
static struct words read_plan(bool *complete) {
    struct words plan = {0};
    *complete = words_read(&plan, AGAIN "build/units.list") && plan.count > 0;
    for (size_t i = 0; i < plan.count; i++)
        *complete = *complete && is_artifact(plan.items[i]);
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
    words_read(&plan, AGAIN "build/units.planned"); /* by the protocols that are left out, too */
    words_sort(&plan);
    if (complete)
        each_file((char *[]){"results/activations", "results/transformers", "results/units", NULL},
                  check_planned, &plan);
    words_free(&plan);
    return count;
}
