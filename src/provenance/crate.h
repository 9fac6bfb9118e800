/* What a run did, in a form that programs can read: build/ro-crate-metadata.json. It is a Process
 * Run Crate 0.5 (https://w3id.org/ro/wfrun/process/0.5), which is an RO-Crate 1.1.
 *
 *   m4        protocols         -> drivers' sources, sections, records
 *   GCC       these and src/    -> drivers
 *   drivers                     -> transformers, activations, units; of these, tables
 *   report    tables, published -> verdict
 *   gnuplot   tables            -> figures, which pdfTeX sets
 *   pdfTeX    all of this       -> report.pdf
 *
 * The root of a crate is the folder of its metadata, and a crate describes only files below its
 * root. So Make links protocol/, src/, data/, results/ and paper/ into build/, and the paths are
 * those of the repository. The actions have no times, so that the crate has the same bytes each
 * time; results/journal.tsv has the times.
 */
#ifndef PROVENANCE_CRATE_H
#define PROVENANCE_CRATE_H

#define CRATE_PATH "build/ro-crate-metadata.json"

/* Write the crate of these experiments, in the order of the report. Fails if a file that it
 * describes is missing. */
void crate_write(int count, char **experiments);

#endif
