/* An audit: a run compared with what today's protocols, code and units give again.
 *
 * `make audit` makes the run a second time in the folder AGAIN, from its artifacts. Then these
 * parts compare:
 *
 *   results/manifest.sha256           hashes       the files of results/, as they stand
 *   AGAIN build/units.list            plan         the artifacts that the protocols plan, and those
 *                                                  that are in results/
 *   AGAIN results, AGAIN build        recomputed   tables, figures, LaTeX, the PDF, and the units
 *                                                  that were trained again
 *   AGAIN build/tex/places.tsv        omissions    all values, and those that a page prints
 *
 * Each fault is one line on standard error (fault.h). Nothing outside of AGAIN is written.
 */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include <stdbool.h>
#include <stddef.h>

/* The folder of what is made again. A file has the same path below it as in the run. */
#define AGAIN "build/audit/"

/* Run all parts but the hashes, which Make runs at the same time, and print what was compared, with
 * the number of faults. `said` is the path of what Make and its programs printed. Returns whether
 * there is no fault. */
bool audit(const char *said);

/* Whether everything was made again, as told by the lines of the file `said`. Every line is a
 * fault, printed by the program that found it, except for those of Make itself and for warnings.
 * Fails if the file cannot be read. */
bool check_said(const char *said);

/* Compare the planned artifacts with those in results/: an artifact that is not planned is a fault,
 * unless a protocol that this report leaves out plans it (AGAIN build/units.planned).
 * A planned one that is missing is no fault here, because Make has printed it. Returns the number
 * of planned artifacts. */
size_t check_plan(void);

/* The number of files that were compared. */
struct recomputed {
    bool complete; /* whether everything was made again */
    size_t tables, figures, trained;
};

/* Compare each file that was made again with that of the run. If everything was made again, a table
 * or a choice that only the run has is a fault too. */
struct recomputed check_recomputed(bool complete);

struct omissions {
    size_t values, omitted;
};

/* Write AGAIN omitted.tsv, the values that the report does not print, and count them. */
struct omissions list_omissions(void);

/* Compare each file of results/manifest.sha256 with its hash. A missing file is no fault here:
 * the other parts find it. Fails if the manifest is missing or malformed. */
void check_hashes(void);

#endif
