/* What Make and the programs that it started printed while they made the run again. */
#include "audit/audit.h"
#include "audit/fault.h"
#include "audit/paths.h"
#include "program/error.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool check_said(const char *said) {
    FILE *file = fopen(said, "r");
    char *line = NULL;
    size_t capacity = 0;
    bool complete = true, is_explained = false;
    if (!file)
        fail("%s: cannot be read, expected what was said in " AGAIN, said);
    while (getline(&line, &capacity, file) >= 0) {
        line[strcspn(line, "\n")] = 0;
        if (begins_with(line, "make")) {
            complete = false;
        } else if (*line && !strstr(line, "arning: ")) {
            fault("%s", line);
            is_explained = true;
        }
    }
    fclose(file);
    free(line);
    if (!complete && !is_explained)
        fault("%s: something could not be made again, and nobody says why", said);
    return complete;
}
