/* Artifacts: their exact bytes, their content by name, and the refusal of every changed byte. */
#include "files/example.h"
#include <stdbool.h>

/* SHA-256 of `count` bytes from `bytes` on. */
static void hash(const char *bytes, size_t count, char digest[SHA256_TEXT]) {
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, count, (const uint8_t *)bytes);
    sha256_text(&context, digest);
}

static void test_bytes_are_those_of_the_format(void **state) {
    (void)state;
    static const char before[] = "{\"__metadata__\":{\"sha256_of_rest\":\"";
    const char *path = in_folder("example");
    char *after = text("\",\"path\":\"%s\","
                       "\"seed\":\"42\",\"claim\":\"4 \\\"k\\\" \xc3\xa9\\n\",\"note\":\"\"},"
                       "\"encoder\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                       "\"bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[24,36]},"
                       "\"losses\":{\"dtype\":\"F64\",\"shape\":[3],\"data_offsets\":[36,60]}}",
                       path);
    size_t digits = 8 + sizeof before - 1, rest = digits + 64, end = rest + strlen(after);
    size_t length = (end - 8 + 7) / 8 * 8, count;
    write_example(path);
    char *bytes = bytes_of(path, &count), digest[SHA256_TEXT];
    assert_int_equal(count, 8 + length + 60);
    assert_int_equal((unsigned char)bytes[0] + 256 * (unsigned char)bytes[1], length);
    assert_memory_equal(bytes + 2, "\0\0\0\0\0", 6);
    assert_memory_equal(bytes + 8, before, sizeof before - 1);
    hash(bytes + rest, count - rest, digest);
    assert_memory_equal(bytes + digits, digest, 64);
    assert_memory_equal(bytes + rest, after, strlen(after));
    for (size_t i = end; i < 8 + length; i++)
        assert_int_equal(bytes[i], ' ');
    assert_memory_equal(bytes + 8 + length, weights, 24);
    assert_memory_equal(bytes + 8 + length + 24, weights + 3, 12);
    assert_memory_equal(bytes + 8 + length + 36, losses, 24);
    free(after);
    free(bytes);
}

static void test_read_back(void **state) {
    (void)state;
    const char *path = in_folder("new/folders/example");
    write_example(path);
    struct artifact artifact = artifact_read(path);
    assert_string_equal(artifact.path, path);
    assert_int_equal(artifact.count, 3);
    assert_string_equal(artifact.tensors[2].name, "losses");
    assert_int_equal(artifact.tensors[2].type, TENSOR_F64);
    assert_int_equal(artifact.tensors[2].rows, 3);
    assert_int_equal(artifact.tensors[2].columns, 0);
    assert_memory_equal(artifact.tensors[2].data, losses, sizeof losses);
    assert_memory_equal(artifact_matrix(&artifact, "encoder", 2, 3), weights, 24);
    assert_memory_equal(artifact_matrix(&artifact, "bias", 3, 0), weights + 3, 12);
    double read[3];
    artifact_doubles(&artifact, "losses", 3, read);
    assert_memory_equal(read, losses, sizeof losses);
    assert_string_equal(artifact_text(&artifact, "claim"), "4 \"k\" \xc3\xa9\n");
    assert_true(artifact_number(&artifact, "seed") == 42);
    artifact_free(&artifact);
}

/* Of a file whose data are cut off too; of none that is no safetensors file, or is not there. */
static void test_metadata_are_read_alone(void **state) {
    (void)state;
    const char *path = in_folder("example");
    write_example(path);
    struct artifact artifact = artifact_read(path);
    size_t count;
    free(bytes_of(path, &count));
    assert_int_equal(truncate(path, (off_t)count - 60), 0);
    assert_damaged(read_and_free, path, "changed: its content is not what");
    json_t *metadata = artifact_metadata(path);
    assert_true(json_equal(metadata, artifact.metadata));
    json_decref(metadata);
    artifact_free(&artifact);
    write_bytes(path, "\1\0\0\0\0\0\0\0{", 9);
    assert_null(artifact_metadata(path));
    unlink(path);
    assert_null(artifact_metadata(path));
}

/* The file of another, or of another place, is none of ours; as any safetensors file it is read. */
static void test_an_artifact_is_of_its_path(void **state) {
    (void)state;
    size_t count;
    char *written = text("%s", in_folder("example"));
    write_example(written);
    char *bytes = bytes_of(written, &count);
    const char *path = in_folder("elsewhere");
    write_bytes(path, bytes, count);
    char *why = text("misplaced: it was written as %s", written);
    assert_damaged(read_and_free, path, why);
    read_any_and_free(path);
    path = write_parts("{\"__metadata__\":{\"path\":\"malformed\"}}", 0);
    assert_damaged(read_and_free, path, "no artifact of this study");
    read_any_and_free(path);
    free(why);
    free(bytes);
    free(written);
}

static void ask_missing_tensor(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_matrix(&artifact, "decoder", 2, 3);
}

static void ask_other_shape(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_matrix(&artifact, "encoder", 3, 2);
}

static void ask_other_rank(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_matrix(&artifact, "bias", 3, 1);
}

static void ask_other_type(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_matrix(&artifact, "losses", 3, 0);
}

static void ask_doubles_of_floats(const char *path) {
    double read[3];
    struct artifact artifact = artifact_read(path);
    artifact_doubles(&artifact, "bias", 3, read);
}

static void ask_missing_entry(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_text(&artifact, "epoch");
}

static void ask_number_of_text(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_number(&artifact, "claim");
}

static void ask_number_of_nothing(const char *path) {
    struct artifact artifact = artifact_read(path);
    artifact_number(&artifact, "note");
}

static void test_asking_for_what_is_not_there(void **state) {
    (void)state;
    const char *path = in_folder("example");
    write_example(path);
    assert_refused(ask_missing_tensor, path, "no tensor decoder; expected it as F32 [2, 3]");
    assert_refused(ask_other_shape, path, "encoder is F32 [2, 3]; expected F32 [3, 2]");
    assert_refused(ask_other_rank, path, "bias is F32 [3]; expected F32 [3, 1]");
    assert_refused(ask_other_type, path, "losses is F64 [3]; expected F32 [3]");
    assert_refused(ask_doubles_of_floats, path, "bias is F32 [3]; expected F64 [3]");
    assert_refused(ask_missing_entry, path, "no metadata entry epoch");
    assert_refused(ask_number_of_text, path, "metadata entry claim is not a number");
    assert_refused(ask_number_of_nothing, path, "metadata entry note is not a number");
}

/* Damage a file's bytes: variant 0 .. count - 1 cuts it there, later ones change one to four
 * bytes at places that a linear congruence draws. */
static size_t damage(char *bytes, size_t count, size_t variant) {
    if (variant < count)
        return variant;
    uint64_t draw = variant;
    for (size_t change = 0; change <= variant % 4; change++) {
        draw = draw * 6364136223846793005u + 1442695040888963407u;
        bytes[(draw >> 33) % count] ^= (char)(1 + (draw >> 20) % 255);
    }
    return count;
}

/* Whatever is damaged, an artifact is refused. */
static void test_damaged_files_end_in_one_line(void **state) {
    (void)state;
    size_t count, variants = 3000;
    const char *path = in_folder("damaged");
    write_example(path);
    char *whole = bytes_of(path, &count), *bytes = allocate(count, 1);
    for (size_t variant = 0; variant < variants; variant++) {
        memcpy(bytes, whole, count);
        write_bytes(path, bytes, damage(bytes, count, variant));
        struct ending ending = ending_of(read_and_free, path);
        bool is_damaged = variant < count || memcmp(bytes, whole, count) != 0;
        if (is_damaged ? !is_refusal(&ending, path, DAMAGED) : ending.status != 0)
            fail_msg("variant %zu ends with \"%s\" and status %d", variant, ending.message,
                     ending.status);
    }
    free(whole);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes_are_those_of_the_format),
        cmocka_unit_test(test_read_back),
        cmocka_unit_test(test_metadata_are_read_alone),
        cmocka_unit_test(test_an_artifact_is_of_its_path),
        cmocka_unit_test(test_asking_for_what_is_not_there),
        cmocka_unit_test(test_damaged_files_end_in_one_line),
    };
    return cmocka_run_group_tests_name("artifact", tests, make_folder, remove_folder);
}
