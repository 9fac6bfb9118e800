/* Messages that end the program, and allocations. */
#define _GNU_SOURCE /* vasprintf */
#include "program/error.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* The line is written in one piece, so that programs that fail together do not mix their lines. */
static _Noreturn void stop(int status, const char *where, const char *format, va_list arguments) {
    char *message;
    if (vasprintf(&message, format, arguments) < 0)
        message = "out of memory: a message";
    fprintf(stderr, "%s%s\n", where, message);
    exit(status);
}

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    stop(1, "", format, arguments);
}

void fail_damaged(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    stop(DAMAGED, "", format, arguments);
}

void fail_at(const char *file, int line, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    stop(1, text("%s:%d: ", file, line), format, arguments);
}

int count_wanted(const char *variable, int otherwise, int most) {
    const char *wanted = getenv(variable);
    if (!wanted)
        return otherwise;
    char *end;
    long count = strtol(wanted, &end, 10);
    if (*wanted == '\0' || *end != '\0' || count < 1 || count > most)
        fail("%s is \"%s\", expected a count from 1 to %d", variable, wanted, most);
    return (int)count;
}

/* A large block gets large pages, if the system has them, because rows are read in random order. */
enum { LARGE = 2 << 20 };

static size_t bytes_of(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - LARGE)
        fail("out of memory: %zu times %zu bytes", count, size);
    return bytes;
}

void *room(size_t count, size_t size) {
    size_t bytes = bytes_of(count, size);
    size_t boundary = bytes < LARGE ? 64 : LARGE;
    /* aligned_alloc needs a multiple of the boundary. At least one, so that a count of 0 is not
     * NULL. */
    size_t whole = bytes / boundary * boundary + boundary;
    void *block = aligned_alloc(boundary, whole);
    if (block == NULL)
        fail("out of memory: %zu bytes", bytes);
    if (boundary == LARGE)
        madvise(block, whole, MADV_HUGEPAGE);
    return block;
}

void *allocate(size_t count, size_t size) {
    return memset(room(count, size), 0, count * size);
}

void *reallocate(void *block, size_t count, size_t size) {
    size_t bytes = bytes_of(count, size);
    block = realloc(block, bytes + 1); /* so that a count of 0 is not NULL */
    if (block == NULL)
        fail("out of memory: %zu bytes", bytes);
    return block;
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
