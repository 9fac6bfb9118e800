/* The program `bench`.
 *
 *   bench GROWTH [ACTIVATIONS]
 *       prints the tables of `make bench`, on drawn rows if no file of activations is given, and
 *       writes the table of growth to GROWTH
 *
 *   bench train ACTIVATIONS D_SAE K LAMBDA SEED EPOCHS THREADS
 *       does one training, for tests/bench
 */
#include "bench/bench.h"
#include "program/error.h"
#include <stddef.h>
#include <string.h>

int main(int count, char **arguments) {
    if (count == 9 && strcmp(arguments[1], "train") == 0)
        bench_training(arguments + 2);
    else if (count == 2 || count == 3)
        bench_tables(arguments[1], count > 2 ? arguments[2] : NULL);
    else
        fail("bench: expected the table of growth to write, and a file of activations or none");
    return 0;
}
