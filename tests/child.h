/* How a function ends that may end the program: it runs in a forked child, whose exit status and
 * standard error are looked at here. */
#ifndef CHILD_H
#define CHILD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "program/error.h" /* before cmocka.h, which has a macro fail() */

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct ending {
    int status;         /* exit status; -1 if a signal ended the child */
    char message[2048]; /* the start of its standard error */
};

/* Run act(path) in a child; a return of it is exit status 0. */
static inline struct ending ending_of(void (*act)(const char *path), const char *path) {
    struct ending ending = {.status = -1};
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        act(path);
        _exit(0);
    }
    close(ends[1]);
    FILE *errors = fdopen(ends[0], "r");
    ending.message[fread(ending.message, 1, sizeof ending.message - 1, errors)] = '\0';
    fclose(errors);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status))
        ending.status = WEXITSTATUS(status);
    return ending;
}

/* act ends the program with status 1, after a message that contains `why`. Its argument is "". */
static inline void assert_fails(void (*act)(const char *unused), const char *why) {
    struct ending ending = ending_of(act, "");
    assert_int_equal(ending.status, 1);
    if (strstr(ending.message, why) == NULL)
        fail_msg("expected \"... %s ...\", got \"%s\"", why, ending.message);
}

/* Whether the ending is the refusal of a file: that exit status after one line "<path>: ...". */
static inline int is_refusal(const struct ending *ending, const char *path, int status) {
    const char *line_end = strchr(ending->message, '\n');
    return ending->status == status && line_end != NULL && line_end[1] == '\0' &&
           strncmp(ending->message, path, strlen(path)) == 0 &&
           strncmp(ending->message + strlen(path), ": ", 2) == 0;
}

/* act(path) ends the program with that status and one line that begins with the path and holds
 * `why`. */
static inline void assert_ends(void (*act)(const char *path), const char *path, const char *why,
                               int status) {
    struct ending ending = ending_of(act, path);
    if (!is_refusal(&ending, path, status) || strstr(ending.message, why) == NULL)
        fail_msg("expected \"%s: ... %s ...\" and status %d, got \"%s\" and status %d", path, why,
                 status, ending.message, ending.status);
}

static inline void assert_refused(void (*act)(const char *path), const char *path,
                                  const char *why) {
    assert_ends(act, path, why, 1);
}

/* The file's content is wrong. */
static inline void assert_damaged(void (*act)(const char *path), const char *path,
                                  const char *why) {
    assert_ends(act, path, why, DAMAGED);
}

#endif
