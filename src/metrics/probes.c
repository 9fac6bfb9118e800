/* Probes, and their metrics: one function each, by the table gen/metrics.m4. */
#include "metrics/probes.h"
#include "metrics/metric.h"
#include "units/transformers.h"
#include <stdlib.h>

double probe_copied_share(const struct probe *probe) {
    return (double)probe->copied / probe->examples;
}

double probe_kept_share(const struct probe *probe) {
    return (double)probe->kept / probe->examples;
}

void probe_values(const struct protocol *protocol, const struct record *record,
                  struct values *values) {
    struct probe probe = probe_transformer(protocol, record);
    for (enum metric metric = 0; metric < METRICS; metric++) {
        if (metrics[metric].on != ON_probe)
            continue;
        char *formula = formula_with(metric, settings_of(protocol, record));
        add_metric(values, record->name, metric, metrics[metric].of_probe(&probe), NULL, formula,
                   record->where);
        free(formula);
    }
}
