/* Units of autoencoders that others trained: what decoders(...) of a protocol names. Such a unit
 * has the tensors encoder and decoder alone, F32 [d_sae, d_model]. Its metadata say which tool
 * wrote it, and the SHA-256 of its file, or of the list of the files in its folder (files/hash.h).
 */
#ifndef UNITS_IMPORTED_H
#define UNITS_IMPORTED_H

#include "files/artifact.h"
#include "protocol/protocol.h"

/* Read the model at that place of the stage, and write its unit. Returns what to say of it, which
 * the caller frees. Fails, beginning with the path of the file, if it cannot be read, or reads and
 * gives rows of different widths. */
char *import_unit(const struct record *stage, uint64_t place, const char *path);

/* Whether the unit is what its file gives. If not, a line on standard error says so. */
bool imported_holds(const struct record *stage, uint64_t place, const struct artifact *unit);

#endif
