/* All tables of `make bench`, after a line about the machine. */
#include "activations/activations.h"
#include "arithmetic/kernels.h"
#include "bench/bench.h"
#include "bench/ratios.h"
#include "program/error.h"
#include "program/processor.h"
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void print_machine(const struct activations *activations, const char *path) {
    char *processor = processor_name("/proc/cpuinfo");
    printf("CPU: %s; kernels: %s; OpenBLAS: %s; 1 thread\n", processor, kernels()->name,
           openblas_get_corename());
    free(processor);
    printf("%d rows of %d, %s; medians of %d turns\n", activations->rows, activations->d_model,
           path ? path : "drawn", turns());
}

void bench_tables(const char *growth_path, const char *activations_path) {
    struct activations activations =
        activations_path ? activations_read(activations_path, NULL) : drawn_rows(12769, 128);
    if (activations.rows < BATCH_SIZE)
        fail("%s: %d rows, expected at least %d", activations_path, activations.rows, BATCH_SIZE);
    print_machine(&activations, activations_path);
    bench_study(&activations);
    bench_transformer();
    bench_likeness();
    bench_wide((int)sysconf(_SC_NPROCESSORS_ONLN), growth_path);
    activations_free(&activations);
}
