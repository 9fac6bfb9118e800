/* Sets of words. */
#ifndef AUDIT_WORDS_H
#define AUDIT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct words {
    char **items; /* [count], sorted after words_sort */
    size_t count, capacity;
};

/* Add a copy of the word. The set needs words_sort before the next words_have. */
void words_add(struct words *words, const char *word);

/* Add each line that is not empty of the file at `path`. Returns whether the file was opened. */
bool words_read(struct words *words, const char *path);

void words_sort(struct words *words);

/* Whether the word is in the sorted set. */
bool words_have(const struct words *words, const char *word);

void words_free(struct words *words);

#endif
