/* The program audit, all but its hashes. It reads what Make said, the manifest, the plan, and
 * tables as they stand and as they are made again. */
#include "fuzz.h"

#include "audit/audit.h"
#include "provenance/manifest.h"

static const char *const files[] = {"said",
                                    MANIFEST_PATH,
                                    AGAIN "build/units.list",
                                    AGAIN "build/tex/places.tsv",
                                    "results/a/values.tsv",
                                    AGAIN "results/a/values.tsv",
                                    AGAIN "results/values.tsv",
                                    NULL};

static void audit_files(void) {
    audit("said");
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    put_files(files, input, size);
    run_to_end(audit_files);
    return 0;
}
