/* The certified run: its manifest is kept with the sources, so that every other run can be compared
 * with it, byte for byte.
 *
 *   # compiler<tab>GCC 12.2.0           facts of the certified run (provenance/provenance.h)
 *   2c26b46b...  results/units/...      its manifest (provenance/manifest.h)
 *
 * `sha256sum --check` reads this file too: it passes over the facts.
 */
#ifndef PROVENANCE_CERTIFICATE_H
#define PROVENANCE_CERTIFICATE_H

#include <stdbool.h>

#define CERTIFICATE_PATH "data/certified.sha256"

/* What a run is beside the certified one, in a sentence: how many of its artifacts, choices and
 * tables are the same bytes; if some are not, the first of them, and what differs around it: tools,
 * processor, protocols. A run that lacks some of the certified files is compared in those that it
 * has, but for the verdict and the conclusion, which depend on all experiments. The caller frees.
 * Reads MANIFEST_PATH, PROVENANCE_PATH and DEVIATIONS_PATH. */
char *certificate_sentence(void);

/* Print the sentence. */
void certificate_print(void);

/* Write the certificate of the run that MANIFEST_PATH and PROVENANCE_PATH tell of. Fails if it is
 * not a run of the locked protocols. */
void certificate_write(void);

#endif
