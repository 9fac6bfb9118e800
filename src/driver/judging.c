/* Each claim judged by the first of its conditions that holds. */
#include "driver/judging.h"
#include "program/error.h"
#include "protocol/settings.h"
#include "values/claims.h"
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

static void add_claim(struct claims *claims, const struct record *record,
                      const struct settings *settings, const struct scope *scope) {
    const struct clause *verdict = judge(settings, scope), *published = settings->published;
    char *basis = rests_on(settings, scope);
    claims_add(claims, &(struct claim){.id = record->name,
                                       .verdict = verdict->verdict,
                                       .published = published ? published->text : "",
                                       .where_published = published ? published->verdict : "",
                                       .sentence = verdict->text,
                                       .rests_on = basis,
                                       .where = record->where});
    free(basis);
}

void write_claims(const struct protocol *protocol, struct values *values) {
    struct claims claims = {0};
    struct scope scope = {values, protocol->folder, protocol->experiment, ""};
    for (const struct record *record = protocol->records; record->block; record++)
        if (record->block == BLOCK_claim && is_own(protocol, record))
            add_claim(&claims, record, settings_of(protocol, record), &scope);
    claims_write(&claims, protocol->folder, protocol->experiment);
    claims_free(&claims);
}
