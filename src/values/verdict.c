/* The tables of the verdict. */
#include "values/verdict.h"
#include "files/artifact.h"
#include "program/error.h"
#include "values/publications.h"
#include "values/published.h"
#include "values/values.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Write a line for each of comparisons[count], which are of that publication. */
static void write_reported(const char *folder, const struct publication *publication,
                           const struct published_comparison *comparisons, size_t count) {
    char *path = text("%s/verdict/reported%s.tsv", folder, publication->suffix);
    struct output output = output_begin(path);
    free(path);
    fprintf(output.stream, "id\tpublished\trebuilt\tdifference\tprediction_low\tprediction_high\t"
                           "verdict\tbeyond\twhere\n");
    for (size_t i = 0; i < count; i++) {
        const struct published_comparison *item = &comparisons[i];
        fprintf(output.stream, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", item->id,
                item->published->printed, item->rebuilt, item->difference,
                item->low ? item->low->printed : NOT_MEASURED,
                item->high ? item->high->printed : NOT_MEASURED, verdict_words[item->verdict],
                item->beyond, item->published->where);
    }
    output_finish(&output);
}

/* How many values have each verdict, and how many of those within or outside their interval lie
 * below and above its middle. */
struct counts {
    size_t all, of[NOT_REBUILT + 1], below, above;
    bool is_predicted; /* whether any has an interval */
};

static struct counts count_verdicts(const struct published_comparison *comparisons, size_t count) {
    struct counts counts = {.all = count};
    for (size_t i = 0; i < count; i++) {
        const struct published_comparison *item = &comparisons[i];
        counts.of[item->verdict]++;
        counts.is_predicted |= item->low != NULL;
        if (item->verdict != WITHIN && item->verdict != OUTSIDE)
            continue;
        double middle = (item->low->number + item->high->number) / 2;
        counts.below += item->published->number < middle;
        counts.above += item->published->number > middle;
    }
    return counts;
}

/* Add what is counted of a publication: verdict.<name> of the report, verdict.paper.<name> of the
 * paper. */
static void add_counts(struct values *values, const struct publication *publication,
                       const struct counts *counts) {
    const struct {
        const char *name, *formula;
        size_t number;
        bool is_predicted;
    } rows[] = {
        {"published", "number of published values", counts->all, false},
        {"rebuilt", "number of published values that the run has",
         counts->all - counts->of[NOT_REBUILT], false},
        {"equal_as_printed", "number of published values that are equal as printed",
         counts->of[EQUAL], false},
        {"within", "number of others that lie within the prediction interval", counts->of[WITHIN],
         true},
        {"outside", "number of others that lie outside of it", counts->of[OUTSIDE], true},
        {"below", "number of others that lie below the middle of it", counts->below, true},
        {"above", "number of others that lie above the middle of it", counts->above, true},
    };
    bool is_report = strcmp(publication->name, PUBLISHED_NAME) == 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *id = text("verdict.%s%s%s", is_report ? "" : publication->name, is_report ? "" : ".",
                        rows[i].name);
        bool is_known = !rows[i].is_predicted || counts->is_predicted;
        values_add(values, id, is_known ? (double)rows[i].number : NAN, WHOLE, rows[i].formula,
                   publication->path);
        free(id);
    }
}

static void write_publication(const char *folder, const struct publication *publication,
                              const struct values *values, struct values *counted) {
    struct values published = {0};
    publication_read(&published, publication);
    struct published_comparison *comparisons = compare_published(values, &published);
    struct counts counts = count_verdicts(comparisons, published.count);
    write_reported(folder, publication, comparisons, published.count);
    add_counts(counted, publication, &counts);
    comparisons_free(comparisons, published.count);
    values_free(&published);
}

void verdict_write(const char *folder, int count, char **experiments) {
    struct values values = values_read_all(folder, count, experiments), counted = {0};
    struct publications publications = publications_find();
    for (size_t i = 0; i < publications.count; i++)
        write_publication(folder, &publications.items[i], &values, &counted);
    values_write(&counted, folder, "verdict");
    publications_free(&publications);
    values_free(&values);
    values_free(&counted);
}
