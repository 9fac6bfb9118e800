/* Activations and losses against a plain forward pass of one example, in double precision. */
#include "transformer/small.h" /* before cmocka.h, which child.h includes */

#include "child.h"
#include <math.h>
#include <stdlib.h>

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

/* What the plain pass gives at one position. */
static void plain_logits(const struct transformer *transformer, const int32_t *tokens, int position,
                         double logits[PLAIN_WIDEST]) {
    int d_model = transformer->settings.d_model, vocabulary = transformer->settings.vocabulary;
    double normalised[PLAIN_WIDEST];
    plain_rows resid;
    plain_resid_post(transformer, tokens, transformer->settings.layers - 1, resid);
    plain_layernorm(d_model, resid[position], embedding_values(transformer, "ln_final.w"),
                    embedding_values(transformer, "ln_final.b"), normalised);
    plain_linear(d_model, vocabulary, normalised, embedding_values(transformer, "unembed.W_U"),
                 embedding_values(transformer, "unembed.b_U"), logits);
}

/* Its cross-entropy there, for answer c. */
static double plain_loss(const struct transformer *transformer, const int32_t *tokens,
                         int position) {
    double logits[PLAIN_WIDEST], total = 0;
    plain_logits(transformer, tokens, position, logits);
    for (int j = 0; j < transformer->settings.vocabulary; j++)
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

/* What the plain pass predicts. No two logits of these examples are nearly equal. */
static int plain_prediction(const struct transformer *transformer, const int32_t *tokens) {
    double logits[PLAIN_WIDEST];
    int largest = 0;
    plain_logits(transformer, tokens, transformer->settings.answer_position, logits);
    for (int j = 1; j < transformer->settings.vocabulary; j++)
        largest = logits[j] > logits[largest] ? j : largest;
    for (int j = 0; j < transformer->settings.vocabulary; j++)
        assert_true(j == largest || logits[largest] - logits[j] > 1e-4);
    return largest;
}

/* Wherever the answer is read, and whichever number is replaced: each prediction, and how many of
 * the validation examples' are the number put in or the answer. */
static void predictions_are_right_everywhere(void **state) {
    (void)state;
    static const int replaced[] = {1, 3, ANSWER_POSITION};
    struct transformer_history history;
    struct transformer *transformer = trained_small(0.01, 3, &history);
    int copied = 0, kept = 0, none = 0;
    for (int place = 0; place < 3 * SEQUENCE_LENGTH; place++) {
        struct modular_task task = modular_task(7, 0.7, 42);
        struct probe counted = {.examples = task.examples - task.train_examples};
        int32_t predictions[49], tokens[SEQUENCE_LENGTH];
        transformer->settings.answer_position = place / 3;
        modular_replace(&task, replaced[place % 3], 71);
        transformer_predictions(transformer, &task, 0, predictions);
        for (int i = 0; i < task.examples; i++) {
            modular_tokens(&task, i, tokens);
            int prediction = plain_prediction(transformer, tokens);
            assert_int_equal(predictions[i], prediction);
            counted.copied += i >= task.train_examples && prediction == tokens[replaced[place % 3]];
            counted.kept += i >= task.train_examples && prediction == modular_answer(&task, i);
        }
        struct probe probe = transformer_probe(transformer, &task);
        assert_memory_equal(&probe, &counted, sizeof probe);
        copied += probe.copied;
        kept += probe.kept;
        none += probe.examples - probe.copied - probe.kept;
        modular_free(&task);
    }
    assert_true(copied > 0 && kept > 0 && none > 0);
    transformer_free(transformer);
    transformer_history_free(&history);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(activations_are_right_everywhere),
        cmocka_unit_test(losses_are_right_everywhere),
        cmocka_unit_test(predictions_are_right_everywhere),
    };
    return cmocka_run_group_tests_name("forward", tests, NULL, NULL);
}
