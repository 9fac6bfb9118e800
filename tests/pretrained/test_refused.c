/* What cannot be read is refused in one line that says what and why. */
#define _GNU_SOURCE /* memmem */
#include "cases.h"
#include "files/folder.h"
#include <fcntl.h>

static void read_it(const char *path) {
    struct pretrained sae = pretrained_read(path);
    pretrained_free(&sae);
}

/* Reading the path ends with that line, after the path of a file in it. */
static void assert_line(const char *path, int status, const char *line) {
    struct ending ending = ending_of(read_it, path);
    if (ending.status != status || strncmp(ending.message, line, strlen(line)) != 0 ||
        strcmp(ending.message + strlen(line), "\n") != 0)
        fail_msg("expected status %d and the line\n%s\ngot status %d and\n%s", status, line,
                 ending.status, ending.message);
}

static const struct {
    const char *path, *line;
    int status;
} files[] = {
    {FORMATS "/saelens/temporal",
     FORMATS "/saelens/temporal/cfg.json: architecture is \"temporal\", expected one that takes "
             "each row for itself: this one attends over a sequence",
     1},
    {FORMATS "/saelens_old/v2_pickle",
     FORMATS "/saelens_old/v2_pickle/final.pt: refuses the global "
             "sae_lens.training.config.LanguageModelSAERunnerConfig, expected a state dict: "
             "tensors, dicts, strings and numbers alone",
     2},
    {MORE "/overcomplete/topk",
     MORE "/overcomplete/topk/model.pt: a state dict of overcomplete, whose class and k are "
          "missing, expected that of a JumpSAE, which has thresholds",
     1},
    {MORE "/bad/archetypal",
     MORE "/bad/archetypal/model.pt: a relaxed archetypal dictionary, whose delta and k are "
          "missing, expected a file that says them: overcomplete's state dict does not",
     1},
    {MORE "/bad/batchtopk_no_threshold",
     MORE "/bad/batchtopk_no_threshold/ae.pt: tensor threshold is missing, expected it in an "
          "autoencoder of kind BatchTopKSAE",
     1},
    {MORE "/bad/topk_no_k",
     MORE "/bad/topk_no_k/config.json: trainer.k is missing, expected how many latents are kept "
          "(nor has " MORE "/bad/topk_no_k/ae.pt a tensor k)",
     1},
    {MORE "/bad/no_config",
     MORE "/bad/no_config/ae.pt: its tensors (encoder.weight, decoder.weight, encoder.bias, "
          "b_dec) are those of no autoencoder that is known, expected cfg.json or config.json "
          "beside it, or other tensors",
     1},
    {MORE "/bad/openai_no_k",
     MORE "/bad/openai_no_k/7.pt: activation is TopK, but k is missing, expected it in "
          "activation_state_dict",
     1},
    {MORE "/bad/openai_activation",
     MORE "/bad/openai_activation/7.pt: activation is \"JumpReLU\", expected ReLU, TopK or "
          "Identity",
     1},
    {MORE "/bad/openai_postact",
     MORE "/bad/openai_postact/7.pt: postact_fn is \"Tanh\", expected ReLU or Identity", 1},
    {MORE "/bad/qwen_no_k",
     MORE "/bad/qwen_no_k/layer0.sae.pt: no file says its architecture or k, expected a cfg.json "
          "of SAELens beside it, or Qwen Scope's folder, whose name ends in -L0_k",
     1},
    {MORE "/bad/SAE-Res-Toy-W3-L0_2",
     MORE "/bad/SAE-Res-Toy-W3-L0_2/layer0.sae.pt: W_enc is square, so that nothing tells which "
          "way it lies, expected d_sae other than d_in, or a cfg.json",
     1},
    {"tests/pretrained/nowhere", "tests/pretrained/nowhere: cannot read: No such file or directory",
     1},
    {"tests/rooms",
     "tests/rooms: holds no autoencoder, expected sae_weights.safetensors, sae.safetensors, "
     "ae.pt, params.npz, params.safetensors, or one other file that ends in .pt or "
     ".safetensors",
     1},
    {FORMATS "/openai",
     FORMATS "/openai: holds no autoencoder itself, expected a folder that does, such as these "
             "in it: relu, relu_b, topk, topk_as_written and topk_identity",
     1},
};

static void test_files(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        assert_line(files[i].path, files[i].status, files[i].line);
}

/* --- a copy with one fault -------------------------------------------------------------------- */

/* A copy of the case, named "case" in the test's folder. */
static void copy_case(const char *name) {
    char *command = text("rm -rf %s/case && cp -r %s/%s %s/case", folder, FORMATS, name, folder);
    assert_int_equal(system(command), 0);
    free(command);
}

static void assert_case_line(const char *file, const char *line) {
    char *path = text("%s/case", folder), *whole = text("%s/case/%s: %s", folder, file, line);
    assert_line(path, 1, whole);
    free(path);
    free(whole);
}

/* The case with that setting changed, or without it if value is NULL, is refused with that line. */
static void assert_setting(const char *name, const char *key, const char *value, const char *line) {
    copy_case(name);
    char *config = text("%s/case/cfg.json", folder), *other = text("%s/case/config.json", folder);
    bool is_other = access(config, R_OK) != 0;
    const char *file = is_other ? other : config;
    json_t *whole = json_load_file(file, 0, NULL), *trainer = json_object_get(whole, "trainer");
    if (value)
        json_object_set_new(trainer ? trainer : whole, key,
                            json_loads(value, JSON_DECODE_ANY, NULL));
    else
        assert_int_equal(json_object_del(trainer ? trainer : whole, key), 0);
    assert_int_equal(json_dump_file(whole, file, 0), 0);
    assert_case_line(is_other ? "config.json" : "cfg.json", line);
    json_decref(whole);
    free(config);
    free(other);
}

static void test_settings(void **state) {
    (void)state;
    char *sizes = text("d_in is 25, expected 24, as the tensors of %s/case/sae_weights.safetensors "
                       "have it",
                       folder);
    assert_setting("saelens/topk", "d_in", "25", sizes);
    assert_setting("saelens/topk", "k", NULL, "k is missing, expected how many latents are kept");
    assert_setting("saelens/topk", "k", "null", "k is null, expected how many latents are kept");
    assert_setting("saelens/topk", "k", "\"six\"", "k is \"six\", expected a number");
    assert_setting("saelens/topk", "k", "41",
                   "k is 41, expected a whole number from 1 to d_sae, which is 40");
    assert_setting("saelens/topk", "k", "0",
                   "k is 0, expected a whole number from 1 to d_sae, which is 40");
    assert_setting("saelens/topk", "k", "2.5",
                   "k is 2.5, expected a whole number from 1 to d_sae, which is 40");
    assert_setting("saelens/batchtopk_checkpoint", "k", "40.5",
                   "k is 40.5, expected a number from above 0 to d_sae, which is 40");
    assert_setting("saelens/topk", "architecture", "\"crosscoder\"",
                   "architecture is \"crosscoder\", expected standard, topk, abstopk, jumprelu, "
                   "gated, batchtopk, matryoshka_batchtopk, matching_pursuit, transcoder, "
                   "skip_transcoder, jumprelu_transcoder or jumprelu_skip_transcoder");
    assert_setting("saelens/topk", "normalize_activations", "\"batch_norm\"",
                   "normalize_activations is \"batch_norm\", expected none, layer_norm, "
                   "constant_norm_rescale, expected_average_only_in or covariance_whitening");
    assert_setting("saelens/topk", "normalize_activations", "\"covariance_whitening\"",
                   "normalize_activations is \"covariance_whitening\", expected "
                   "activation_whitening.safetensors beside it, which holds the whitening");
    assert_setting("saelens/topk", "reshape_activations", "\"heads\"",
                   "reshape_activations is \"heads\", expected none or hook_z");
    assert_setting("saelens/transcoder", "apply_b_dec_to_input", "true",
                   "apply_b_dec_to_input is true, expected false for a transcoder");
    assert_setting("saelens/matching_pursuit", "max_iterations", "-1",
                   "max_iterations is -1, expected a whole number from 1 to 1000000, or null for "
                   "d_in");
    free(sizes);
}

static void test_old_settings(void **state) {
    (void)state;
    assert_setting("saelens_old/v5_standard", "activation_fn_str", "\"gelu\"",
                   "activation_fn_str is \"gelu\", expected relu, tanh-relu or topk");
    assert_setting(
        "saelens_old/v5_gated", "activation_fn_str", "\"topk\"",
        "architecture is \"gated\", expected standard or topk, as the activation is topk");
    assert_setting("saelens_old/v5_topk", "activation_fn_kwargs", "{}",
                   "k is missing, expected how many latents are kept");
    assert_setting("saelens_old/v5_standard", "finetuning_scaling_factor", "true",
                   "finetuning_scaling_factor is true, expected false: the weights have no such "
                   "tensor");
    assert_setting("saelens_old/v5_finetuned", "finetuning_scaling_factor", "false",
                   "finetuning_scaling_factor is false, expected true: tensor "
                   "finetuning_scaling_factor is not all ones");
}

static void test_settings_of_others(void **state) {
    (void)state;
    assert_setting("sparsify/topk", "k", NULL, "k is missing, expected how many latents are kept");
    assert_setting("sparsify/topk", "activation", "\"softmax\"",
                   "activation is \"softmax\", expected topk or groupmax");
    assert_setting("sparsify/groupmax", "k", "7",
                   "k is 7, expected a number of groups that divides d_sae, which is 40");
    char *factor = text("expansion_factor is 3, expected 2, as the tensors of "
                        "%s/case/sae.safetensors have it",
                        folder);
    assert_setting("sparsify/expansion", "expansion_factor", "3", factor);
    assert_setting("dictionary_learning/topk", "dict_class", "\"CrossCoder\"",
                   "trainer.dict_class is \"CrossCoder\", expected AutoEncoderTopK, BatchTopKSAE, "
                   "MatryoshkaBatchTopKSAE, JumpReluAutoEncoder, AutoEncoder, AutoEncoderNew or "
                   "GatedAutoEncoder");
    char *k = text("trainer.k is 5, expected 6, as the tensor k of %s/case/ae.pt has it", folder);
    assert_setting("dictionary_learning/topk", "k", "5", k);
    assert_setting("gemma_scope/v2_safetensors", "architecture", "\"topk\"",
                   "architecture is \"topk\", expected jump_relu");
    free(factor);
    free(k);
}

/* --- tensors ---------------------------------------------------------------------------------- */

/* Change the header's first `from` to `to`, which is as long, in the case's weights. */
static void rename_in_header(const char *file, const char *from, const char *to) {
    char *path = text("%s/case/%s", folder, file);
    size_t count;
    char *bytes = bytes_of(path, &count), *at = memmem(bytes, count, from, strlen(from));
    assert_non_null(at);
    memcpy(at, to, strlen(to));
    write_bytes(path, bytes, count);
    free(bytes);
    free(path);
}

/* Set number `index` of a tensor of F32 in the case's weights. */
static void set_number(const char *file, const char *tensor, size_t index, float value) {
    char *path = text("%s/case/%s", folder, file);
    size_t count, begin;
    char *bytes = bytes_of(path, &count);
    uint64_t length;
    memcpy(&length, bytes, sizeof length);
    json_t *header = json_loadb(bytes + 8, length, 0, NULL);
    begin = (size_t)json_integer_value(
        json_array_get(json_object_get(json_object_get(header, tensor), "data_offsets"), 0));
    memcpy(bytes + 8 + length + begin + index * sizeof value, &value, sizeof value);
    write_bytes(path, bytes, count);
    json_decref(header);
    free(bytes);
    free(path);
}

static void test_tensors(void **state) {
    (void)state;
    const char *weights = "sae_weights.safetensors";
    copy_case("saelens/jumprelu");
    rename_in_header(weights, "threshold", "thresholX");
    assert_case_line(weights, "tensor threshold is missing, expected it in an autoencoder of kind "
                              "jumprelu");
    copy_case("saelens/topk");
    set_number(weights, "W_enc", 3 * 40 + 7, NAN);
    assert_case_line(weights, "W_enc[3, 7] (from 0) is nan, expected a number finite in float32");
    copy_case("saelens/topk");
    set_number(weights, "b_enc", 2, -INFINITY);
    assert_case_line(weights, "b_enc[2] (from 0) is -inf, expected a number finite in float32");
    copy_case("saelens/topk");
    rename_in_header(weights, "[24,40]", "[20,48]");
    assert_case_line(weights, "tensor W_enc is [20, 48], expected [20, 40]");
    copy_case("sparsify/skip");
    rename_in_header("sae.safetensors", "W_skip", "W_skiP");
    assert_case_line("sae.safetensors",
                     "tensor W_skip is missing, expected it in an autoencoder of kind sparsify");
}

/* Settings of one kind, tensors of another. */
static void test_contradictions(void **state) {
    (void)state;
    static const struct {
        const char *name, *key, *value, *file, *line;
    } contradictions[] = {
        {"saelens/jumprelu", "architecture", "\"standard\"", "sae_weights.safetensors",
         "has a tensor threshold, expected none in an autoencoder of kind standard"},
        {"saelens/gated", "architecture", "\"standard\"", "sae_weights.safetensors",
         "has a tensor b_gate, expected none in an autoencoder of kind standard"},
        {"saelens/standard", "architecture", "\"jumprelu\"", "sae_weights.safetensors",
         "tensor threshold is missing, expected it in an autoencoder of kind jumprelu"},
        {"sparsify/skip", "skip_connection", "false", "sae.safetensors",
         "has a tensor W_skip, expected none in an autoencoder of kind sparsify"},
    };
    for (size_t i = 0; i < sizeof contradictions / sizeof *contradictions; i++) {
        copy_case(contradictions[i].name);
        char *config = text("%s/case/cfg.json", folder);
        json_t *whole = json_load_file(config, 0, NULL);
        json_object_set_new(whole, contradictions[i].key,
                            json_loads(contradictions[i].value, JSON_DECODE_ANY, NULL));
        assert_int_equal(json_dump_file(whole, config, 0), 0);
        assert_case_line(contradictions[i].file, contradictions[i].line);
        json_decref(whole);
        free(config);
    }
}

/* --- folders ---------------------------------------------------------------------------------- */

static void test_folders(void **state) {
    (void)state;
    copy_case("saelens/jumprelu");
    char *path = text("%s/case", folder), *command = text("rm %s/cfg.json", path);
    assert_int_equal(system(command), 0);
    assert_case_line(
        "sae_weights.safetensors",
        "no file says its architecture or k, expected a cfg.json of SAELens beside it, "
        "or Qwen Scope's folder, whose name ends in -L0_k");
    free(command);
    copy_case("saelens/topk");
    command = text("cp %s/sparsify/topk/sae.safetensors %s", FORMATS, path);
    assert_int_equal(system(command), 0);
    char *line =
        text("%s: holds 2 files with weights, sae.safetensors and sae_weights.safetensors, "
             "expected one: give the path of a file",
             path);
    assert_line(path, 1, line);
    free(command);
    free(line);
    copy_case("saelens/topk");
    command = text("printf '{\"d_in\": 24,\n oops' > %s/cfg.json", path);
    assert_int_equal(system(command), 0);
    line = text("%s/cfg.json:2: is no valid JSON: ", path);
    struct ending ending = ending_of(read_it, path);
    assert_int_equal(ending.status, 1);
    assert_memory_equal(ending.message, line, strlen(line));
    free(command);
    free(line);
    free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_old_settings), cmocka_unit_test(test_settings_of_others),
        cmocka_unit_test(test_tensors),      cmocka_unit_test(test_contradictions),
        cmocka_unit_test(test_folders),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
