/* The commands of the program report: verdict, tex, crate and why. They read tables of values, of
 * claims and of published values, places, facts, the manifest, and protocols as executed. */
#include "fuzz.h"

#include "protocol/lock.h"
#include "provenance/crate.h"
#include "provenance/manifest.h"
#include "provenance/provenance.h"
#include "report/macros.h"
#include "report/why.h"
#include "values/publications.h"
#include "values/verdict.h"

#include <unistd.h>

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
                                    "data/conformance.tsv",
                                    NULL};

static char *experiments[] = {"a"};

static void write_verdict(void) {
    verdict_write(RESULTS, 1, experiments);
}

static void write_macros(void) {
    macros_write("build/tex", 1, experiments);
}

static void write_crate(void) {
    crate_write(1, experiments);
}

static void why_first_of(const struct values *values) {
    if (values->count > 0)
        why(values->items[0].id, 1, experiments);
}

static void why_value(void) {
    struct values values = {0};
    values_read(&values, RESULTS, "a");
    why_first_of(&values);
}

static void why_published(void) {
    struct values values = {0};
    publications_read(&values);
    why_first_of(&values);
}

static void why_unknown(void) {
    why("a.unknown", 1, experiments);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    put_files(files, input, size);
    unlink("results/verdict/values.tsv");
    run_to_end(write_verdict);
    run_to_end(write_macros);
    run_to_end(write_crate);
    run_to_end(why_value);
    run_to_end(why_published);
    run_to_end(why_unknown);
    return 0;
}
