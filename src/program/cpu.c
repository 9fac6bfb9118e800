/* Ends the program before main on a CPU that cannot run it.
 *
 * On x86-64 the sources are compiled for x86-64-v3: without AVX2 and FMA they would end with an
 * illegal instruction. Only this file is compiled for any x86-64 (-march=x86-64), and it calls none
 * of the others, so that it can print a line first. On aarch64 they are compiled for any processor.
 */
#ifdef __x86_64__
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
#endif
