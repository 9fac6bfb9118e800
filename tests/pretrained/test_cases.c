/* Every autoencoder that another tool wrote gives what that tool gave: acts and recon to 1e-5 of
 * the row's largest value, with the same support. And the test sees each option: with one changed,
 * the numbers are others. */
#include "activations/activations.h"
#include "cases.h"
#include "files/artifact.h"
#include "files/folder.h"

/* The cases that are refused: see test_refused.c. */
static bool is_refused(const char *name) {
    static const char *const refused[] = {"saelens/temporal", "saelens_old/v2_pickle",
                                          "overcomplete/topk"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (strcmp(name, refused[i]) == 0)
            return true;
    return false;
}

static void assert_case(const char *cases, const char *name) {
    char *path = text("%s/%s", cases, name), *references = text("%s/ref.safetensors", path);
    struct distance distance = distance_of(path, references);
    if (!(distance.acts < 1e-5 && distance.recon < 1e-5 && distance.forward < 1e-5))
        fail_msg("%s: acts differ by %g, recon by %g, recon_forward by %g", name, distance.acts,
                 distance.recon, distance.forward);
    free(path);
    free(references);
}

/* Hold each case of a list against its reference; returns how many there are. */
static int assert_cases(const char *cases, json_t *list) {
    size_t i;
    json_t *entry;
    int count = 0;
    json_array_foreach(list, i, entry) {
        const char *name = json_string_value(json_object_get(entry, "case"));
        if (!is_refused(name)) {
            assert_case(cases, name);
            count++;
        }
    }
    return count;
}

static void test_tools(void **state) {
    (void)state;
    json_t *values = json_load_file(FORMATS "/values.json", 0, NULL);
    assert_int_equal(assert_cases(FORMATS, json_object_get(values, "cases")), 85);
    json_decref(values);
}

static void test_more_options(void **state) {
    (void)state;
    json_t *made = json_load_file(MORE "/made.json", 0, NULL);
    assert_int_equal(assert_cases(MORE, made), 20);
    json_decref(made);
}

/* The weights' own path is as good as that of the folder. */
static void test_paths(void **state) {
    (void)state;
    static const char *const paths[][2] = {
        {"saelens/topk", "sae_weights.safetensors"}, {"sparsify/skip", "sae.safetensors"},
        {"dictionary_learning/gated", "ae.pt"},      {"gemma_scope/npz", "params.npz"},
        {"openai/topk", "autoencoder.pt"},
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        char *path = text("%s/%s/%s", FORMATS, paths[i][0], paths[i][1]);
        char *references = text("%s/%s/ref.safetensors", FORMATS, paths[i][0]);
        assert_true(distance_of(path, references).recon < 1e-5);
        free(path);
        free(references);
    }
}

/* A checkpoint of dictionary_learning has its settings in the folder above. */
static void test_checkpoint(void **state) {
    (void)state;
    char *command =
        text("mkdir -p %s/trainer_0/checkpoints && cp %s/dictionary_learning/topk/config.json "
             "%s/trainer_0 && cp %s/dictionary_learning/topk/ae.pt "
             "%s/trainer_0/checkpoints/ae_100.pt",
             folder, FORMATS, folder, FORMATS, folder);
    assert_int_equal(system(command), 0);
    char *path = text("%s/trainer_0/checkpoints", folder);
    assert_true(distance_of(path, FORMATS "/dictionary_learning/topk/ref.safetensors").acts < 1e-5);
    free(command);
    free(path);
}

/* A unit of this project keeps the k largest pre-activations of a row, signed, without biases
 * around it. */
static void test_unit(void **state) {
    (void)state;
    enum { ROWS = 16, D_SAE = 40, D_IN = 24, K = 5 };
    struct pretrained other = pretrained_read(FORMATS "/saelens/topk");
    struct tensor_file file = tensor_file_read(FORMATS "/saelens/topk/ref.safetensors");
    int columns;
    float *x = reference(&file, "x", &columns), bias[D_SAE], acts[ROWS * D_SAE];
    for (int j = 0; j < D_SAE; j++)
        bias[j] = (float)(j % 5) / 4 - 1;
    close_rows(other.encoder, D_SAE, D_IN);
    close_rows(other.decoder, D_SAE, D_IN);
    const struct tensor tensors[] = {{"encoder", TENSOR_F32, D_SAE, D_IN, other.encoder},
                                     {"decoder", TENSOR_F32, D_SAE, D_IN, other.decoder},
                                     {"bias", TENSOR_F32, D_SAE, 0, bias}};
    json_t *metadata = json_pack("{s:s,s:s}", "architecture", "topk", "k", "5");
    artifact_write(in_folder("epoch1.safetensors"), tensors, 3, metadata);
    struct pretrained unit = pretrained_read(in_folder("epoch1.safetensors"));
    pretrained_apply(&unit, x, ROWS, acts, NULL);
    for (int r = 0; r < ROWS; r++) {
        double p[D_SAE];
        for (int j = 0; j < D_SAE; j++) {
            p[j] = (double)bias[j];
            for (int i = 0; i < D_IN; i++)
                p[j] += (double)x[r * D_IN + i] * (double)other.encoder[j * D_IN + i];
        }
        for (int j = 0; j < D_SAE; j++) {
            int larger = 0;
            for (int l = 0; l < D_SAE; l++)
                larger += p[l] > p[j];
            assert_true(fabs((double)acts[r * D_SAE + j] - (larger < K ? p[j] : 0)) < 1e-4);
        }
    }
    json_decref(metadata);
    free(x);
    tensor_file_free(&file);
    pretrained_free(&unit);
    pretrained_free(&other);
}

/* With that setting changed the case gives other numbers. */
static void assert_seen(const char *name, const char *config, const char *key, const char *value) {
    char *path = text("%s/%s", folder, name), *file = text("%s/%s", path, config);
    char *command =
        text("rm -rf %s && mkdir -p %s && cp %s/%s/* %s", path, path, FORMATS, name, path);
    assert_int_equal(system(command), 0);
    json_t *whole = json_load_file(file, 0, NULL), *trainer = json_object_get(whole, "trainer");
    assert_int_equal(json_object_set_new(trainer ? trainer : whole, key,
                                         json_loads(value, JSON_DECODE_ANY, NULL)),
                     0);
    assert_int_equal(json_dump_file(whole, file, 0), 0);
    char *references = text("%s/ref.safetensors", path);
    struct distance distance = distance_of(path, references);
    if (!(distance.acts > 1e-3 || distance.recon > 1e-3))
        fail_msg("%s: %s = %s changes nothing", name, key, value);
    json_decref(whole);
    free(path);
    free(file);
    free(command);
    free(references);
}

static void test_settings_are_seen(void **state) {
    (void)state;
    assert_seen("saelens/topk", "cfg.json", "apply_b_dec_to_input", "false");
    assert_seen("saelens/topk", "cfg.json", "k", "7");
    assert_seen("saelens/topk", "cfg.json", "architecture", "\"abstopk\"");
    assert_seen("saelens/topk", "cfg.json", "normalize_activations", "\"constant_norm_rescale\"");
    assert_seen("saelens/topk_layer_norm", "cfg.json", "normalize_activations", "\"none\"");
    assert_seen("saelens/topk_rescale", "cfg.json", "rescale_acts_by_decoder_norm", "false");
    assert_seen("saelens/batchtopk_checkpoint", "cfg.json", "k", "4.4");
    assert_seen("saelens/jumprelu", "cfg.json", "apply_b_dec_to_input", "false");
    assert_seen("saelens/matching_pursuit", "cfg.json", "max_iterations", "5");
    assert_seen("saelens/matching_pursuit_stop", "cfg.json", "residual_threshold", "5");
    assert_seen("saelens_old/v5_tanh_relu", "cfg.json", "activation_fn_str", "\"relu\"");
    assert_seen("saelens_old/v5_standard_with_topk", "cfg.json", "activation_fn_str", "\"relu\"");
    assert_seen("sparsify/topk", "cfg.json", "transcode", "true");
    assert_seen("sparsify/topk", "cfg.json", "signed", "true");
    assert_seen("sparsify/groupmax", "cfg.json", "activation", "\"topk\"");
    assert_seen("dictionary_learning/topk", "config.json", "dict_class", "\"BatchTopKSAE\"");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tools), cmocka_unit_test(test_more_options),
        cmocka_unit_test(test_paths), cmocka_unit_test(test_checkpoint),
        cmocka_unit_test(test_unit),  cmocka_unit_test(test_settings_are_seen),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
