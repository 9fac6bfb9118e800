/* What src/report reads: tables of values, of claims and of published values, places, facts, the
 * manifest, and protocols as executed. */
#include "fuzz.h"

#define main report_main
#include "report/main.c"
#undef main

static const char *const files[] = {PUBLISHED_PATH,
                                    "results/a/values.tsv",
                                    "results/a/claims.tsv",
                                    "build/a.json",
                                    MANIFEST_PATH,
                                    PLACES_PATH,
                                    DEVIATIONS_PATH,
                                    PROVENANCE_PATH,
                                    "build/peers.tsv",
                                    "protocol/a.m4",
                                    LOCK_PATH,
                                    NULL};

static void run_report(char **arguments) {
    int count = 0;
    while (arguments[count])
        count++;
    report_main(count, arguments);
}

static void verdict(void) {
    run_report((char *[]){"report", "verdict", "a", NULL});
}
static void tex(void) {
    run_report((char *[]){"report", "tex", "build/tex", "a", NULL});
}
static void crate(void) {
    run_report((char *[]){"report", "crate", "a", NULL});
}
static void why_first_of(const struct values *values) {
    if (values->count > 0)
        run_report((char *[]){"report", "why", values->items[0].id, "a", NULL});
}
static void why_value(void) {
    struct values values = {0};
    values_read(&values, RESULTS, "a");
    why_first_of(&values);
}
static void why_published(void) {
    struct values values = {0};
    published_read(&values);
    why_first_of(&values);
}
static void why_unknown(void) {
    run_report((char *[]){"report", "why", "a.unknown", "a", NULL});
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    put_files(files, input, size);
    unlink("results/verdict/values.tsv");
    run_to_end(verdict);
    run_to_end(tex);
    run_to_end(crate);
    run_to_end(why_value);
    run_to_end(why_published);
    run_to_end(why_unknown);
    return 0;
}
