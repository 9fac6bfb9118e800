/* The lock of the protocols: what was declared, kept so that a later run is held against it.
 *
 *   protocol/E.m4 --gen/settings.m4--> build/E.settings --lock_write--> protocol.lock
 *                                            \--deviations_write--> build/deviations.tsv
 *
 * protocol.lock holds each experiment's lines, sorted, behind the SHA-256 of those lines:
 *
 *   adaptive_l0   experiment      sha256   2c26b46b68ff...
 *   adaptive_l0   stage(search)   epochs   25
 *
 * A line of build/E.settings has no experiment, and ends in the place that says it, which is not
 * locked: a protocol whose lines move keeps its lock.
 */
#ifndef LOCK_H
#define LOCK_H

#define LOCK_PATH "protocol.lock"
#define DEVIATIONS_PATH "build/deviations.tsv"

/* What stands for a value that one side lacks. */
#define ABSENT "--"

/* Write the lock of these experiments, from their settings. */
void lock_write(int count, char **experiments);

/* Write what differs: first each setting against the lock, then what the protocols declare as
 * differing from the published study. Columns, with a heading:
 *
 *   against (lock or study)  experiment  block  setting  old  new  where  why
 *
 * An experiment that one side lacks is one line, its hash. Settings of the command line
 * (build/command_line.settings) are lines without an experiment. Fails where a file is missing or
 * malformed, or where a hash of the lock is not that of its lines. */
void deviations_write(int count, char **experiments);

#endif
