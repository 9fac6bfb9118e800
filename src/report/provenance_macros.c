/* The macros of what a run was made of and with: facts, the hashes of the manifest and of the lock,
 * and how many files there are. */
#include "protocol/lock.h"
#include "provenance/certificate.h"
#include "provenance/manifest.h"
#include "provenance/provenance.h"
#include "report/latex.h"
#include "report/macros.h"
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

/* --- hashes --------------------------------------------------------------------------------- */

static void put_digest(FILE *stream, const char *path) {
    char digest[SHA256_TEXT];
    file_sha256(path, digest);
    fprintf(stream, "\\Digest{%s}{%s}\n", path, digest);
}

static void write_declared(const char *folder) {
    struct output output = latex_begin(folder, "declared");
    put_digest(output.stream, MANIFEST_PATH);
    put_digest(output.stream, LOCK_PATH);
    output_finish(&output);
}

/* --- the manifest --------------------------------------------------------------------------- */

static void write_manifest(const char *folder) {
    struct manifest manifest = manifest_read(MANIFEST_PATH);
    struct output output = latex_begin(folder, "manifest");
    for (enum file_kind kind = 0; kind < FILE_KINDS; kind++)
        fprintf(output.stream, "\\Artifacts{%s}{%zu}\n", file_kinds[kind], manifest.counts[kind]);
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

void provenance_macros(const char *folder) {
    struct facts facts = facts_read();
    write_facts(folder, &facts, "commit");
    write_facts(folder, &facts, "machine");
    write_facts(folder, &facts, "tool");
    write_facts(folder, &facts, "package");
    write_declared(folder);
    write_manifest(folder);
    write_certificate(folder);
    facts_free(&facts);
}
