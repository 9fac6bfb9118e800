/* The list of architectures. */
#include "autoencoder/architecture.h"
#include <stddef.h>
#include <string.h>

static const struct architecture *const architectures[] = {
#define ROW(name) &name,
    EACH_ARCHITECTURE(ROW)
#undef ROW
};

const struct architecture *architecture_named(const char *name) {
    for (size_t i = 0; i < sizeof architectures / sizeof *architectures; i++)
        if (strcmp(architectures[i]->name, name) == 0)
            return architectures[i];
    return NULL;
}
