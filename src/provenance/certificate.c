/* A run beside the certified one: hashes first, then the facts around them. */
#include "provenance/certificate.h"
#include "files/artifact.h"
#include "files/table.h"
#include "program/error.h"
#include "protocol/lock.h"
#include "provenance/manifest.h"
#include "provenance/provenance.h"
#include "values/claims.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The facts that bits may depend on. */
static const char *const labels[] = {"compiler", "C library", "instruction set used", "processor"};
enum { LABELS = sizeof labels / sizeof *labels };

/* --- the comparison ----------------------------------------------------------------------------
 */

/* How a run compares with the certified one. */
struct certificate {
    size_t equal, compared;  /* files of both runs */
    size_t missing, further; /* files that only the certified run has, or only this one */
    bool verdict_left_out;   /* the verdict of a part of the run is another; what rests on it too */
    const char *first;       /* path of the first that differs, or NULL */
};

/* Whether a claim of this experiment rests on the verdict. */
static bool rests_on_verdict(const char *folder, const char *experiment) {
    struct claims claims = claims_read(folder, experiment);
    bool found = false;
    for (size_t i = 0; i < claims.count; i++)
        found = found || strncmp(claims.items[i].rests_on, "verdict.", 8) == 0 ||
                strstr(claims.items[i].rests_on, ",verdict.");
    claims_free(&claims);
    return found;
}

/* Whether the file depends on all experiments of a run: it is of the verdict, or of an experiment
 * that rests on the verdict. `path` is <folder>/<experiment>/<file>. */
static bool is_of_all(const char *path) {
    if (strstr(path, "/verdict/"))
        return true;
    const char *file = strrchr(path, '/'), *name = file;
    while (name > path && name[-1] != '/')
        name--;
    char *folder = text("%.*s", (int)(name - path - (name > path)), path);
    char *experiment = text("%.*s", (int)(file - name), name);
    char *claims = claims_path(folder, experiment);
    bool found = access(claims, R_OK) == 0 && rests_on_verdict(folder, experiment);
    free(claims);
    free(experiment);
    free(folder);
    return found;
}

static struct certificate compare(const struct manifest *run, const struct manifest *certified) {
    struct certificate certificate = {0};
    for (size_t i = 0; i < certified->count; i++)
        certificate.missing += !manifest_find(run, certified->items[i].path);
    for (size_t i = 0; i < run->count; i++) {
        const struct manifest_item *item = &run->items[i];
        const struct manifest_item *found = manifest_find(certified, item->path);
        certificate.further += !found;
        if (!found)
            continue;
        bool is_equal = strcmp(found->digest, item->digest) == 0;
        if (!is_equal && certificate.missing > 0 && is_of_all(item->path)) {
            certificate.verdict_left_out = true;
            continue;
        }
        certificate.compared++;
        certificate.equal += is_equal;
        if (!is_equal && !certificate.first)
            certificate.first = item->path;
    }
    return certificate;
}

/* --- the facts ---------------------------------------------------------------------------------
 */

/* The fact of the certified run with that label, in a text that the caller frees; NULL for none. */
static char *certified_fact(const char *label) {
    char *beginning = text("# %s\t", label), *line = NULL, *found = NULL;
    size_t capacity = 0;
    FILE *file = fopen(CERTIFICATE_PATH, "r");
    while (file && !found && getline(&line, &capacity, file) >= 0)
        if (strncmp(line, beginning, strlen(beginning)) == 0)
            found = text("%.*s", (int)strcspn(line + strlen(beginning), "\n"),
                         line + strlen(beginning));
    if (file)
        fclose(file);
    free(line);
    free(beginning);
    return found;
}

/* The fact of this run with that label; the compiler with its name. The caller frees. */
static char *own_fact(const struct facts *facts, const char *label) {
    return strcmp(label, "compiler") == 0 ? text("%s %s", COMPILER, fact_value(facts, COMPILER))
                                          : text("%s", fact_value(facts, label));
}

/* How many settings of the run are not those of the lock. */
static int deviations(void) {
    int count = 0;
    struct table table = table_open(DEVIATIONS_PATH, 8);
    while (table_next(&table))
        count += strcmp(table.column[0], "lock") == 0;
    return count;
}

/* `sentence` with one more piece behind it; frees it. */
static char *longer(char *sentence, const char *between, char *piece) {
    char *whole = text("%s%s%s", sentence, between, piece);
    free(sentence);
    free(piece);
    return whole;
}

/* What is not as it was in the certified run. The caller frees. */
static char *differences(void) {
    char *list = text("%s", "");
    struct facts facts = facts_read();
    for (int i = 0; i < LABELS; i++) {
        char *own = own_fact(&facts, labels[i]), *certified = certified_fact(labels[i]);
        if (certified && strcmp(own, certified) != 0)
            list = longer(list, *list ? "; " : "",
                          text("%s: %s, certified with %s", labels[i], own, certified));
        free(certified);
        free(own);
    }
    facts_free(&facts);
    int count = deviations();
    if (count > 0)
        list =
            longer(list, *list ? "; " : "",
                   text("protocols: %d deviation%s from the lock", count, count == 1 ? "" : "s"));
    return *list ? list : longer(list, "", text("tools, processor and protocols are the same"));
}

/* --- the sentence ------------------------------------------------------------------------------
 */

char *certificate_sentence(void) {
    if (access(CERTIFICATE_PATH, R_OK) != 0)
        return text("no certified run to compare with: %s is missing", CERTIFICATE_PATH);
    struct manifest run = manifest_read(MANIFEST_PATH), certified = manifest_read(CERTIFICATE_PATH);
    struct certificate certificate = compare(&run, &certified);
    char *sentence = text("%zu of %zu artifacts are the bytes of the certified run",
                          certificate.equal, certificate.compared);
    if (certificate.first)
        sentence = longer(sentence, "; the first that differs is ", text("%s", certificate.first));
    if (certificate.first || certificate.compared == 0)
        sentence = longer(sentence, " (", longer(differences(), ")", text("%s", "")));
    if (certificate.missing > 0)
        sentence = longer(sentence, "; ",
                          text("not made: %zu of the certified run%s", certificate.missing,
                               certificate.verdict_left_out
                                   ? ", so the verdict and what rests on it are not compared"
                                   : ""));
    if (certificate.further > 0)
        sentence =
            longer(sentence, "; ", text("beyond the certified run: %zu", certificate.further));
    manifest_free(&run);
    manifest_free(&certified);
    return sentence;
}

void certificate_print(void) {
    char *sentence = certificate_sentence();
    puts(sentence);
    free(sentence);
}

/* --- writing -----------------------------------------------------------------------------------
 */

void certificate_write(void) {
    if (deviations() > 0)
        fail("%s: the run deviates from the lock, expected a run of the locked protocols",
             DEVIATIONS_PATH);
    struct facts facts = facts_read();
    struct manifest run = manifest_read(MANIFEST_PATH);
    struct output output = output_begin(CERTIFICATE_PATH);
    fputs("# The manifest of the certified run, as `make certify` wrote it; a report compares its "
          "own "
          "with it.\n",
          output.stream);
    for (int i = 0; i < LABELS; i++) {
        char *fact = own_fact(&facts, labels[i]);
        fprintf(output.stream, "# %s\t%s\n", labels[i], fact);
        free(fact);
    }
    for (size_t i = 0; i < run.count; i++)
        fprintf(output.stream, "%s  %s\n", run.items[i].digest, run.items[i].path);
    output_finish(&output);
    printf("%s: %zu artifacts\n", CERTIFICATE_PATH, run.count);
    facts_free(&facts);
    manifest_free(&run);
}
