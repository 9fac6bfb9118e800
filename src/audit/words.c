/* A set of words as a sorted array. */
#include "audit/words.h"
#include "program/error.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void words_add(struct words *words, const char *word) {
    if (words->count == words->capacity) {
        words->capacity = words->capacity ? 2 * words->capacity : 256;
        words->items = reallocate(words->items, words->capacity, sizeof *words->items);
    }
    words->items[words->count++] = text("%s", word);
}

bool words_read(struct words *words, const char *path) {
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    while (file && getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = 0;
        if (*line)
            words_add(words, line);
    }
    free(line);
    return file && fclose(file) == 0;
}

static int compare_words(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void words_sort(struct words *words) {
    if (words->count > 0)
        qsort(words->items, words->count, sizeof *words->items, compare_words);
}

bool words_have(const struct words *words, const char *word) {
    return words->count > 0 &&
           bsearch(&word, words->items, words->count, sizeof *words->items, compare_words);
}

void words_free(struct words *words) {
    for (size_t i = 0; i < words->count; i++)
        free(words->items[i]);
    free(words->items);
    *words = (struct words){0};
}
