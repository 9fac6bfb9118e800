/* The first line in which two texts differ, and the first cell of it. */
#include "audit/difference.h"
#include "audit/fault.h"
#include "audit/paths.h"
#include <stdbool.h>
#include <string.h>

/* The first cell in which two lines of that number differ. If both lines are rows of a table that
 * begin with the same cell, this cell is the name of the row. */
static void tell_line(const char *path, int number, char *found, char *expected) {
    const char *name = found;
    bool is_table = strchr(found, '\t') && strchr(expected, '\t');
    char *a = strsep(&found, "\t"), *b = strsep(&expected, "\t");
    bool is_named = is_table && strcmp(a, b) == 0;
    while (found && expected && strcmp(a, b) == 0) {
        a = strsep(&found, "\t");
        b = strsep(&expected, "\t");
    }
    if (strcmp(a, b) == 0) {
        fault("%s:%d: %s %s, expected %s", path, number, name, found ? "goes on" : "ends",
              expected ? expected : "its end");
        return;
    }
    fault("%s:%d: %s%sis '%s', expected '%s'", path, number, is_named ? name : "",
          is_named ? " " : "", a, b);
}

/* The next line of *text, which then begins after it; NULL at the end of the text. */
static char *next_line(char **text) {
    char *line = strsep(text, "\n");
    return line && (*text || *line) ? line : NULL;
}

/* The first line in which two texts differ. */
static void tell_text(const char *path, char *found, char *expected) {
    char *a, *b;
    int number = 0;
    do {
        a = next_line(&found);
        b = next_line(&expected);
        number++;
    } while (a && b && strcmp(a, b) == 0);
    if (a && b)
        tell_line(path, number, a, b);
    else
        fault("%s:%d: %s, expected %s", path, number, a ? "goes on" : "ends", b ? b : "its end");
}

void tell_difference(const char *path, char *found, char *expected) {
    if (is_artifact(path))
        fault("%s: its bytes are not those that training gives again, expected the same", path);
    else if (ends_with(path, ".pdf"))
        fault("%s: not what today's tables and texts give, expected that: run 'make report'", path);
    else
        tell_text(path, found, expected);
}
