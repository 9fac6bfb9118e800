/* What PWMCC is expected to be for random decoders, integrated once for each shape. */
#ifndef METRICS_EXPECTATIONS_H
#define METRICS_EXPECTATIONS_H

#include "metrics/candidate.h"

/* The mean over the candidate's models, each with all its latents or with its live ones. */
double expected_pwmcc(const struct candidate *candidate, bool of_live);

struct expectations *expectations(void);
void expectations_free(struct expectations *expectations);

#endif
