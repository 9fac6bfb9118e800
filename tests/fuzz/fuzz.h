/* What the fuzz targets share: an input becomes files, and a program that may end by exit runs on
 * them, as often as there are inputs. All of it happens in the working folder.
 *
 * A target is fuzz_NAME.c; its first inputs are tests/fuzz/corpus/NAME. `make fuzz` runs them all.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's, which a target defines: one input. */
int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

/* Write the input's parts, which form feeds part, to these paths (ended by NULL); the last path
 * takes all that is left, and a path without a part is no file. */
void put_files(const char *const *paths, const uint8_t *input, size_t size);

/* Run act until it returns or ends the program; then close the files that it left open and free all
 * memory that it took: a program that ends leaves both to the system. */
void run_to_end(void (*act)(void));

#endif
