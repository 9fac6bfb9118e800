/* Making an artifact and telling of it: how many are made, and how long this one took. */
#include "driver/making.h"
#include "program/clock.h"
#include "program/error.h"
#include "units/make.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

static bool is_older(const struct timespec *a, const struct timespec *b) {
    return a->tv_sec < b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec < b->tv_nsec);
}

/* How many paths are listed, and how many of them were made before `path` with the code of today:
 * units that end together get numbers of their own. */
static void count_made(FILE *list, const char *path, int *made, int *listed) {
    struct stat code = {0}, self, artifact;
    char *line = NULL;
    size_t capacity = 0;
    if (stat(path, &self) != 0)
        fail("%s: made, but not there", path);
    stat("results/code", &code);
    *made = *listed = 0;
    while (getline(&line, &capacity, list) > 0) {
        line[strcspn(line, "\n")] = 0;
        ++*listed;
        *made += stat(line, &artifact) == 0 && !is_older(&artifact.st_mtim, &code.st_mtim) &&
                 !is_older(&self.st_mtim, &artifact.st_mtim);
    }
    free(line);
}

/* "[ 37/113] adaptive_l0 search k=8 seed=456  EV 0.327  0.2 s", and a line in the journal. The list
 * of all artifacts (UNITS_LIST) is locked meanwhile, so that units which end together are counted
 * one after the other. */
static void report_made(const char *path, const char *line, double took) {
    const char *list_path = getenv("UNITS_LIST");
    FILE *list = list_path ? fopen(list_path, "r") : NULL;
    if (!list) {
        printf("%s  %.1f s\n", line, took);
        return;
    }
    flock(fileno(list), LOCK_EX);
    int made, listed;
    count_made(list, path, &made, &listed);
    int width = snprintf(NULL, 0, "%d", listed);
    printf("[%*d/%d] %s  %.1f s\n", width, made, listed, line, took);
    fflush(stdout);
    FILE *journal = fopen("results/journal.tsv", "a");
    if (journal) {
        fprintf(journal, "%lld\t%.3f\t%s\n", (long long)time(NULL), took, path);
        fclose(journal);
    }
    fclose(list);
}

void make(const struct protocol *protocol, const char *path, const char *earlier) {
    double start = now();
    char *line = make_artifact(protocol, path, earlier);
    report_made(path, line, now() - start);
    free(line);
}
