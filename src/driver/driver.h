/* What a generated driver does: its table of records, and one of these commands.
 *
 *   make PATH [EARLIER]   make one artifact, going on from an earlier epoch
 *   choose NAME           choose among a stage's candidates
 *   values                sum up all stages, compare, judge the claims
 *   check                 hold each artifact against its settings and its weights (check.h)
 *   why ID                tell what a value of the experiment is made of (chain.h)
 *
 * Before it may stand `in FOLDER`, where choices and tables are written and read in place of
 * results/, `on ACTIVATIONS`, the path of the activations that all its stages are trained on,
 * `only k=4+32`, all that is kept of the candidates of stages that vary k, and `seeds_above
 * NUMBER`, which is added to each seed of a stage.
 */
#ifndef DRIVER_DRIVER_H
#define DRIVER_DRIVER_H

struct record;

int driver(int argc, char **argv, const char *experiment, const char *title,
           const struct record *records);

#endif
