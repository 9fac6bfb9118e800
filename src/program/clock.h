/* The clock that durations are measured with. */
#ifndef PROGRAM_CLOCK_H
#define PROGRAM_CLOCK_H

#include <time.h>

/* Seconds on a clock that never goes back. */
static inline double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

#endif
