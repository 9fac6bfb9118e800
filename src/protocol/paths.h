/* Where artifacts are: results/transformers/P.safetensors, results/activations/P.safetensors, and
 * results/units/P/seed42/epoch25.safetensors, P being the path of the record, its own settings. A
 * unit that was not trained but read from a file is results/units/file-<hash>.safetensors. */
#ifndef PROTOCOL_PATHS_H
#define PROTOCOL_PATHS_H

#include "protocol/protocol.h"

/* P of a record; of a stage it begins with that of its activations. It belongs to the protocol. */
const char *path_of(const struct protocol *protocol, const struct record *record);

/* The artifact of a transformer or of activations, the activations that a stage's candidate is
 * trained on, and its unit of that seed. The caller frees. */
char *artifact_path(const struct protocol *protocol, const struct record *record);
char *input_path(const struct protocol *protocol, const struct record *candidate);
char *unit_path(const struct protocol *protocol, const struct record *candidate, uint64_t seed);

/* Whether the models of a stage are read from files, and not trained: decoders(...) of a protocol.
 * Their seeds are their places, from 0 on. */
bool is_from_files(const struct record *stage);

/* Where the model at `place` lies, and the name of its unit, "file-<start of the hash of what lies
 * there>". The caller frees. */
char *model_file(const struct record *stage, uint64_t place);
char *model_file_name(const struct record *stage, uint64_t place);

/* The unit that a candidate's models are aligned to; the caller frees. */
char *reference_path(const struct protocol *protocol, const struct record *candidate);

/* A table of the record's experiment, <folder>/<experiment>/<record>.<suffix>.tsv. The caller
 * frees. */
char *table_path(const struct protocol *protocol, const struct record *record, const char *suffix);

#endif
