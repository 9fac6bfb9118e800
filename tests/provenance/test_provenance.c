/* What a report and the files beside it say of their run: the tools, the hashes, the crate and the
 * lineage of the small study of tests/tiny/, each compared with what is there. */
#include "project.h"

static int open_report(void **state) {
    return open_project(state) ||
           run("cp $CHECKOUT/tests/tiny/{setup,adaptive}.m4 protocol && make lock report").status;
}

/* --- tools and hashes ------------------------------------------------------------------------ */

static void facts_are_what_the_tools_say(void **state) {
    (void)state;
    run_expecting(0, "grep -qxF \"machine\tkernel\t$(uname -srm)\" build/provenance.tsv");
    run_expecting(0, "grep -qxF \"tool\tgnuplot\t$(gnuplot --version)\" build/provenance.tsv");
    run_expecting(0, "grep -qxF \"tool\tGCC\t$(gcc -dumpfullversion)\" build/provenance.tsv");
    run_expecting(0, "! command -v dpkg-query || grep -qxF \"package\tm4\t$(dpkg-query -W "
                     "-f='${Version}' m4)\" build/provenance.tsv");
    run_expecting(0, "pdftotext -layout build/report.pdf report.txt && while IFS=$'\t' read -r "
                     "kind label value; do grep -qF -- \"${value%%%% *}\" report.txt || { echo "
                     "\"$label\"; exit 1; }; done < build/provenance.tsv");
}

/* The next report names another version of a tool. With the same version nothing is made. */
static void another_tool_is_noticed(void **state) {
    (void)state;
    run_expecting(0, "mkdir -p other && printf '#!/bin/sh\\ntest \"$1\" != --version || { echo "
                     "gnuplot 99.1; exit; }\\nexec %%s \"$@\"\\n' $(command -v gnuplot) > "
                     "other/gnuplot && chmod +x other/gnuplot && touch -r build/report.pdf before");
    run_expecting(0, "make report && test ! build/report.pdf -nt before");
    run_expecting(0, "PATH=$PWD/other:$PATH make report && pdftotext build/report.pdf - | grep -q "
                     "'gnuplot 99.1'");
    run_expecting(0, "make report && ! grep -q 99.1 build/provenance.tsv");
}

/* Without dpkg there are no packages; the tools are still there. */
static void packages_are_told_where_dpkg_knows_them(void **state) {
    (void)state;
    run_expecting(0, "mkdir -p without && printf '#!/bin/sh\\nexit 127\\n' > without/dpkg-query && "
                     "chmod +x without/dpkg-query && PATH=$PWD/without:$PATH "
                     "build/bin/report provenance 'abc 2026-01-02' m4 > facts");
    run_expecting(0, "! grep -q '^package' facts && grep -q '^tool\tm4\t' facts");
    run_expecting(0, "grep -qx 'commit\tcommit\tabc' facts && "
                     "grep -qx 'commit\tdate of the commit\t2026-01-02' facts");
}

/* A package that is installed for two architectures is told once. */
static void packages_are_those_of_this_architecture(void **state) {
    (void)state;
    run_expecting(0,
                  "mkdir -p two && printf '#!/bin/sh\\necho amd64\\n' > two/dpkg && printf "
                  "'#!/bin/sh\\nprintf \"amd64 package\\\\tm4\\\\t1\\\\narm64 package"
                  "\\\\tm4\\\\t2\\\\nall package\\\\tlmodern\\\\t3\\\\n\"\\n' > two/dpkg-query && "
                  "chmod +x two/* && PATH=$PWD/two:$PATH build/bin/report provenance "
                  "'abc 2026-01-02' m4 lmodern | grep '^package' > facts");
    run_expecting(0, "printf 'package\tm4\t1\npackage\tlmodern\t3\n' | cmp - facts");
}

static void the_manifest_is_in_the_report(void **state) {
    (void)state;
    run_expecting(0, "sha256sum --quiet --check results/manifest.sha256");
    run_expecting(0, "test $(find results -name '*.safetensors' | wc -l) = $(grep -c safetensors "
                     "results/manifest.sha256)");
    run_expecting(0, "pdftotext build/report.pdf - | tr '\\n' ' ' > report.txt && for file in "
                     "results/manifest.sha256 protocol.lock; do "
                     "grep -q $(sha256sum < \"$file\" | cut -d' ' -f1) report.txt || { echo "
                     "\"$file\"; exit 1; }; done");
    run_expecting(0, "grep -q \" $(find results/units -name '*.safetensors' | wc -l) units\" "
                     "report.txt");
}

static void a_malformed_manifest_is_refused(void **state) {
    (void)state;
    run_expecting(0, "cp results/manifest.sha256 kept && echo 'no hash' >> results/manifest.sha256 "
                     "&& cp build/ro-crate-metadata.json crate");
    struct outcome outcome = run_expecting(1, "build/bin/report crate setup adaptive");
    assert_non_null(strstr(outcome.output, "malformed, expected a SHA-256 and a path\n"));
    assert_int_equal(strncmp(outcome.output, "results/manifest.sha256:", 24), 0);
    run_expecting(0, "cmp build/ro-crate-metadata.json crate && cp kept results/manifest.sha256");
}

/* --- the crate ------------------------------------------------------------------------------- */

#define CRATE "build/ro-crate-metadata.json"

static void the_crate_is_the_same_bytes_again(void **state) {
    (void)state;
    run_expecting(0, "cp " CRATE " first && rm " CRATE " && sleep 1 && make report && "
                     "cmp first " CRATE);
}

/* Run `check`, lines of python, on the crate: graph, by_id, actions and files are defined. */
static void check_crate(const char *check) {
    run_expecting(0,
                  "cat > check.py <<'END'\n"
                  "import hashlib, json, os\n"
                  "graph = json.load(open('" CRATE "'))['@graph']\n"
                  "by_id = {entity['@id']: entity for entity in graph}\n"
                  "def ids(entity, key):\n"
                  "    value = entity.get(key, [])\n"
                  "    return [item['@id'] for item in (value if isinstance(value, list) else "
                  "[value])]\n"
                  "actions = [entity for entity in graph if entity['@type'] == 'CreateAction']\n"
                  "files = [entity for entity in graph if 'File' in entity['@type']]\n"
                  "%s\n"
                  "END\n"
                  "python3 check.py",
                  check);
}

static void hashes_of_the_crate_are_those_of_the_files(void **state) {
    (void)state;
    check_crate("assert len(files) > 20\n"
                "for file in files:\n"
                "    data = open('build/' + file['@id'], 'rb').read()\n"
                "    assert hashlib.sha256(data).hexdigest() == file['sha256'], file['@id']");
}

/* Every action has tools and results that the crate describes. Its inputs were declared, or made by
 * another action. */
static void nothing_of_the_crate_comes_from_nowhere(void **state) {
    (void)state;
    check_crate("assert len(by_id) == len(graph)\n"
                "given = {'src/', 'paper/', 'data/reported.tsv', "
                "'data/reported-paper.tsv', 'provenance.tsv', "
                "'deviations.tsv'}\n"
                "given |= {file['@id'] for file in files if file['@id'].startswith(('protocol/', "
                "'data/reported-'))}\n"
                "made = {}\n"
                "for place, action in enumerate(actions):\n"
                "    assert ids(action, 'instrument') and ids(action, 'result'), action\n"
                "    for key in ('instrument', 'object', 'result'):\n"
                "        assert all(id in by_id for id in ids(action, key)), (action, key)\n"
                "    made |= {id: place for id in ids(action, 'result')}\n"
                "for action in actions:\n"
                "    for id in ids(action, 'object'):\n"
                "        assert id in given or id in made, (action['@id'], id)\n"
                "assert 'report.pdf' in made and 'figures/adaptive-losses.pdf' in made\n"
                "drawn = ids(by_id['#draw'], 'object')\n"
                "assert 'results/adaptive/retrain.losses.tsv' in drawn\n"
                "assert not any('search' in id for id in drawn)");
}

static void a_missing_file_leaves_the_crate_as_it_was(void **state) {
    (void)state;
    run_expecting(0, "cp " CRATE " first && mv build/figures/adaptive-losses.pdf away");
    struct outcome outcome = run_expecting(1, "build/bin/report crate setup adaptive");
    assert_string_equal(outcome.output, "build/figures/adaptive-losses.pdf: cannot read: No such "
                                        "file or directory\n");
    run_expecting(0, "cmp first " CRATE " && mv away build/figures/adaptive-losses.pdf");
}

/* --- the lineage ----------------------------------------------------------------------------- */

/* The number of the node with that column and name, which must be drawn with that mark. */
static int node_of(const char *column, const char *name, const char *mark) {
    struct outcome found =
        run("sed -n 's/^\\\\LineageNode{\\([0-9]*\\)}{%s}{[0-9.-]*}{%s}{[^{]*{[^}]*}{%s}.*/\\1/p' "
            "build/tex/lineage.tex",
            column, mark, name);
    if (!*found.output)
        fail_msg("no %s %s in build/tex/lineage.tex that is %s", column, name, mark);
    return atoi(found.output);
}

static int has_edge(int from, int to, const char *mark) {
    return run("grep -q '^\\\\LineageEdge{[A-Za-z]*}{[A-Za-z]*}{%d}{%d}{%s}{[a-z]*}$' "
               "build/tex/lineage.tex",
               from, to, mark)
               .status == 0;
}

static void boxes_say_what_was_made(void **state) {
    (void)state;
    run_expecting(0, "pdftotext build/report.pdf report.txt");
    run_expecting(0, "grep -q 'search: 4 units' report.txt && grep -q 'sweep: 4 units' report.txt");
    run_expecting(0,
                  "grep -q \"chosen: $(sed 's/.*:= //' results/adaptive/best_k.mk)\" report.txt");
    run_expecting(0, "grep -q \"^$(grep -c '^adaptive\\.' results/adaptive/values.tsv) values\" "
                     "report.txt");
}

/* lambda_gain compares two candidates of the sweep, which is aligned to the reference. So these are
 * in the example, and the search is not. */
static void the_example_is_marked_back_to_the_protocols(void **state) {
    (void)state;
    run_expecting(0, "grep -qx '.newcommand.LineageExample{adaptive.lambda_gain}' "
                     "build/tex/lineage-example.tex");
    int search = node_of("Stage", "search", "plain"), best = node_of("Choice", "best_k", "plain");
    int retrain = node_of("Stage", "retrain", "plain"),
        sweep = node_of("Stage", "sweep", "example");
    int reference = node_of("Stage", "reference", "example");
    int answer = node_of("Activations", "answer", "example");
    int gain = node_of("Comparison", "lambda_gain", "example");
    node_of("Transformers", "adder", "example");
    assert_true(has_edge(search, best, "plain") && has_edge(best, retrain, "plain"));
    assert_true(has_edge(answer, reference, "example") && has_edge(reference, sweep, "example"));
    assert_true(has_edge(sweep, gain, "example") && has_edge(answer, search, "plain"));
    assert_false(has_edge(retrain, sweep, "plain") || has_edge(search, sweep, "plain"));
}

/* A new protocol is drawn without any other change. */
static void a_new_experiment_is_drawn(void **state) {
    (void)state;
    run_expecting(0, "cp $CHECKOUT/tests/tiny/follow_up.m4 protocol && make report");
    int longer = node_of("Stage", "longer", "plain"),
        gain = node_of("Comparison", "longer_gain", "plain");
    int adder = node_of("Transformers", "adder_1", "plain");
    int answer = node_of("Activations", "answer_1", "plain");
    assert_true(has_edge(longer, gain, "plain") && has_edge(adder, answer, "plain"));
    assert_true(has_edge(node_of("Stage", "control", "plain"), gain, "plain"));
    assert_true(has_edge(answer, node_of("Stage", "replicates", "plain"), "plain"));
    run_expecting(0, "pdftotext build/report.pdf - | grep -q 'longer: 2 units'");
    check_crate("assert 'results/follow_up/values.tsv' in by_id");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_are_what_the_tools_say),
        cmocka_unit_test(packages_are_told_where_dpkg_knows_them),
        cmocka_unit_test(packages_are_those_of_this_architecture),
        cmocka_unit_test(the_manifest_is_in_the_report),
        cmocka_unit_test(a_malformed_manifest_is_refused),
        cmocka_unit_test(the_crate_is_the_same_bytes_again),
        cmocka_unit_test(hashes_of_the_crate_are_those_of_the_files),
        cmocka_unit_test(nothing_of_the_crate_comes_from_nowhere),
        cmocka_unit_test(a_missing_file_leaves_the_crate_as_it_was),
        cmocka_unit_test(boxes_say_what_was_made),
        cmocka_unit_test(the_example_is_marked_back_to_the_protocols),
        cmocka_unit_test(another_tool_is_noticed),
        cmocka_unit_test(a_new_experiment_is_drawn),
    };
    return cmocka_run_group_tests_name("provenance", tests, open_report, remove_project);
}
