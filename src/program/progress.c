/* Lines about work that takes long. */
#include "program/progress.h"
#include "program/clock.h"
#include "program/error.h"
#include <stdio.h>
#include <stdlib.h>

double progress_interval(void) {
    const char *wanted = getenv("PROGRESS");
    char *end = NULL;
    double interval = wanted ? strtod(wanted, &end) : 10;
    if (wanted && (*wanted == '\0' || *end != '\0' || !(interval >= 0)))
        fail("PROGRESS is \"%s\", expected seconds between two lines, such as 10", wanted);
    return interval;
}

struct progress_clock progress_clock(const char *label) {
    double time = now();
    return (struct progress_clock){label, time, time, progress_interval()};
}

void progress_told(struct progress_clock *clock, double share, const char *doing) {
    double time = now();
    if (share <= 0 || time - clock->said < clock->interval)
        return;
    clock->said = time;
    fprintf(stderr, "%s: %s, about %.0f s left\n", clock->label, doing,
            (time - clock->start) / share * (1 - share));
}
