/* What a run was made with: the commit, the machine, the tools and the packages.
 *
 * A fact is a line: kind, label and value between tabs.
 *
 *   machine   processor   AMD EPYC 7763 64-Core Processor
 *   tool      gnuplot     gnuplot 5.4 patchlevel 4
 *   package   gawk        1:5.2.1-2
 *
 * Facts differ between machines. So they are in the report and in the files beside it, and in
 * nothing that is compared between machines. No fact is a time, a host name or a path.
 */
#ifndef PROVENANCE_PROVENANCE_H
#define PROVENANCE_PROVENANCE_H

#include <stddef.h>

#define PROVENANCE_PATH "build/provenance.tsv"

/* What compiles all of this: the label of its version, and its page. */
#ifdef __clang__
#define COMPILER "clang"
#define COMPILER_PAGE "https://clang.llvm.org/"
#else
#define COMPILER "GCC"
#define COMPILER_PAGE "https://gcc.gnu.org/"
#endif

/* Print all facts. `commit` is "<git describe> <date>". `packages` are names of Debian packages;
 * each that dpkg knows is printed with its version. Fails if a tool does not answer. */
void provenance_print(const char *commit, int count, char **packages);

struct fact {
    char *kind, *label, *value;
};

struct facts {
    size_t count;
    struct fact *items;
};

/* Read PROVENANCE_PATH. The caller frees with facts_free. Fails if the file is missing or
 * malformed. */
struct facts facts_read(void);
void facts_free(struct facts *facts);

/* The value of the fact with that label, borrowed. Fails if there is none. */
const char *fact_value(const struct facts *facts, const char *label);

#endif
