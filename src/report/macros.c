/* All macros of the report. */
#include "report/macros.h"
#include "values/publications.h"
#include <string.h>

/* The tables of published values: the report's for each experiment, every other publication's for
 * itself. The replicates in which claims hold are those that give the report's intervals. */
static void write_published(const char *folder, const struct values *values, int count,
                            char **experiments) {
    struct publications publications = publications_find();
    for (size_t p = 0; p < publications.count; p++) {
        struct values published = {0};
        publication_read(&published, &publications.items[p]);
        struct published_comparison *comparisons = compare_published(values, &published);
        if (strcmp(publications.items[p].name, PUBLISHED_NAME) == 0) {
            for (int i = 0; i < count; i++)
                published_macros(folder, experiments[i], comparisons, published.count);
            holds_macros(folder, values, comparisons, published.count);
        } else {
            publication_macros(folder, publications.items[p].name, comparisons, published.count);
        }
        comparisons_free(comparisons, published.count);
        values_free(&published);
    }
    publications_free(&publications);
}

void macros_write(const char *folder, int count, char **experiments) {
    struct values values = values_read_all(RESULTS, count, experiments);
    values_read(&values, RESULTS, "verdict");
    write_published(folder, &values, count, experiments);
    publications_read(&values);
    claims_macros(folder, count, experiments);
    deviations_macros(folder);
    struct lineage lineage = lineage_read(count, experiments);
    provenance_macros(folder);
    lineage_macros(folder, &lineage);
    conformance_macros(folder);
    peers_macros(folder, "peers", "Peers");
    peers_macros(folder, "peers_wide", "PeersWide");
    values_macros(folder, &values);
    lineage_free(&lineage);
    values_free(&values);
}
