/* The program `report`: what is said across experiments.
 *
 *   report check ARTIFACT...                    remove the damaged ones (files/damage.h)
 *   report [in FOLDER] verdict EXPERIMENT...    compare with the published values
 * (values/verdict.h) report manifest                             results/manifest.sha256 of the
 * paths on standard input, one on each line (provenance/manifest.h) report lock EXPERIMENT... write
 * protocol.lock (protocol/lock.h) report deviations EXPERIMENT...             compare with
 * protocol.lock (protocol/lock.h) report provenance COMMIT PACKAGE...         what the run is made
 * with (provenance/provenance.h) report crate EXPERIMENT... build/ro-crate-metadata.json
 * (provenance/crate.h) report tex FOLDER EXPERIMENT...             the LaTeX macros of the report
 * (report/macros.h) report why ID EXPERIMENT...                 where a value comes from
 * (report/why.h)
 */
#include "files/artifact.h"
#include "files/damage.h"
#include "program/error.h"
#include "protocol/lock.h"
#include "provenance/crate.h"
#include "provenance/manifest.h"
#include "provenance/provenance.h"
#include "report/macros.h"
#include "report/why.h"
#include "values/verdict.h"
#include <stdbool.h>
#include <string.h>

int main(int argc, char **argv) {
    const char *program = argv[0];
    bool is_elsewhere = argc > 3 && strcmp(argv[1], "in") == 0;
    const char *folder = is_elsewhere ? argv[2] : RESULTS;
    argc -= 2 * is_elsewhere;
    argv += 2 * is_elsewhere;
    if (argc > 2 && strcmp(argv[1], "check") == 0)
        remove_damaged(argc - 2, argv + 2);
    else if (argc > 2 && strcmp(argv[1], "verdict") == 0)
        verdict_write(folder, argc - 2, argv + 2);
    else if (argc == 2 && strcmp(argv[1], "manifest") == 0)
        manifest_write(stdin);
    else if (argc > 2 && strcmp(argv[1], "lock") == 0)
        lock_write(argc - 2, argv + 2);
    else if (argc > 2 && strcmp(argv[1], "deviations") == 0)
        deviations_write(argc - 2, argv + 2);
    else if (argc > 3 && strcmp(argv[1], "tex") == 0)
        macros_write(argv[2], argc - 3, argv + 3);
    else if (argc > 2 && strcmp(argv[1], "provenance") == 0)
        provenance_print(argv[2], argc - 3, argv + 3);
    else if (argc > 2 && strcmp(argv[1], "crate") == 0)
        crate_write(argc - 2, argv + 2);
    else if (argc > 2 && strcmp(argv[1], "why") == 0)
        why(argv[2], argc - 3, argv + 3);
    else
        fail("usage: %s check ARTIFACT... | [in FOLDER] verdict EXPERIMENT... | manifest < PATHS | "
             "lock EXPERIMENT... | deviations EXPERIMENT... | provenance COMMIT PACKAGE... | "
             "tex FOLDER EXPERIMENT... | crate EXPERIMENT... | why ID EXPERIMENT...",
             program);
    return 0;
}
