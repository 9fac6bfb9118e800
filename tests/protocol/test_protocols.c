/* The protocol language, by the Makefile's own rules: each protocol of tests/protocol/bad/ holds
 * one mistake and, in its first prose, the line that must tell of it; those of protocol/ and
 * tests/protocol/good/ hold none, and their text comes out as it went in. */
#include "project.h"

#include <glob.h>
#include <jansson.h>

/* "tests/protocol/bad/k_zero.m4" */
static void bad_protocols(glob_t *found) {
    assert_int_equal(glob("tests/protocol/bad/*.m4", 0, NULL, found), 0);
}

enum { MESSAGE = 2048 }; /* the longest message */

/* The text after "expected: " in a bad protocol, as it stands before the message's protocol/. */
static void read_expected(const char *path, char line[MESSAGE]) {
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    int found = 0;
    while (!found && fgets(line, MESSAGE, file))
        found = strncmp(line, "expected: ", 10) == 0;
    fclose(file);
    if (!found)
        fail_msg("%s: no line that begins with 'expected: '", path);
    memmove(line, line + 10, strlen(line + 10) + 1);
    line[strcspn(line, "\n")] = '\0';
}

/* The first line of the output that begins with "protocol/<name>.m4:", without "protocol/". */
static void first_message(const char *output, const char *name, char line[MESSAGE]) {
    char beginning[128];
    snprintf(beginning, sizeof beginning, "protocol/%s.m4:", name);
    const char *found = strstr(output, beginning);
    snprintf(line, MESSAGE, "%.*s", found ? (int)strcspn(found, "\n") - 9 : 0,
             found ? found + 9 : "");
}

/* The number of lines, each a message of a protocol: of what Make says itself, none. */
static size_t messages_in(const char *output) {
    size_t count = 0;
    for (const char *line = output; *line; line += strcspn(line, "\n") + 1, count++)
        if (strncmp(line, "protocol/", 9) != 0)
            fail_msg("the lint says '%.*s'", (int)strcspn(line, "\n"), line);
    return count;
}

static void every_mistake_is_told(void **state) {
    (void)state;
    run_expecting(0, "rm -f protocol/*; cp $CHECKOUT/protocol/setup.m4 "
                     "$CHECKOUT/tests/protocol/{good,bad}/*.m4 protocol");
    struct outcome lint = run_expecting(1, "make -k JOBS=1 lint");
    glob_t bad;
    bad_protocols(&bad);
    assert_true(bad.gl_pathc > 100 && messages_in(lint.output) >= bad.gl_pathc);
    int wrong = 0;
    for (size_t i = 0; i < bad.gl_pathc; i++) {
        char name[128], expected[MESSAGE], said[MESSAGE];
        snprintf(name, sizeof name, "%.*s", (int)strlen(bad.gl_pathv[i]) - 22,
                 bad.gl_pathv[i] + 19);
        read_expected(bad.gl_pathv[i], expected);
        first_message(lint.output, name, said);
        if (strcmp(said, expected) == 0 && run("test -e build/%s.ids", name).status == 1)
            continue;
        print_error("expected: %s\nsaid:     %s\n", expected, said);
        wrong++;
    }
    globfree(&bad);
    assert_int_equal(wrong, 0);
}

/* A mistake stops whatever is asked for, with its message first, before anything is run. */
static void a_mistake_stops_the_study(void **state) {
    (void)state;
    run_expecting(
        0, "rm -f protocol/*; cp $CHECKOUT/{protocol/setup,tests/protocol/bad/k_zero}.m4 protocol");
    struct outcome values = run_expecting(1, "make values");
    char said[MESSAGE];
    first_message(values.output, "k_zero", said);
    assert_string_equal(said, "k_zero.m4:9: k: '0' is not a whole number from 1 to 999999999");
    assert_ptr_equal(strstr(values.output, "protocol/"), values.output);
    assert_int_equal(strcspn(values.output, "\n") + 1, strlen(values.output)); /* no line more */
    run_expecting(
        0, "test ! -e build/k_zero.ids && test ! -e build/bin/k_zero && test ! -e results/units");
}

static void good_protocols_pass(void **state) {
    (void)state;
    run_expecting(
        0,
        "rm -f protocol/*; cp $CHECKOUT/protocol/*.m4 $CHECKOUT/tests/protocol/good/*.m4 protocol");
    struct outcome lint = run_expecting(0, "make lint");
    assert_null(strstr(lint.output, "protocol/"));
}

/* --- text that looks like macros ------------------------------------------------------------ */

#define TITLE "A title of k, seeds(1), from (and \"more\", 100\\%) at [0.1, 0.2]"
#define CAPTION "Of k, seeds(1), \"x\" and [0.1, 0.2], 5\\%: $k=4$ from search."
static const char *const sentences[][2] = {
    {"published",
     "A macro? k, seeds(1, 2), from(x), stage(y, k(3)), \"double\" `single' back\\slash "
     "50\\% [0.1, 0.2] \\$1 \\#."},
    {"when.1",
     "It holds: k, seeds(1, 2), \\path{m4_len(x)}, otherwise(all), \"double\" `single' back\\slash "
     "50\\% [0.1, 0.2] \\$1 \\$@ \\# on two lines, with \\_value and @ and F:x:y."},
    {"otherwise", "when(k > 0, holds, from) is no macro, and [[0.1, [0.2]]] keeps its brackets."}};

/* `plain` as C writes it in a string, in a block that the caller frees. */
static char *in_c(const char *plain) {
    char *quoted = allocate(2 * strlen(plain) + 3, 1), *end = quoted;
    *end++ = '"';
    for (; *plain; *end++ = *plain++)
        if (*plain == '"' || *plain == '\\')
            *end++ = '\\';
    *end = '"';
    return quoted;
}

static void assert_in_c(const char *source, const char *plain) {
    char *quoted = in_c(plain);
    if (!strstr(source, quoted))
        fail_msg("the C reading lacks %s", quoted);
    free(quoted);
}

static void text_passes_into_c_and_json(void **state) {
    (void)state;
    run_expecting(0, "make BUILDING=yes build/looks_like_macros.{c,json}");
    char *source = content_of("build/looks_like_macros.c"),
         *record = content_of("build/looks_like_macros.json");
    json_t *json = json_loads(record, 0, NULL);
    assert_non_null(json);
    json_t *claim = json_object_get(json_object_get(json, "records"), "looks_like_macros.looks");
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        json_t *text = json_object_get(json_object_get(claim, sentences[i][0]), "text");
        assert_non_null(text);
        assert_string_equal(json_string_value(text), sentences[i][1]);
        assert_in_c(source, sentences[i][1]);
    }
    assert_in_c(source, TITLE);
    assert_in_c(source, CAPTION);
    json_decref(json);
    free(record);
    free(source);
}

static void text_passes_into_latex(void **state) {
    (void)state;
    run_expecting(0, "make BUILDING=yes build/looks_like_macros.{tex,txt}");
    char *section = content_of("build/looks_like_macros.tex"),
         *table = content_of("build/looks_like_macros.txt");
    assert_non_null(strstr(section, "{" TITLE "}"));
    assert_non_null(strstr(section, "{" CAPTION "}"));
    assert_true(has_line(section,
                         "Prose: like stage, k(4), seeds, from, otherwise(all), \\path{m4_len(x)}, "
                         "dnl; \\$1 \\textbf{b} `quoted' \"double\","));
    assert_true(has_line(section,
                         "back\\slash, 50\\%, [0.1, 0.2], \\# hash, and unbalanced ( and [ "
                         "too."));
    assert_non_null(strstr(table, TITLE));
    assert_non_null(strstr(table, CAPTION));
    free(section);
    free(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_is_told),  cmocka_unit_test(a_mistake_stops_the_study),
        cmocka_unit_test(good_protocols_pass),    cmocka_unit_test(text_passes_into_c_and_json),
        cmocka_unit_test(text_passes_into_latex),
    };
    return cmocka_run_group_tests_name("protocols", tests, open_project, remove_project);
}
