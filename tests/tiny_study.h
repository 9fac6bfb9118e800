/* The whole study in small, in a project of the test's own: its protocols are those of tests/tiny/.
 *
 * A test begins with put_back, and leaves the units that it made, so that the next one need not
 * train them again.
 */
#ifndef TINY_STUDY_H
#define TINY_STUDY_H

#include "project.h"

/* Parts of the paths of artifacts. TRANSFORMER and SAE take the values of some settings. */
#define TRANSFORMER(seed)                                                                          \
    "mod11-train0.9-split42/layers2-width16-heads2-mlp32-ln1e-5-init0.8-batch32-lr1e-3-beta0.9-"   \
    "0.999-eps1e-8-decay0.01-seed" seed "-keepbest/epoch3"
#define SAE(k, lambda) "topk-m16-k" k "-lambda" lambda "-batch64-lr3e-4-beta0.9-0.999-eps1e-8"
#define UNITS "results/units/" TRANSFORMER("42") "/layer1-position5/"

/* --- what is run ---------------------------------------------------------------------------- */

/* Make the protocols those of tests/tiny/ again. */
static inline void put_back(void) {
    run_expecting(0, "rm -f protocol/* && cp $CHECKOUT/tests/tiny/{setup,adaptive}.m4 protocol");
}

/* A project with the protocols of the study, and their lock. */
static inline int open_study(void **state) {
    if (open_project(state) != 0)
        return -1;
    put_back();
    return run("make lock").status;
}

static inline struct outcome make_values(void) {
    return run_expecting(0, "make values");
}

/* Make the report of the study. One of its values counts as published. */
static inline void make_report(void) {
    put_back();
    run_expecting(0, "rm -r data && cp -a $CHECKOUT/data . &&"
                     "printf 'adaptive.best_k\t2\tnowhere\n' >> data/reported.tsv && make report");
}

/* --- what stands in results/ ---------------------------------------------------------------- */

/* A sorted line "<path> <time of writing>" for each file that the pattern of find(1) selects. */
static inline struct outcome snapshot(const char *pattern) {
    return run_expecting(
        0, "find results build -type f -path '%s' ! -name journal.tsv -printf '%%p %%T@\\n' | sort",
        pattern);
}

#define ARTIFACTS "results/*.safetensors"

/* The number of lines of `after` that `before` does not have. Each of them must hold `part`. */
static inline int new_lines(const struct outcome *before, const struct outcome *after,
                            const char *part) {
    int count = 0;
    char line[1024];
    for (const char *at = after->output; *at; at += strlen(line) + 1) {
        snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
        if (has_line(before->output, line))
            continue;
        if (!strstr(line, part))
            fail_msg("made: %s\nexpected only %s", line, part);
        count++;
    }
    return count;
}

/* Every file of the snapshot `before` is in `after`, with the same time. */
static inline void assert_kept(const struct outcome *before, const struct outcome *after) {
    assert_int_equal(new_lines(after, before, "nothing was to be made again"), 0);
}

/* The SHA-256 of every artifact and table. */
static inline struct outcome sums(void) {
    return run_expecting(0, "find results -name '*.safetensors' -o -name '*.tsv' ! -name "
                            "journal.tsv | sort | xargs sha256sum");
}

static inline void assert_exists(const char *path) {
    if (run("test -s '%s'", path).status != 0)
        fail_msg("%s: not made", path);
}

/* --- what is printed ------------------------------------------------------------------------ */

/* The output has each of lines[count]. */
static inline void assert_lines(const char *output, size_t count, const char *const *lines) {
    for (size_t i = 0; i < count; i++)
        if (!has_line(output, lines[i]))
            fail_msg("expected the line\n%s\nin\n%s", lines[i], output);
}
#define ASSERT_LINES(output, ...)                                                                  \
    assert_lines(output, sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *),                   \
                 (const char *const[]){__VA_ARGS__})

#endif
