/* The command line of a generated driver. */
#include "driver/driver.h"
#include "driver/chain.h"
#include "driver/choosing.h"
#include "driver/making.h"
#include "driver/summing_up.h"
#include "files/artifact.h"
#include "program/error.h"
#include "units/check.h"
#include <stdlib.h>
#include <string.h>

/* Whether the record is a candidate that "word=value+value" leaves out: its stage varies the word
 * over other values as well. */
static bool is_left_out(const struct record *record, const char *only) {
    const struct clause *vary = clause_of(record, SETTING_vary);
    size_t length = strcspn(only, "=");
    if (record->block != BLOCK_stage || !vary)
        return false;
    char *word = text("%.*s", (int)length, only);
    bool is_varied = list_has(vary->value, word, ','), is_kept = true;
    if (is_varied)
        is_kept = list_has(only + length + 1, clause_of(record, setting_named(word))->value, '+');
    free(word);
    return !is_kept;
}

/* Whether the record is followed by none of the same name: a stage's candidates stand together. */
static bool is_last_of_stage(const struct record *record) {
    return !record[1].block || strcmp(record[1].name, record->name) != 0;
}

/* The table of records without those that `only` leaves out, in a block that the caller frees.
 * Fails where none of a stage would be left. */
static struct record *records_kept(const struct record *records, const char *only) {
    size_t count = 0, kept = 0;
    if (!only[strcspn(only, "=")])
        fail("only %s: expected setting=value+value", only);
    while (records[count].block)
        count++;
    struct record *table = allocate(count + 1, sizeof *table);
    for (size_t i = 0; i < count; i++)
        if (!is_left_out(&records[i], only))
            table[kept++] = records[i];
        else if (is_last_of_stage(&records[i]) &&
                 (kept == 0 || strcmp(table[kept - 1].name, records[i].name) != 0))
            fail("only %s: leaves no candidate of %s, expected one or more", only, records[i].name);
    table[kept] = records[count];
    return table;
}

/* Do what the command says; returns the exit status. */
static int obey(const struct protocol *protocol, int argc, char **argv, const char *program) {
    const char *command = argc > 1 ? argv[1] : "";
    if (argc >= 3 && strcmp(command, "make") == 0)
        make(protocol, argv[2], argc > 3 ? argv[3] : NULL);
    else if (argc == 3 && strcmp(command, "choose") == 0)
        choose(protocol, argv[2]);
    else if (argc == 2 && strcmp(command, "values") == 0)
        write_values(protocol);
    else if (argc == 2 && strcmp(command, "check") == 0)
        return check_artifacts(protocol) > 0;
    else if (argc == 3 && strcmp(command, "why") == 0)
        print_chain(protocol, argv[2]);
    else
        fail("usage: %s [in FOLDER] [on ACTIVATIONS] [only SETTING=VALUES] [seeds_above NUMBER] "
             "make PATH [EARLIER] | choose NAME | values | check | why ID",
             program);
    return 0;
}

/* The number that is added to seeds; fails where it is none. */
static uint64_t read_seeds_above(const char *number) {
    char *end;
    unsigned long above = strtoul(number, &end, 10);
    if (*number < '0' || *number > '9' || *end || above > 999999999)
        fail("seeds_above %s: expected a whole number up to 999999999", number);
    return above;
}

int driver(int argc, char **argv, const char *experiment, const char *title,
           const struct record *records) {
    const char *program = argv[0], *folder = RESULTS, *on = NULL;
    uint64_t seeds_above = 0;
    for (; argc > 3; argc -= 2, argv += 2)
        if (strcmp(argv[1], "in") == 0)
            folder = argv[2];
        else if (strcmp(argv[1], "on") == 0)
            on = argv[2];
        else if (strcmp(argv[1], "seeds_above") == 0)
            seeds_above = read_seeds_above(argv[2]);
        else if (strcmp(argv[1], "only") == 0)
            records = records_kept(records, argv[2]);
        else
            break;
    struct protocol protocol = protocol_open(experiment, title, records, folder, on);
    protocol.seeds_above = seeds_above;
    int status = obey(&protocol, argc, argv, program);
    protocol_close(&protocol);
    return status;
}
