/* The rows of a candidate, normalised, and those of them that it is trained on. */
#include "units/rows.h"
#include "activations/normalise.h"
#include "files/artifact.h"
#include "program/error.h"
#include "protocol/paths.h"
#include <math.h>
#include <stdlib.h>

/* The variation of all rows is not that of the view, so it is computed again when it is needed. */
struct activations some_rows(const struct activations *all, int first, int rows) {
    struct activations some = *all;
    some.rows = rows;
    some.values += (size_t)first * (size_t)all->stride;
    some.variation = 0;
    return some;
}

struct activations rows_trained_on(const struct settings *settings, const struct activations *all) {
    const struct clause *held_out = settings->said[SETTING_held_out];
    if (!held_out)
        return *all;
    int rows = (int)((1 - settings->held_out) * all->rows);
    if (rows == 0 || rows == all->rows)
        fail("%s: held_out(%s) leaves %d of %d rows to train on, expected at least one row to "
             "train on and one to hold out",
             held_out->where, held_out->value, rows, all->rows);
    return some_rows(all, 0, rows);
}

static struct normaliser normalise(const struct settings *settings, struct activations *rows) {
    struct normaliser normaliser = {0};
    const struct clause *said = settings->said[SETTING_normalise];
    int trained_on = rows_trained_on(settings, rows).rows;
    switch (settings->normalise) {
    case NORMALISE_NONE:
        break;
    case NORMALISE_MEAN:
        normaliser.centre = subtract_column_means(rows, trained_on);
        break;
    case NORMALISE_EXPECTED_NORM:
        normaliser.factor = scale_to_expected_norm(rows, trained_on);
        if (isinf(normaliser.factor))
            fail("%s: normalise(expected_norm): all rows trained on are zero, expected a row with "
                 "a length",
                 said->where);
        break;
    case NORMALISE_LAYER_NORM:
        if (rows->d_model < 2)
            fail("%s: normalise(layer_norm): the rows have one column, expected two or more",
                 said->where);
        layer_normalise(rows);
        break;
    }
    return normaliser;
}

void normaliser_free(struct normaliser *normaliser) {
    free(normaliser->centre);
    *normaliser = (struct normaliser){0};
}

struct activations candidate_rows(const struct protocol *protocol, const struct record *candidate,
                                  struct normaliser *normaliser) {
    char *path = input_path(protocol, candidate);
    struct artifact artifact = artifact_read(path);
    struct activations rows = activations_taken(&artifact);
    *normaliser = normalise(settings_of(protocol, candidate), &rows);
    free(path);
    return rows;
}

char *candidate_rows_name(const struct protocol *protocol, const struct record *candidate) {
    const struct settings *settings = settings_of(protocol, candidate);
    char *path = input_path(protocol, candidate);
    if (settings->normalise == NORMALISE_NONE)
        return path;
    const char *held_out = settings->spelled[SETTING_held_out];
    char *name = text("%s normalise(%s) held_out(%s)", path, settings->spelled[SETTING_normalise],
                      held_out ? held_out : "0");
    free(path);
    return name;
}
