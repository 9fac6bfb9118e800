/* A driver of tests/tiny. It reads its arguments, one on each line, the file of a choice, a
 * variable of its environment, and lists as they are in settings. */
#include "fuzz.h"

#include "arithmetic/team.h"
#include "program/error.h"
#include "protocol/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define main driver_main
#include "adaptive.inc"
#undef main

enum { MOST_ARGUMENTS = 16 };

static const char *const files[] = {"arguments", "results/adaptive/best_k.mk", "threads", "list",
                                    NULL};

/* Put the program's name and the lines of a file into `lines`, and return their number. NULL ends
 * them. */
static int read_lines(const char *path, char *lines[MOST_ARGUMENTS + 1]) {
    FILE *file = fopen(path, "r");
    int count = 1;
    lines[0] = "driver";
    for (size_t capacity = 0; file && count < MOST_ARGUMENTS; count++, capacity = 0) {
        lines[count] = NULL;
        if (getline(&lines[count], &capacity, file) < 0)
            break;
        lines[count][strcspn(lines[count], "\n")] = 0;
    }
    lines[count] = NULL;
    if (file)
        fclose(file);
    return count;
}

static void run_driver(void) {
    char *arguments[MOST_ARGUMENTS + 1];
    int count = read_lines("arguments", arguments);
    driver_main(count, arguments);
}

/* This runs outside of run_to_end, because the environment must outlive it. */
static void set_threads(void) {
    static char variable[256] = "THREADS=";
    char *lines[MOST_ARGUMENTS + 1];
    int count = read_lines("threads", lines);
    snprintf(variable, sizeof variable, "THREADS=%s", count > 1 ? lines[1] : "");
    putenv(variable);
    for (int i = 1; i < MOST_ARGUMENTS && lines[i]; i++)
        free(lines[i]);
}

static void read_variables(void) {
    threads_wanted();
}

static void read_list(void) {
    char *lines[MOST_ARGUMENTS + 1], *item;
    if (read_lines("list", lines) < 3)
        return;
    const struct clause clauses[] = {
        {.setting = SETTING_seeds, .name = "seeds", .value = lines[1], .where = "a:1", .text = ""},
        {.setting = SETTING_d_sae, .name = "d_sae", .value = lines[2], .where = "a:1", .text = ""},
        {.setting = SETTING_beta1, .name = "beta1", .value = lines[2], .where = "a:1", .text = ""},
        {0}};
    const struct record records[] = {{BLOCK_stage, "adaptive.a", "", "", "a:1", clauses}, {0}};
    struct protocol protocol = protocol_open("adaptive", "", records, "results", NULL);
    for (size_t place = 0; (item = list_item(lines[1], place)); place++)
        if (*item && !list_has(lines[1], item, ','))
            abort();
    list_has(lines[1], lines[2], '+');
    settings_of(&protocol, records);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    put_files(files, input, size);
    set_threads();
    run_to_end(run_driver);
    run_to_end(read_variables);
    run_to_end(read_list);
    return 0;
}
