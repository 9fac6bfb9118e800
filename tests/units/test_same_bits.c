/* A training gives the same bits on any processor: with either build of the kernels, on a Haswell
 * as qemu-x86_64 has it, and with any number of threads.
 *
 * Run with the argument "train", this program only prints a digest of each thing that it trained.
 */
#include "arithmetic/kernels.h"
#include "autoencoder/architecture.h"
#include "autoencoder/trainer.h"
#include "child.h"
#include "transformer/modular.h"
#include "transformer/transformer.h"
#include <nettle/sha2.h>
#include <stdlib.h>

/* A training's shape; the first is the study's, with fewer rows, and the last so wide that its
 * gradients are not held. */
static const struct shape {
    int rows, d_model, d_sae, k, epochs;
} shapes[] = {
    {600, 128, 128, 32, 1}, {350, 21, 37, 5, 2}, {200, 70, 200, 3, 2}, {40, 6600, 40, 9, 1}};

static void add_numbers(struct sha256_ctx *digest, const real *numbers, size_t count) {
    sha256_update(digest, count * sizeof *numbers, (const uint8_t *)numbers);
}

static void train(const struct shape *shape, struct sha256_ctx *digest) {
    struct activations activations = activations_new(shape->rows, shape->d_model);
    struct torch_generator generator;
    torch_seed(&generator, 7);
    for (int r = 0; r < shape->rows; r++)
        torch_uniform(&generator, activations.values + (size_t)r * activations.stride,
                      (size_t)shape->d_model, -1, 3);
    struct sae_settings settings = {
        &topk,       shape->d_model, shape->d_sae,    shape->k,      250, .learning_rate = 3e-3,
        .beta1 = .9, .beta2 = .999,  .epsilon = 1e-8, .lambda = 1e-2};
    struct sae *sae = sae_initialise(&settings, 42), *reference = sae_initialise(&settings, 43);
    struct team *threads = team(threads_wanted());
    struct sae_trainer *trainer = sae_trainer(sae, &activations, threads);
    for (int epoch = 0; epoch < shape->epochs; epoch++) {
        double loss = sae_train_epoch(trainer, sae, reference->decoder, NULL);
        sha256_update(digest, sizeof loss, (const uint8_t *)&loss);
    }
    size_t matrix = (size_t)shape->d_sae * sae->stride;
    add_numbers(digest, sae->encoder, matrix);
    add_numbers(digest, sae->bias, (size_t)shape->d_sae);
    add_numbers(digest, sae->decoder, matrix);
    sae_trainer_free(trainer);
    team_free(threads);
    sae_free(sae), sae_free(reference);
    activations_free(&activations);
}

/* A small transformer, read where it must add. */
static void train_transformer(int d_model, int heads, int d_mlp, struct sha256_ctx *digest) {
    struct modular_task task = modular_task(13, 0.8, 1);
    struct transformer_settings settings = {.layers = 2,
                                            .d_model = d_model,
                                            .heads = heads,
                                            .d_mlp = d_mlp,
                                            .vocabulary = modular_vocabulary(&task),
                                            .answer_position = ANSWER_POSITION - 1,
                                            .layernorm_epsilon = 1e-5,
                                            .initial_scale = 0.8,
                                            .learning_rate = 1e-2,
                                            .beta1 = .9,
                                            .beta2 = .999,
                                            .epsilon = 1e-8,
                                            .weight_decay = .01,
                                            .batch = 100,
                                            .epochs = 1};
    struct torch_generator generator;
    struct transformer *transformer = transformer_initialise(&settings, 3, &generator);
    struct transformer_history history = transformer_train(transformer, &task, &generator, NULL);
    struct activations activations = transformer_activations(transformer, &task, 0, 3);
    add_numbers(digest, transformer->values, transformer->size);
    add_numbers(digest, activations.values, (size_t)activations.rows * activations.stride);
    sha256_update(digest, (size_t)history.steps * sizeof(double),
                  (const uint8_t *)history.step_losses);
    transformer_history_free(&history);
    activations_free(&activations);
    transformer_free(transformer);
    modular_free(&task);
}

/* Print the digest, and begin it anew. */
static void print_digest(const char *trained, int d_model, struct sha256_ctx *digest) {
    uint8_t bytes[SHA256_DIGEST_SIZE];
    sha256_digest(digest, sizeof bytes, bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        printf("%02x", bytes[i]);
    printf("  %s of d_model %d\n", trained, d_model);
}

static void print_digests(void) {
    struct sha256_ctx digest;
    sha256_init(&digest);
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        train(&shapes[s], &digest);
        print_digest("autoencoder", shapes[s].d_model, &digest);
    }
    train_transformer(64, 4, 96, &digest);
    print_digest("transformer", 64, &digest);
    train_transformer(21, 3, 37, &digest);
    print_digest("transformer", 21, &digest);
}

/* What this program prints when it trains, started by `launcher`. */
enum { OUTPUT = 1024 };
static void digests_under(const char *launcher, char digests[OUTPUT]) {
    char *command = text("%s /proc/%d/exe train", launcher, getpid());
    FILE *output = popen(command, "r");
    size_t length = fread(digests, 1, OUTPUT - 1, output);
    assert_in_range(length, 6 * 2 * SHA256_DIGEST_SIZE, OUTPUT - 2);
    digests[length] = '\0';
    assert_int_equal(pclose(output), 0);
    free(command);
}

static void assert_same_bits(const char *launcher, const char *other) {
    char digests[OUTPUT], other_digests[OUTPUT];
    digests_under(launcher, digests);
    digests_under(other, other_digests);
    assert_string_equal(digests, other_digests);
}

static void avx2_and_avx512_agree(void **state) {
    (void)state;
#ifdef __x86_64__
    if (!__builtin_cpu_supports("avx512f")) /* asked of the processor, not of kernels() */
        skip();
    assert_same_bits("KERNELS=v3", "KERNELS=v4");
#else
    skip();
#endif
}

static void any_number_of_threads_agrees(void **state) {
    (void)state;
    assert_same_bits("THREADS=1", "THREADS=2");
    assert_same_bits("THREADS=1", "THREADS=7");
}

/* OpenBLAS, which has other sums for each processor, takes no part. */
static void no_library_decides(void **state) {
    (void)state;
    assert_same_bits("OPENBLAS_CORETYPE=Haswell", "OPENBLAS_CORETYPE=Prescott");
    assert_same_bits("OPENBLAS_CORETYPE=Haswell", "OPENBLAS_CORETYPE=SkylakeX");
}

static void haswell_agrees(void **state) {
    (void)state;
#if defined __SANITIZE_ADDRESS__ || !defined __x86_64__
    skip(); /* qemu cannot lay out the sanitizer's memory; other machines are no Haswell */
#endif
    if (system("command -v qemu-x86_64 >/dev/null") != 0)
        skip();
    assert_same_bits("KERNELS=v3", "2>/dev/null qemu-x86_64 -cpu Haswell");
}

int main(int count, char **arguments) {
    if (count == 2 && strcmp(arguments[1], "train") == 0) {
        print_digests();
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(avx2_and_avx512_agree),
        cmocka_unit_test(any_number_of_threads_agrees),
        cmocka_unit_test(no_library_decides),
        cmocka_unit_test(haswell_agrees),
    };
    return cmocka_run_group_tests_name("same_bits", tests, NULL, NULL);
}
