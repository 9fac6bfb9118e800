/* The activations that candidates are trained on, for what is drawn from them. */
#ifndef METRICS_INPUTS_H
#define METRICS_INPUTS_H

#include "activations/covariance.h"
#include "metrics/candidate.h"

struct input {
    char *name;              /* candidate_rows_name */
    struct activations rows; /* all of them, those held out too */
    struct covariance covariance;
};

/* The activations that the candidate is trained on. They are read when they are first asked for,
 * and belong to its candidates. */
const struct input *input_of(const struct candidate *candidate);

/* What was read, so that it is read once. */
struct inputs *inputs(void);
void inputs_free(struct inputs *inputs);

#endif
