/* All macros of the report. */
#include "report/macros.h"

void macros_write(const char *folder, int count, char **experiments) {
    struct values values = values_read_all(RESULTS, count, experiments), published = {0};
    values_read(&values, RESULTS, "verdict");
    published_read(&published);
    struct published_comparison *comparisons = compare_published(&values, &published);
    for (int i = 0; i < count; i++)
        published_macros(folder, experiments[i], comparisons, published.count);
    holds_macros(folder, &values, comparisons, published.count);
    published_read(&values);
    claims_macros(folder, count, experiments);
    deviations_macros(folder);
    struct lineage lineage = lineage_read(count, experiments);
    provenance_macros(folder, &lineage);
    lineage_macros(folder, &lineage);
    peers_macros(folder, "peers", "Peers");
    peers_macros(folder, "peers_wide", "PeersWide");
    values_macros(folder, &values);
    lineage_free(&lineage);
    comparisons_free(comparisons, published.count);
    values_free(&values);
    values_free(&published);
}
