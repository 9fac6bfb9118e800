/* Messages that end the program, and the two allocations that may. */
#define _GNU_SOURCE /* vasprintf */
#include "error.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The line goes out in one piece: programs that fail together do not mix theirs. */
static _Noreturn void stop(const char *where, const char *format, va_list arguments) {
    char *message;
    if (vasprintf(&message, format, arguments) < 0)
        message = "out of memory: a message";
    fprintf(stderr, "%s%s\n", where, message);
    exit(1);
}

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    stop("", format, arguments);
}

void fail_at(const char *file, int line, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    stop(text("%s:%d: ", file, line), format, arguments);
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
