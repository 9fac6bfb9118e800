/* Everything that the report prints from a run, as LaTeX macros in files of one folder.
 *
 * This room decides what is printed; paper/report.tex and paper/lineage.tex define the macros and
 * so decide how it looks. Each group of macros has a file of its own, named below. Ids and paths
 * are not escaped, because the macros use them in \csname or \nolinkurl. Every function fails if a
 * table that it reads is missing or malformed.
 */
#ifndef REPORT_MACROS_H
#define REPORT_MACROS_H

#include "provenance/lineage.h"
#include "values/published.h"
#include "values/values.h"
#include <stddef.h>

/* Write all the files below for these experiments, in the order of the report. values.tex is
 * written last: Make takes its time as the time of all of them. */
void macros_write(const char *folder, int count, char **experiments);

/* values_macros.c, file values.tex:
 *   \SetValue{id}{printed}   for each value, with a typographic minus sign
 *   \SetRounded{id}{to three decimals}{as a whole percentage}   for each that has decimals; the
 *   last two are for prose, which prints no more digits than a reader can use */
void values_macros(const char *folder, const struct values *values);

/* published_macros.c, file <experiment>-reported.tex. It is empty if the experiment has no
 * published values; otherwise it is an environment ReportedTable with these rows:
 *   \ReportedGroup{id}   once for the values of one stage or comparison
 *   \ReportedRow{last part of the id}{published}{rebuilt}{low}{high}{verdict}{beyond}
 * low and high are the ids of the interval's ends, or empty. */
void published_macros(const char *folder, const char *experiment,
                      const struct published_comparison *comparisons, size_t count);

/* published_macros.c, file publication-<name>.tex: these groups and rows, without the environment,
 * for all values of that publication. */
void publication_macros(const char *folder, const char *name,
                        const struct published_comparison *comparisons, size_t count);

/* published_macros.c, file holds.tex:
 *   \SetHolds{claim}{n}{of}   for each claim: it holds in n of the replicates
 * The replicates are those of the repeat that gives the prediction intervals. Then
 *   \AddOutside{id}   for each published value outside its interval */
void holds_macros(const char *folder, const struct values *values,
                  const struct published_comparison *comparisons, size_t count);

/* claims_macros.c, file claims.tex:
 *   \ClaimRow{experiment}{claim}{verdict}{published}{where published}{sentence}{where}{rests on}
 * The published words and the sentence are LaTeX already. The last argument holds
 *   \RestsOn{id}{printed}   for each value that the claim rests on */
void claims_macros(const char *folder, int count, char **experiments);

/* deviations_macros.c, files deviations-lock.tex, deviations-study.tex and deviations.tex:
 *   \LockRow{experiment}{block}{setting}{old}{new}{where}
 *   \StudyRow{experiment}{where published}{old}{new}{why}   LaTeX already
 *   \DeviationsFromLock, the number of \LockRow */
void deviations_macros(const char *folder);

/* provenance_macros.c, files commit.tex, machine.tex, tool.tex and package.tex:
 *   \Fact{label}{value}
 * declared.tex, for the manifest and the lock:
 *   \Digest{path}{SHA-256}
 * manifest.tex, for each kind of file in the manifest:
 *   \Artifacts{kind}{number of files}
 * and certificate.tex:
 *   \SetCertificate{how the run compares with the certified one} */
void provenance_macros(const char *folder);

/* lineage_macros.c, file lineage.tex, which paper/lineage.tex draws:
 *   \LineageRows{last row}
 *   \LineageBand{title of an experiment}{first row}{last row}
 *   \LineageNode{number}{column}{row}{example or plain}{\Lineage<column>{...}...}
 *   \LineageEdge{column}{column}{number}{number}{example or plain}{within or across bands}
 * and lineage-example.tex:
 *   \LineageExample, the id of the example, or empty */
void lineage_macros(const char *folder, const struct lineage *lineage);

/* conformance_macros.c, file conformance.tex: an environment Conformance with these rows, from
 * data/conformance.tsv:
 *   \ConformanceRow{what was compared}{how many numbers}{largest difference}{limit}
 * It is empty if there is no such record. */
void conformance_macros(const char *folder);

/* peers_macros.c, file <name>.tex: the table build/<name>.tsv of times, in that environment. Its
 * first row is the heading. A row with only one cell filled is a note: \PeersNote{text}. The file
 * is empty if there is no such table. */
void peers_macros(const char *folder, const char *name, const char *environment);

#endif
