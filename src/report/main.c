/* The program `report`: what is said across experiments. Each command stands in the room of its
 * business, in the header that is named.
 *
 *   report check ARTIFACT...                   files/damage.h
 *   report [in FOLDER] verdict EXPERIMENT...   values/verdict.h
 *   report manifest < PATHS                    provenance/manifest.h
 *   report certificate                         provenance/certificate.h
 *   report certify                             provenance/certificate.h
 *   report lock EXPERIMENT...                  protocol/lock.h
 *   report deviations EXPERIMENT...            protocol/lock.h
 *   report provenance COMMIT PACKAGE...        provenance/provenance.h
 *   report crate EXPERIMENT...                 provenance/crate.h
 *   report tex FOLDER EXPERIMENT...            report/macros.h
 *   report why ID EXPERIMENT...                report/why.h
 */
#include "files/artifact.h"
#include "files/damage.h"
#include "program/error.h"
#include "protocol/lock.h"
#include "provenance/certificate.h"
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
    else if (argc == 2 && strcmp(argv[1], "certificate") == 0)
        certificate_print();
    else if (argc == 2 && strcmp(argv[1], "certify") == 0)
        certificate_write();
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
             "certificate | certify | lock EXPERIMENT... | deviations EXPERIMENT... | provenance "
             "COMMIT PACKAGE... | "
             "tex FOLDER EXPERIMENT... | crate EXPERIMENT... | why ID EXPERIMENT...",
             program);
    return 0;
}
