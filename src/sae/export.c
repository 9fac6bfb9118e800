/* sae export FORMAT UNIT... [--out=FOLDER] [--approximate]: units as another tool's files.
 *
 *   results/units/ROWS/SETTINGS/seedN/epochN.safetensors, on results/activations/ROWS.safetensors
 *     -> build/export/FORMAT/ROWS/SETTINGS/seedN/epochN/
 */
#include "pretrained/export.h"
#include "program/error.h"
#include "sae/command.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char units[] = RESULTS "/units/", ending[] = ".safetensors";

struct request {
    const char *format, *out;
    const char **units;
    size_t count;
    bool approximate;
};

static error_t read_one(int key, char *argument, struct argp_state *state) {
    struct request *request = state->input;
    if (key == 'o')
        request->out = argument;
    else if (key == 'a')
        request->approximate = true;
    else if (key == ARGP_KEY_ARG && !request->format)
        request->format = argument;
    else if (key == ARGP_KEY_ARG) {
        request->units = reallocate(request->units, request->count + 1, sizeof *request->units);
        request->units[request->count++] = argument;
    } else if (key == ARGP_KEY_END && request->count == 0)
        return EINVAL;
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

/* What stands between results/units/ and .safetensors in the unit's own path; the caller frees. A
 * folder is named after it, so it must lead nowhere else. */
static char *place_of(const struct export *export) {
    const char *path = json_string_value(json_object_get(export->metadata, "path"));
    size_t length = strlen(path), before = sizeof units - 1, after = sizeof ending - 1;
    if (strncmp(path, units, before) != 0 || strstr(path, "..") != NULL ||
        length <= before + after || strcmp(path + length - after, ending) != 0)
        fail("%s: says that it is %s, expected %s.../epochN%s", export->sae.path, path, units,
             ending);
    return text("%.*s", (int)(length - before - after), path + before);
}

/* The rows that the unit was trained on: the artifact of the longest path that the unit's own
 * begins with. NULL if it is not there; the caller frees. */
static char *activations_path(const char *place) {
    for (size_t length = strlen(place); length > 0; length--)
        if (place[length] == '/') {
            char *path = text(RESULTS "/activations/%.*s%s", (int)length, place, ending);
            if (access(path, F_OK) == 0)
                return path;
            free(path);
        }
    return NULL;
}

/* How many of the unit's own rows keep a value below zero; 0 where there are no rows. */
static int check_rows(struct export *export, const char *path) {
    if (!path) {
        export_checked(export, NULL, 0, 0);
        return 0;
    }
    struct artifact artifact = artifact_read(path);
    int rows = artifact.count > 0 ? artifact.tensors[0].rows : 0;
    int below_zero = rows_below_zero(
        export, artifact_matrix(&artifact, "activations", rows, export->d_model), rows);
    export_checked(export, path, rows, below_zero);
    artifact_free(&artifact);
    return below_zero;
}

/* Why the files would not give what the unit gives, or NULL; the caller frees. */
static char *difference_of(const struct export *export, const char *rows, int below_zero) {
    if (!rows)
        return text("its rows are not there, so that nobody knows whether it keeps values below "
                    "zero");
    if (below_zero == 0)
        return NULL;
    return text("keeps values below zero on %d of %lld rows, where a TopK with ReLU has 0",
                below_zero, json_integer_value(json_object_get(export->about, "rows")));
}

/* Write one unit; returns whether it was written. */
static bool export_unit(const struct request *request, const struct export_format *format,
                        const char *path) {
    struct export export = export_open(path);
    char *place = place_of(&export), *rows = activations_path(place);
    char *folder = request->out && request->count == 1 ? text("%s", request->out)
                   : request->out                      ? text("%s/%s", request->out, place)
                                  : text("build/export/%s/%s", format->name, place);
    char *difference = difference_of(&export, rows, check_rows(&export, rows));
    bool is_written = !difference || request->approximate;
    if (is_written) {
        export_write(&export, format, folder);
        printf("%s: %s\n", folder, difference ? difference : "exact on the rows of its unit");
    } else {
        fprintf(stderr, "%s: %s; expected APPROXIMATE=yes to write it all the same\n", path,
                difference);
    }
    free(difference);
    free(folder);
    free(rows);
    free(place);
    export_close(&export);
    return is_written;
}

void command_export(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"out", 'o', "FOLDER", 0,
         "where to write: one unit into it, more below it (build/export/FORMAT)", 0},
        {"approximate", 'a', NULL, 0, "write also what the format cannot give exactly", 0},
        {0}};
    static const struct argp argp = {
        options,
        read_one,
        "FORMAT UNIT... [--out=FOLDER] [--approximate]",
        "Write units as the files of another tool: saelens, sparsify or dictionary_learning.",
        0,
        0,
        0};
    struct request request = {0};
    read_arguments(&argp, argc, argv, &request);
    const struct export_format *format = export_format_named(request.format);
    size_t refused = 0;
    for (size_t i = 0; i < request.count; i++)
        refused += !export_unit(&request, format, request.units[i]);
    free(request.units);
    if (refused > 0)
        exit(1);
}
