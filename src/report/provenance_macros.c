/* The macros of what a run was made of and with: facts, protocols, artifacts, and their hashes. */
#include "program/error.h"
#include "protocol/lock.h"
#include "provenance/certificate.h"
#include "provenance/manifest.h"
#include "provenance/provenance.h"
#include "report/latex.h"
#include "report/macros.h"
#include "values/publications.h"
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

/* --- facts ---------------------------------------------------------------------------------- */

/* The facts of one kind, in a file with the name of the kind. */
static void write_facts(const char *folder, const struct facts *facts, const char *kind) {
    struct output output = latex_begin(folder, kind);
    for (size_t i = 0; i < facts->count; i++)
        if (strcmp(facts->items[i].kind, kind) == 0)
            MACRO(output.stream, "Fact", facts->items[i].label, facts->items[i].value);
    output_finish(&output);
}

/* --- what was declared ---------------------------------------------------------------------- */

static void put_digest(FILE *stream, const char *path) {
    char digest[SHA256_TEXT];
    file_sha256(path, digest);
    fprintf(stream, "\\Digest{%s}{%s}\n", path, digest);
}

static void write_declared(const char *folder, int count, char **experiments) {
    struct output output = latex_begin(folder, "declared");
    for (int i = 0; i < count; i++) {
        char *protocol = text("protocol/%s.m4", experiments[i]);
        put_digest(output.stream, protocol);
        free(protocol);
    }
    put_digest(output.stream, LOCK_PATH);
    struct publications publications = publications_find();
    for (size_t i = 0; i < publications.count; i++)
        put_digest(output.stream, publications.items[i].path);
    publications_free(&publications);
    put_digest(output.stream, MANIFEST_PATH);
    output_finish(&output);
}

/* --- the manifest --------------------------------------------------------------------------- */

/* Whether a page of the report names the file, or prints values from it. */
static bool is_named(const struct manifest_item *item) {
    return item->kind == TRANSFORMER_FILE || item->kind == ACTIVATIONS_FILE ||
           fnmatch("results/*/values.tsv", item->path, FNM_PATHNAME) == 0 ||
           fnmatch("results/*/claims.tsv", item->path, FNM_PATHNAME) == 0;
}

/* The name of a file on a page: the id of the first record that has its path, or the path itself.
 * The caller frees. */
static char *artifact_name(const struct lineage *lineage, const struct manifest_item *item) {
    for (int i = 0; i < lineage->experiments; i++) {
        json_t *records = json_object_get(lineage->protocol[i], "records"), *record;
        const char *id;
        json_object_foreach(records, id, record) {
            const char *own = json_string_value(json_object_get(record, "path"));
            char *path = text("results/%s/%s.safetensors", file_kinds[item->kind], own ? own : "");
            bool is_same = strcmp(path, item->path) == 0;
            free(path);
            if (is_same)
                return text("%s", id);
        }
    }
    return text("%s", item->path);
}

static void write_manifest(const char *folder, const struct lineage *lineage) {
    struct manifest manifest = manifest_read(MANIFEST_PATH);
    struct output output = latex_begin(folder, "manifest");
    for (enum file_kind kind = 0; kind < FILE_KINDS; kind++) {
        fprintf(output.stream, "\\Artifacts{%s}{%zu}\n", file_kinds[kind], manifest.counts[kind]);
        for (size_t i = 0; i < manifest.count; i++) {
            const struct manifest_item *item = &manifest.items[i];
            if (item->kind != kind || !is_named(item))
                continue;
            char *name = artifact_name(lineage, item);
            fprintf(output.stream, "\\Digest{%s}{%s}\n", name, item->digest);
            free(name);
        }
    }
    output_finish(&output);
    manifest_free(&manifest);
}

/* --- the certified run ----------------------------------------------------------------------- */

static void write_certificate(const char *folder) {
    char *sentence = certificate_sentence();
    struct output output = latex_begin(folder, "certificate");
    MACRO(output.stream, "SetCertificate", sentence);
    output_finish(&output);
    free(sentence);
}

void provenance_macros(const char *folder, const struct lineage *lineage) {
    struct facts facts = facts_read();
    write_facts(folder, &facts, "commit");
    write_facts(folder, &facts, "machine");
    write_facts(folder, &facts, "tool");
    write_facts(folder, &facts, "package");
    write_declared(folder, lineage->experiments, lineage->experiment);
    write_manifest(folder, lineage);
    write_certificate(folder);
    facts_free(&facts);
}
