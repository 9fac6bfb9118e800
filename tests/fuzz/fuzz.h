/* What the fuzz targets share: they write an input as files, and run a program on these in the
 * working folder. The program may call exit; the target still goes on to the next input.
 *
 * A target is fuzz_NAME.c, and its first inputs are in tests/fuzz/corpus/NAME. `make fuzz` runs all
 * targets.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer calls this for each input. A target defines it. */
int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

/* Write the parts of the input, which form feeds separate, to these paths, which NULL ends. The
 * last path takes the rest. A path for which no part is left is removed. */
void put_files(const char *const *paths, const uint8_t *input, size_t size);

/* Run act until it returns or calls exit. Then close the files that it left open and free the
 * memory that it allocated or mapped, as the system does when a program ends. */
void run_to_end(void (*act)(void));

#endif
