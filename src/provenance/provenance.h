/* What a run was made with: facts about the commit, the machine, the tools and the packages.
 *
 *   machine   processor   AMD EPYC 7763 64-Core Processor
 *   tool      gnuplot     gnuplot 5.4 patchlevel 4
 *   package   gawk        1:5.2.1-2
 *
 * They differ between machines, so nothing that is compared between machines holds them: only the
 * report and the files beside it do. No time, host name or path is among them.
 */
#ifndef PROVENANCE_H
#define PROVENANCE_H

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

/* Print the facts as lines of that file: kind, label and value between tabs. `commit` is "<git
 * describe> <date>"; `packages` are names of Debian packages, told with their versions where dpkg
 * knows them. */
void provenance_print(const char *commit, int count, char **packages);

struct fact {
    char *kind, *label, *value;
};

struct facts {
    size_t count;
    struct fact *items;
};

/* Read PROVENANCE_PATH; the caller frees with facts_free. */
struct facts facts_read(void);
void facts_free(struct facts *facts);

/* The value of the fact with that label; fails where there is none. */
const char *fact_value(const struct facts *facts, const char *label);

#endif
