/* sae inspect FILE [--tensor=NAME]: what a file or folder holds, rows or an autoencoder, and what
 * to do about what is found. */
#include "activations/stored_rows.h"
#include "pretrained/place.h"
#include "pretrained/pretrained.h"
#include "program/error.h"
#include "sae/command.h"
#include "sae/rows_summary.h"
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- lines ------------------------------------------------------------------------------------ */

__attribute__((format(printf, 2, 3))) static void say(const char *name, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    printf("  %-18s", name);
    vprintf(format, arguments);
    printf("\n");
    va_end(arguments);
}

/* What is found is told first; what to do about it comes last. */
struct advice {
    size_t count;
    char **line;
};

__attribute__((format(printf, 2, 3))) static void advise(struct advice *advice, const char *format,
                                                         ...) {
    va_list arguments;
    char line[1024];
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    advice->line = reallocate(advice->line, advice->count + 1, sizeof *advice->line);
    advice->line[advice->count++] = text("%s", line);
}

static void print_advice(struct advice *advice) {
    printf(advice->count ? "What to do:\n" : "Nothing needs to be done.\n");
    for (size_t i = 0; i < advice->count; i++) {
        printf("  - %s\n", advice->line[i]);
        free(advice->line[i]);
    }
    free(advice->line);
}

/* "none", or "3: 5, 8 and 1 more"; the caller frees. */
static char *listed(const struct places *places) {
    int shown = places->count < MOST_PLACES ? places->count : MOST_PLACES;
    char *list = places->count ? text("%d: %d", places->count, places->first[0]) : text("none");
    for (int i = 1; i < shown; i++) {
        char *longer = text("%s, %d", list, places->first[i]);
        free(list);
        list = longer;
    }
    char *whole = places->count > shown ? text("%s and %d more", list, places->count - shown)
                                        : text("%s", list);
    free(list);
    return whole;
}

static void say_places(const char *name, const struct places *places) {
    char *list = listed(places);
    say(name, "%s", list);
    free(list);
}

static const char *type_name(enum element_type type) {
    static const char *const names[ELEMENT_TYPES] = {
        [ELEMENT_F64] = "F64",   [ELEMENT_F32] = "F32", [ELEMENT_F16] = "F16",
        [ELEMENT_BF16] = "BF16", [ELEMENT_I64] = "I64", [ELEMENT_I32] = "I32",
        [ELEMENT_I16] = "I16",   [ELEMENT_I8] = "I8",   [ELEMENT_U8] = "U8",
        [ELEMENT_BOOL] = "BOOL", [ELEMENT_U64] = "U64", [ELEMENT_U32] = "U32",
        [ELEMENT_U16] = "U16"};
    return names[type];
}

/* --- rows ------------------------------------------------------------------------------------- */

static void say_rows(const struct stored_rows *rows, const struct rows_summary *found) {
    const struct stored_tensor *matrix = rows->shard[0].matrix;
    printf("%s: rows", rows->path);
    if (rows->shards > 1)
        printf(", %zu shards", rows->shards);
    printf(", tensor %s\n", matrix->name);
    say("rows", "%d", rows->rows);
    say("d_model", "%d", rows->d_model);
    say("type", "%s", type_name(matrix->type));
    say_places("not finite", &found->not_finite);
    if (found->not_finite.count == rows->rows)
        return;
    say("mean", "norm of the mean row %.4g; columns from %.4g (%d) to %.4g (%d)", found->mean_norm,
        found->means.least, found->means.least_at, found->means.largest, found->means.largest_at);
    say("variance", "%.4g in total; columns from %.4g (%d) to %.4g (%d)", found->variance,
        found->variances.least, found->variances.least_at, found->variances.largest,
        found->variances.largest_at);
    if (isnan(found->effective_rank))
        say("effective rank", "not computed%s", found->variance > 0 ? " for so many columns" : "");
    else
        say("effective rank", "%.1f of %d, from %d rows", found->effective_rank, rows->d_model,
            found->rank_rows);
    say("norm of a row", "%.4g in the mean, from %.4g (row %d) to %.4g (row %d)", found->norm,
        found->norms.least, found->norms.least_at, found->norms.largest, found->norms.largest_at);
    say_places("constant columns", &found->constant_columns);
    say_places("zero rows", &found->zero_rows);
    say_places("duplicate rows", &found->duplicates);
}

/* What training would stop at. */
static void advise_on_faults(const struct stored_rows *rows, const struct rows_summary *found,
                             struct advice *advice) {
    if (found->not_finite.count > 0) {
        char *place = stored_place(rows, found->not_finite.first[0], found->not_finite_column);
        advise(advice,
               "rows not finite in float32 (%d), the first at %s: a training "
               "refuses them; leave these rows out, or save the model's activations in float32",
               found->not_finite.count, place);
        free(place);
    }
    if (found->not_finite.count < rows->rows && !(found->variance > 0))
        advise(advice, "all rows are the same: nothing can be explained; save others");
    if (rows->rows < rows->d_model)
        advise(advice,
               "there are fewer rows than columns: a covariance of them has no full rank; take "
               "%d rows or more, better many times that",
               rows->d_model);
}

static void advise_on_rows(const struct stored_rows *rows, const struct rows_summary *found,
                           struct advice *advice) {
    double spread = sqrt(found->variance), usual = sqrt(rows->d_model);
    if (found->constant_columns.count > 0)
        advise(advice, "constant columns (%d): they carry no information; drop them or leave them",
               found->constant_columns.count);
    if (found->zero_rows.count > 0)
        advise(advice,
               "zero rows (%d): nothing is learned from them; leave them out, if they "
               "are padding",
               found->zero_rows.count);
    if (found->duplicates.count > 0)
        advise(advice,
               "duplicate rows (%d), row %d repeats row %d: each counts as often as it "
               "stands there; leave them out, unless they are meant to count so, and hold none out "
               "that is trained on",
               found->duplicates.count, found->duplicates.first[0], found->duplicated);
    if (found->norms.largest > 10 * found->norm)
        advise(advice,
               "row %d is %.3g times as long as the mean: such rows (often the first token of a "
               "text) rule the squared error; leave them out, or consider normalise(layer_norm)",
               found->norms.largest_at, found->norms.largest / found->norm);
    if (found->mean_norm > spread)
        advise(advice,
               "the mean row is longer than the spread about it (%.3g against %.3g): latents would "
               "learn the mean first; consider normalise(mean)",
               found->mean_norm, spread);
    if (found->norm > 10 * usual || found->norm < usual / 10)
        advise(advice,
               "the mean norm is %.3g, but learning rates are usually chosen for about "
               "sqrt(d_model) = %.3g; consider normalise(expected_norm)",
               found->norm, usual);
    if (found->effective_rank < rows->d_model / 10.)
        advise(advice,
               "the rows spread over few directions: compare decoders with those drawn from the "
               "covariance too, for these are alike by themselves");
    if (rows->shard[0].matrix->type == ELEMENT_F64)
        advise(advice, "F64 is rounded to float32 when it is read; saved as F32 it takes half the "
                       "disk");
}

static void inspect_rows(const char *path, const char *tensor) {
    struct stored_rows rows = stored_rows_open(path, tensor);
    struct rows_summary found = summarise_rows(&rows);
    struct advice advice = {0};
    say_rows(&rows, &found);
    advise_on_faults(&rows, &found, &advice);
    if (found.not_finite.count < rows.rows)
        advise_on_rows(&rows, &found, &advice);
    print_advice(&advice);
    stored_rows_close(&rows);
}

/* --- an autoencoder --------------------------------------------------------------------------- */

/* The types of the floats among the file's tensors: "F32", "F32 and BF16". */
static void say_types(const char *path) {
    struct place place = find_place(path);
    struct tensor_file file = tensor_file_read(place.weights);
    bool is_there[ELEMENT_TYPES] = {0};
    char *types = NULL;
    for (size_t i = 0; i < file.count; i++)
        is_there[file.tensors[i].type] = true;
    for (int type = ELEMENT_F64; type <= ELEMENT_BF16; type++)
        if (is_there[type]) {
            char *longer =
                types ? text("%s and %s", types, type_name(type)) : text("%s", type_name(type));
            free(types);
            types = longer;
        }
    say("type", "%s", types ? types : "no floats");
    free(types);
    tensor_file_free(&file);
    free(place.weights);
    free(place.config);
}

/* A latent, told by its decoder row; the direction of equal ones is the same to the last bit. */
static int width_compared;

static int by_decoder_row(const void *a, const void *b) {
    const real *const *first = a, *const *second = b;
    int order = memcmp(*first, *second, (size_t)width_compared * sizeof(real));
    return order ? order : (*first > *second) - (*first < *second);
}

static int by_address(const void *a, const void *b) {
    const real *const *first = a, *const *second = b;
    return (*first > *second) - (*first < *second);
}

/* Latents whose decoder row is that of an earlier latent, but for zero rows. */
static struct places duplicate_latents(const struct pretrained *sae, const double *norms) {
    struct places found = {0};
    size_t stride = (size_t)row_stride(sae->d_out), count = 0, repeated = 0;
    const real **rows = allocate((size_t)sae->d_sae, sizeof *rows);
    for (int j = 0; j < sae->d_sae; j++)
        if (norms[j] > 0)
            rows[count++] = sae->decoder + (size_t)j * stride;
    width_compared = sae->d_out;
    qsort(rows, count, sizeof *rows, by_decoder_row);
    for (size_t i = count; i-- > 1;)
        if (memcmp(rows[i], rows[i - 1], (size_t)sae->d_out * sizeof(real)) != 0)
            rows[i] = NULL; /* the first of its kind */
    for (size_t i = 1; i < count; i++)
        if (rows[i])
            rows[repeated++] = rows[i];
    qsort(rows, repeated, sizeof *rows, by_address);
    for (size_t i = 0; i < repeated; i++)
        note_place(&found, (int)((size_t)(rows[i] - sae->decoder) / stride));
    free(rows);
    return found;
}

static struct places zeros_of(const double *norms, int count) {
    struct places zeros = {0};
    for (int j = 0; j < count; j++)
        if (norms[j] == 0)
            note_place(&zeros, j);
    return zeros;
}

static void inspect_decoder(const struct pretrained *sae, struct advice *advice) {
    double *norms = row_lengths(sae->decoder, sae->d_sae, sae->d_out), sum = 0;
    struct places zero = zeros_of(norms, sae->d_sae), same = duplicate_latents(sae, norms);
    int least = 0, largest = 0;
    for (int j = 0; j < sae->d_sae; j++) {
        sum += norms[j];
        least = norms[j] < norms[least] ? j : least;
        largest = norms[j] > norms[largest] ? j : largest;
    }
    say("decoder norms", "%.6g in the mean, from %.6g (latent %d) to %.6g (latent %d)",
        sum / sae->d_sae, norms[least], least, norms[largest], largest);
    say_places("zero decoder rows", &zero);
    say_places("duplicate latents", &same);
    if (zero.count > 0)
        advise(advice,
               "zero decoder rows (%d): these latents have no direction and explain "
               "nothing; leave them out of comparisons",
               zero.count);
    if (same.count > 0)
        advise(advice,
               "duplicate latents (%d), with the decoder row of an earlier one: each counts again "
               "in a "
               "comparison; compare without them too",
               same.count);
    if (norms[largest] - norms[least] > 1e-3 * norms[largest])
        advise(advice, "decoder rows differ in length: compare activations times these lengths, "
                       "not activations alone");
    free(norms);
}

static void inspect_encoder(const struct pretrained *sae, struct advice *advice) {
    if (!sae->encoder)
        return;
    double *norms = row_lengths(sae->encoder, sae->d_sae, sae->d_in);
    struct places zero = zeros_of(norms, sae->d_sae);
    say_places("zero encoder rows", &zero);
    if (zero.count > 0)
        advise(advice,
               "zero encoder rows (%d): their activation is the same on "
               "every row; leave them out of comparisons",
               zero.count);
    free(norms);
}

static void inspect_pretrained(const char *path) {
    struct pretrained sae = pretrained_read(path);
    struct advice advice = {0};
    printf("%s: an autoencoder\n", path);
    say("tool", "%s", sae.tool);
    say("architecture", "%s", sae.architecture);
    say("d_in", "%d", sae.d_in);
    if (sae.d_out != sae.d_in)
        say("d_out", "%d", sae.d_out);
    say("d_sae", "%d", sae.d_sae);
    if (pretrained_k(&sae) > 0)
        say("k", "%.9g", pretrained_k(&sae));
    say_types(path);
    inspect_encoder(&sae, &advice);
    inspect_decoder(&sae, &advice);
    say("not finite", "none");
    if (sae.note)
        advise(&advice, "%s", sae.note);
    print_advice(&advice);
    pretrained_free(&sae);
}

/* --- the command ------------------------------------------------------------------------------ */

struct request {
    const char *file, *tensor;
};

static error_t read_one(int key, char *argument, struct argp_state *state) {
    struct request *request = state->input;
    if (key == 't')
        request->tensor = argument;
    else if (key == ARGP_KEY_ARG && state->arg_num == 0)
        request->file = argument;
    else if (key == ARGP_KEY_ARG || (key == ARGP_KEY_END && state->arg_num == 0))
        return EINVAL;
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

void command_inspect(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"tensor", 't', "NAME", 0, "the matrix of rows, where FILE has more than one", 0}, {0}};
    static const struct argp argp = {options,
                                     read_one,
                                     "FILE",
                                     "Say what FILE holds, rows or an autoencoder, and what to do "
                                     "about what is found in it.",
                                     0,
                                     0,
                                     0};
    struct request request = {0};
    read_arguments(&argp, argc, argv, &request);
    if (!request.tensor && pretrained_is_at(request.file))
        inspect_pretrained(request.file);
    else
        inspect_rows(request.file, request.tensor);
}
