/* The claims of an experiment and what the run says of each: <folder>/<experiment>/claims.tsv.
 *
 *   id  verdict  published  where_published  sentence  rests_on                       where
 *
 * A claim's id is experiment.name. Its published words and its sentence are LaTeX. rests_on lists
 * the values that its conditions compare, as "id=printed,id=printed".
 */
#ifndef VALUES_CLAIMS_H
#define VALUES_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>

/* The columns of the file. */
struct claim {
    const char *id, *verdict;
    const char *published, *where_published; /* "" if the claim was not published */
    const char *sentence, *rests_on;
    const char *where; /* the protocol line that declares the claim */
};

struct claims {
    size_t count;
    struct claim *items; /* in the order of the protocol */
};

/* The path of the file, in a string that the caller frees. */
char *claims_path(const char *folder, const char *experiment);

/* Read the file. The caller frees the claims with claims_free. Fails with a line that begins with
 * the path if the file is missing, empty or malformed, or has a claim of another experiment. */
struct claims claims_read(const char *folder, const char *experiment);

/* Write the file, with its heading. No text may hold a tab or the end of a line. */
void claims_write(const struct claims *claims, const char *folder, const char *experiment);

/* Add a claim. All its strings are copied. */
void claims_add(struct claims *claims, const struct claim *claim);

/* The claim with that id, or NULL. */
const struct claim *claims_find(const struct claims *claims, const char *id);

void claims_free(struct claims *claims);

/* A value that a claim rests on. */
struct basis {
    char *id, *printed;
};

/* Set *basis to the value at that place of the claim's list, or return false past the end of the
 * list. The caller frees the basis with basis_free. */
bool claim_basis(const struct claim *claim, size_t place, struct basis *basis);

void basis_free(struct basis *basis);

/* Whether the claim rests on the value of that id. */
bool claim_rests_on(const struct claim *claim, const char *id);

#endif
