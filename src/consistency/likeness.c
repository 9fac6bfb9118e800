/* The measures of a pair of autoencoders. */
#include "consistency/likeness.h"
#include "consistency/matching.h"
#include "consistency/maxima.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>

const struct likeness_row likeness_table[LIKENESS_MEASURES] = {
#define MEASURE(name, is_score) {#name, is_score},
    EACH_LIKENESS(MEASURE)
#undef MEASURE
};

static void tell(const struct likeness_wanted *wanted) {
    if (wanted->part_done)
        wanted->part_done(wanted->context);
}

/* --- each with its nearest -------------------------------------------------------------------- */

static void measure_maxima(struct latents a, struct latents b, double *value) {
    struct both_maxima maxima = maxima_between(a.decoder, a.count, b.decoder, b.count, a.d_out);
    value[LIKENESS_pwmcc_a_to_b] = mean_of_reals(maxima.of_a.size, a.count);
    value[LIKENESS_pwmcc_b_to_a] = mean_of_reals(maxima.of_b.size, b.count);
    value[LIKENESS_pwmcc] = (value[LIKENESS_pwmcc_a_to_b] + value[LIKENESS_pwmcc_b_to_a]) / 2;
    value[LIKENESS_mmcs_a_to_b] = mean_of_reals(maxima.of_a.cosine, a.count);
    value[LIKENESS_mmcs_b_to_a] = mean_of_reals(maxima.of_b.cosine, b.count);
    maxima_free(&maxima);
}

/* --- matched ---------------------------------------------------------------------------------- */

static double exact_cosine(const real *a, const real *b, int width) {
    double product = 0, of_a = 0, of_b = 0;
    for (int i = 0; i < width; i++) {
        product += (double)a[i] * (double)b[i];
        of_a += (double)a[i] * (double)a[i];
        of_b += (double)b[i] * (double)b[i];
    }
    return of_a > 0 && of_b > 0 ? product / (sqrt(of_a) * sqrt(of_b)) : 0;
}

/* The matching of two matrices of directions, with cosines in double precision. */
static struct matching exact_matching(const real *a, int a_count, const real *b, int b_count,
                                      int width, bool is_absolute, bool has_gap) {
    struct matching matching = match_latents(a, a_count, b, b_count, width, is_absolute, has_gap);
    size_t stride = (size_t)row_stride(width);
    for (int i = 0; i < a_count; i++)
        if (matching.partner[i] >= 0) {
            double cosine = exact_cosine(a + (size_t)i * stride,
                                         b + (size_t)matching.partner[i] * stride, width);
            matching.cosine[i] = is_absolute ? fabs(cosine) : cosine;
        }
    return matching;
}

/* What both signed matchings say of each latent. */
static void count_shared(const struct matching *decoders, const struct matching *encoders,
                         double threshold, struct likeness *likeness) {
    int latents = decoders->latents, shared = 0, same = 0, above = 0;
    double nearest = INFINITY;
    likeness->is_shared = allocate((size_t)latents, sizeof *likeness->is_shared);
    for (int i = 0; i < latents; i++) {
        bool is_same = decoders->partner[i] >= 0 && decoders->partner[i] == encoders->partner[i];
        bool is_above = decoders->partner[i] >= 0 && encoders->partner[i] >= 0 &&
                        decoders->cosine[i] > threshold && encoders->cosine[i] > threshold;
        likeness->is_shared[i] = is_same && is_above;
        shared += is_same && is_above;
        same += is_same;
        above += is_above;
        if (decoders->partner[i] >= 0)
            nearest = fmin(nearest, fabs(decoders->cosine[i] - threshold));
        if (encoders->partner[i] >= 0)
            nearest = fmin(nearest, fabs(encoders->cosine[i] - threshold));
    }
    double *value = likeness->value;
    value[LIKENESS_shared_count] = shared;
    value[LIKENESS_shared_fraction] = (double)shared / latents;
    value[LIKENESS_same_partner_count] = same;
    value[LIKENESS_same_partner_fraction] = (double)same / latents;
    value[LIKENESS_both_above_threshold_count] = above;
    value[LIKENESS_both_above_threshold_fraction] = (double)above / latents;
    value[LIKENESS_nearest_to_threshold] = nearest;
}

/* The matching of a's encoders with b's; where both have none, that of the decoders. */
static struct matching match_encoders(struct latents a, struct latents b, bool has_gap) {
    return exact_matching(a.encoder ? a.encoder : a.decoder, a.count,
                          b.encoder ? b.encoder : b.decoder, b.count, a.d_in, false, has_gap);
}

static void measure_matchings(struct latents a, struct latents b,
                              const struct likeness_wanted *wanted, struct likeness *likeness) {
    double *value = likeness->value;
    bool is_own_encoder = !a.encoder && !b.encoder;
    struct matching decoders =
        exact_matching(a.decoder, a.count, b.decoder, b.count, a.d_out, false, wanted->has_gap);
    tell(wanted);
    struct matching apart = {0};
    if (!is_own_encoder)
        apart = match_encoders(a, b, wanted->has_gap);
    const struct matching *encoders = is_own_encoder ? &decoders : &apart;
    tell(wanted);
    struct matching absolute =
        exact_matching(a.decoder, a.count, b.decoder, b.count, a.d_out, true, wanted->has_gap);
    tell(wanted);
    value[LIKENESS_hungarian_decoder_mean] = matching_mean(&decoders);
    value[LIKENESS_hungarian_decoder_gap] = decoders.gap;
    value[LIKENESS_hungarian_encoder_mean] = matching_mean(encoders);
    value[LIKENESS_hungarian_encoder_gap] = encoders->gap;
    value[LIKENESS_hungarian_abs_mean] = matching_mean(&absolute);
    value[LIKENESS_hungarian_abs_gap] = absolute.gap;
    value[LIKENESS_saelens_mean_correlation_coefficient] = value[LIKENESS_hungarian_abs_mean];
    value[LIKENESS_shared_threshold] = wanted->threshold;
    count_shared(&decoders, encoders, wanted->threshold, likeness);
    likeness->decoder_partner = allocate((size_t)a.count, sizeof(int));
    likeness->encoder_partner = allocate((size_t)a.count, sizeof(int));
    for (int i = 0; i < a.count; i++) {
        likeness->decoder_partner[i] = decoders.partner[i];
        likeness->encoder_partner[i] = encoders->partner[i];
    }
    matching_free(&decoders);
    matching_free(&apart);
    matching_free(&absolute);
}

struct likeness likeness_of(struct latents a, struct latents b, struct likeness_wanted wanted) {
    struct likeness likeness = {0};
    for (enum likeness_measure measure = 0; measure < LIKENESS_MEASURES; measure++)
        likeness.value[measure] = NAN;
    measure_maxima(a, b, likeness.value);
    tell(&wanted);
    if (wanted.is_matched)
        measure_matchings(a, b, &wanted, &likeness);
    return likeness;
}

void likeness_free(struct likeness *likeness) {
    free(likeness->decoder_partner);
    free(likeness->encoder_partner);
    free(likeness->is_shared);
}
