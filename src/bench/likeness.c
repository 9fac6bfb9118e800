/* How fast two decoders are compared: all products of a PWMCC beside OpenBLAS's, with its nulls,
 * and a one-to-one matching beside scipy's. */
#include "activations/drawn.h"
#include "bench/bench.h"
#include "bench/ratios.h"
#include "consistency/assignment.h"
#include "consistency/consistency.h"
#include "program/clock.h"
#include "program/error.h"
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LATENTS = 16384, D_MODEL = 2304, BLOCK = 1024, MATCHED = 4096, MATCHED_D_MODEL = 512 };

/* --- PWMCC ------------------------------------------------------------------------------------ */

/* OpenBLAS's product of all rows, BLOCK of them at a time. */
static double product_seconds(const real *a, const real *b) {
    float *out = room((size_t)BLOCK * LATENTS, sizeof *out);
    int stride = row_stride(D_MODEL);
    double start = now();
    for (int row = 0; row < LATENTS; row += BLOCK)
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, BLOCK, LATENTS, D_MODEL, 1,
                    a + (size_t)row * (size_t)stride, stride, b, stride, 0, out, LATENTS);
    double seconds = now() - start;
    free(out);
    return seconds;
}

static double pwmcc_seconds(const real *a, const real *b) {
    double start = now();
    pwmcc(a, LATENTS, b, LATENTS, D_MODEL);
    return now() - start;
}

/* The decoder with the entries of each coordinate permuted. The caller frees. */
static struct activations permuted(real *decoder, uint64_t seed) {
    struct activations rows = {
        .rows = LATENTS, .d_model = D_MODEL, .stride = row_stride(D_MODEL), .values = decoder};
    return permuted_rows(&rows, seed);
}

/* Draw both nulls of both decoders, and measure them. */
static double nulls_seconds(real *a, real *b) {
    double start = now();
    real *first = random_decoder(LATENTS, D_MODEL, 3),
         *second = random_decoder(LATENTS, D_MODEL, 4);
    pwmcc(first, LATENTS, second, LATENTS, D_MODEL);
    free(first), free(second);
    struct activations of_a = permuted(a, 3), of_b = permuted(b, 4);
    pwmcc(of_a.values, LATENTS, of_b.values, LATENTS, D_MODEL);
    activations_free(&of_a), activations_free(&of_b);
    return now() - start;
}

static void print_pwmcc(void) {
    double pairs[MOST_TURNS], products[MOST_TURNS], all[MOST_TURNS], three[MOST_TURNS];
    int turns_taken = (turns() + 6) / 7;
    real *a = random_decoder(LATENTS, D_MODEL, 1), *b = random_decoder(LATENTS, D_MODEL, 2);
    for (int turn = 0; turn < turns_taken; turn++) {
        products[turn] = product_seconds(a, b);
        pairs[turn] = pwmcc_seconds(a, b);
        all[turn] = pairs[turn] + nulls_seconds(a, b);
        three[turn] = 3 * products[turn];
    }
    print_heading("Two decoders of 16384 latents, d_model 2304");
    print_row("PWMCC, beside OpenBLAS's product", pairs, products, turns_taken);
    print_row("the same with two nulls, beside three", all, three, turns_taken);
    free(a), free(b);
}

/* --- one to one ------------------------------------------------------------------------------- */

/* The seconds that scipy takes for the same gains, [MATCHED, MATCHED]; below 0 if no Python is
 * there that has scipy. */
static double scipy_seconds(const char *gains_path) {
    char *command = text(
        "for python in build/peers/bin/python python3; do "
        "$python -c 'import scipy' 2> /dev/null && exec $python tests/bench/assignment.py %s %d;"
        " done; echo -1",
        gains_path, MATCHED);
    FILE *answer = popen(command, "r");
    double seconds;
    if (!answer || fscanf(answer, "%lf", &seconds) != 1)
        fail("tests/bench/assignment.py: gave no time, expected seconds");
    pclose(answer);
    free(command);
    return seconds;
}

static void write_gains(int file, const real *gains) {
    size_t bytes = (size_t)MATCHED * MATCHED * sizeof *gains;
    if (write(file, gains, bytes) != (ssize_t)bytes)
        fail("/tmp: cannot write the gains of a matching");
    close(file);
}

static void print_matching(void) {
    char path[] = "/tmp/gains.XXXXXX";
    double times[MOST_TURNS], others[MOST_TURNS];
    int turns_taken = (turns() + 6) / 7, stride = row_stride(MATCHED_D_MODEL);
    int *column_of = allocate(MATCHED, sizeof *column_of);
    real *a = random_decoder(MATCHED, MATCHED_D_MODEL, 1);
    real *b = random_decoder(MATCHED, MATCHED_D_MODEL, 2);
    real *gains = room((size_t)MATCHED * MATCHED, sizeof *gains);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, MATCHED, MATCHED, MATCHED_D_MODEL, 1, a,
                stride, b, stride, 0, gains, MATCHED);
    write_gains(mkstemp(path), gains);
    bool has_scipy = true;
    for (int turn = 0; turn < turns_taken && has_scipy; turn++) {
        double start = now();
        assign_columns(gains, MATCHED, MATCHED, column_of, NULL);
        times[turn] = now() - start;
        others[turn] = scipy_seconds(path);
        has_scipy = others[turn] > 0;
    }
    unlink(path);
    print_heading("A one-to-one matching of 4096 latents");
    if (has_scipy)
        print_row("beside scipy's linear_sum_assignment", times, others, turns_taken);
    else
        printf("%.0f ms; no Python with scipy: 'make bench-peers' installs one\n", 1e3 * times[0]);
    free(column_of), free(a), free(b), free(gains);
}

void bench_likeness(void) {
    print_pwmcc();
    print_matching();
}
