/* Each artifact is read in a child process, because the reader of a damaged one ends its process.
 */
#define _XOPEN_SOURCE 700 /* nftw */
#include "files/damage.h"
#include "files/artifact.h"
#include "program/error.h"
#include <errno.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Whether artifact_read finds the file damaged; it then prints why. Fails if it cannot tell. */
static bool is_damaged(const char *path) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        artifact_read(path);
        _exit(0);
    }
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child)
        fail("%s: cannot be checked: %s", path, strerror(errno));
    if (!WIFEXITED(status) || (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != DAMAGED))
        fail("%s: could not be checked, and is kept", path);
    return WEXITSTATUS(status) == DAMAGED;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place) {
    (void)status, (void)type, (void)place;
    return remove(path);
}

void remove_damaged(int count, char **paths) {
    for (int i = 0; i < count; i++) {
        if (!is_damaged(paths[i]))
            continue;
        /* a folder may have its path */
        if (nftw(paths[i], remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0)
            fail("%s: cannot be removed: %s", paths[i], strerror(errno));
        fputs("  it is removed, to be made again\n", stderr);
    }
}
