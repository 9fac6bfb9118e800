/* What an autoencoder gives on rows, block by block on all threads. */
#include "pretrained/function.h"
#include "arithmetic/kernels.h"
#include "arithmetic/team.h"
#include "pretrained/pursuit.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows that a thread takes together: so often are the weights read from memory. */
enum { BLOCK = 8 * TILE };

/* What one thread works with. */
struct work {
    real *inputs;                      /* h [BLOCK, row_stride(d_in)] */
    const real *rows[BLOCK];           /* of inputs */
    double mean[BLOCK], spread[BLOCK]; /* x = h * spread + mean */
    double *products;                  /* [BLOCK, padded(d_sae or d_out)] */
    double *spare;                     /* [d_sae] */
    double *sum;                       /* [padded(d_out)] */
    float *acts;                       /* [BLOCK, d_sae], if nobody asked for them */
};

struct job {
    const struct pretrained *sae;
    const float *x;
    int rows;
    float *batch; /* acts [rows, d_sae] that select_batch is given, or NULL */
    struct pretrained_outputs outputs;
    struct work *work; /* of each thread */
};

static int largest_width(const struct pretrained *sae) {
    return padded(sae->d_sae > sae->d_out ? sae->d_sae : sae->d_out);
}

static struct work work_new(const struct pretrained *sae) {
    struct work work = {
        .inputs = allocate((size_t)BLOCK * (size_t)row_stride(sae->d_in), sizeof(real)),
        .products = room((size_t)BLOCK * (size_t)largest_width(sae), sizeof(double)),
        .spare = room((size_t)sae->d_sae, sizeof(double)),
        .sum = room((size_t)padded(sae->d_out), sizeof(double)),
        .acts = room((size_t)BLOCK * (size_t)sae->d_sae, sizeof(float)),
    };
    return work;
}

static void work_free(struct work *work) {
    free(work->inputs);
    free(work->products);
    free(work->spare);
    free(work->sum);
    free(work->acts);
}

/* --- normalisation ---------------------------------------------------------------------------- */

/* x = h * spread + mean, and what x is divided by. */
static double measure_row(const struct pretrained *sae, const float *x, double *mean,
                          double *spread) {
    double sum = 0, squares = 0;
    int n = sae->d_in;
    *mean = 0;
    *spread = 1;
    if (sae->function->normalisation == NOT_NORMALISED)
        return 1;
    for (int i = 0; i < n; i++)
        sum += (double)x[i];
    if (sae->function->normalisation == LAYER_NORM)
        *mean = sum / n;
    for (int i = 0; i < n; i++)
        squares += ((double)x[i] - *mean) * ((double)x[i] - *mean);
    if (sae->function->normalisation == CONSTANT_NORM)
        return *spread = sqrt(squares / n);
    *spread = sqrt(squares / (n - 1));
    return *spread + 1e-5;
}

/* The inputs of rows first .. first + count; what is left of the last tile repeats the first. */
static void take_inputs(const struct job *job, struct work *work, int first, int count) {
    const struct pretrained *sae = job->sae;
    const double *subtracted = sae->function->subtracted;
    for (int r = 0; r < count; r++) {
        const float *x = job->x + (size_t)(first + r) * (size_t)sae->d_in;
        real *h = work->inputs + (size_t)r * (size_t)row_stride(sae->d_in);
        double divisor = measure_row(sae, x, &work->mean[r], &work->spread[r]);
        for (int i = 0; i < sae->d_in; i++)
            h[i] =
                (real)(((double)x[i] - work->mean[r]) / divisor - (subtracted ? subtracted[i] : 0));
    }
    for (int r = 0; r < tiled(count); r++)
        work->rows[r] = work->inputs + (size_t)(r < count ? r : 0) * (size_t)row_stride(sae->d_in);
}

/* --- decoding --------------------------------------------------------------------------------- */

static void add_direction(double act, const real *restrict direction, int width,
                          double *restrict sum) {
    for (int i = 0; i < width; i += LANES)
        for (int lane = i; lane < i + LANES; lane++)
            sum[lane] += act * (double)direction[lane];
}

/* recon [d_out] of one row's acts. */
static void decode_row(const struct pretrained *sae, const struct work *work, int r,
                       const float *acts, float *recon) {
    const struct pretrained_function *function = sae->function;
    size_t stride = (size_t)row_stride(sae->d_out);
    for (int i = 0; i < padded(sae->d_out); i++)
        work->sum[i] = i < sae->d_out && function->decoder_bias ? function->decoder_bias[i] : 0;
    for (int j = 0; j < sae->d_sae; j++) {
        double act = (double)acts[j] * (function->scale ? function->scale[j] : 1);
        if (act != 0)
            add_direction(act, sae->decoder + (size_t)j * stride, padded(sae->d_out), work->sum);
    }
    for (int i = 0; i < sae->d_out; i++)
        recon[i] = (float)(function->is_undone ? work->sum[i] * work->spread[r] + work->mean[r]
                                               : work->sum[i]);
}

/* forward [count, d_out]: what was decoded, and the skip connection's part of x. */
static void decode_forward(const struct job *job, struct work *work, int first, int count,
                           const float *acts) {
    const struct pretrained *sae = job->sae;
    size_t d_in = (size_t)sae->d_in, d_out = (size_t)sae->d_out;
    float *forward = job->outputs.forward + (size_t)first * d_out;
    for (int r = 0; r < count; r++)
        decode_row(sae, work, r, acts + (size_t)r * (size_t)sae->d_sae,
                   forward + (size_t)r * d_out);
    if (!sae->function->skip_panels || sae->function->forward_k > 0)
        return;
    for (int r = 0; r < count; r++)
        for (size_t i = 0; i < d_in; i++)
            work->inputs[(size_t)r * (size_t)row_stride(sae->d_in) + i] =
                job->x[((size_t)first + (size_t)r) * d_in + i];
    panels_products(sae->function->skip_panels, work->rows, tiled(count), work->products);
    for (int r = 0; r < count; r++)
        for (size_t i = 0; i < d_out; i++)
            forward[(size_t)r * d_out + i] =
                (float)((double)forward[(size_t)r * d_out + i] +
                        work->products[(size_t)r * (size_t)padded(sae->d_out) + i]);
}

/* --- a block of rows -------------------------------------------------------------------------- */

/* Select each row's acts [count, d_sae] from the pre-activations in work->products. */
static void select_block(const struct pretrained *sae, struct work *work, int count,
                         enum selection selection, int k, float *acts) {
    for (int r = 0; r < count; r++)
        select_row(sae->function, selection, k, sae->d_sae,
                   work->products + (size_t)r * (size_t)padded(sae->d_sae), work->spare,
                   acts + (size_t)r * (size_t)sae->d_sae);
}

/* acts [count, d_sae] of the inputs. */
static void encode_block(const struct pretrained *sae, struct work *work, int count, float *acts) {
    const struct pretrained_function *function = sae->function;
    if (function->selection == PURSUIT) {
        pursue(sae, work->inputs, work->rows, count, work->products, acts);
        return;
    }
    panels_products(function->encoder_panels, work->rows, tiled(count), work->products);
    for (int r = 0; r < count && function->selection != GATED; r++) {
        double *p = work->products + (size_t)r * (size_t)padded(sae->d_sae);
        for (int j = 0; j < sae->d_sae; j++)
            p[j] = (p[j] + (function->encoder_bias ? function->encoder_bias[j] : 0)) *
                   (function->gain ? function->gain[j] : 1);
    }
    select_block(sae, work, count, function->selection, (int)function->k, acts);
}

/* Decode a block's acts to what was asked for. */
static void decode_block(const struct job *job, struct work *work, int first, int count,
                         float *acts) {
    const struct pretrained *sae = job->sae;
    const struct pretrained_outputs *outputs = &job->outputs;
    for (int r = 0; outputs->recon && r < count; r++)
        decode_row(sae, work, r, acts + (size_t)r * (size_t)sae->d_sae,
                   outputs->recon + (size_t)(first + r) * (size_t)sae->d_out);
    if (!outputs->forward)
        return;
    if (sae->function->forward_k > 0)
        select_block(sae, work, count, LARGEST, sae->function->forward_k, acts = work->acts);
    decode_forward(job, work, first, count, acts);
}

static float *acts_of_block(const struct job *job, struct work *work, int first) {
    float *acts = job->batch ? job->batch : job->outputs.acts;
    return acts ? acts + (size_t)first * (size_t)job->sae->d_sae : work->acts;
}

/* Work for team_share: encode a block, and decode it unless its acts hang on other blocks. */
static void encode_piece(void *context, int piece, int thread) {
    struct job *job = context;
    struct work *work = &job->work[thread];
    int first = piece * BLOCK, count = smaller(BLOCK, job->rows - first);
    float *acts = acts_of_block(job, work, first);
    take_inputs(job, work, first, count);
    encode_block(job->sae, work, count, acts);
    if (!job->batch)
        decode_block(job, work, first, count, acts);
}

/* Decode a block whose acts were chosen among those of all rows. */
static void decode_piece(void *context, int piece, int thread) {
    struct job *job = context;
    struct work *work = &job->work[thread];
    int first = piece * BLOCK, count = smaller(BLOCK, job->rows - first);
    take_inputs(job, work, first, count);
    decode_block(job, work, first, count, acts_of_block(job, work, first));
}

/* --- all rows --------------------------------------------------------------------------------- */

bool pretrained_needs_all_rows(const struct pretrained *sae) {
    return sae->function->selection == LARGEST_OF_BATCH;
}

bool pretrained_has_forward(const struct pretrained *sae) {
    return sae->function->skip || sae->function->forward_k > 0;
}

static void lay_out(const struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    if (!function->encoder_panels)
        function->encoder_panels =
            panels_new(sae->encoder ? sae->encoder : sae->decoder, sae->d_sae, sae->d_in);
    if (function->skip && !function->skip_panels)
        function->skip_panels = panels_new(function->skip, sae->d_out, sae->d_in);
}

void pretrained_outputs(const struct pretrained *sae, const float *x, int rows,
                        struct pretrained_outputs outputs) {
    struct team *threads = team(threads_wanted());
    struct job job = {.sae = sae, .x = x, .rows = rows, .outputs = outputs};
    size_t numbers = (size_t)rows * (size_t)sae->d_sae;
    int blocks = (rows + BLOCK - 1) / BLOCK;
    lay_out(sae);
    if (pretrained_needs_all_rows(sae))
        job.batch = outputs.acts ? outputs.acts : room(numbers, sizeof *job.batch);
    job.work = allocate((size_t)team_size(threads), sizeof *job.work);
    for (int thread = 0; thread < team_size(threads); thread++)
        job.work[thread] = work_new(sae);
    team_share(threads, blocks, encode_piece, &job);
    if (job.batch) {
        select_batch(job.batch, numbers, (size_t)(sae->function->k * rows));
        team_share(threads, blocks, decode_piece, &job);
    }
    for (int thread = 0; thread < team_size(threads); thread++)
        work_free(&job.work[thread]);
    free(job.work);
    if (job.batch != outputs.acts)
        free(job.batch);
    team_free(threads);
}

void pretrained_apply(const struct pretrained *sae, const float *x, int rows, float *acts,
                      float *recon) {
    pretrained_outputs(sae, x, rows, (struct pretrained_outputs){.acts = acts, .recon = recon});
}
