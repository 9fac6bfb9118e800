/* Each claim judged by the first of its conditions that holds. */
#include "driver/judging.h"
#include "files/artifact.h"
#include "program/error.h"
#include "protocol/settings.h"
#include <stdio.h>
#include <stdlib.h>

/* The first `when` that holds, or `otherwise`. */
static const struct clause *judge(const struct settings *claim, const struct scope *scope) {
    for (size_t i = 0; i < claim->when.count; i++)
        if (claim->when.clause[i]->holds(scope))
            return claim->when.clause[i];
    return claim->otherwise;
}

/* "id = value, id = value": what the claim's conditions look at. The caller frees. */
static char *rests_on(const struct settings *claim, const struct scope *scope) {
    char *whole = text("%s", "");
    for (size_t i = 0; i < claim->rests_on.count; i++) {
        const char *id = claim->rests_on.name[i];
        const struct value *found = scope_find(scope, id);
        char *longer = text("%s%s%s=%s", whole, *whole ? "," : "", found ? found->id : id,
                            found ? found->printed : NOT_MEASURED);
        free(whole);
        whole = longer;
    }
    return whole;
}

static void write_claim(FILE *stream, const struct record *record, const struct settings *claim,
                        const struct scope *scope) {
    const struct clause *verdict = judge(claim, scope), *published = claim->published;
    char *basis = rests_on(claim, scope);
    fprintf(stream, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", record->name, verdict->verdict,
            published ? published->text : "", published ? published->verdict : "", verdict->text,
            basis, record->where);
    free(basis);
}

void write_claims(const struct protocol *protocol, struct values *values) {
    char *path = text("%s/%s/claims.tsv", protocol->folder, protocol->experiment);
    struct output output = output_begin(path);
    fprintf(output.stream, "id\tverdict\tpublished\twhere_published\tsentence\trests_on\twhere\n");
    struct scope scope = {values, protocol->folder, protocol->experiment, ""};
    for (const struct record *record = protocol->records; record->block; record++)
        if (record->block == BLOCK_claim && is_own(protocol, record))
            write_claim(output.stream, record, settings_of(protocol, record), &scope);
    output_finish(&output);
    free(path);
}
