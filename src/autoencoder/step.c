/* One training step of a sparse autoencoder.
 *
 * A step takes the batch in blocks of rows, so that everything computed from a row is used while it
 * is in cache, and then the latents in chunks:
 *
 *   rows x --products--> u --architecture--> kept, z --reconstruct--> g = x^ - x
 *
 *   chunk of latents, over the rows that keep them: gradients of E, b and D
 *   then Adam, |D_j| = 1, and E laid out for the next step's products
 *
 * A group is the rows that pass forward before the latents have their turn. The gradients of a
 * small autoencoder stay in cache: there a group is a block for each thread. Those of a large one
 * do not, and only a chunk of them exists at a time: there a group is the whole batch, and the
 * weights of a chunk are updated as soon as its gradient is complete. Sums over rows are in
 * ascending order either way, so the bits are the same.
 */
#include "autoencoder/step.h"
#include "consistency/penalty.h"
#include "program/clock.h"
#include "program/error.h"
#include <math.h>
#include <string.h>

/* What has passed since the last end of a phase belongs to this one. */
static void end_phase(struct sae_trainer *trainer, int thread, enum sae_phase phase) {
    if (!trainer->phase_seconds || thread != 0)
        return;
    double end = now();
    trainer->phase_seconds[phase] += end - trainer->phase_start;
    trainer->phase_start = end;
}

/* The largest entry of all rows, without its sign. */
static double largest_entry(const struct activations *rows) {
    double largest = 0;
    for (size_t i = 0; i < (size_t)rows->rows * (size_t)rows->stride; i++)
        largest = fmax(largest, fabs((double)rows->values[i]));
    return largest;
}

void fail_diverged(const struct sae_trainer *trainer, const struct sae *sae) {
    const char *name = sae->settings.name;
    fail("%s: training diverged: a number is not finite after %d whole epochs, and the largest "
         "entry of its rows is %g; expected rows of about 1, or a smaller learning_rate",
         name ? name : "autoencoder", sae->epochs, largest_entry(trainer->activations));
}

/* --- forward ---------------------------------------------------------------------------------- */

int encode(struct block *block, int first) {
    enum { PANEL_LATENTS = 256 };
    struct sae_trainer *trainer = block->trainer;
    int d_model = block->sae->settings.d_model;
    int latents = smaller(block->width - first, PANEL_LATENTS);
    if (first > 0)
        end_phase(trainer, block->thread, SELECTION);
    block->kernels->products(block->inputs, tiled(block->count), d_model,
                             trainer->panels + (size_t)first * (size_t)d_model, latents,
                             trainer->start + first, block->width, block->preactivations + first);
    end_phase(trainer, block->thread, ENCODING);
    return latents;
}

/* The order of the rows is random, so the processor cannot guess it. The row goes to the second
 * cache: the first is too small to hold it that long. */
int32_t prefetch_input(const struct block *block, int r) {
    enum { CACHE_LINE = 64 / sizeof(real), FOR_READING = 0, SECOND_CACHE = 2 };
    if (r >= block->following)
        return -1;
    const struct activations *activations = block->trainer->activations;
    int32_t row = block->rows[r + block->trainer->block_rows];
    const real *values = activations->values + (size_t)row * (size_t)activations->stride;
    for (int i = 0; i < activations->d_model; i += CACHE_LINE)
        __builtin_prefetch(values + i, FOR_READING, SECOND_CACHE);
    return row;
}

/* Point to the inputs of a block's rows. A product takes a multiple of TILE rows: the first fills
 * up the last tile. */
static void look_up_inputs(const struct activations *activations, const int32_t *rows, int count,
                           const real **inputs) {
    for (int r = 0; r < count; r++)
        inputs[r] = activations->values + (size_t)rows[r] * (size_t)activations->stride;
    for (int r = count; r % TILE != 0; r++)
        inputs[r] = inputs[0];
}

/* The group's rows from number `first` on, as many as a block has, for an architecture. */
static struct block block_of(const struct step *step, int first, int thread) {
    struct sae_trainer *trainer = step->trainer;
    struct group *group = &trainer->group;
    size_t place = (size_t)first * (size_t)group->room;
    return (struct block){
        .trainer = trainer,
        .sae = step->sae,
        .kernels = trainer->kernels,
        .thread = thread,
        .count = smaller(group->count - first, trainer->block_rows),
        .following = step->count - step->first - first - trainer->block_rows,
        .rows = step->rows + step->first + first,
        .inputs = group->inputs + first,
        .width = padded(step->sae->settings.d_sae),
        .preactivations = trainer->preactivations[thread],
        .room = group->room,
        .kept_counts = group->kept_counts + first,
        .kept = group->kept + place,
        .values = group->values + place,
    };
}

/* The errors of a block whose kept latents are known, and the sums of their squares. */
static void decode(const struct block *block, real *errors, real *squares) {
    const struct sae *sae = block->sae;
    for (int r = 0; r < block->count; r++) {
        size_t place = (size_t)r * (size_t)block->room;
        block->kernels->reconstruct(block->inputs[r], block->kept + place, block->values + place,
                                    block->kept_counts[r], sae->decoder, sae->settings.d_model,
                                    errors + (size_t)r * (size_t)sae->stride);
    }
    block->kernels->squares(errors, block->count, sae->settings.d_model, squares);
}

/* One block of the group from rows to errors. Work for team_share. */
static void forward_block(void *context, int piece, int thread) {
    struct step *step = context;
    struct sae_trainer *trainer = step->trainer;
    int first = piece * trainer->block_rows;
    struct block block = block_of(step, first, thread);
    look_up_inputs(trainer->activations, block.rows, block.count, trainer->group.inputs + first);
    trainer->architecture->forward(trainer->memory, &block);
    end_phase(trainer, thread, SELECTION);
    decode(&block, trainer->group.errors + (size_t)first * (size_t)step->sae->stride,
           trainer->group.squares + first);
    end_phase(trainer, thread, DECODING);
}

double forward_group(struct step *step, int count) {
    struct sae_trainer *trainer = step->trainer;
    double squares = 0;
    trainer->group.sae = step->sae;
    trainer->group.count = count;
    team_share(trainer->team, (count + trainer->block_rows - 1) / trainer->block_rows,
               forward_block, step);
    for (int r = 0; r < count; r++)
        squares += (double)trainer->group.squares[r];
    return squares;
}

/* Sort the group's kept latents by latent: count those of each latent, see where they begin, and
 * put each in its place. */
static void list_firings(const struct group *group) {
    int d_sae = group->sae->settings.d_sae;
    int32_t *first = group->first;
    memset(first, 0, ((size_t)d_sae + 1) * sizeof *first);
    const int32_t *kept = group->kept;
    for (int r = 0; r < group->count; r++, kept += group->room)
        for (int n = 0; n < group->kept_counts[r]; n++)
            first[kept[n] + 1]++;
    for (int j = 0; j < d_sae; j++)
        first[j + 1] += first[j];
    const real *values = group->values;
    kept = group->kept;
    for (int r = 0; r < group->count; r++, kept += group->room, values += group->room)
        for (int n = 0; n < group->kept_counts[r]; n++)
            group->firings[first[kept[n]]++] = (struct firing){r, group->scale * values[n]};
    /* By now the beginning of each latent has moved to its end, where that of the next one was. */
    memmove(first + 1, first, (size_t)d_sae * sizeof *first);
    first[0] = 0;
}

/* --- backward --------------------------------------------------------------------------------- */

/* The latents that pad d_sae are left out: their bias stays -INFINITY (see struct block). */
void pack_encoder(const struct sae_trainer *trainer, const struct sae *sae, int first, int count) {
    trainer->kernels->pack(sae->encoder + (size_t)first * (size_t)sae->stride, count,
                           sae->settings.d_model,
                           trainer->panels + (size_t)first * (size_t)sae->settings.d_model);
    memcpy(trainer->start + first, sae->bias + first, (size_t)count * sizeof(real));
}

static struct chunk chunk_of(const struct step *step, int piece, int thread) {
    const struct sae_trainer *trainer = step->trainer;
    int first = piece * trainer->chunk_latents;
    struct gradients place = trainer->chunks[thread];
    if (step->gradients.encoder) {
        size_t offset = (size_t)first * (size_t)step->sae->stride;
        place = (struct gradients){step->gradients.encoder + offset, step->gradients.bias + first,
                                   step->gradients.decoder + offset};
    }
    int count = smaller(step->sae->settings.d_sae - first, trainer->chunk_latents);
    return (struct chunk){first, count, place};
}

static void clear_gradients(const struct chunk *chunk, int stride) {
    size_t matrix = (size_t)chunk->count * (size_t)stride * sizeof(real);
    memset(chunk->gradients.encoder, 0, matrix);
    memset(chunk->gradients.bias, 0, (size_t)chunk->count * sizeof(real));
    memset(chunk->gradients.decoder, 0, matrix);
}

/* Adam's step, decoder rows of unit length, and the encoder laid out anew. */
static void update_weights(const struct step *step, const struct chunk *chunk) {
    const struct kernels *kernels = step->trainer->kernels;
    struct sae *sae = step->sae;
    size_t place = (size_t)chunk->first * (size_t)sae->stride;
    size_t matrix = (size_t)chunk->count * (size_t)sae->stride;
    kernels->adam(step->adam, sae->encoder + place, chunk->gradients.encoder,
                  sae->encoder_moments[0] + place, sae->encoder_moments[1] + place, matrix);
    kernels->adam(step->adam, sae->bias + chunk->first, chunk->gradients.bias,
                  sae->bias_moments[0] + chunk->first, sae->bias_moments[1] + chunk->first,
                  (size_t)padded(chunk->count));
    kernels->adam(step->adam, sae->decoder + place, chunk->gradients.decoder,
                  sae->decoder_moments[0] + place, sae->decoder_moments[1] + place, matrix);
    kernels->unit_rows(sae->decoder + place, chunk->count, sae->settings.d_model);
    pack_encoder(step->trainer, sae, chunk->first, chunk->count);
}

/* What the group adds to the gradients of a chunk and, after the last group, the penalty's gradient
 * and the update. Work for team_share. */
static void backward_chunk(void *context, int piece, int thread) {
    const struct step *step = context;
    const struct sae *sae = step->sae;
    struct sae_trainer *trainer = step->trainer;
    struct chunk chunk = chunk_of(step, piece, thread);
    bool is_last = step->first + trainer->group.count == step->count;
    if (step->first == 0)
        clear_gradients(&chunk, sae->stride);
    trainer->architecture->add_gradients(&trainer->group, &chunk);
    if (trainer->target && is_last)
        add_penalty_gradient(trainer->target, sae->settings.lambda, chunk.first, chunk.count,
                             chunk.gradients.decoder);
    end_phase(trainer, thread, GRADIENTS);
    if (step->adam && is_last)
        update_weights(step, &chunk);
    end_phase(trainer, thread, UPDATE);
}

double take_step(struct step *step) {
    struct sae_trainer *trainer = step->trainer;
    const struct sae_settings *settings = &step->sae->settings;
    double entries = (double)step->count * settings->d_model, squares = 0, penalty = 0;
    trainer->group.scale = (real)(2 / entries);
    if (trainer->target)
        penalty = settings->lambda * alignment_penalty(trainer->target, step->sae->decoder);
    for (step->first = 0; step->first < step->count; step->first += trainer->group_rows) {
        squares += forward_group(step, smaller(step->count - step->first, trainer->group_rows));
        list_firings(&trainer->group);
        end_phase(trainer, 0, LISTING);
        team_share(trainer->team,
                   (settings->d_sae + trainer->chunk_latents - 1) / trainer->chunk_latents,
                   backward_chunk, step);
    }
    return squares / entries + penalty;
}
