/* The transformer: PyTorch's training of the study's model reproduced, its activations against a
 * plain forward pass, and which weights are kept. */
#include "golden.h" /* before cmocka.h, which child.h includes */

#include "child.h"
#include "draws/generators.h"
#include "transformer/transformer.h"

#include <math.h>
#include <stdbool.h>

/* ---- The study's model, trained once --------------------------------------------------------- */

/* Epochs apart, of which the study allows 5000 and needs one. */
static const struct transformer_settings study_settings = {.layers = 2,
                                                           .d_model = 128,
                                                           .heads = 4,
                                                           .d_mlp = 512,
                                                           .vocabulary = 113 + SPECIAL_TOKENS,
                                                           .answer_position = ANSWER_POSITION,
                                                           .layernorm_epsilon = 1e-5,
                                                           .initial_scale = 0.8,
                                                           .learning_rate = 1e-3,
                                                           .beta1 = 0.9,
                                                           .beta2 = 0.999,
                                                           .epsilon = 1e-8,
                                                           .weight_decay = 0.01,
                                                           .batch = 512,
                                                           .epochs = 2};

/* What PyTorch gave, and what comes out here. */
static struct study {
    json_t *expected; /* tests/golden/transformer.json */
    struct modular_task task;
    struct transformer *initial, *trained;
    struct transformer_history history;
} study;

static int train_study(void **state) {
    (void)state;
    struct torch_generator generator;
    study.expected = json_load_file("tests/golden/transformer.json", 0, NULL);
    if (study.expected == NULL)
        return -1;
    study.task = modular_task(113, 0.9, 42);
    study.initial = transformer_initialise(&study_settings, 42, &generator);
    study.trained = transformer_initialise(&study_settings, 42, &generator);
    study.history = transformer_train(study.trained, &study.task, &generator, NULL);
    return 0;
}

static int free_study(void **state) {
    (void)state;
    json_decref(study.expected);
    modular_free(&study.task);
    transformer_free(study.initial);
    transformer_free(study.trained);
    transformer_history_free(&study.history);
    return 0;
}

static void parameters_are_the_study_s(void **state) {
    (void)state;
    const json_t *expected = json_object_get(study.expected, "parameters");
    size_t size = 0;
    assert_int_equal(study.initial->parameter_count, json_array_size(expected));
    for (size_t p = 0; p < study.initial->parameter_count; p++) {
        const struct parameter *parameter = &study.initial->parameters[p];
        const json_t *description = json_array_get(expected, p);
        const json_t *shape = json_object_get(description, "shape");
        const char *name = json_string_value(json_object_get(description, "name"));
        size_t count = 1;
        assert_string_equal(parameter->name, name);
        assert_ptr_equal(transformer_parameter(study.initial, name), parameter);
        assert_int_equal(parameter->rank, json_array_size(shape));
        for (int d = 0; d < parameter->rank; d++) {
            assert_int_equal(parameter->shape[d], golden_integer(shape, d));
            count *= parameter->shape[d];
        }
        assert_int_equal(parameter->count, count);
        assert_int_equal(parameter->offset, size);
        size += count;
    }
    assert_int_equal(study.initial->size, size);
    assert_null(transformer_parameter(study.initial, "blocks.2.ln1.w"));
}

static void initial_values_are_the_study_s(void **state) {
    (void)state;
    const json_t *expected = json_object_get(study.expected, "parameters");
    for (size_t p = 0; p < study.initial->parameter_count; p++) {
        const struct parameter *parameter = &study.initial->parameters[p];
        const real *values = study.initial->values + parameter->offset;
        const json_t *description = json_array_get(expected, p);
        const json_t *first = json_object_get(description, "first_8");
        double sum = 0, expected_sum = json_number_value(json_object_get(description, "sum_f64"));
        for (size_t i = 0; i < 8; i++)
            assert_true(fabs(values[i] - golden_number(first, i)) <= 1e-6);
        for (size_t i = 0; i < parameter->count; i++)
            sum += values[i];
        assert_true(fabs(sum - expected_sum) <= 5e-6);
    }
}

/* Float rounding alone, carried on by AdamW, makes two trainings part after some steps. */
static void step_losses_are_the_study_s(void **state) {
    (void)state;
    const json_t *expected = json_object_get(study.expected, "step_losses");
    assert_int_equal(study.history.steps, json_array_size(expected));
    for (int step = 0; step < study.history.steps; step++) {
        double loss = golden_number(expected, step);
        double tolerance = step < 3 ? 1e-6 : step < 5 ? 1e-5 : 2e-3;
        if (!(fabs(study.history.step_losses[step] / loss - 1) <= tolerance))
            fail_msg("step %d: loss %.9g, expected %.9g", step + 1, study.history.step_losses[step],
                     loss);
    }
}

static void training_ends_as_the_study_s(void **state) {
    (void)state;
    assert_int_equal(study.history.best_epoch,
                     json_integer_value(json_object_get(study.expected, "best_epoch")));
    assert_int_equal(study.history.epochs_trained,
                     json_integer_value(json_object_get(study.expected, "epochs_trained")));
    assert_true(study.history.validation_accuracy ==
                json_number_value(json_object_get(study.expected, "validation_accuracy")));
}

static void activations_are_the_study_s(void **state) {
    (void)state;
    const json_t *expected = json_object_get(study.expected, "activations");
    struct activations activations = transformer_activations(study.trained, &study.task, 1, 5);
    double squares = 0, error = 0;
    assert_int_equal(activations.rows, 12769);
    assert_int_equal(activations.d_model, 128);
    for (size_t r = 0; r < json_array_size(expected); r++) {
        const json_t *entry = json_array_get(expected, r);
        const json_t *values = json_object_get(entry, "values");
        size_t row = json_integer_value(json_object_get(entry, "row"));
        for (size_t j = 0; j < 128; j++) {
            double value = golden_number(values, j);
            squares += value * value;
            error += pow(activations.values[row * activations.stride + j] - value, 2);
        }
    }
    assert_true(squares > 0);
    assert_true(sqrt(error / squares) <= 2e-2);
    activations_free(&activations);
}

/* No loss ever looks at the last position: its embedding only decays. */
static void parameters_without_gradient_decay(void **state) {
    (void)state;
    const struct parameter *positions = transformer_parameter(study.initial, "pos_embed.W_pos");
    size_t last = positions->offset + (size_t)(SEQUENCE_LENGTH - 1) * 128;
    double left = pow(1 - 1e-3 * 0.01, study.history.steps);
    for (size_t j = last; j < last + 128; j++) {
        double expected = study.initial->values[j] * left;
        assert_true(fabs(study.trained->values[j] - expected) <= 3e-6 * fabs(expected));
        assert_true(study.trained->values[j] != study.initial->values[j]);
    }
}

/* ---- Small models ---------------------------------------------------------------------------- */

static struct transformer_settings small_settings(double learning_rate, int epochs) {
    return (struct transformer_settings){.layers = 3,
                                         .d_model = 12,
                                         .heads = 3,
                                         .d_mlp = 20,
                                         .vocabulary = 7 + SPECIAL_TOKENS,
                                         .answer_position = ANSWER_POSITION,
                                         .layernorm_epsilon = 1e-5,
                                         .initial_scale = 0.8,
                                         .learning_rate = learning_rate,
                                         .beta1 = 0.9,
                                         .beta2 = 0.999,
                                         .epsilon = 1e-8,
                                         .weight_decay = 0.01,
                                         .batch = 8,
                                         .epochs = epochs};
}

/* A small model of seed 5 after at most `epochs` epochs on the task modulo 7; the caller frees
 * both. */
static struct transformer *trained_small(double learning_rate, int epochs,
                                         struct transformer_history *history) {
    struct transformer_settings settings = small_settings(learning_rate, epochs);
    struct modular_task task = modular_task(7, 0.7, 42);
    struct torch_generator generator;
    struct transformer *transformer = transformer_initialise(&settings, 5, &generator);
    *history = transformer_train(transformer, &task, &generator, NULL);
    modular_free(&task);
    return transformer;
}

/* Whether training went on past its best epoch; the weights are those that training would have left
 * there. */
static bool goes_past_best(double learning_rate) {
    struct transformer_history longer, shorter;
    struct transformer *kept = trained_small(learning_rate, 10, &longer);
    struct transformer *stopped = trained_small(learning_rate, longer.best_epoch, &shorter);
    assert_int_equal(longer.steps, longer.epochs_trained * 5); /* 34 examples in batches of 8 */
    assert_int_equal(shorter.best_epoch, longer.best_epoch);
    assert_memory_equal(kept->values, stopped->values, kept->size * sizeof(real));
    transformer_free(kept);
    transformer_free(stopped);
    transformer_history_free(&longer);
    transformer_history_free(&shorter);
    return longer.best_epoch < longer.epochs_trained;
}

/* At such learning rates the accuracy goes up and down. */
static void weights_of_the_best_epoch_are_kept(void **state) {
    (void)state;
    int past_best = 0;
    for (double learning_rate = 0.1; learning_rate < 0.2; learning_rate += 0.01)
        past_best += goes_past_best(learning_rate);
    assert_true(past_best > 0);
}

/* A small model whose last weights are kept, after `epochs` epochs; from `earlier` on, and then
 * with its weights. The caller frees both. */
static struct transformer *trained_on(const struct transformer *weights,
                                      const struct transformer_history *earlier, int epochs,
                                      struct transformer_history *history) {
    struct transformer_settings settings = small_settings(0.01, epochs);
    struct modular_task task = modular_task(7, 0.7, 42);
    struct torch_generator generator;
    settings.keeps_last = true;
    struct transformer *transformer = transformer_initialise(&settings, 5, &generator);
    if (weights)
        memcpy(transformer->values, weights->values, weights->size * sizeof(real));
    *history = transformer_train(transformer, &task, &generator, earlier);
    modular_free(&task);
    return transformer;
}

static void a_training_goes_on_as_if_it_had_not_stopped(void **state) {
    (void)state;
    struct transformer_history whole, first, rest;
    struct transformer *expected = trained_on(NULL, NULL, 5, &whole);
    struct transformer *stopped = trained_on(NULL, NULL, 2, &first);
    struct transformer *found = trained_on(stopped, &first, 5, &rest);
    size_t bytes = expected->size * sizeof(real);
    assert_memory_not_equal(stopped->values, expected->values, bytes);
    assert_memory_equal(found->values, expected->values, bytes);
    assert_int_equal(rest.epochs_trained, 5);
    assert_int_equal(rest.steps, whole.steps);
    assert_memory_equal(rest.step_losses, whole.step_losses,
                        (size_t)whole.steps * sizeof *whole.step_losses);
    for (int i = 0; i < 2; i++)
        assert_memory_equal(rest.moments[i], whole.moments[i], bytes);
    transformer_free(expected);
    transformer_free(stopped);
    transformer_free(found);
    transformer_history_free(&whole);
    transformer_history_free(&first);
    transformer_history_free(&rest);
}

/* A model that never changes is equally good after each. */
static void first_of_equal_epochs_is_best(void **state) {
    (void)state;
    struct transformer_history history;
    transformer_free(trained_small(0, 3, &history));
    assert_int_equal(history.epochs_trained, 3);
    assert_int_equal(history.best_epoch, 1);
    transformer_history_free(&history);
}

/* Two numbers for the order of an epoch, one for its validation. */
static void each_epoch_draws_three_numbers(void **state) {
    (void)state;
    struct transformer_settings settings = small_settings(0, 3);
    struct modular_task task = modular_task(7, 0.7, 42);
    struct torch_generator generator, expected;
    struct transformer *transformer = transformer_initialise(&settings, 5, &generator);
    expected = generator;
    struct transformer_history history = transformer_train(transformer, &task, &generator, NULL);
    for (int draw = 0; draw < 3 * history.epochs_trained; draw++)
        torch_int64(&expected);
    assert_int_equal(history.epochs_trained, 3);
    assert_int_equal(torch_int64(&generator), torch_int64(&expected));
    transformer_free(transformer);
    modular_free(&task);
    transformer_history_free(&history);
}

static void training_stops_once_nothing_can_be_better(void **state) {
    (void)state;
    struct transformer_history history;
    transformer_free(trained_small(0.01, 1000, &history));
    assert_true(history.validation_accuracy == 1);
    assert_int_equal(history.best_epoch, history.epochs_trained);
    assert_true(history.epochs_trained < 1000);
    transformer_history_free(&history);
}

/* ---- A plain forward pass of one example, in double precision -------------------------------- */

enum { PLAIN_WIDEST = 32 }; /* holds d_model and d_mlp of the small model */

typedef double plain_rows[SEQUENCE_LENGTH][PLAIN_WIDEST];

static const real *block_values(const struct transformer *transformer, int layer,
                                const char *name) {
    char *full = text("blocks.%d.%s", layer, name);
    const struct parameter *parameter = transformer_parameter(transformer, full);
    free(full);
    assert_non_null(parameter);
    return transformer->values + parameter->offset;
}

static const real *embedding_values(const struct transformer *transformer, const char *name) {
    return transformer->values + transformer_parameter(transformer, name)->offset;
}

static void plain_layernorm(int width, const double *in, const real *weight, const real *bias,
                            double *out) {
    double mean = 0, variance = 0;
    for (int j = 0; j < width; j++)
        mean += in[j] / width;
    for (int j = 0; j < width; j++)
        variance += (in[j] - mean) * (in[j] - mean) / width;
    for (int j = 0; j < width; j++)
        out[j] = (in[j] - mean) / sqrt(variance + 1e-5) * weight[j] + bias[j];
}

/* out = in weight[inputs, outputs] + bias */
static void plain_linear(int inputs, int outputs, const double *in, const real *weight,
                         const real *bias, double *out) {
    for (int j = 0; j < outputs; j++) {
        out[j] = bias[j];
        for (int i = 0; i < inputs; i++)
            out[j] += in[i] * weight[i * outputs + j];
    }
}

/* Query, key or value of one head at one position. */
static void plain_projection(const struct transformer *transformer, int layer, char which, int head,
                             const double *in, double *out) {
    int d_model = transformer->settings.d_model, d_head = d_model / transformer->settings.heads;
    char weight[] = "attn.W_?", bias[] = "attn.b_?";
    weight[7] = bias[7] = which;
    plain_linear(d_model, d_head, in,
                 block_values(transformer, layer, weight) + head * d_model * d_head,
                 block_values(transformer, layer, bias) + head * d_head, out);
}

/* What one head mixes at every position, into columns head * d_head and on. */
static void plain_head(const struct transformer *transformer, int layer, int head, plain_rows in,
                       plain_rows mixed) {
    int d_head = transformer->settings.d_model / transformer->settings.heads;
    plain_rows query, key, value;
    for (int t = 0; t < SEQUENCE_LENGTH; t++) {
        plain_projection(transformer, layer, 'Q', head, in[t], query[t]);
        plain_projection(transformer, layer, 'K', head, in[t], key[t]);
        plain_projection(transformer, layer, 'V', head, in[t], value[t]);
        double total = 0, sum[PLAIN_WIDEST] = {0};
        for (int s = 0; s <= t; s++) {
            double score = 0;
            for (int j = 0; j < d_head; j++)
                score += query[t][j] * key[s][j];
            double weight = exp(score / sqrt(d_head));
            total += weight;
            for (int j = 0; j < d_head; j++)
                sum[j] += weight * value[s][j];
        }
        for (int j = 0; j < d_head; j++)
            mixed[t][head * d_head + j] = sum[j] / total;
    }
}

static void plain_attention(const struct transformer *transformer, int layer, plain_rows resid) {
    int d_model = transformer->settings.d_model;
    plain_rows normalised, mixed;
    for (int t = 0; t < SEQUENCE_LENGTH; t++)
        plain_layernorm(d_model, resid[t], block_values(transformer, layer, "ln1.w"),
                        block_values(transformer, layer, "ln1.b"), normalised[t]);
    for (int head = 0; head < transformer->settings.heads; head++)
        plain_head(transformer, layer, head, normalised, mixed);
    for (int t = 0; t < SEQUENCE_LENGTH; t++) {
        double out[PLAIN_WIDEST];
        plain_linear(d_model, d_model, mixed[t], block_values(transformer, layer, "attn.W_O"),
                     block_values(transformer, layer, "attn.b_O"), out);
        for (int j = 0; j < d_model; j++)
            resid[t][j] += out[j];
    }
}

static void plain_mlp(const struct transformer *transformer, int layer, double *resid) {
    int d_model = transformer->settings.d_model, d_mlp = transformer->settings.d_mlp;
    double normalised[PLAIN_WIDEST], hidden[PLAIN_WIDEST], out[PLAIN_WIDEST];
    plain_layernorm(d_model, resid, block_values(transformer, layer, "ln2.w"),
                    block_values(transformer, layer, "ln2.b"), normalised);
    plain_linear(d_model, d_mlp, normalised, block_values(transformer, layer, "mlp.W_in"),
                 block_values(transformer, layer, "mlp.b_in"), hidden);
    for (int j = 0; j < d_mlp; j++)
        hidden[j] = fmax(hidden[j], 0);
    plain_linear(d_mlp, d_model, hidden, block_values(transformer, layer, "mlp.W_out"),
                 block_values(transformer, layer, "mlp.b_out"), out);
    for (int j = 0; j < d_model; j++)
        resid[j] += out[j];
}

/* resid_post of `layer` at every position. */
static void plain_resid_post(const struct transformer *transformer, const int32_t *tokens,
                             int layer, plain_rows resid) {
    int d_model = transformer->settings.d_model;
    for (int t = 0; t < SEQUENCE_LENGTH; t++)
        for (int j = 0; j < d_model; j++)
            resid[t][j] =
                (double)embedding_values(transformer, "embed.W_E")[tokens[t] * d_model + j] +
                embedding_values(transformer, "pos_embed.W_pos")[t * d_model + j];
    for (int l = 0; l <= layer; l++) {
        plain_attention(transformer, l, resid);
        for (int t = 0; t < SEQUENCE_LENGTH; t++)
            plain_mlp(transformer, l, resid[t]);
    }
}

/* Rows of `layer` at `position` equal the plain ones. */
static void assert_activations(const struct transformer *transformer,
                               const struct modular_task *task, int layer, int position) {
    struct activations activations = transformer_activations(transformer, task, layer, position);
    assert_int_equal(activations.rows, task->examples);
    for (int i = 0; i < task->examples; i++) {
        int32_t tokens[SEQUENCE_LENGTH];
        plain_rows resid;
        modular_tokens(task, i, tokens);
        plain_resid_post(transformer, tokens, layer, resid);
        for (int j = 0; j < activations.d_model; j++)
            if (!(fabs(activations.values[(size_t)i * activations.stride + j] -
                       resid[position][j]) <= 1e-5))
                fail_msg("layer %d, position %d, example %d, column %d: %g, expected %g", layer,
                         position, i, j, activations.values[(size_t)i * activations.stride + j],
                         resid[position][j]);
    }
    activations_free(&activations);
}

static void activations_are_right_everywhere(void **state) {
    (void)state;
    struct transformer_history history;
    struct modular_task task = modular_task(7, 0.7, 42);
    struct transformer *transformer = trained_small(0.01, 3, &history);
    for (int layer = 0; layer < transformer->settings.layers; layer++)
        for (int position = 0; position < SEQUENCE_LENGTH; position++)
            assert_activations(transformer, &task, layer, position);
    transformer_free(transformer);
    modular_free(&task);
    transformer_history_free(&history);
}

/* Cross-entropy at one position of what the plain pass gives there, for answer c. */
static double plain_loss(const struct transformer *transformer, const int32_t *tokens,
                         int position) {
    int d_model = transformer->settings.d_model, vocabulary = transformer->settings.vocabulary;
    double normalised[PLAIN_WIDEST], logits[PLAIN_WIDEST], total = 0;
    plain_rows resid;
    plain_resid_post(transformer, tokens, transformer->settings.layers - 1, resid);
    plain_layernorm(d_model, resid[position], embedding_values(transformer, "ln_final.w"),
                    embedding_values(transformer, "ln_final.b"), normalised);
    plain_linear(d_model, vocabulary, normalised, embedding_values(transformer, "unembed.W_U"),
                 embedding_values(transformer, "unembed.b_U"), logits);
    for (int j = 0; j < vocabulary; j++)
        total += exp(logits[j]);
    return log(total) - logits[tokens[ANSWER_POSITION]];
}

/* Wherever the answer is read; of examples in any order. */
static void losses_are_right_everywhere(void **state) {
    (void)state;
    struct transformer_history history;
    struct modular_task task = modular_task(7, 0.7, 42);
    struct transformer *transformer = trained_small(0.01, 3, &history);
    real *gradient = allocate(transformer->size, sizeof *gradient);
    for (int position = 0; position < SEQUENCE_LENGTH; position++) {
        double loss = 0;
        int32_t examples[20], tokens[SEQUENCE_LENGTH];
        int correct;
        for (int i = 0; i < 20; i++) {
            examples[i] = 11 * i % 49;
            modular_tokens(&task, examples[i], tokens);
            loss += plain_loss(transformer, tokens, position) / 20;
        }
        transformer->settings.answer_position = position;
        assert_true(fabs(transformer_loss_and_gradient(transformer, &task, examples, 20, gradient,
                                                       &correct) /
                             loss -
                         1) <= 1e-6);
    }
    free(gradient);
    transformer_free(transformer);
    modular_free(&task);
    transformer_history_free(&history);
}

/* Read at '=', the answer is not among the inputs and cannot be copied. */
static void answer_before_itself_is_not_copied(void **state) {
    (void)state;
    double accuracy[2];
    for (int before = 0; before < 2; before++) {
        struct transformer_settings settings = small_settings(0.01, 10);
        struct modular_task task = modular_task(7, 0.7, 42);
        struct torch_generator generator;
        settings.answer_position = ANSWER_POSITION - before;
        struct transformer *transformer = transformer_initialise(&settings, 5, &generator);
        struct transformer_history history =
            transformer_train(transformer, &task, &generator, NULL);
        accuracy[before] = history.validation_accuracy;
        transformer_history_free(&history);
        transformer_free(transformer);
        modular_free(&task);
    }
    assert_true(accuracy[0] == 1);
    assert_true(accuracy[1] < 0.6);
}

/* ---- Refusals -------------------------------------------------------------------------------- */

static void initialise_with(int layers, int d_model) {
    struct transformer_settings settings = small_settings(0.01, 1);
    struct torch_generator generator;
    settings.layers = layers;
    settings.d_model = d_model;
    transformer_initialise(&settings, 1, &generator);
}

static void train_with(int epochs, int modulus, double train_fraction) {
    struct transformer_settings settings = small_settings(0.01, epochs);
    struct modular_task task = modular_task(modulus, train_fraction, 42);
    struct torch_generator generator;
    transformer_train(transformer_initialise(&settings, 5, &generator), &task, &generator, NULL);
}

static void extract_with(int modulus, int layer, int position) {
    struct transformer_settings settings = small_settings(0.01, 1);
    struct modular_task task = modular_task(modulus, 0.7, 42);
    struct torch_generator generator;
    transformer_activations(transformer_initialise(&settings, 5, &generator), &task, layer,
                            position);
}

static void no_layer(const char *unused) {
    (void)unused;
    initialise_with(0, 12);
}

static void no_such_answer_position(const char *unused) {
    (void)unused;
    struct transformer_settings settings = small_settings(0.01, 1);
    struct torch_generator generator;
    settings.answer_position = SEQUENCE_LENGTH;
    transformer_initialise(&settings, 1, &generator);
}

static void uneven_heads(const char *unused) {
    (void)unused;
    initialise_with(2, 13);
}

static void no_epoch(const char *unused) {
    (void)unused;
    train_with(0, 7, 0.7);
}

static void nothing_to_train_on(const char *unused) {
    (void)unused;
    train_with(1, 7, 0);
}

static void nothing_to_validate_on(const char *unused) {
    (void)unused;
    train_with(1, 7, 1);
}

static void training_on_another_vocabulary(const char *unused) {
    (void)unused;
    train_with(1, 11, 0.7);
}

static void extraction_of_another_vocabulary(const char *unused) {
    (void)unused;
    extract_with(11, 0, 0);
}

static void layer_past_the_last(const char *unused) {
    (void)unused;
    extract_with(7, 3, 5);
}

static void position_past_the_last(const char *unused) {
    (void)unused;
    extract_with(7, 0, 7);
}

/* act ends the program with status 1 after one line that holds `why`. */
static void assert_fails(void (*act)(const char *), const char *why) {
    struct ending ending = ending_of(act, "");
    assert_int_equal(ending.status, 1);
    assert_non_null(strstr(ending.message, why));
}

static void bad_settings_are_refused(void **state) {
    (void)state;
    assert_fails(no_layer, "transformer of 0 layers");
    assert_fails(uneven_heads, "d_model 13 is no multiple of 3 heads\n");
    assert_fails(no_such_answer_position, "answer position is 7, expected 0 to 6\n");
    assert_fails(no_epoch, "trains 0 epochs, expected 1 or more\n");
    assert_fails(nothing_to_train_on, "0 of 49 examples are for training");
    assert_fails(nothing_to_validate_on, "49 of 49 examples are for training");
    assert_fails(training_on_another_vocabulary, "vocabulary is 11, expected 15, the task's\n");
    assert_fails(extraction_of_another_vocabulary, "vocabulary is 11, expected 15, the task's\n");
    assert_fails(layer_past_the_last, "layer is 3, expected 0 to 2\n");
    assert_fails(position_past_the_last, "position is 7, expected 0 to 6\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_are_the_study_s),
        cmocka_unit_test(initial_values_are_the_study_s),
        cmocka_unit_test(step_losses_are_the_study_s),
        cmocka_unit_test(training_ends_as_the_study_s),
        cmocka_unit_test(activations_are_the_study_s),
        cmocka_unit_test(parameters_without_gradient_decay),
        cmocka_unit_test(weights_of_the_best_epoch_are_kept),
        cmocka_unit_test(a_training_goes_on_as_if_it_had_not_stopped),
        cmocka_unit_test(first_of_equal_epochs_is_best),
        cmocka_unit_test(each_epoch_draws_three_numbers),
        cmocka_unit_test(training_stops_once_nothing_can_be_better),
        cmocka_unit_test(activations_are_right_everywhere),
        cmocka_unit_test(losses_are_right_everywhere),
        cmocka_unit_test(answer_before_itself_is_not_copied),
        cmocka_unit_test(bad_settings_are_refused),
    };
    return cmocka_run_group_tests_name("transformer", tests, train_study, free_study);
}
