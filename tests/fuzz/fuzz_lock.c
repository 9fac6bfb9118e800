/* Settings locked and then executed: first a lock as it stands, then one that src/lock.c itself
 * wrote of other settings, as no fuzzer guesses a hash. */
#include "fuzz.h"

#include "protocol/lock.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const files[] = {LOCK_PATH, "build/locked.settings", "build/a.settings",
                                    "build/command_line.settings", NULL};

static void write_lock(void) {
    if (rename("build/a.settings", "executed") != 0 ||
        rename("build/locked.settings", "build/a.settings") != 0)
        return;
    lock_write(1, (char *[]){"a"});
}

static void write_deviations(void) {
    deviations_write(1, (char *[]){"a"});
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    put_files(files, input, size);
    run_to_end(write_deviations);
    run_to_end(write_lock);
    rename("executed", "build/a.settings");
    run_to_end(write_deviations);
    return 0;
}
