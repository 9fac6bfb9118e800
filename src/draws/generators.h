/* The random draws of PyTorch (CPU generator) and of NumPy (default_rng), reproduced.
 *
 * Words, uniforms, permutations and indices are equal bit for bit. Normals are equal up to the last
 * place of log, sin and cos, which are computed in double precision and rounded once.
 */
#ifndef DRAWS_GENERATORS_H
#define DRAWS_GENERATORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* torch.Generator on the CPU: MT19937, 624 words of state. */
struct torch_generator {
    uint32_t state[624];
    int next;             /* the place of the next word in state; 624: refill first */
    bool has_next_normal; /* whether next_normal is the next of fewer than 16 normals */
    double next_normal;
};

/* generator.manual_seed(seed): the low 32 bits seed MT19937. */
void torch_seed(struct torch_generator *generator, uint64_t seed);

/* One 32-bit word. */
uint32_t torch_word(struct torch_generator *generator);

/* Tensor.random_() of int64: two words, the first one high, of which 63 bits are kept. */
int64_t torch_int64(struct torch_generator *generator);

/* Tensor.uniform_(low, high) of float32 into out[count]. */
void torch_uniform(struct torch_generator *generator, float *out, size_t count, float low,
                   float high);

/* Tensor.normal_(0, standard_deviation) of float32 into out[count]; torch.randn has deviation 1.
 * Sixteen values or more are drawn in blocks of 16, fewer are drawn one by one. So two calls do not
 * draw the same values as one call for both. */
void torch_normal(struct torch_generator *generator, float *out, size_t count,
                  float standard_deviation);

/* torch.randperm(count) into out[count], count below 2^31. */
void torch_permutation(struct torch_generator *generator, int32_t *out, size_t count);

/* numpy.random.default_rng: PCG64 (XSL-RR 128/64) seeded through SeedSequence. */
struct numpy_generator {
    unsigned __int128 state, increment;
    bool has_half; /* whether `half`, the high half of the last word, is the next 32-bit draw */
    uint32_t half;
};

/* default_rng(seed). */
void numpy_seed(struct numpy_generator *generator, uint64_t seed);

/* One 64-bit word (bit_generator.random_raw). */
uint64_t numpy_word(struct numpy_generator *generator);

/* An index below `bound` (1 to 2^32 - 1) as Generator.integers draws it, by Lemire's method for 32
 * bits. A bound of 1 needs no draw. */
uint32_t numpy_below(struct numpy_generator *generator, uint32_t bound);

#endif
