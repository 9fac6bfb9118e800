/* The tables of the verdict. */
#include "values/verdict.h"
#include "files/artifact.h"
#include "program/error.h"
#include "values/published.h"
#include "values/values.h"
#include <math.h>
#include <stdlib.h>

/* Write a line for each of comparisons[count]. */
static void write_reported(const char *folder, const struct published_comparison *comparisons,
                           size_t count) {
    char *path = text("%s/verdict/reported.tsv", folder);
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

static void add_count(struct values *values, const char *id, double number, const char *formula) {
    values_add(values, id, number, WHOLE, formula, PUBLISHED_PATH);
}

/* Write how many of comparisons[count] have each verdict. */
static void write_counts(const char *folder, const struct published_comparison *comparisons,
                         size_t count) {
    size_t verdicts[NOT_REBUILT + 1] = {0};
    bool is_predicted = false;
    struct values values = {0};
    for (size_t i = 0; i < count; i++) {
        verdicts[comparisons[i].verdict]++;
        is_predicted |= comparisons[i].low != NULL;
    }
    add_count(&values, "verdict.published", (double)count, "number of published values");
    add_count(&values, "verdict.rebuilt", (double)(count - verdicts[NOT_REBUILT]),
              "number of published values that the run has");
    add_count(&values, "verdict.equal_as_printed", (double)verdicts[EQUAL],
              "number of published values that are equal as printed");
    add_count(&values, "verdict.within", is_predicted ? (double)verdicts[WITHIN] : NAN,
              "number of others that lie within the prediction interval");
    add_count(&values, "verdict.outside", is_predicted ? (double)verdicts[OUTSIDE] : NAN,
              "number of others that lie outside of it");
    values_write(&values, folder, "verdict");
    values_free(&values);
}

void verdict_write(const char *folder, int count, char **experiments) {
    struct values values = values_read_all(folder, count, experiments), published = {0};
    published_read(&published);
    struct published_comparison *comparisons = compare_published(&values, &published);
    write_reported(folder, comparisons, published.count);
    write_counts(folder, comparisons, published.count);
    comparisons_free(comparisons, published.count);
    values_free(&values);
    values_free(&published);
}
