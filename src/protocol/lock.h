/* The lock of the protocols: their settings as they were declared, which a later run is compared
 * with.
 *
 *   protocol/E.m4 --gen/lock.m4--> build/E.settings --lock_write--> protocol.lock
 *                                        \--deviations_write--> build/deviations.tsv
 *
 * protocol.lock holds each experiment's lines, sorted, behind the SHA-256 of those lines:
 *
 *   adaptive_l0   experiment      sha256   2c26b46b68ff...
 *   adaptive_l0   stage(search)   epochs   25
 *
 * A line of build/E.settings has no experiment. Its last column is the protocol line that declares
 * the setting. The lock leaves that out, so a protocol keeps its lock when its lines move.
 */
#ifndef PROTOCOL_LOCK_H
#define PROTOCOL_LOCK_H

#define LOCK_PATH "protocol.lock"
#define DEVIATIONS_PATH "build/deviations.tsv"

/* What the lock held before it was written anew, where that was something else; none after the
 * first lock. Columns: experiment, block, setting, old, new (before_lock.sh). */
#define BEFORE_LOCK_PATH "protocol/before_lock.tsv"

/* The value that is printed for a side that does not have the setting. */
#define ABSENT "--"

/* Write the lock of these experiments, from build/<experiment>.settings. */
void lock_write(int count, char **experiments);

/* Write the deviations: first the settings that differ from the lock, then the deviations from the
 * published study that the protocols declare. The columns, with a heading:
 *
 *   against (lock or study)  experiment  block  setting  old  new  where  why
 *
 * An experiment that only one side has is one line, with its hash. A setting of the command line
 * (build/command_line.settings) is a line whose experiment is ABSENT. Fails if a file is missing or
 * malformed, or if a hash of the lock is not the hash of its lines. */
void deviations_write(int count, char **experiments);

#endif
