/* What src/audit.c reads: what Make said, the manifest, the plan, and tables as they stand and as
 * they are made again. */
#include "fuzz.h"

#define main audit_main
#include "audit/main.c"
#undef main

static const char *const files[] = {"said",
                                    MANIFEST_PATH,
                                    AGAIN "build/units.list",
                                    AGAIN "build/tex/places.tsv",
                                    "results/a/values.tsv",
                                    AGAIN "results/a/values.tsv",
                                    AGAIN "results/values.tsv",
                                    NULL};

static void audit(void) {
    faults = 0;
    audit_main(2, (char *[]){"audit", "said", NULL});
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    put_files(files, input, size);
    run_to_end(audit);
    return 0;
}
