/* $(name) in a path or a value: it becomes what was chosen or the hash of rows, or one line says
 * what is wrong. */
#include "protocol/settings.h"

#include "files/folder.h"

#include "child.h"
#include "files/artifact.h"
#include <stdlib.h>

#define CLAUSE(word, value, path)                                                                  \
    { SETTING_##word, #word, value, "p:1", "", path, NULL }

CLAUSES(rows) = {CLAUSE(file, "", "rows.npy"), {0}};
CLAUSES(drawn) = {CLAUSE(seeds, "10", ""), {0}};
CLAUSES(candidate) = {CLAUSE(vary, "k", ""), CLAUSE(k, "4", ""), {0}};
CLAUSES(choice) = {CLAUSE(from, "e.search", ""), {0}};
RECORDS = {{BLOCK_activations, "e.rows", "", "", "p:1", rows},
           {BLOCK_activations, "e.drawn", "", "", "p:1", drawn},
           {BLOCK_stage, "e.search", "k4", "", "p:1", candidate},
           {BLOCK_choose, "e.best_k", "", "", "p:1", choice},
           {0}};

static void expand_one(const char *source) {
    struct protocol protocol = protocol_open("e", "Title", protocol_records, RESULTS, NULL);
    free(expand(&protocol, source));
    protocol_close(&protocol);
}

static void write_choice(const char *path, const char *line) {
    make_folders(path);
    write_bytes(path, line, strlen(line));
}

static void a_choice_and_rows_are_found(void **state) {
    (void)state;
    write_choice(RESULTS "/e/best_k.mk", "e.best_k := 4\n");
    setenv("INPUT_HASHES", "e.rows=0123456789abcdef", 1);
    struct protocol protocol = protocol_open("e", "Title", protocol_records, RESULTS, NULL);
    char *expanded = expand(&protocol, "a-$(e.best_k)/$(input.e.rows).b");
    assert_string_equal(expanded, "a-4/0123456789ab.b");
    free(expanded);
    protocol_close(&protocol);
}

static void what_has_no_rows_is_told(void **state) {
    (void)state;
    assert_refused(expand_one, "$(input.e.none)", "no activations of that name with a file");
    assert_refused(expand_one, "$(input.e.drawn)", "no activations of that name with a file");
    assert_refused(expand_one, "$(input.)", "no activations of that name with a file");
}

/* The program ends with status 1, and its message holds `why`. */
static void assert_no_choice(const char *source, const char *why) {
    struct ending ending = ending_of(expand_one, source);
    assert_int_equal(ending.status, 1);
    assert_non_null(strstr(ending.message, why));
}

/* The first record is a stage and no choice; the second chose a value that no candidate has. */
static void what_is_no_choice_is_told(void **state) {
    (void)state;
    write_choice(RESULTS "/e/search.mk", "e.search := 4\n");
    write_choice(RESULTS "/e/best_k.mk", "e.best_k := 5\n");
    assert_no_choice("$(e.search)", "search.mk: cannot read what was chosen");
    assert_no_choice("$(e.best_k)", "best_k.mk: cannot read what was chosen");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_choice_and_rows_are_found),
        cmocka_unit_test(what_has_no_rows_is_told),
        cmocka_unit_test(what_is_no_choice_is_told),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
