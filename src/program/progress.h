/* How far long work is, on standard error: a line every ten seconds, none for work that is shorter.
 */
#ifndef PROGRAM_PROGRESS_H
#define PROGRAM_PROGRESS_H

/* The seconds between two lines: PROGRESS in the environment, or else 10. Fails if it is no number
 * from 0 on. */
double progress_interval(void);

struct progress_clock {
    const char *label; /* borrowed */
    double start, said, interval;
};

/* Begin to measure the time. */
struct progress_clock progress_clock(const char *label);

/* A share from 0 to 1 of the work is done, of which `doing` says more: print the line "<label>:
 * <doing>, about <n> s left", unless the last one is younger than the interval. */
void progress_told(struct progress_clock *clock, double share, const char *doing);

#endif
