/* The program `audit`.
 *
 *   audit hashes   compare the files with the manifest; Make runs this beside the rest
 *   audit SAID     all other parts; SAID is the file of what Make and its programs printed
 *
 * `audit SAID` exits with 1 if there is a fault.
 */
#include "audit/audit.h"
#include "program/error.h"
#include <string.h>

int main(int argc, char **argv) {
    if (argc != 2)
        fail("usage: %s hashes | SAID", argv[0]);
    if (strcmp(argv[1], "hashes") != 0)
        return !audit(argv[1]);
    check_hashes();
    return 0;
}
