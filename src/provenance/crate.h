/* What a run did, for machines: build/ro-crate-metadata.json, a Process Run Crate 0.5
 * (https://w3id.org/ro/wfrun/process/0.5), which is an RO-Crate 1.1.
 *
 *   m4        protocols         -> drivers' sources, sections, records
 *   GCC       these and src/    -> drivers
 *   drivers                     -> transformers, activations, units; of these, tables
 *   report    tables, published -> verdict
 *   gnuplot   tables            -> figures, which pdfTeX sets
 *   pdfTeX    all of this       -> report.pdf
 *
 * A crate's root is the folder that its metadata stand in, and it describes nothing outside. So
 * make links protocol/, src/, data/ and results/ into build/, and paths are those of the
 * repository. Actions have no times: the crate is the same bytes each time, and results/journal.tsv
 * has them.
 */
#ifndef CRATE_H
#define CRATE_H

#define CRATE_PATH "build/ro-crate-metadata.json"

/* Write it, of these experiments in the order of the report. Fails if a file that it describes is
 * not there. */
void crate_write(int count, char **experiments);

#endif
