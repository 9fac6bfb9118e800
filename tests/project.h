/* A project of the test's own in a temporary folder, and commands that run in it as a user runs
 * them.
 */
#ifndef PROJECT_H
#define PROJECT_H

#include "child.h"

#include <stdlib.h>

struct outcome {
    int status;         /* exit status; -1 if a signal ended the command */
    char output[65536]; /* the start of standard output and standard error, as they came */
};

static char project[] = "/tmp/project.XXXXXX", checkout[4096];

/* Become a line of bash, in the child process. Its environment has only PATH, $CHECKOUT and the
 * settings of OpenBLAS. */
static inline _Noreturn void become(char *command, int output) {
    char *environment[] = {text("PATH=%s", getenv("PATH")), text("CHECKOUT=%s/.checkout", project),
                           "OPENBLAS_CORETYPE=Haswell", "OPENBLAS_NUM_THREADS=1", NULL};
    char *arguments[] = {"bash", "-c", command, NULL};
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    close(output);
    if (chdir(project) == 0)
        execve("/bin/bash", arguments, environment);
    _exit(127);
}

/* Run a line of bash in the project's folder. The arguments are those of printf. */
__attribute__((format(printf, 1, 2))) static inline struct outcome run(const char *format, ...) {
    char command[8192], beyond[4096];
    va_list details;
    va_start(details, format);
    assert_in_range(vsnprintf(command, sizeof command, format, details), 1, sizeof command - 1);
    va_end(details);

    struct outcome outcome = {.status = -1};
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        become(command, ends[1]);
    }
    close(ends[1]);
    FILE *lines = fdopen(ends[0], "r");
    size_t length = fread(outcome.output, 1, sizeof outcome.output - 1, lines);
    outcome.output[length] = '\0';
    while (fread(beyond, 1, sizeof beyond, lines) > 0)
        continue;
    fclose(lines);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status))
        outcome.status = WEXITSTATUS(status);
    return outcome;
}

/* Run a line of bash that must end with this status. */
#define run_expecting(expected, ...)                                                               \
    ({                                                                                             \
        struct outcome outcome_ = run(__VA_ARGS__);                                                \
        if (outcome_.status != (expected))                                                         \
            fail_msg("expected status %d, got %d:\n%s", expected, outcome_.status,                 \
                     outcome_.output);                                                             \
        outcome_;                                                                                  \
    })

/* Make the folder, with a link to the checkout, whose own path may hold any character. What the
 * Makefile reads is linked to the checkout, and objects that the checkout has compiled are copied.
 * protocol/ is empty. */
static inline int open_project(void **state) {
    (void)state;
    if (!getcwd(checkout, sizeof checkout) || !mkdtemp(project))
        return -1;
    char *link = text("%s/.checkout", project);
    int linked = symlink(checkout, link);
    free(link);
    if (linked != 0)
        return -1;
    return run("mkdir protocol build && ln -s $CHECKOUT/{Makefile,gen,src,data,figures,paper} . &&"
               "{ ! test -d $CHECKOUT/build/obj || cp -a $CHECKOUT/build/obj build; }")
        .status;
}

static inline int remove_project(void **state) {
    (void)state;
    return run("rm -r \"$PWD\"").status;
}

/* Whether `text` holds `line` as one whole line. */
static inline int has_line(const char *text, const char *line) {
    size_t length = strlen(line);
    for (const char *at = text; (at = strstr(at, line)); at += length)
        if ((at == text || at[-1] == '\n') && (at[length] == '\n' || at[length] == '\0'))
            return 1;
    return 0;
}

/* The command ends with this status, and the first line of its output is this one. */
#define assert_says(expected, line, ...)                                                           \
    do {                                                                                           \
        struct outcome said = run_expecting(expected, __VA_ARGS__);                                \
        if (strncmp(said.output, line, strlen(line)) != 0 || said.output[strlen(line)] != '\n')    \
            fail_msg("expected the line\n%s\ngot\n%s", line, said.output);                         \
    } while (0)

/* The content of a file of the project, in a string that the caller frees. */
static inline char *content_of(const char *name) {
    char *path = text("%s/%s", project, name), *content = NULL;
    size_t capacity = 0;
    FILE *file = fopen(path, "r");
    if (!file || getdelim(&content, &capacity, '\0', file) < 0)
        fail_msg("%s: cannot read", path);
    fclose(file);
    free(path);
    return content;
}

#endif
