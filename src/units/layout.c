/* The layouts that are known. */
#include "units/layout.h"
#include "program/error.h"

static const struct layout *const layouts[] = {&unit_layout};

const struct layout *layout_of(const struct artifact *file) {
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (layouts[i]->is_of(file))
            return layouts[i];
    fail("%s: no sparse autoencoder, expected a tensor named decoder", file->path);
}
