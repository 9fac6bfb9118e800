/* Which activations are kept of a row, or of a batch of rows. */
#include "pretrained/function.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>

static double relu(double p) {
    return p < 0 ? 0 : p; /* (not a number stays so) */
}

static void exchange(double *a, double *b) {
    double kept = *a;
    *a = *b;
    *b = kept;
}

/* The median of the first, the middle and the last number. */
static double middle_of(const double *numbers, size_t n) {
    double a = numbers[0], b = numbers[n / 2], c = numbers[n - 1];
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

double largest_of(double *numbers, size_t n, size_t count) {
    for (;;) {
        double pivot = middle_of(numbers, n);
        size_t larger = 0, next = 0, smaller_from = n;
        while (next < smaller_from)
            if (numbers[next] > pivot)
                exchange(&numbers[larger++], &numbers[next++]);
            else if (numbers[next] < pivot)
                exchange(&numbers[next], &numbers[--smaller_from]);
            else
                next++;
        if (count <= larger) {
            n = larger;
        } else if (count <= smaller_from) {
            return pivot;
        } else {
            numbers += smaller_from;
            n -= smaller_from;
            count -= smaller_from;
        }
    }
}

/* What a number is chosen by. PyTorch takes what is not a number for the largest. */
static double key_of(enum selection selection, double p) {
    return isnan(p) ? INFINITY : selection == LARGEST_SIZES ? fabs(p) : p;
}

static void select_largest(enum selection selection, int k, int d_sae, const double *p,
                           double *keys, float *acts) {
    for (int j = 0; j < d_sae; j++)
        keys[j] = key_of(selection, p[j]);
    double least = largest_of(keys, (size_t)d_sae, (size_t)k);
    int ties = k;
    for (int j = 0; j < d_sae; j++)
        ties -= key_of(selection, p[j]) > least;
    for (int j = 0; j < d_sae; j++) {
        double key = key_of(selection, p[j]);
        bool is_kept = key > least || (key == least && ties-- > 0);
        acts[j] = (float)(!is_kept ? 0 : selection == LARGEST ? relu(p[j]) : p[j]);
    }
}

static void select_of_groups(int groups, int d_sae, const double *p, float *acts) {
    int members = d_sae / groups;
    for (int first = 0; first < d_sae; first += members) {
        int best = first;
        for (int j = first; j < first + members; j++) {
            acts[j] = 0;
            if (key_of(LARGEST_OF_GROUPS, p[j]) > key_of(LARGEST_OF_GROUPS, p[best]))
                best = j;
        }
        acts[best] = (float)relu(p[best]);
    }
}

static double gated(const struct pretrained_function *function, int j, double z) {
    return z + function->gate_bias[j] > 0
               ? relu(z * function->gain[j] + function->magnitude_bias[j])
               : 0;
}

/* The activation of latent j where it hangs on no other. */
static double select_one(const struct pretrained_function *function, int j, double p) {
    switch (function->selection) {
    case ABOVE_THRESHOLD:
        return p > function->threshold[j] ? relu(p) : 0;
    case FROM_THRESHOLD:
        return p >= function->threshold[j] ? relu(p) : 0;
    case GATED:
        return gated(function, j, p);
    case EVERY:
        return p;
    default:
        return relu(p);
    }
}

void select_row(const struct pretrained_function *function, enum selection selection, int k,
                int d_sae, const double *p, double *spare, float *acts) {
    if (selection == LARGEST || selection == LARGEST_SIGNED || selection == LARGEST_SIZES)
        select_largest(selection, k, d_sae, p, spare, acts);
    else if (selection == LARGEST_OF_GROUPS)
        select_of_groups(k, d_sae, p, acts);
    else
        for (int j = 0; j < d_sae; j++)
            acts[j] = (float)select_one(function, j, p[j]);
    for (int j = 0; function->is_squashed && j < d_sae; j++)
        acts[j] = (float)tanh((double)acts[j]);
}

void select_batch(float *acts, size_t count, size_t most) {
    size_t above = 0;
    for (size_t i = 0; i < count; i++)
        above += acts[i] > 0;
    if (above <= most)
        return;
    double *numbers = room(above, sizeof *numbers);
    for (size_t i = 0, n = 0; i < count; i++)
        if (acts[i] > 0)
            numbers[n++] = (double)acts[i];
    double least = most > 0 ? largest_of(numbers, above, most) : INFINITY;
    free(numbers);
    size_t ties = most;
    for (size_t i = 0; i < count; i++)
        ties -= (double)acts[i] > least;
    for (size_t i = 0; i < count; i++) {
        bool is_tie = (double)acts[i] == least && ties > 0;
        ties -= is_tie;
        if (!is_tie && (double)acts[i] <= least)
            acts[i] = 0;
    }
}
