/* Faults, printed and counted. */
#include "audit/fault.h"
#include <stdarg.h>
#include <stdio.h>

static int faults;

void fault(const char *format, ...) {
    va_list details;
    va_start(details, format);
    vfprintf(stderr, format, details);
    va_end(details);
    fputc('\n', stderr);
    faults++;
}

int fault_count(void) {
    return faults;
}
