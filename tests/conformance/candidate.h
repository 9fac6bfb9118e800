/* The records of a follow-up's JSON, and the candidates of the run that belong to them. */
#ifndef CONFORMANCE_CANDIDATE_H
#define CONFORMANCE_CANDIDATE_H

#include "conformance.h"

/* One record of the JSON and the candidate of the run that belongs to it. */
struct candidate {
    const struct follow_up *follow_up;
    struct entry config, record;
    const char *stage;
    char *id;   /* adaptive_l0.search.k4, adaptive_l0.retrain */
    char *name; /* in the run's tables: k4, or `all` if nothing varies */
};

/* The candidate of one of the varied records; that of the record of the retraining. The caller
 * frees both with candidate_free. */
struct candidate varied_candidate(const struct follow_up *of, struct entry config,
                                  struct entry record);
struct candidate retrained_candidate(const struct follow_up *of, struct entry config,
                                     struct entry record);
void candidate_free(struct candidate *candidate);

/* The JSON of a follow-up. */
struct entry read_follow_up(const char *reference, const struct follow_up *of);

/* The records of all varied candidates. Fails if they are not as many as the configuration lists.
 */
struct entry varied_records(struct entry study, const struct design *design);

/* The seed whose model the others are aligned to, or -1 if there is none. */
double reference_seed(const struct candidate *candidate);

/* The record's PWMCC of every pair, `trained` or `random`. The caller frees. */
double *pair_values(struct entry record, const char *which, size_t *count);

#endif
