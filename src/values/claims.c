/* The table of claims: adding, finding, writing and reading them. */
#include "values/claims.h"
#include "files/artifact.h"
#include "files/table.h"
#include "program/error.h"
#include "values/values.h"
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 7 };

char *claims_path(const char *folder, const char *experiment) {
    return text("%s/%s/claims.tsv", folder, experiment);
}

void claims_add(struct claims *claims, const struct claim *claim) {
    claims->items = reallocate(claims->items, claims->count + 1, sizeof *claims->items);
    claims->items[claims->count++] = (struct claim){
        .id = text("%s", claim->id),
        .verdict = text("%s", claim->verdict),
        .published = text("%s", claim->published),
        .where_published = text("%s", claim->where_published),
        .sentence = text("%s", claim->sentence),
        .rests_on = text("%s", claim->rests_on),
        .where = text("%s", claim->where),
    };
}

struct claims claims_read(const char *folder, const char *experiment) {
    struct claims claims = {0};
    char *path = claims_path(folder, experiment);
    struct table table = table_open(path, COLUMNS);
    char **column = table.column;
    table_skip_heading(&table);
    while (table_next(&table)) {
        struct claim claim = {column[0], column[1], column[2], column[3],
                              column[4], column[5], column[6]};
        if (!is_of(claim.id, experiment))
            fail_at(path, table.number, "'%s', expected a claim of %s", claim.id, experiment);
        claims_add(&claims, &claim);
    }
    free(path);
    return claims;
}

void claims_write(const struct claims *claims, const char *folder, const char *experiment) {
    char *path = claims_path(folder, experiment);
    struct output output = output_begin(path);
    fprintf(output.stream, "id\tverdict\tpublished\twhere_published\tsentence\trests_on\twhere\n");
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        fprintf(output.stream, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", claim->id, claim->verdict,
                claim->published, claim->where_published, claim->sentence, claim->rests_on,
                claim->where);
    }
    output_finish(&output);
    free(path);
}

const struct claim *claims_find(const struct claims *claims, const char *id) {
    for (size_t i = 0; i < claims->count; i++)
        if (strcmp(claims->items[i].id, id) == 0)
            return &claims->items[i];
    return NULL;
}

void claims_free(struct claims *claims) {
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        const char *const texts[COLUMNS] = {
            claim->id,       claim->verdict,  claim->published, claim->where_published,
            claim->sentence, claim->rests_on, claim->where};
        for (int column = 0; column < COLUMNS; column++)
            free((char *)texts[column]);
    }
    free(claims->items);
    *claims = (struct claims){0};
}

bool claim_basis(const struct claim *claim, size_t place, struct basis *basis) {
    const char *item = claim->rests_on;
    for (; place > 0; place--) {
        const char *comma = strchr(item, ',');
        if (!comma)
            return false;
        item = comma + 1;
    }
    if (!*item)
        return false;
    size_t length = strcspn(item, ","), id_length = strcspn(item, "=,");
    size_t start = id_length + (id_length < length);
    *basis = (struct basis){text("%.*s", (int)id_length, item),
                            text("%.*s", (int)(length - start), item + start)};
    return true;
}

void basis_free(struct basis *basis) {
    free(basis->id);
    free(basis->printed);
}

bool claim_rests_on(const struct claim *claim, const char *id) {
    struct basis basis;
    bool is_found = false;
    for (size_t place = 0; !is_found && claim_basis(claim, place, &basis); place++) {
        is_found = strcmp(basis.id, id) == 0;
        basis_free(&basis);
    }
    return is_found;
}
