/* The whole audit, and its last line. */
#include "audit/audit.h"
#include "audit/fault.h"
#include <stdio.h>

bool audit(const char *said) {
    int before = fault_count();
    bool complete = check_said(said);
    size_t artifacts = check_plan();
    struct recomputed held = check_recomputed(complete);
    struct omissions omissions = list_omissions();
    int faults = fault_count() - before;
    printf("audit: %zu artifacts, %zu trained again, %zu tables, %zu values, %zu figures, "
           "report.pdf: ",
           artifacts, held.trained, held.tables, omissions.values, held.figures);
    if (faults)
        printf("%d fault%s\n", faults, faults == 1 ? "" : "s");
    else
        printf("no fault (%zu values are not printed: " AGAIN "omitted.tsv)\n", omissions.omitted);
    return faults == 0;
}
