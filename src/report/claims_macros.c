/* The macros of the claims. */
#include "report/latex.h"
#include "report/macros.h"
#include "values/claims.h"
#include <string.h>

static void put_claim(FILE *stream, const char *experiment, const struct claim *claim) {
    struct basis basis;
    fprintf(stream, "\\ClaimRow{%s}{%s}{%s}{%s}{%s}{%s}{", experiment, strchr(claim->id, '.') + 1,
            claim->verdict, claim->published, claim->where_published, claim->sentence);
    latex_text(stream, claim->where);
    fputs("}{%\n", stream);
    for (size_t place = 0; claim_basis(claim, place, &basis); place++) {
        MACRO(stream, "RestsOn", basis.id, basis.printed);
        basis_free(&basis);
    }
    fputs("}\n", stream);
}

void claims_macros(const char *folder, int count, char **experiments) {
    struct output output = latex_begin(folder, "claims");
    for (int i = 0; i < count; i++) {
        struct claims claims = claims_read(RESULTS, experiments[i]);
        for (size_t claim = 0; claim < claims.count; claim++)
            put_claim(output.stream, experiments[i], &claims.items[claim]);
        claims_free(&claims);
    }
    output_finish(&output);
}
