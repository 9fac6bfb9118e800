/* How a program of this study stops: with one clear line and a non-zero exit status.
 *
 * The programs are batch programs. So a library function that finds bad input ends the program
 * here. Its callers could do nothing with an error but pass it on.
 */
#ifndef PROGRAM_ERROR_H
#define PROGRAM_ERROR_H

#include <stddef.h>

/* Print one line on standard error, which says what is wrong and what was expected; exit with 1. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for a file whose content is wrong; exit with DAMAGED. */
enum { DAMAGED = 2 };
_Noreturn void fail_damaged(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same as fail, with "file:line: " before the line: the mistake is in a file that a person
 * wrote. */
_Noreturn void fail_at(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The whole number in an environment variable, or `otherwise` if the variable is not set. Fails if
 * it is no whole number from 1 to `most`. */
int count_wanted(const char *variable, int otherwise, int most);

/* A block of count * size bytes, all zero, on a boundary of 64 bytes (one AVX-512 register). Never
 * NULL: without memory the program fails. The caller frees it with free(). */
void *allocate(size_t count, size_t size);

/* The same, but not set to zero, so that pages that are never written take no memory. */
void *room(size_t count, size_t size);

/* Resize `block`, an earlier block or NULL, to count * size bytes. It keeps its content, but may
 * move; the new part is not set to zero. Never NULL, as above. */
void *reallocate(void *block, size_t count, size_t size);

/* printf into a new string, which the caller frees. Never NULL. */
char *text(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
