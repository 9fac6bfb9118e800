/* The choice of the build of the kernels for this processor. */
#include "arithmetic/kernels.h"
#include "program/error.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#ifdef __x86_64__
static bool has_v4(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512cd");
}

const struct kernels *kernels(void) {
    const char *wanted = getenv("KERNELS");
    if (!wanted)
        return has_v4() ? &kernels_v4 : &kernels_v3;
    if (strcmp(wanted, "v3") == 0)
        return &kernels_v3;
    if (strcmp(wanted, "v4") != 0)
        fail("KERNELS is \"%s\", expected v3 or v4", wanted);
    if (!has_v4())
        fail("KERNELS is v4, but this processor has no AVX-512 (F, BW, DQ, VL, CD)");
    return &kernels_v4;
}
#else
const struct kernels *kernels(void) {
    const char *wanted = getenv("KERNELS");
    if (wanted && strcmp(wanted, "neon") != 0)
        fail("KERNELS is \"%s\", expected neon", wanted);
    return &kernels_neon;
}
#endif
