/* Everything that is measured of how alike two autoencoders are, one pair at a time.
 *
 * Each autoencoder has a direction in a latent's decoder row, and one in its encoder row. cos is
 * the cosine of two rows of the same kind; it is 0 where a row is zero. A matching gives each
 * latent of the smaller autoencoder one of its own in the other, so that the sum of their cosines
 * is the largest there is.
 */
#ifndef CONSISTENCY_LIKENESS_H
#define CONSISTENCY_LIKENESS_H

#include "arithmetic/real.h"
#include <stdbool.h>

/* The measures, by the names that their columns have, in this order:
 *
 *   pwmcc                  (mean_i max_j |cos(A_i, B_j)| + mean_j max_i |cos(A_i, B_j)|) / 2 of
 *                          decoders; then its halves
 *   mmcs_a_to_b, _b_to_a   mean_i max_j cos(A_i, B_j), mean_j max_i cos(A_i, B_j): signed
 *   hungarian_decoder_mean the mean cosine of latents matched by their decoders (Paulo and Belrose)
 *   hungarian_encoder_mean the same by their encoders
 *   hungarian_abs_mean     the mean |cos| of latents matched by |cos| of their decoders: PW-MCC of
 *                          Song et al., and what SAELens calls mean correlation coefficient
 *   ..._gap                how much the sum of a matching drops if it must be another one
 *   shared_count           latents of a with the same partner in both signed matchings, and a
 *                          cosine above the threshold in both; as a fraction of a's latents
 *   same_partner_count     the same, whatever the cosines
 *   both_above_threshold_  the same, whether or not the partners are the same
 *   nearest_to_threshold   the smallest distance of a matched cosine to the threshold
 */
#define EACH_LIKENESS(MEASURE)                                                                     \
    MEASURE(pwmcc, true)                                                                           \
    MEASURE(pwmcc_a_to_b, true)                                                                    \
    MEASURE(pwmcc_b_to_a, true)                                                                    \
    MEASURE(mmcs_a_to_b, true)                                                                     \
    MEASURE(mmcs_b_to_a, true)                                                                     \
    MEASURE(hungarian_decoder_mean, true)                                                          \
    MEASURE(hungarian_decoder_gap, false)                                                          \
    MEASURE(hungarian_encoder_mean, true)                                                          \
    MEASURE(hungarian_encoder_gap, false)                                                          \
    MEASURE(hungarian_abs_mean, true)                                                              \
    MEASURE(hungarian_abs_gap, false)                                                              \
    MEASURE(saelens_mean_correlation_coefficient, false)                                           \
    MEASURE(shared_threshold, false)                                                               \
    MEASURE(shared_count, false)                                                                   \
    MEASURE(shared_fraction, true)                                                                 \
    MEASURE(same_partner_count, false)                                                             \
    MEASURE(same_partner_fraction, true)                                                           \
    MEASURE(both_above_threshold_count, false)                                                     \
    MEASURE(both_above_threshold_fraction, true)                                                   \
    MEASURE(nearest_to_threshold, false)

enum likeness_measure {
#define MEASURE(name, is_score) LIKENESS_##name,
    EACH_LIKENESS(MEASURE)
#undef MEASURE
        LIKENESS_MEASURES
};
extern const struct likeness_row {
    const char *name;
    bool is_score; /* it says how alike two autoencoders are, and can be held against chance */
} likeness_table[LIKENESS_MEASURES];

/* The directions of an autoencoder's latents. */
struct latents {
    const real *decoder; /* [count, row_stride(d_out)] */
    const real *encoder; /* [count, row_stride(d_in)]; NULL: the decoder is the encoder */
    int count, d_out, d_in;
};

struct likeness {
    double value[LIKENESS_MEASURES];        /* not a number where it was not asked for */
    int *decoder_partner, *encoder_partner; /* [a.count] of b, -1 for none; NULL without matching */
    bool *is_shared;                        /* [a.count]; NULL without matching */
};

/* What to measure, and whom to tell of each of the LIKENESS_PARTS parts that is done. */
enum { LIKENESS_PARTS = 4 };
struct likeness_wanted {
    double threshold;         /* of shared latents */
    bool is_matched, has_gap; /* the matchings, which need all cosines in memory; their gaps */
    void (*part_done)(void *context); /* NULL: nobody */
    void *context;
};

/* Measure. a and b have the same d_in and d_out, a latent or more, and finite entries. Maxima are
 * float32 cosines, averaged in double precision; matched cosines are computed again in double
 * precision. The caller frees with likeness_free. */
struct likeness likeness_of(struct latents a, struct latents b, struct likeness_wanted wanted);
void likeness_free(struct likeness *likeness);

#endif
