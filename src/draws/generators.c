/* PyTorch's MT19937 and NumPy's PCG64, with the draws this study takes from them. */
#include "draws/generators.h"

#include <math.h>

/* MT19937 (Matsumoto and Nishimura, 1998). A new word is computed from the word at its place, the
 * next word, and the word `distance` places further, all modulo 624.
 *
 *     state:  [i] [i+1]  ...  [i+397]  ...
 *            top   low 31        |
 *              \   /             |
 *             shifted, twisted  xor  ->  [i]
 */
enum { words = 624, distance = 397 };

void torch_seed(struct torch_generator *generator, uint64_t seed) {
    uint32_t *state = generator->state;
    state[0] = (uint32_t)seed;
    for (uint32_t i = 1; i < words; i++)
        state[i] = 1812433253u * (state[i - 1] ^ state[i - 1] >> 30) + i;
    generator->next = words;
    generator->has_next_normal = false;
    generator->next_normal = 0;
}

static void refill(struct torch_generator *generator) {
    uint32_t *state = generator->state;
    for (int i = 0; i < words; i++) {
        uint32_t joined = (state[i] & 0x80000000u) | (state[(i + 1) % words] & 0x7fffffffu);
        uint32_t twist = joined & 1 ? 0x9908b0dfu : 0;
        state[i] = state[(i + distance) % words] ^ joined >> 1 ^ twist;
    }
    generator->next = 0;
}

uint32_t torch_word(struct torch_generator *generator) {
    if (generator->next == words)
        refill(generator);
    uint32_t word = generator->state[generator->next++];
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c5680u;
    word ^= word << 15 & 0xefc60000u;
    return word ^ word >> 18;
}

/* Two words, the first one high. */
static uint64_t torch_two_words(struct torch_generator *generator) {
    uint64_t high = torch_word(generator);
    return high << 32 | torch_word(generator);
}

int64_t torch_int64(struct torch_generator *generator) {
    return (int64_t)(torch_two_words(generator) & INT64_MAX);
}

void torch_uniform(struct torch_generator *generator, float *out, size_t count, float low,
                   float high) {
    for (size_t i = 0; i < count; i++) {
        float uniform = (float)(torch_word(generator) & 0xffffffu) * 0x1p-24f;
        out[i] = fmaf(uniform, high - low, low);
    }
}

/* Box-Muller in place; the angles come from the second half:
 *
 *     out:  u0 ... u7 | u8 ... u15   ->   r cos t (8 of them) | r sin t (8)
 *           radius r  |  angle t
 *
 * The angle is rounded to float32, as in PyTorch. In double it would change a normal by up to 7e-7.
 */
static void normals_from_uniforms(float out[16], float standard_deviation) {
    for (int j = 0; j < 8; j++) {
        float radius = sqrtf(-2 * (float)log(1 - out[j]));
        float angle = (float)(2 * M_PI) * out[j + 8];
        out[j] = radius * (float)cos(angle) * standard_deviation;
        out[j + 8] = radius * (float)sin(angle) * standard_deviation;
    }
}

/* Tensor.normal_ of 16 values or more. If count is no multiple of 16, the last 16 are drawn again.
 */
static void normal_blocks(struct torch_generator *generator, float *out, size_t count,
                          float standard_deviation) {
    torch_uniform(generator, out, count, 0, 1);
    for (size_t i = 0; i + 16 <= count; i += 16)
        normals_from_uniforms(out + i, standard_deviation);
    if (count % 16 != 0) {
        float *last = out + count - 16;
        torch_uniform(generator, last, 16, 0, 1);
        normals_from_uniforms(last, standard_deviation);
    }
}

/* A double in [0, 1): 53 bits. */
static double torch_unit_double(struct torch_generator *generator) {
    return (double)(torch_two_words(generator) & ((UINT64_C(1) << 53) - 1)) * 0x1p-53;
}

/* One standard normal in double precision. Every second call returns the sine half of the call
 * before. */
static double single_normal(struct torch_generator *generator) {
    generator->has_next_normal = !generator->has_next_normal;
    if (!generator->has_next_normal)
        return generator->next_normal;
    double angle = 2 * M_PI * torch_unit_double(generator);
    double radius = sqrt(-2 * log1p(-torch_unit_double(generator)));
    generator->next_normal = radius * sin(angle);
    return radius * cos(angle);
}

void torch_normal(struct torch_generator *generator, float *out, size_t count,
                  float standard_deviation) {
    if (count >= 16) {
        normal_blocks(generator, out, count, standard_deviation);
        return;
    }
    for (size_t i = 0; i < count; i++)
        out[i] = (float)(single_normal(generator) * standard_deviation);
}

void torch_permutation(struct torch_generator *generator, int32_t *out, size_t count) {
    for (size_t i = 0; i < count; i++)
        out[i] = (int32_t)i;
    for (size_t i = 0; i + 1 < count; i++) {
        size_t other = i + torch_word(generator) % (count - i);
        int32_t kept = out[i];
        out[i] = out[other];
        out[other] = kept;
    }
}

/* NumPy's SeedSequence (O'Neill's seed_seq_fe). The seed is hashed into a pool of four words, each
 * word is mixed into every other, and the pool is hashed again into as many words as are needed. */

/* Hash one word. The key changes with every word. */
static uint32_t hash_word(uint32_t word, uint32_t *key, uint32_t multiplier) {
    word ^= *key;
    *key *= multiplier;
    word *= *key;
    return word ^ word >> 16;
}

static void fill_pool(uint32_t pool[4], uint64_t seed) {
    const uint32_t multiplier = 0x931e8875u;
    uint32_t key = 0x43b0d7e5u;
    const uint32_t entropy[4] = {(uint32_t)seed, (uint32_t)(seed >> 32), 0, 0};
    for (int i = 0; i < 4; i++)
        pool[i] = hash_word(entropy[i], &key, multiplier);
    for (int from = 0; from < 4; from++)
        for (int to = 0; to < 4; to++)
            if (from != to) {
                uint32_t hashed = hash_word(pool[from], &key, multiplier);
                uint32_t mixed = 0xca01f9ddu * pool[to] - 0x4973f715u * hashed;
                pool[to] = mixed ^ mixed >> 16;
            }
}

/* SeedSequence(seed).generate_state(4, uint64). Each word is two words of 32 bits, the low half
 * first. */
static void seed_words(uint64_t out[4], uint64_t seed) {
    uint32_t pool[4];
    fill_pool(pool, seed);
    uint32_t key = 0x8b51f9ddu;
    for (int i = 0; i < 4; i++) {
        uint64_t low = hash_word(pool[2 * i % 4], &key, 0x58f38dedu);
        uint64_t high = hash_word(pool[(2 * i + 1) % 4], &key, 0x58f38dedu);
        out[i] = high << 32 | low;
    }
}

static unsigned __int128 join(uint64_t high, uint64_t low) {
    return (unsigned __int128)high << 64 | low;
}

/* The linear congruential step of PCG64. */
static void advance(struct numpy_generator *generator) {
    unsigned __int128 multiplier = join(2549297995355413924u, 4865540595714422341u);
    generator->state = generator->state * multiplier + generator->increment;
}

void numpy_seed(struct numpy_generator *generator, uint64_t seed) {
    uint64_t word[4];
    seed_words(word, seed);
    *generator = (struct numpy_generator){.increment = join(word[2], word[3]) << 1 | 1};
    advance(generator);
    generator->state += join(word[0], word[1]);
    advance(generator);
}

/* XSL-RR: xor the two halves of the state, then rotate right by the top six bits of the state. */
uint64_t numpy_word(struct numpy_generator *generator) {
    advance(generator);
    uint64_t high = (uint64_t)(generator->state >> 64);
    uint64_t folded = high ^ (uint64_t)generator->state;
    unsigned rotation = (unsigned)(high >> 58);
    return folded >> rotation | folded << (-rotation & 63);
}

/* Half a word: the low half in this call, the high half in the next. */
static uint32_t numpy_half(struct numpy_generator *generator) {
    generator->has_half = !generator->has_half;
    if (!generator->has_half)
        return generator->half;
    uint64_t word = numpy_word(generator);
    generator->half = (uint32_t)(word >> 32);
    return (uint32_t)word;
}

/* Lemire (2019). The high half of half * bound is the index. If the low half is one of the 2^32 mod
 * bound smallest, it is drawn again, so that every index has the same probability. */
uint32_t numpy_below(struct numpy_generator *generator, uint32_t bound) {
    if (bound == 1)
        return 0;
    const uint32_t surplus = -bound % bound;
    uint64_t product;
    do
        product = (uint64_t)numpy_half(generator) * bound;
    while ((uint32_t)product < surplus);
    return (uint32_t)(product >> 32);
}
