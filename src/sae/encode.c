/* sae encode SAE ACTIVATIONS OUT [--tensor=NAME]: what an autoencoder gives on rows, as a
 * safetensors file of F32: acts [rows, d_sae], recon [rows, d_out] and, where the tool's forward
 * gives something else, recon_forward [rows, d_out]. Rows are taken block by block, unless the
 * autoencoder chooses among all of them. */
#include "activations/stored_rows.h"
#include "files/output.h"
#include "pretrained/pretrained.h"
#include "program/error.h"
#include "program/progress.h"
#include "sae/command.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct request {
    const char *sae, *activations, *out, *tensor;
};

static error_t read_one(int key, char *argument, struct argp_state *state) {
    struct request *request = state->input;
    const char **places[] = {&request->sae, &request->activations, &request->out};
    if (key == 't')
        request->tensor = argument;
    else if (key == ARGP_KEY_ARG && state->arg_num < 3)
        *places[state->arg_num] = argument;
    else if (key == ARGP_KEY_ARG || (key == ARGP_KEY_END && state->arg_num < 3))
        return EINVAL;
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

/* Fail unless a file can be at that path: its folder is there, and it is no folder itself. */
static void check_out(const char *path) {
    const char *slash = strrchr(path, '/');
    char *folder = slash ? text("%.*s", (int)(slash - path) + 1, path) : text(".");
    struct stat status;
    if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode))
        fail("%s: its folder %s does not exist, expected one that does", path, folder);
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        fail("%s: is no regular file, expected the path of a file to write", path);
    free(folder);
}

/* --- the file --------------------------------------------------------------------------------- */

enum { MOST_TENSORS = 3 };

/* A tensor of the file to write, [rows, columns]. */
struct written {
    const char *name;
    int columns;
    float *values; /* of a block of rows */
    off_t begins;  /* its first byte in the file */
};

struct writing {
    struct output output;
    int count;
    struct written tensors[MOST_TENSORS];
};

static void add_written(struct writing *writing, const char *name, int columns, int block) {
    float *values = room((size_t)block * (size_t)columns, sizeof *values);
    writing->tensors[writing->count++] = (struct written){name, columns, values, 0};
}

/* Write the header, 8 bytes of length and then JSON, and set where the tensors begin. */
static void write_header(struct writing *writing, int rows) {
    json_t *header = json_object();
    off_t end = 0;
    for (int i = 0; i < writing->count; i++) {
        struct written *tensor = &writing->tensors[i];
        tensor->begins = end;
        end += (off_t)rows * tensor->columns * (off_t)sizeof(float);
        json_object_set_new(header, tensor->name,
                            json_pack("{s:s,s:[ii],s:[II]}", "dtype", "F32", "shape", rows,
                                      tensor->columns, "data_offsets", (json_int_t)tensor->begins,
                                      (json_int_t)end));
    }
    char *json = json_dumps(header, JSON_COMPACT);
    char *whole = text("%s%*s", json, (int)(-strlen(json) % 8), "");
    uint64_t length = strlen(whole);
    output_bytes(&writing->output, &length, sizeof length);
    output_bytes(&writing->output, whole, length);
    for (int i = 0; i < writing->count; i++)
        writing->tensors[i].begins += (off_t)(sizeof length + length);
    free(json);
    free(whole);
    json_decref(header);
}

static void write_block(const struct writing *writing, int first, int count) {
    for (int i = 0; i < writing->count; i++) {
        const struct written *tensor = &writing->tensors[i];
        size_t row = (size_t)tensor->columns * sizeof(float);
        if (fseeko(writing->output.stream, tensor->begins + (off_t)first * (off_t)row, SEEK_SET))
            fail("%s: cannot write: %s", writing->output.path, strerror(errno));
        output_bytes(&writing->output, tensor->values, (size_t)count * row);
    }
}

/* --- the rows --------------------------------------------------------------------------------- */

static void read_block(const struct stored_rows *rows, int first, int count, double *exact,
                       float *x) {
    stored_rows_block(rows, first, count, exact);
    for (size_t i = 0; i < (size_t)count * (size_t)rows->d_model; i++) {
        x[i] = (float)exact[i];
        if (!isfinite(x[i]))
            fail("%s: %s is %g, expected a number finite in float32", rows->path,
                 stored_place(rows, first + (int)(i / (size_t)rows->d_model),
                              (int)(i % (size_t)rows->d_model)),
                 exact[i]);
    }
}

/* How many rows are taken at once: some 256 MB of what is read and written. */
static int rows_at_once(const struct pretrained *sae, int rows) {
    int64_t columns = (int64_t)sae->d_sae + 3 * (int64_t)sae->d_in + 2 * (int64_t)sae->d_out;
    int64_t block = (INT64_C(1) << 26) / columns;
    return pretrained_needs_all_rows(sae) || block >= rows ? rows : block < 96 ? 96 : (int)block;
}

static void encode_rows(const struct pretrained *sae, const struct stored_rows *rows,
                        const char *out) {
    int block = rows_at_once(sae, rows->rows);
    size_t numbers = (size_t)block * (size_t)sae->d_in;
    struct writing writing = {.output = output_begin(out)};
    struct progress_clock clock = progress_clock("encode");
    double *exact = room(numbers, sizeof *exact);
    float *x = room(numbers, sizeof *x);
    bool has_forward = pretrained_has_forward(sae);
    add_written(&writing, "acts", sae->d_sae, block);
    add_written(&writing, "recon", sae->d_out, block);
    if (has_forward)
        add_written(&writing, "recon_forward", sae->d_out, block);
    write_header(&writing, rows->rows);
    for (int first = 0; first < rows->rows; first += block) {
        int count = smaller(block, rows->rows - first);
        read_block(rows, first, count, exact, x);
        pretrained_outputs(sae, x, count,
                           (struct pretrained_outputs){writing.tensors[0].values,
                                                       writing.tensors[1].values,
                                                       writing.tensors[2].values});
        write_block(&writing, first, count);
        char *doing = text("%d of %d rows", first + count, rows->rows);
        progress_told(&clock, (double)(first + count) / rows->rows, doing);
        free(doing);
    }
    output_finish(&writing.output);
    for (int i = 0; i < writing.count; i++)
        free(writing.tensors[i].values);
    free(exact);
    free(x);
}

void command_encode(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"tensor", 't', "NAME", 0, "the matrix of rows, where ACTIVATIONS has more than one", 0},
        {0}};
    static const struct argp argp = {
        options,
        read_one,
        "SAE ACTIVATIONS OUT",
        "Write the activations and reconstructions of the rows in ACTIVATIONS to OUT.",
        0,
        0,
        0};
    struct request request = {0};
    read_arguments(&argp, argc, argv, &request);
    check_out(request.out);
    struct pretrained sae = pretrained_read(request.sae);
    struct stored_rows rows = stored_rows_of_width(request.activations, request.tensor, sae.d_in);
    if (rows.d_model != sae.d_in)
        fail("%s: its rows have %d numbers, expected the %d that %s takes", request.activations,
             rows.d_model, sae.d_in, request.sae);
    if (sae.note)
        fprintf(stderr, "%s\n", sae.note);
    encode_rows(&sae, &rows, request.out);
    printf("%s: %d rows, %d latents (%s, %s)\n", request.out, rows.rows, sae.d_sae, sae.tool,
           sae.architecture);
    stored_rows_close(&rows);
    pretrained_free(&sae);
}
