/* Messages that end the program, and the two allocations that may. */
#define _GNU_SOURCE /* vasprintf */
#include "error.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

void fail_at(const char *file, int line, const char *format, ...) {
    fprintf(stderr, "%s:%d: ", file, line);
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

void *allocate(size_t count, size_t size) {
    const size_t boundary = 64;
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - boundary)
        fail("out of memory: %zu times %zu bytes", count, size);
    /* aligned_alloc takes whole boundaries; one at least, so that no count gives NULL. */
    size_t whole = bytes / boundary * boundary + boundary;
    void *block = aligned_alloc(boundary, whole);
    if (block == NULL)
        fail("out of memory: %zu bytes", bytes);
    return memset(block, 0, whole);
}

char *text(const char *format, ...) {
    char *string;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&string, format, arguments);
    va_end(arguments);
    if (length < 0)
        fail("out of memory: a text");
    return string;
}
