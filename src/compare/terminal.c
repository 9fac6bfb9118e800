/* A comparison in the terminal. */
#include "compare/tables.h"
#include <math.h>
#include <stdio.h>

/* The columns of the table of pairs, and their headings. */
static const struct {
    int column;
    const char *heading;
} shown[] = {
    {LIKENESS_pwmcc, "PWMCC"},
    {LIKENESS_hungarian_decoder_mean, "decoders 1:1"},
    {LIKENESS_hungarian_encoder_mean, "encoders 1:1"},
    {LIKENESS_hungarian_abs_mean, "|cos| 1:1"},
    {LIKENESS_shared_fraction, "shared"},
};
enum { SHOWN = sizeof shown / sizeof *shown };

static void print_number(double number, int width) {
    if (isnan(number))
        printf("  %*s", width, "-");
    else
        printf("  %*.4f", width, number);
}

static void print_saes(const struct compared_set *set) {
    bool has_rows = set->rows.rows > 0;
    printf("%d autoencoders, d_model %d", set->count, set->item[0].sae.d_in);
    if (has_rows)
        printf(", %d rows", set->rows.rows);
    printf("\n  %3s  %8s  %8s", "", "latents", "live");
    if (has_rows)
        printf("  %8s  %8s  %8s  %8s", "dead", "L0", "EV", "MSE");
    printf("\n");
    for (int n = 0; n < set->count; n++) {
        const struct compared *compared = &set->item[n];
        printf("  %3d  %8d  %8d", n + 1, compared->sae.d_sae, compared->live);
        if (has_rows) {
            printf("  %8.0f  %8.2f", compared->dead, compared->l0);
            print_number(compared->explained_variance, 8);
            if (isnan(compared->mean_squared_error))
                printf("  %8s", "-");
            else
                printf("  %8.3g", compared->mean_squared_error);
        }
        printf("  %s (%s %s)\n", compared->sae.path, compared->sae.tool,
               compared->sae.architecture);
    }
}

static void print_pairs(const struct compared_pairs *pairs) {
    printf("\n  %-9s", "pair");
    for (int i = 0; i < SHOWN; i++)
        printf("  %12s", shown[i].heading);
    printf("\n");
    for (size_t p = 0; p < pairs->count; p++) {
        const struct compared_pair *pair = &pairs->pair[p];
        printf("  %3d - %-3d", pair->a + 1, pair->b + 1);
        for (int i = 0; i < SHOWN; i++)
            print_number(pair->value[shown[i].column], 12);
        printf("\n");
    }
}

static void print_means(const struct compared_pairs *pairs) {
    bool has_interval = pairs->set->count >= 3;
    printf("\n  %-30s  %8s", "mean over pairs", "mean");
    if (has_interval)
        printf("  %19s", "95% over models");
    for (enum null_kind kind = 0; kind < NULLS; kind++)
        if (null_is_there(kind, pairs->set))
            printf("  %10s", null_names[kind]);
    printf("\n");
    for (int column = 0; column < COLUMNS; column++) {
        const struct compared_mean *mean = &pairs->mean[column];
        if (!column_is_score(column) || isnan(mean->mean))
            continue;
        printf("  %-30s", column_name(column));
        print_number(mean->mean, 8);
        if (has_interval)
            printf("  [%8.4f, %7.4f]", mean->interval.low, mean->interval.high);
        for (enum null_kind kind = 0; kind < NULLS; kind++)
            if (null_is_there(kind, pairs->set))
                print_number(mean->null[kind], 10);
        printf("\n");
    }
    if (!has_interval)
        printf("  No interval: a jackknife over models needs three autoencoders or more.\n");
}

void print_comparison(const struct compared_pairs *pairs) {
    print_saes(pairs->set);
    print_pairs(pairs);
    for (size_t p = 0; p < pairs->count; p++)
        if (!pairs->pair[p].likeness.decoder_partner) {
            printf("  -: not matched one to one, for that needs more than 2 GB of cosines.\n");
            break;
        }
    print_means(pairs);
}
