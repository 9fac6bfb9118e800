/* The training of a transformer: which weights are kept, when it stops, how it continues. */
#include "transformer/small.h" /* before cmocka.h, which child.h includes */

#include "child.h"
#include <stdbool.h>

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

/* The model of these settings, trained; what it predicts where the answer is replaced. */
static struct probe probe_read_at(int answer_position, double *accuracy) {
    struct transformer_settings settings = small_settings(0.01, 10);
    struct modular_task task = modular_task(7, 0.7, 42);
    struct torch_generator generator;
    settings.answer_position = answer_position;
    struct transformer *transformer = transformer_initialise(&settings, 5, &generator);
    struct transformer_history history = transformer_train(transformer, &task, &generator, NULL);
    modular_replace(&task, ANSWER_POSITION, 71);
    struct probe probe = transformer_probe(transformer, &task);
    *accuracy = history.validation_accuracy;
    transformer_history_free(&history);
    transformer_free(transformer);
    modular_free(&task);
    return probe;
}

/* A model that reads the answer where it is an input copies it; before that, nothing put in there
 * can change a prediction. */
static void a_probe_tells_a_copy_from_a_sum(void **state) {
    (void)state;
    double accuracy;
    struct probe at_answer = probe_read_at(ANSWER_POSITION, &accuracy);
    assert_true(accuracy == 1);
    assert_int_equal(at_answer.examples, 15);
    assert_int_equal(at_answer.copied, 15);
    assert_int_equal(at_answer.kept, 0);
    struct probe at_equals = probe_read_at(ANSWER_POSITION - 1, &accuracy);
    assert_true((double)at_equals.kept / at_equals.examples == accuracy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_of_the_best_epoch_are_kept),
        cmocka_unit_test(a_training_goes_on_as_if_it_had_not_stopped),
        cmocka_unit_test(first_of_equal_epochs_is_best),
        cmocka_unit_test(each_epoch_draws_three_numbers),
        cmocka_unit_test(training_stops_once_nothing_can_be_better),
        cmocka_unit_test(answer_before_itself_is_not_copied),
        cmocka_unit_test(a_probe_tells_a_copy_from_a_sum),
    };
    return cmocka_run_group_tests_name("training", tests, NULL, NULL);
}
