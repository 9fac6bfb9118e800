/* The RO-Crate as a graph of entities. Each entity is a JSON object; it refers to others by @id. */
#include "provenance/crate.h"
#include "files/artifact.h"
#include "program/error.h"
#include "provenance/lineage.h"
#include "provenance/manifest.h"
#include "provenance/provenance.h"
#include "values/publications.h"
#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct crate {
    json_t *graph, *root;
    struct manifest manifest;
    struct facts facts;
    struct lineage lineage;
};

/* --- entities ------------------------------------------------------------------------------- */

static void set_text(json_t *entity, const char *key, const char *value) {
    if (json_object_set_new(entity, key, json_string(value)) != 0)
        fail("%s: %s is not UTF-8", CRATE_PATH, key);
}

static bool names(json_t *reference, const char *id) {
    return strcmp(json_string_value(json_object_get(reference, "@id")), id) == 0;
}

/* Add a reference to the entity's `key`, unless it is there already. One reference is an object;
 * more of them are an array. */
static void refer(json_t *entity, const char *key, const char *id) {
    json_t *others = json_object_get(entity, key), *other,
           *reference = json_pack("{s:s}", "@id", id);
    size_t i;
    json_array_foreach(others, i, other) {
        if (names(other, id)) {
            json_decref(reference);
            return;
        }
    }
    if (!others)
        json_object_set_new(entity, key, reference);
    else if (json_is_array(others))
        json_array_append_new(others, reference);
    else if (!names(others, id))
        json_object_set_new(entity, key, json_pack("[O,o]", others, reference));
}

/* Add an entity to the graph, which owns it. */
static json_t *add(struct crate *crate, const char *id, const char *type, const char *name) {
    json_t *entity = json_pack("{s:s,s:s,s:s}", "@id", id, "@type", type, "name", name);
    json_array_append_new(crate->graph, entity);
    return entity;
}

static const char *format_of(const char *path) {
    static const char *const formats[][2] = {{".tsv", "text/tab-separated-values"},
                                             {".json", "application/json"},
                                             {".pdf", "application/pdf"},
                                             {".tex", "text/x-tex"},
                                             {".c", "text/x-c"},
                                             {".m4", "text/plain"},
                                             {".mk", "text/plain"},
                                             {".lock", "text/plain"},
                                             {".sha256", "text/plain"}};
    const char *extension = strrchr(path, '.');
    for (size_t i = 0; extension && i < sizeof formats / sizeof *formats; i++)
        if (strcmp(extension, formats[i][0]) == 0)
            return formats[i][1];
    return "application/octet-stream";
}

/* Add a file with its path in the crate. */
static json_t *add_file(struct crate *crate, const char *path, const char *name) {
    char *place = text("build/%s", path), digest[SHA256_TEXT];
    file_sha256(place, digest);
    free(place);
    json_t *file = add(crate, path, "File", name);
    set_text(file, "encodingFormat", format_of(path));
    set_text(file, "sha256", digest);
    refer(crate->root, "hasPart", path);
    return file;
}

static void add_folder(struct crate *crate, const char *path, const char *name) {
    add(crate, path, "Dataset", name);
    refer(crate->root, "hasPart", path);
}

static json_t *add_action(struct crate *crate, const char *id, const char *name,
                          const char *description) {
    json_t *action = add(crate, id, "CreateAction", name);
    set_text(action, "description", description);
    refer(crate->root, "mentions", id);
    return action;
}

/* Add a reference, and free the id. */
static void refer_to(json_t *entity, const char *key, char *id) {
    refer(entity, key, id);
    free(id);
}

/* Add a file as a result of an action, and free the path. */
static void add_result(struct crate *crate, json_t *action, char *path, const char *name) {
    add_file(crate, path, name);
    refer_to(action, "result", path);
}

/* --- tools ---------------------------------------------------------------------------------- */

#define PROFILE "https://w3id.org/ro/wfrun/process"
#define TERMS "https://w3id.org/ro/terms/workflow-run"
#define M4 "https://www.gnu.org/software/m4/"
#define GNUPLOT "http://www.gnuplot.info/"
#define PDFTEX "https://tug.org/applications/pdftex/"

static void add_tools(struct crate *crate) {
    static const char *const tools[][2] = {
        {M4, "m4"}, {COMPILER_PAGE, COMPILER}, {GNUPLOT, "gnuplot"}, {PDFTEX, "pdfTeX"}};
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        json_t *tool = add(crate, tools[i][0], "SoftwareApplication", tools[i][1]);
        set_text(tool, "url", tools[i][0]);
        set_text(tool, "softwareVersion", fact_value(&crate->facts, tools[i][1]));
    }
}

/* Add a program of this project, which is a result of the compilation and a tool. Frees the path.
 */
static void add_program(struct crate *crate, json_t *compilation, char *path, const char *name) {
    json_t *program = add_file(crate, path, name);
    json_object_set_new(program, "@type", json_pack("[s,s]", "File", "SoftwareApplication"));
    set_text(program, "softwareVersion", fact_value(&crate->facts, "commit"));
    refer_to(compilation, "result", path);
}

/* --- actions, in the order of a run ---------------------------------------------------------- */

static void add_reading(struct crate *crate) {
    json_t *action = add_action(crate, "#read", "The protocols are read",
                                "gen/ has m4 expand each protocol into the source of a driver, a "
                                "section, and a record of every setting");
    refer(action, "instrument", M4);
    for (int i = 0; i < crate->lineage.experiments; i++) {
        const char *experiment = crate->lineage.experiment[i];
        char *protocol = text("protocol/%s.m4", experiment);
        add_file(crate, protocol, "a protocol");
        refer_to(action, "object", protocol);
        add_result(crate, action, text("%s.c", experiment), "source of a driver");
        add_result(crate, action, text("%s.tex", experiment), "a section of the report");
        add_result(crate, action, text("%s.json", experiment), "a protocol as executed");
    }
}

static void add_compilation(struct crate *crate) {
    json_t *action = add_action(crate, "#compile", "The programs are compiled",
                                "A driver is a table of its protocol and one call of the library");
    refer(action, "instrument", COMPILER_PAGE);
    add_folder(crate, "src/", "sources in C");
    refer(action, "object", "src/");
    for (int i = 0; i < crate->lineage.experiments; i++) {
        const char *experiment = crate->lineage.experiment[i];
        refer_to(action, "object", text("%s.c", experiment));
        add_program(crate, action, text("bin/%s", experiment), "a driver");
    }
    add_program(crate, action, text("bin/report"), "what stands across experiments");
}

static void add_training(struct crate *crate) {
    json_t *action = add_action(crate, "#train", "Transformers and SAEs are trained",
                                "A driver makes each file, whose path is its settings");
    for (int i = 0; i < crate->lineage.experiments; i++)
        refer_to(action, "instrument", text("bin/%s", crate->lineage.experiment[i]));
    for (enum file_kind kind = TRANSFORMER_FILE; kind <= UNIT_FILE; kind++) {
        if (crate->manifest.counts[kind] == 0)
            continue;
        char *path = text("results/%s/", file_kinds[kind]);
        char *name = text("%s: %zu files", file_kinds[kind], crate->manifest.counts[kind]);
        add_folder(crate, path, name);
        refer_to(action, "result", path);
        free(name);
    }
}

/* Add the choices and tables of a folder of results/ as results of an action. Of the tables of
 * replicates, which stand deeper, add the folders. */
static void add_tables(struct crate *crate, json_t *action, const char *folder) {
    char *prefix = text("results/%s/", folder), *last = text("%s", "");
    size_t length = strlen(prefix);
    for (size_t i = 0; i < crate->manifest.count; i++) {
        const char *path = crate->manifest.items[i].path;
        if (strncmp(path, prefix, length) != 0)
            continue;
        const char *slash = strchr(path + length, '/');
        if (!slash) {
            add_result(crate, action, text("%s", path), "a table");
            continue;
        }
        char *below = text("%.*s", (int)(slash + 1 - path), path);
        if (strcmp(below, last) != 0) {
            add_folder(crate, below, "tables of repetitions");
            refer(action, "result", below);
        }
        free(last);
        last = below;
    }
    free(prefix);
    free(last);
}

static void refer_to_publications(json_t *action) {
    struct publications publications = publications_find();
    for (size_t i = 0; i < publications.count; i++)
        refer(action, "object", publications.items[i].path);
    publications_free(&publications);
}

/* Refer to the inputs of an action that made the node at `place`: the files of the nodes that this
 * node is made of. */
static void refer_to_origins(const struct crate *crate, json_t *action, size_t place) {
    const struct lineage *lineage = &crate->lineage;
    for (size_t i = 0; i < lineage->edges; i++) {
        const struct node *from = &lineage->node[lineage->edge[i].from];
        if (lineage->edge[i].to != place)
            continue;
        if (from->kind == VALUES)
            refer_to(action, "object",
                     text("results/%s/values.tsv", lineage->experiment[from->experiment]));
        if (from->kind == VERDICT)
            refer(action, "object", "results/verdict/values.tsv");
        if (from->kind == PUBLISHED)
            refer_to_publications(action);
        if (from->kind == STAGE || from->kind == REPEAT)
            refer(action, "object", "results/units/");
        if (from->kind == ACTIVATIONS)
            refer(action, "object", "results/activations/");
        if (from->kind == TRANSFORMERS)
            refer(action, "object", "results/transformers/");
    }
}

static void add_summary(struct crate *crate, size_t place, const char *folder,
                        const char *program) {
    char *id = text("#sum-up-%s", folder), *name = text("The values of %s are summed up", folder);
    json_t *action =
        add_action(crate, id, name, "Its stages are measured, compared and held against claims");
    refer_to(action, "instrument", text("bin/%s", program));
    refer_to_origins(crate, action, place);
    add_tables(crate, action, folder);
    free(id);
    free(name);
}

static void add_summaries(struct crate *crate) {
    const struct lineage *lineage = &crate->lineage;
    struct publications publications = publications_find();
    for (size_t i = 0; i < publications.count; i++)
        add_file(crate, publications.items[i].path, "the published values");
    publications_free(&publications);
    for (size_t i = 0; i < lineage->nodes; i++) {
        const struct node *node = &lineage->node[i];
        if (node->kind == VALUES)
            add_summary(crate, i, lineage->experiment[node->experiment],
                        lineage->experiment[node->experiment]);
        if (node->kind == VERDICT)
            add_summary(crate, i, "verdict", "report");
    }
}

/* Refer to the tables of a stage that a figure draws. The stage belongs to the figure's experiment,
 * unless its name has another one. */
static void refer_to_tables(const struct crate *crate, json_t *action, const char *experiment,
                            const char *stage) {
    const char *rest = strchr(stage, '.');
    char *prefix = rest ? text("results/%.*s/%s.", (int)(rest - stage), stage, rest + 1)
                        : text("results/%s/%s.", experiment, stage);
    for (size_t i = 0; i < crate->manifest.count; i++)
        if (strncmp(crate->manifest.items[i].path, prefix, strlen(prefix)) == 0)
            refer(action, "object", crate->manifest.items[i].path);
    free(prefix);
}

/* Add a figure of the experiment: a result of the drawing, and an input of the typesetting. */
static void add_figure(struct crate *crate, const char *experiment, const char *id, json_t *record,
                       json_t *drawing, json_t *typesetting) {
    char *path = text("figures/%s.pdf", id);
    *strchr(path + strlen("figures/"), '.') = '-';
    refer(typesetting, "object", path);
    add_result(crate, drawing, path, "a figure");
    char *stages =
             text("%s", json_string_value(json_object_get(json_object_get(record, "of"), "value"))),
         *rest = stages;
    for (char *stage; (stage = strsep(&rest, ","));)
        refer_to_tables(crate, drawing, experiment, stage);
    free(stages);
}

static void add_report(struct crate *crate) {
    json_t *drawing = add_action(crate, "#draw", "The figures are drawn",
                                 "A script of figures/ draws the tables of a figure's stages");
    json_t *typesetting =
        add_action(crate, "#typeset", "The report is set",
                   "All values, claims and figures are set with the prose of the protocols");
    refer(drawing, "instrument", GNUPLOT);
    refer(drawing, "instrument", PDFTEX);
    refer(typesetting, "instrument", "bin/report");
    refer(typesetting, "instrument", PDFTEX);
    add_folder(crate, "paper/", "frame and look of the report");
    refer(typesetting, "object", "paper/");
    for (int i = 0; i < crate->lineage.experiments; i++) {
        const char *experiment = crate->lineage.experiment[i], *id;
        refer_to(typesetting, "object", text("%s.tex", experiment));
        refer_to(typesetting, "object", text("results/%s/values.tsv", experiment));
        refer_to(typesetting, "object", text("results/%s/claims.tsv", experiment));
        json_t *records = json_object_get(crate->lineage.protocol[i], "records"), *record;
        json_object_foreach(records, id, record) {
            const char *block = json_string_value(json_object_get(record, "block"));
            if (strcmp(block, "figure") == 0 && is_of(id, experiment))
                add_figure(crate, experiment, id, record, drawing, typesetting);
        }
    }
    add_file(crate, "provenance.tsv", "commit, processor, kernel, tools and packages");
    add_file(crate, "deviations.tsv", "differences from the lock and from the study");
    refer(typesetting, "object", "provenance.tsv");
    refer(typesetting, "object", "deviations.tsv");
    add_result(crate, typesetting, text("report.pdf"), "the report");
}

/* --- the whole ------------------------------------------------------------------------------ */

static void add_root(struct crate *crate) {
    json_t *metadata = json_pack("{s:s,s:s,s:{s:s},s:{s:s}}", "@id", "ro-crate-metadata.json",
                                 "@type", "CreativeWork", "about", "@id", "./", "conformsTo", "@id",
                                 "https://w3id.org/ro/crate/1.1");
    json_array_append_new(crate->graph, metadata);
    crate->root = add(crate, "./", "Dataset", "The execution report, rebuilt");
    set_text(crate->root, "description",
             "Two follow-ups on the consistency of sparse autoencoders, run again from their "
             "protocols: what was run, with which tools, on what, and what came of it");
    if (strcmp(fact_value(&crate->facts, "date of the commit"), "unknown") != 0)
        set_text(crate->root, "datePublished", fact_value(&crate->facts, "date of the commit"));
    set_text(crate->root, "version", fact_value(&crate->facts, "commit"));
    refer(crate->root, "license", "https://spdx.org/licenses/MIT");
    refer(crate->root, "author", "#authors");
    refer(crate->root, "conformsTo", PROFILE "/0.5");
    add(crate, "https://spdx.org/licenses/MIT", "CreativeWork", "MIT License");
    add(crate, "#authors", "Organization", "the authors of this report");
    set_text(add(crate, PROFILE "/0.5", "CreativeWork", "Process Run Crate"), "version", "0.5");
}

/* The context: that of RO-Crate 1.1, and the two terms that it does not define. */
static json_t *context_of_crate(void) {
    return json_pack("[s,{s:s,s:s}]", "https://w3id.org/ro/crate/1.1/context", "sha256",
                     TERMS "#sha256", "environment", TERMS "#environment");
}

void crate_write(int count, char **experiments) {
    struct crate crate = {json_array(), NULL, manifest_read(MANIFEST_PATH), facts_read(),
                          lineage_read(count, experiments)};
    add_root(&crate);
    add_tools(&crate);
    add_reading(&crate);
    add_compilation(&crate);
    add_training(&crate);
    add_summaries(&crate);
    add_report(&crate);
    add_file(&crate, MANIFEST_PATH, "SHA-256 of every artifact, choice and table");
    json_t *document =
        json_pack("{s:o,s:o}", "@context", context_of_crate(), "@graph", crate.graph);
    struct output output = output_begin(CRATE_PATH);
    json_dumpf(document, output.stream, JSON_INDENT(1));
    fputc('\n', output.stream);
    output_finish(&output);
    json_decref(document);
    manifest_free(&crate.manifest);
    facts_free(&crate.facts);
    lineage_free(&crate.lineage);
}
