/* Stops before main on a CPU that cannot run this study's code.
 *
 * The sources are compiled for x86-64-v3; without AVX2 and FMA they would die of an illegal
 * instruction. This file alone is compiled for any x86-64 (-march=x86-64), and calls nothing of
 * the others, so that it can still say so. */
#include <stdio.h>
#include <unistd.h>

__attribute__((constructor)) static void require_avx2_and_fma(void) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return;
    dprintf(STDERR_FILENO, "this CPU lacks AVX2 and FMA, which this study's arithmetic needs "
                           "(x86-64-v3)\n");
    _exit(1);
}
