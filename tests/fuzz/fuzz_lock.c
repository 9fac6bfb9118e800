/* The deviations of settings from a lock: first from a lock that the input gives, then from one
 * that lock_write made of other settings, because a fuzzer does not guess a hash. */
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
