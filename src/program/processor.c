/* The name of the processor, from what Linux says of it. */
#define _GNU_SOURCE
#include "program/processor.h"
#include "program/error.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The value of the first line "name : value"; NULL where no line has that name. The caller frees.
 */
static char *value_of(const char *path, const char *name) {
    char *line = NULL, *value = NULL;
    size_t capacity = 0, length = strlen(name);
    FILE *file = fopen(path, "r");
    while (file && !value && getline(&line, &capacity, file) > 0) {
        if (strncmp(line, name, length) != 0)
            continue;
        const char *after = line + length + strspn(line + length, "\t ");
        if (strncmp(after, ": ", 2) == 0)
            value = text("%.*s", (int)strcspn(after + 2, "\n"), after + 2);
    }
    if (file)
        fclose(file);
    free(line);
    return value;
}

char *processor_name(const char *path) {
    char *model = value_of(path, "model name");
    if (model)
        return model;
    char *maker = value_of(path, "CPU implementer"), *part = value_of(path, "CPU part");
    char *name = maker && part ? text("ARM processor, implementer %s, part %s", maker, part)
                               : text("unknown");
    free(maker), free(part);
    return name;
}
