/* Reading an autoencoder: its files are found and the layout that knows them reads them. */
#include "pretrained/pretrained.h"
#include "pretrained/layouts.h"
#include "pretrained/place.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The first that knows the files reads them: those with names of their own come first. */
static const struct layout *const layouts[] = {
    &unit_files,
    &openai_files,
    &overcomplete_files,
    &sparsify_files,
    &dictionary_learning_files,
    &saelens_files,
    &gemma_scope_files,
    &qwen_scope_files,
};

/* The settings in that file, an object; an empty one without a file. */
static json_t *read_config(const char *path) {
    json_error_t error;
    if (!path)
        return json_object();
    json_t *config = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!config)
        fail("%s:%d: is no valid JSON: %s", path, error.line, on_one_line(error.text));
    if (!json_is_object(config))
        fail("%s: is no JSON object, expected the settings of an autoencoder", path);
    return config;
}

/* The names of the first tensors, for a message. */
static char *tensors_listed(const struct tensor_file *file) {
    char *list = text("%s", file->count > 0 ? file->tensors[0].name : "none");
    for (size_t i = 1; i < file->count && i < 6; i++)
        list = text("%s, %s", list, file->tensors[i].name);
    return file->count > 6 ? text("%s and %zu more", list, file->count - 6) : list;
}

/* The layout that knows the files, or NULL. */
static const struct layout *layout_that_knows(const struct saved *saved) {
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (layouts[i]->is_of(saved))
            return layouts[i];
    return NULL;
}

static const struct layout *layout_of_files(const struct saved *saved) {
    const struct layout *layout = layout_that_knows(saved);
    if (layout)
        return layout;
    fail("%s: its tensors (%s) are those of no autoencoder that is known%s", saved->file.path,
         on_one_line(tensors_listed(&saved->file)),
         saved->config_path ? ""
                            : ", expected cfg.json or config.json beside it, or other tensors");
}

static struct saved open_saved(const struct place *place) {
    struct saved saved = {.config_path = place->config, .within = ""};
    saved.config = saved.settings = read_config(place->config);
    saved.file = tensor_file_read(place->weights);
    return saved;
}

static void close_saved(struct saved *saved, struct place *place) {
    tensor_file_free(&saved->file);
    json_decref(saved->config);
    free(place->weights);
    free(place->config);
}

bool pretrained_is_at(const char *path) {
    if (!is_one_place(path))
        return false;
    struct place place = find_place(path);
    struct saved saved = open_saved(&place);
    bool is_known = layout_that_knows(&saved) != NULL;
    close_saved(&saved, &place);
    return is_known;
}

struct pretrained pretrained_read(const char *path) {
    struct place place = find_place(path);
    struct saved saved = open_saved(&place);
    const struct layout *layout = layout_of_files(&saved);
    struct pretrained sae = {.path = text("%s", path), .tool = layout->tool};
    sae.function = allocate(1, sizeof *sae.function);
    saved.kind = layout->tool;
    layout->read(&saved, &sae);
    sae.is_transcoder = sae.is_transcoder || sae.function->skip || sae.d_out != sae.d_in;
    close_saved(&saved, &place);
    return sae;
}

double pretrained_k(const struct pretrained *sae) {
    return sae->function->k;
}

static void check_finite(const struct pretrained *sae, const real *directions, int width,
                         const char *part) {
    for (int j = 0; directions && j < sae->d_sae; j++)
        for (int i = 0; i < width; i++) {
            double entry = (double)directions[(size_t)j * (size_t)row_stride(width) + (size_t)i];
            if (!isfinite(entry))
                fail("%s: entry %d of the %s of latent %d (from 0) is %g, expected a finite number",
                     sae->path, i, part, j, entry);
        }
}

void pretrained_check_directions(const struct pretrained *sae) {
    check_finite(sae, sae->decoder, sae->d_out, "decoder");
    check_finite(sae, sae->encoder, sae->d_in, "encoder");
}

double *row_lengths(const real *matrix, int rows, int columns) {
    double *lengths = room((size_t)rows, sizeof *lengths);
    for (int j = 0; j < rows; j++) {
        const real *row = matrix + (size_t)j * (size_t)row_stride(columns);
        double squares = 0;
        for (int i = 0; i < columns; i++)
            squares += (double)row[i] * (double)row[i];
        lengths[j] = sqrt(squares);
    }
    return lengths;
}

void pretrained_free(struct pretrained *sae) {
    struct pretrained_function *function = sae->function;
    void *const parts[] = {sae->path,
                           sae->note,
                           sae->encoder,
                           sae->decoder,
                           function->subtracted,
                           function->encoder_bias,
                           function->gain,
                           function->threshold,
                           function->gate_bias,
                           function->magnitude_bias,
                           function->scale,
                           function->decoder_bias,
                           function->skip};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        free(parts[i]);
    panels_free(function->encoder_panels);
    panels_free(function->skip_panels);
    free(function);
    *sae = (struct pretrained){0};
}
