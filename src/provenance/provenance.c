/* The facts about what a run is made with: asking for them, and reading them again. */
#include "provenance/provenance.h"
#include "arithmetic/kernels.h"
#include "files/table.h"
#include "program/error.h"
#include "program/processor.h"
#include <gnu/libc-version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

/* --- asking --------------------------------------------------------------------------------- */

static void print_fact(const char *kind, const char *label, const char *value) {
    printf("%s\t%s\t%s\n", kind, label, value);
}

static void print_machine(void) {
    struct utsname system;
    if (uname(&system) != 0)
        fail("uname: cannot tell the kernel");
    char *kernel = text("%s %s %s", system.sysname, system.release, system.machine);
    char *processor = processor_name("/proc/cpuinfo");
    print_fact("machine", "processor", processor);
    print_fact("machine", "instruction set used", kernels()->instruction_set);
    print_fact("machine", "kernel", kernel);
    free(processor);
    free(kernel);
}

/* The compiler and the library that a number may depend on. */
static void print_libraries(void) {
    print_fact("tool", COMPILER, __VERSION__);
    print_fact("tool", "C library", gnu_get_libc_version());
}

/* The first line that a tool prints when asked for its version. */
static void print_tools(void) {
    static const struct {
        const char *label, *command;
    } tools[] = {{"m4", "m4 --version"},           {"Make", "make --version"},
                 {"awk", "awk --version"},         {"gnuplot", "gnuplot --version"},
                 {"pdfTeX", "pdflatex --version"}, {"BibTeX", "bibtex --version"}};
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        FILE *answer = popen(tools[i].command, "r");
        char line[256] = "";
        if (!answer || !fgets(line, sizeof line, answer))
            fail("%s: no answer, expected the tool's version", tools[i].command);
        while (fgetc(answer) != EOF)
            continue; /* a tool that cannot write the rest may complain */
        pclose(answer);
        line[strcspn(line, "\n")] = 0;
        print_fact("tool", tools[i].label, line);
    }
}

/* Prints nothing if there is no dpkg, and skips packages that dpkg does not know. A package may be
 * installed for other architectures too: only that of this system counts. */
static void print_packages(int count, char **packages) {
    char *command = text("{ native=$(dpkg --print-architecture); dpkg-query -W -f="
                         "'${Architecture} package\\t${Package}\\t${Version}\\n'");
    for (int i = 0; i < count; i++) {
        char *longer = text("%s %s", command, packages[i]);
        free(command);
        command = longer;
    }
    char *quiet = text("%s | sed -n \"s/^\\(all\\|$native\\) //p\"; } 2>&-", command);
    fflush(stdout);
    if (system(quiet) < 0)
        fail("%s: cannot be run", quiet);
    free(command);
    free(quiet);
}

void provenance_print(const char *commit, int count, char **packages) {
    size_t length = strcspn(commit, " ");
    char *description = text("%.*s", (int)length, commit);
    print_fact("commit", "commit", description);
    print_fact("commit", "date of the commit", commit[length] ? commit + length + 1 : "unknown");
    free(description);
    print_machine();
    print_libraries();
    print_tools();
    print_packages(count, packages);
}

/* --- reading -------------------------------------------------------------------------------- */

struct facts facts_read(void) {
    struct facts facts = {0};
    struct table table = table_open(PROVENANCE_PATH, 3);
    while (table_next(&table)) {
        facts.items = reallocate(facts.items, facts.count + 1, sizeof *facts.items);
        facts.items[facts.count++] = (struct fact){
            text("%s", table.column[0]), text("%s", table.column[1]), text("%s", table.column[2])};
    }
    return facts;
}

void facts_free(struct facts *facts) {
    for (size_t i = 0; i < facts->count; i++) {
        free(facts->items[i].kind);
        free(facts->items[i].label);
        free(facts->items[i].value);
    }
    free(facts->items);
    *facts = (struct facts){0};
}

const char *fact_value(const struct facts *facts, const char *label) {
    for (size_t i = 0; i < facts->count; i++)
        if (strcmp(facts->items[i].label, label) == 0)
            return facts->items[i].value;
    fail("%s: lacks %s", PROVENANCE_PATH, label);
}
