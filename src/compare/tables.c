/* Writing the tables of a pairs. */
#include "compare/tables.h"
#include "files/number.h"
#include "files/output.h"
#include "program/error.h"
#include <stdlib.h>

static struct output begin(const char *folder, const char *name) {
    char *path = text("%s/%s.tsv", folder, name);
    struct output output = output_begin(path);
    free(path);
    return output;
}

static void put_number(FILE *stream, double number) {
    char *digits = exact_number(number);
    fprintf(stream, "\t%s", digits);
    free(digits);
}

/* A name as a cell: tabs and line ends would break the table. */
static void put_name(FILE *stream, const char *name) {
    for (; *name; name++)
        fputc(*name == '\t' || *name == '\n' || *name == '\r' ? ' ' : *name, stream);
}

static void write_saes(const struct compared_pairs *pairs, const char *folder) {
    struct output output = begin(folder, "saes");
    fprintf(output.stream, "sae\ttool\tarchitecture\td_model\td_out\td_sae\tlive_latents\t"
                           "explained_variance\tmean_squared_error\tl0\tdead_latents\tsha256\n");
    for (int n = 0; n < pairs->set->count; n++) {
        const struct compared *compared = &pairs->set->item[n];
        const struct pretrained *sae = &compared->sae;
        put_name(output.stream, sae->path);
        fprintf(output.stream, "\t%s\t%s\t%d\t%d\t%d\t%d", sae->tool, sae->architecture, sae->d_in,
                sae->d_out, sae->d_sae, compared->live);
        put_number(output.stream, compared->explained_variance);
        put_number(output.stream, compared->mean_squared_error);
        put_number(output.stream, compared->l0);
        put_number(output.stream, compared->dead);
        fprintf(output.stream, "\t%s\n", compared->sha256);
    }
    output_finish(&output);
}

/* --- pairs ------------------------------------------------------------------------------------ */

static void write_heading(FILE *stream) {
    fprintf(stream, "a\tb\tn_a\tn_b");
    for (int column = 0; column < COLUMNS; column++)
        fprintf(stream, "\t%s", column_name(column));
    for (int column = 0; column < COLUMNS; column++)
        for (enum null_kind kind = 0; column_is_score(column) && kind < NULLS; kind++)
            fprintf(stream, "\t%s_%s", null_names[kind], column_name(column));
    fprintf(stream, "\thungarian_decoder_partner\thungarian_encoder_partner\tshared\n");
}

static void put_partners(FILE *stream, const int *partner, int count) {
    fputc('\t', stream);
    for (int i = 0; partner && i < count; i++)
        fprintf(stream, "%s%d", i ? "," : "", partner[i]);
}

static void put_shared(FILE *stream, const bool *is_shared, int count) {
    const char *before = "";
    fputc('\t', stream);
    for (int i = 0; is_shared && i < count; i++)
        if (is_shared[i]) {
            fprintf(stream, "%s%d", before, i);
            before = ",";
        }
}

static void write_pair(FILE *stream, const struct compared_pair *pair, const struct pretrained *a,
                       const struct pretrained *b) {
    put_name(stream, a->path);
    fputc('\t', stream);
    put_name(stream, b->path);
    fprintf(stream, "\t%d\t%d", a->d_sae, b->d_sae);
    for (int column = 0; column < COLUMNS; column++)
        put_number(stream, pair->value[column]);
    for (int column = 0; column < COLUMNS; column++)
        for (enum null_kind kind = 0; column_is_score(column) && kind < NULLS; kind++)
            put_number(stream, pair->null[kind][column]);
    put_partners(stream, pair->likeness.decoder_partner, a->d_sae);
    put_partners(stream, pair->likeness.encoder_partner, a->d_sae);
    put_shared(stream, pair->likeness.is_shared, a->d_sae);
    fputc('\n', stream);
}

static void write_pairs(const struct compared_pairs *pairs, const char *folder) {
    struct output output = begin(folder, "pairs");
    write_heading(output.stream);
    for (size_t p = 0; p < pairs->count; p++) {
        const struct compared_pair *pair = &pairs->pair[p];
        write_pair(output.stream, pair, &pairs->set->item[pair->a].sae,
                   &pairs->set->item[pair->b].sae);
    }
    output_finish(&output);
}

/* --- means ------------------------------------------------------------------------------------ */

static void write_summary(const struct compared_pairs *pairs, const char *folder) {
    struct output output = begin(folder, "summary");
    fprintf(output.stream, "metric\tmean\tci_low\tci_high");
    for (enum null_kind kind = 0; kind < NULLS; kind++)
        fprintf(output.stream, "\t%s", null_names[kind]);
    fputc('\n', output.stream);
    for (int column = 0; column < COLUMNS; column++) {
        const struct compared_mean *mean = &pairs->mean[column];
        if (!column_is_score(column))
            continue;
        fputs(column_name(column), output.stream);
        put_number(output.stream, mean->mean);
        put_number(output.stream, mean->interval.low);
        put_number(output.stream, mean->interval.high);
        for (enum null_kind kind = 0; kind < NULLS; kind++)
            put_number(output.stream, mean->null[kind]);
        fputc('\n', output.stream);
    }
    output_finish(&output);
}

static void write_settings(const struct compared_pairs *pairs, const char *folder,
                           struct settings_told settings) {
    struct output output = begin(folder, "settings");
    fprintf(output.stream, "setting\tvalue\nactivations\t");
    put_name(output.stream, settings.activations ? settings.activations : "none");
    fprintf(output.stream, "\ntensor\t");
    put_name(output.stream, settings.tensor ? settings.tensor : "");
    fprintf(
        output.stream, "\nrows\t%d\nseed\t%lu\nshared_from\t%g\nlive_from\t%g\nconfidence\t%g\n",
        pairs->set->rows.rows, (unsigned long)settings.seed, SHARED_FROM, LIVE_FROM, CONFIDENCE);
    output_finish(&output);
}

void write_tables(const struct compared_pairs *pairs, const char *folder,
                  struct settings_told settings) {
    write_settings(pairs, folder, settings);
    write_saes(pairs, folder);
    write_pairs(pairs, folder);
    write_summary(pairs, folder);
}
