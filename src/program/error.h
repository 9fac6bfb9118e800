/* How a program of this study stops: one clear line, a non-zero exit, nothing half-written.
 *
 * A driver is a batch program, so a library function that finds bad input ends the program here
 * instead of handing an error up through callers that could do nothing but pass it on.
 */
#ifndef ERROR_H
#define ERROR_H

#include <stddef.h>

/* Print "<what is wrong, what was expected>" as one line on standard error; exit with 1. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same of an artifact or a file like one whose content is wrong; exit with DAMAGED. */
enum { DAMAGED = 2 };
_Noreturn void fail_damaged(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same, with "file:line: " before it: the mistake stands in a file that a person wrote. */
_Noreturn void fail_at(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The count that an environment variable gives; `otherwise` where it is not set. Fails if it is no
 * count from 1 to `most`. */
int count_wanted(const char *variable, int otherwise, int most);

/* count * size bytes, zeroed, on a 64-byte boundary (one AVX-512 register). Never NULL: without
 * memory the program fails. The caller owns the block and frees it with free(). */
void *allocate(size_t count, size_t size);

/* The same, but not zeroed: what nobody writes to takes no memory. */
void *room(size_t count, size_t size);

/* `block`, an earlier one of these or NULL, with count * size bytes and its content, wherever it
 * stands then; what is new is not zeroed. Never NULL, as above. */
void *reallocate(void *block, size_t count, size_t size);

/* printf into a string that the caller owns and frees. Never NULL. */
char *text(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
