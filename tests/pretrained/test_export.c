/* A unit that is exported and read back gives the same activations and reconstructions on every row
 * that keeps no negative value, and no other number of rows is counted as keeping one. The files
 * are the same bytes each time; PyTorch's archive has its data on boundaries of 64 bytes. */
#include "pretrained/export.h" /* before cmocka.h, which folder.h includes */

#include "draws/generators.h"
#include "files/folder.h"
#include "pretrained/pretrained.h"
#include <math.h>

enum { MODEL = 37, LATENTS = 23, ROWS = 101 };

static const char *const format_names[] = {"saelens", "sparsify", "dictionary_learning"};
enum { FORMATS = sizeof format_names / sizeof *format_names };

static float encoder[LATENTS * MODEL], bias[LATENTS], decoder[LATENTS * MODEL], rows[ROWS * MODEL];

/* A unit with an architecture, a k and normalised rows (NULL: not); a bias lifts most
 * pre-activations above zero. */
static void write_unit(const char *path, const char *architecture, const char *k,
                       const char *normalise) {
    double centre[MODEL];
    struct torch_generator generator;
    torch_seed(&generator, 7);
    torch_uniform(&generator, encoder, LATENTS * MODEL, -1, 1);
    torch_uniform(&generator, decoder, LATENTS * MODEL, -1, 1);
    torch_uniform(&generator, rows, ROWS * MODEL, -1, 1);
    for (int j = 0; j < LATENTS; j++)
        bias[j] = (float)j / LATENTS;
    for (int i = 0; i < MODEL; i++)
        centre[i] = 0.01 * i;
    struct tensor tensors[] = {{"encoder", TENSOR_F32, LATENTS, MODEL, encoder},
                               {"decoder", TENSOR_F32, LATENTS, MODEL, decoder},
                               {"bias", TENSOR_F32, LATENTS, 0, bias},
                               {"centre", TENSOR_F64, MODEL, 0, centre}};
    json_t *metadata =
        json_pack("{s:s,s:s,s:s}", "architecture", architecture, "k", k, "seed", "1");
    if (normalise) {
        json_object_set_new(metadata, "normalise", json_string(normalise));
        json_object_set_new(metadata, "normalise_factor", json_string("0.75"));
    }
    artifact_write(path, tensors, normalise && strcmp(normalise, "mean") == 0 ? 4 : 3, metadata);
    json_decref(metadata);
}

static void write_ours(const char *path) {
    write_unit(path, "topk", "11", NULL);
}

/* How many rows of the unit keep a value below zero. */
static int counted(const struct export *export) {
    return rows_below_zero(export, rows, ROWS);
}

static void export_to(const char *path, const struct export_format *format, const char *into) {
    struct export export = export_open(path);
    export_checked(&export, "results/activations/rows.safetensors", ROWS, counted(&export));
    export_write(&export, format, into);
    export_close(&export);
}

struct outputs {
    float acts[ROWS * LATENTS], recon[ROWS * MODEL];
};

static struct outputs *outputs_of(const char *path) {
    struct outputs *outputs = allocate(1, sizeof *outputs);
    struct pretrained sae = pretrained_read(path);
    assert_int_equal(sae.d_in, MODEL);
    assert_int_equal(sae.d_sae, LATENTS);
    pretrained_apply(&sae, rows, ROWS, outputs->acts, outputs->recon);
    pretrained_free(&sae);
    return outputs;
}

static bool has_negative(const float *acts) {
    for (int j = 0; j < LATENTS; j++)
        if (acts[j] < 0)
            return true;
    return false;
}

/* Equal to 1e-6 of the row's largest number. */
static void assert_row_equal(const float *expected, const float *got, int count) {
    float largest = 0;
    for (int i = 0; i < count; i++)
        largest = fmaxf(largest, fabsf(expected[i]));
    for (int i = 0; i < count; i++)
        assert_true(fabsf(expected[i] - got[i]) <= 1e-6f * largest);
}

/* What is exported to `into` gives `ours` on every row that keeps no negative value. Returns how
 * many rows keep one. */
static int hold(const char *into, const struct outputs *ours) {
    struct outputs *theirs = outputs_of(into);
    int negative = 0;
    for (int row = 0; row < ROWS; row++) {
        const float *acts = ours->acts + row * LATENTS, *got = theirs->acts + row * LATENTS;
        assert_false(has_negative(got));
        if (has_negative(acts)) {
            negative++;
            continue;
        }
        assert_row_equal(acts, got, LATENTS);
        assert_row_equal(ours->recon + row * MODEL, theirs->recon + row * MODEL, MODEL);
    }
    free(theirs);
    return negative;
}

/* Export the unit to each format that can express it, and hold it against the unit. */
static void hold_formats(const char *unit, bool has_layer_norm) {
    char *into = text("%s", in_folder("into"));
    struct outputs *ours = outputs_of(unit);
    struct export export = export_open(unit);
    int count = counted(&export);
    export_close(&export);
    assert_in_range(count, 1, ROWS - 1);
    for (int f = 0; f < FORMATS; f++) {
        const struct export_format *format = export_format_named(format_names[f]);
        if (has_layer_norm && !format->has_layer_norm)
            continue;
        export_to(unit, format, into);
        assert_int_equal(hold(into, ours), count);
        char *remove = text("rm -r '%s'", into);
        assert_int_equal(system(remove), 0);
        free(remove);
    }
    free(ours);
    free(into);
}

static void test_every_format_gives_what_the_unit_gives(void **state) {
    (void)state;
    static const char *const normalised[] = {NULL, "mean", "expected_norm", "layer_norm"};
    char *unit = text("%s", in_folder("unit.safetensors"));
    for (int n = 0; n < 4; n++) {
        write_unit(unit, "topk", "11", normalised[n]);
        hold_formats(unit, n == 3);
    }
    free(unit);
}

static void test_same_bytes(void **state) {
    (void)state;
    char *unit = text("%s", in_folder("unit.safetensors"));
    write_ours(unit);
    for (int f = 0; f < FORMATS; f++) {
        const struct export_format *format = export_format_named(format_names[f]);
        for (int time = 0; time < 2; time++)
            export_to(unit, format, in_folder(time ? "second" : "first"));
        char *same = text("cd '%s' && diff -r first second && rm -r first second", folder);
        assert_int_equal(system(same), 0);
        free(same);
    }
    free(unit);
}

/* The bytes of the decoder begin on a boundary of 64. */
static void test_alignment(void **state) {
    (void)state;
    char *unit = text("%s", in_folder("unit.safetensors"));
    write_ours(unit);
    export_to(unit, &export_dictionary_learning, in_folder("aligned"));
    size_t count, found = 0;
    char *bytes = bytes_of(in_folder("aligned/ae.pt"), &count);
    for (size_t at = 0; at + sizeof encoder <= count; at += 64)
        found += memcmp(bytes + at, encoder, sizeof encoder) == 0;
    assert_int_equal(found, 1);
    free(bytes);
    free(unit);
}

static void test_what_the_files_say(void **state) {
    (void)state;
    char digest[SHA256_TEXT], *unit = text("%s", in_folder("unit.safetensors"));
    write_ours(unit);
    file_sha256(unit, digest);
    export_to(unit, &export_saelens, in_folder("said"));
    json_t *config = json_load_file(in_folder("said/cfg.json"), 0, NULL);
    json_t *about = json_object_get(config, "metadata");
    assert_string_equal(json_string_value(json_object_get(about, "unit_sha256")), digest);
    assert_int_equal(json_integer_value(json_object_get(about, "rows")), ROWS);
    assert_true(json_is_false(json_object_get(about, "exact_on_these_rows")));
    json_t *settings = json_object_get(about, "unit");
    assert_string_equal(json_string_value(json_object_get(settings, "seed")), "1");
    json_decref(config);
    free(unit);
}

static void open_it(const char *path) {
    struct export export = export_open(path);
    export_close(&export);
}

static void name_a_format(const char *unused) {
    (void)unused;
    export_format_named("onnx");
}

static void export_layer_norm(const char *path) {
    export_to(path, &export_sparsify, folder);
}

/* A folder that cannot be there: a file has its name. */
static void export_into_a_file(const char *path) {
    export_to(in_folder("unit.safetensors"), &export_sparsify, path);
}

static void test_refusals(void **state) {
    (void)state;
    const char *other = in_folder("other.safetensors");
    assert_refused(open_it, in_folder("nowhere"), "cannot read: No such file");
    write_unit(other = in_folder("other.safetensors"), "relu", "11", NULL);
    assert_refused(open_it, other, "its architecture is relu, expected topk");
    write_unit(other = in_folder("other.safetensors"), "topk", "24", NULL);
    assert_refused(open_it, other, "k is 24, expected a whole number from 1 to d_sae");
    write_unit(other = in_folder("other.safetensors"), "topk", "0", NULL);
    assert_refused(open_it, other, "k is 0, expected a whole number from 1 to d_sae");
    assert_fails(name_a_format,
                 "FORMAT is onnx, expected saelens, sparsify or dictionary_learning");
    write_unit(other = in_folder("other.safetensors"), "topk", "11", "layer_norm");
    assert_refused(export_layer_norm, other, "layer_norm, which sparsify cannot do");
    write_ours(in_folder("unit.safetensors"));
    write_bytes(in_folder("file"), "", 0);
    char *file = text("%s", in_folder("file"));
    struct ending ending = ending_of(export_into_a_file, file);
    assert_int_equal(ending.status, 1);
    assert_non_null(strstr(ending.message, "/file/sae.safetensors: cannot write: Not a directory"));
    free(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_format_gives_what_the_unit_gives),
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_alignment),
        cmocka_unit_test(test_what_the_files_say),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
