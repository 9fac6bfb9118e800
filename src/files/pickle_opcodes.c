/* The opcodes of a pickle. */
#include "files/pickle_machine.h"
#include "program/error.h"
#include <endian.h>
#include <stdlib.h>
#include <string.h>

enum { NEWEST_PROTOCOL = 5, LONGEST_NAME = 200 };

/* ---- Arguments of opcodes ---- */

static const unsigned char *take(struct machine *machine, size_t count) {
    if (count > machine->size - machine->at)
        fail_damaged("%s: truncated pickle: %zu bytes, expected %zu more after byte %zu",
                     machine->path, machine->size, count, machine->at);
    machine->at += count;
    return machine->bytes + machine->at - count;
}

/* A whole number of 1 to 8 bytes, the lowest first, without a sign. */
static uint64_t take_number(struct machine *machine, size_t bytes) {
    uint64_t number = 0;
    memcpy(&number, take(machine, bytes), bytes);
    return le64toh(number);
}

static void push_text(struct machine *machine, size_t length) {
    const char *bytes = (const char *)take(machine, length);
    json_t *checked = json_stringn(bytes, length);
    if (checked == NULL || memchr(bytes, '\0', length) != NULL)
        fail_damaged("%s: a text in its pickle is not UTF-8 or holds a zero byte, expected a text",
                     machine->path);
    json_decref(checked);
    struct pickled *value = machine_value(machine, PICKLED_TEXT);
    value->text = text("%.*s", (int)length, bytes);
    machine_push(machine, value);
}

static void push_integer(struct machine *machine, enum pickled_kind kind, int64_t integer) {
    struct pickled *value = machine_value(machine, kind);
    value->integer = integer;
    machine_push(machine, value);
}

static void set_memo(struct machine *machine, size_t place) {
    if (place >= MOST_VALUES)
        fail_damaged("%s: place %zu of its pickle's memo, expected fewer than %d", machine->path,
                     place, MOST_VALUES);
    if (place >= machine->memo_room) {
        size_t most = 2 * place + 64;
        machine->memo = reallocate(machine->memo, most, sizeof(void *));
        memset(machine->memo + machine->memo_room, 0, (most - machine->memo_room) * sizeof(void *));
        machine->memo_room = most;
    }
    machine->memo_count += machine->memo[place] == NULL;
    machine->memo[place] = machine_top(machine);
}

static void get_memo(struct machine *machine, size_t place) {
    if (place >= machine->memo_room || machine->memo[place] == NULL)
        fail_damaged("%s: malformed pickle: nothing in place %zu of its memo, expected a value",
                     machine->path, place);
    machine_push(machine, machine->memo[place]);
}

/* ---- The opcodes ---- */

static void op_proto(struct machine *machine) {
    uint64_t version = take_number(machine, 1);
    if (version > NEWEST_PROTOCOL)
        fail_damaged("%s: pickle of protocol %ju, expected at most %d", machine->path,
                     (uintmax_t)version, NEWEST_PROTOCOL);
}

static void op_frame(struct machine *machine) {
    take_number(machine, 8); /* how many bytes follow: only useful to who reads a stream */
}

static void op_stop(struct machine *machine) {
    machine->pickle.root = machine_pop(machine);
    machine->is_done = 1;
    if (machine->height != 0 || machine->mark_count != 0 || machine->at != machine->size)
        fail_damaged("%s: malformed pickle: it ends at byte %zu of %zu with %zu values left, "
                     "expected none",
                     machine->path, machine->at, machine->size, machine->height);
}

static void op_none(struct machine *machine) {
    machine_push(machine, machine_value(machine, PICKLED_NONE));
}

static void op_newtrue(struct machine *machine) {
    push_integer(machine, PICKLED_BOOLEAN, 1);
}

static void op_newfalse(struct machine *machine) {
    push_integer(machine, PICKLED_BOOLEAN, 0);
}

static void op_binint(struct machine *machine) {
    push_integer(machine, PICKLED_INTEGER, (int32_t)take_number(machine, 4));
}

static void op_binint1(struct machine *machine) {
    push_integer(machine, PICKLED_INTEGER, (int64_t)take_number(machine, 1));
}

static void op_binint2(struct machine *machine) {
    push_integer(machine, PICKLED_INTEGER, (int64_t)take_number(machine, 2));
}

/* Two's complement of any length. */
static void op_long1(struct machine *machine) {
    size_t bytes = take_number(machine, 1);
    if (bytes > sizeof(int64_t))
        fail_damaged("%s: a whole number of %zu bytes in its pickle, expected at most 8",
                     machine->path, bytes);
    uint64_t number = take_number(machine, bytes);
    if (bytes > 0 && bytes < sizeof number && number >> (8 * bytes - 1) != 0)
        number |= UINT64_MAX << 8 * bytes;
    push_integer(machine, PICKLED_INTEGER, (int64_t)number);
}

static void op_binfloat(struct machine *machine) {
    uint64_t word;
    memcpy(&word, take(machine, sizeof word), sizeof word);
    word = be64toh(word);
    struct pickled *value = machine_value(machine, PICKLED_NUMBER);
    memcpy(&value->number, &word, sizeof word);
    machine_push(machine, value);
}

static void op_short_binunicode(struct machine *machine) {
    push_text(machine, take_number(machine, 1));
}

static void op_binunicode(struct machine *machine) {
    push_text(machine, take_number(machine, 4));
}

static void op_binunicode8(struct machine *machine) {
    push_text(machine, take_number(machine, 8));
}

/* A tuple of the `count` values on top of the stack. */
static void push_tuple(struct machine *machine, struct pickled *const *items, size_t count) {
    struct pickled *tuple = machine_value(machine, PICKLED_TUPLE);
    for (size_t i = 0; i < count; i++)
        pickled_append(tuple, items[i]);
    machine_push(machine, tuple);
}

static void op_empty_tuple(struct machine *machine) {
    push_tuple(machine, NULL, 0);
}

static void op_tuple1(struct machine *machine) {
    struct pickled *items[] = {machine_pop(machine)};
    push_tuple(machine, items, 1);
}

static void op_tuple2(struct machine *machine) {
    struct pickled *second = machine_pop(machine), *first = machine_pop(machine);
    push_tuple(machine, (struct pickled *[]){first, second}, 2);
}

static void op_tuple3(struct machine *machine) {
    struct pickled *third = machine_pop(machine), *second = machine_pop(machine);
    push_tuple(machine, (struct pickled *[]){machine_pop(machine), second, third}, 3);
}

static void op_tuple(struct machine *machine) {
    size_t count;
    struct pickled **items = machine_pop_mark(machine, &count);
    push_tuple(machine, items, count);
}

static void op_empty_list(struct machine *machine) {
    machine_push(machine, machine_value(machine, PICKLED_LIST));
}

static void op_empty_dict(struct machine *machine) {
    machine_push(machine, machine_value(machine, PICKLED_DICT));
}

/* Put items at the end of the list or dict on top of the stack. */
static void extend(struct machine *machine, enum pickled_kind kind, struct pickled *const *items,
                   size_t count) {
    struct pickled *container = machine_top(machine);
    if (container->kind != kind || (kind == PICKLED_DICT && count % 2 != 0))
        fail_damaged("%s: malformed pickle: %zu items for %s at byte %zu, expected %s",
                     machine->path, count, pickled_kind_name(container->kind), machine->at,
                     kind == PICKLED_DICT ? "keys and values for a dict" : "items for a list");
    for (size_t i = 0; i < count; i++)
        pickled_append(container, items[i]);
}

static void op_append(struct machine *machine) {
    struct pickled *item = machine_pop(machine);
    extend(machine, PICKLED_LIST, &item, 1);
}

static void op_appends(struct machine *machine) {
    size_t count;
    struct pickled **items = machine_pop_mark(machine, &count);
    extend(machine, PICKLED_LIST, items, count);
}

static void op_setitem(struct machine *machine) {
    struct pickled *value = machine_pop(machine), *key = machine_pop(machine);
    extend(machine, PICKLED_DICT, (struct pickled *[]){key, value}, 2);
}

static void op_setitems(struct machine *machine) {
    size_t count;
    struct pickled **items = machine_pop_mark(machine, &count);
    extend(machine, PICKLED_DICT, items, count);
}

static void op_binput(struct machine *machine) {
    set_memo(machine, take_number(machine, 1));
}

static void op_long_binput(struct machine *machine) {
    set_memo(machine, take_number(machine, 4));
}

static void op_memoize(struct machine *machine) {
    set_memo(machine, machine->memo_count);
}

static void op_binget(struct machine *machine) {
    get_memo(machine, take_number(machine, 1));
}

static void op_long_binget(struct machine *machine) {
    get_memo(machine, take_number(machine, 4));
}

/* The rest of a line, which ends before byte `*end`. */
static const char *take_line(struct machine *machine, int *length) {
    const unsigned char *line = machine->bytes + machine->at;
    const unsigned char *end = memchr(line, '\n', machine->size - machine->at);
    if (end == NULL)
        fail_damaged("%s: truncated pickle: a name without end at byte %zu, expected a line",
                     machine->path, machine->at);
    machine->at += (size_t)(end - line) + 1;
    *length = end - line > LONGEST_NAME ? LONGEST_NAME : (int)(end - line);
    return (const char *)line;
}

static void op_global(struct machine *machine) {
    int module_length, length;
    const char *module = take_line(machine, &module_length);
    const char *name = take_line(machine, &length);
    char *global = text("%.*s.%.*s", module_length, module, length, name);
    machine_global(machine, global);
    free(global);
}

static void op_stack_global(struct machine *machine) {
    const struct pickled *name = machine_pop(machine), *module = machine_pop(machine);
    if (name->kind != PICKLED_TEXT || module->kind != PICKLED_TEXT)
        fail_damaged(
            "%s: malformed pickle: a global without a name at byte %zu, expected two texts",
            machine->path, machine->at);
    char *global = text("%s.%s", module->text, name->text);
    machine_global(machine, global);
    free(global);
}

/* All opcodes of pickle; those without a function are refused. */
static const struct {
    const char *name;
    void (*act)(struct machine *machine);
} opcodes[256] = {
    ['('] = {"MARK", machine_mark},
    [')'] = {"EMPTY_TUPLE", op_empty_tuple},
    ['.'] = {"STOP", op_stop},
    ['0'] = {"POP", NULL},
    ['1'] = {"POP_MARK", NULL},
    ['2'] = {"DUP", NULL},
    ['B'] = {"BINBYTES", NULL},
    ['C'] = {"SHORT_BINBYTES", NULL},
    ['F'] = {"FLOAT", NULL},
    ['G'] = {"BINFLOAT", op_binfloat},
    ['I'] = {"INT", NULL},
    ['J'] = {"BININT", op_binint},
    ['K'] = {"BININT1", op_binint1},
    ['L'] = {"LONG", NULL},
    ['M'] = {"BININT2", op_binint2},
    ['N'] = {"NONE", op_none},
    ['P'] = {"PERSID", NULL},
    ['Q'] = {"BINPERSID", machine_storage},
    ['R'] = {"REDUCE", machine_reduce},
    ['S'] = {"STRING", NULL},
    ['T'] = {"BINSTRING", NULL},
    ['U'] = {"SHORT_BINSTRING", NULL},
    ['V'] = {"UNICODE", NULL},
    ['X'] = {"BINUNICODE", op_binunicode},
    [']'] = {"EMPTY_LIST", op_empty_list},
    ['a'] = {"APPEND", op_append},
    ['b'] = {"BUILD", machine_build},
    ['c'] = {"GLOBAL", op_global},
    ['d'] = {"DICT", NULL},
    ['e'] = {"APPENDS", op_appends},
    ['g'] = {"GET", NULL},
    ['h'] = {"BINGET", op_binget},
    ['i'] = {"INST", NULL},
    ['j'] = {"LONG_BINGET", op_long_binget},
    ['l'] = {"LIST", NULL},
    ['o'] = {"OBJ", NULL},
    ['p'] = {"PUT", NULL},
    ['q'] = {"BINPUT", op_binput},
    ['r'] = {"LONG_BINPUT", op_long_binput},
    ['s'] = {"SETITEM", op_setitem},
    ['t'] = {"TUPLE", op_tuple},
    ['u'] = {"SETITEMS", op_setitems},
    ['}'] = {"EMPTY_DICT", op_empty_dict},
    [0x80] = {"PROTO", op_proto},
    [0x81] = {"NEWOBJ", NULL},
    [0x82] = {"EXT1", NULL},
    [0x83] = {"EXT2", NULL},
    [0x84] = {"EXT4", NULL},
    [0x85] = {"TUPLE1", op_tuple1},
    [0x86] = {"TUPLE2", op_tuple2},
    [0x87] = {"TUPLE3", op_tuple3},
    [0x88] = {"NEWTRUE", op_newtrue},
    [0x89] = {"NEWFALSE", op_newfalse},
    [0x8a] = {"LONG1", op_long1},
    [0x8b] = {"LONG4", NULL},
    [0x8c] = {"SHORT_BINUNICODE", op_short_binunicode},
    [0x8d] = {"BINUNICODE8", op_binunicode8},
    [0x8e] = {"BINBYTES8", NULL},
    [0x8f] = {"EMPTY_SET", NULL},
    [0x90] = {"ADDITEMS", NULL},
    [0x91] = {"FROZENSET", NULL},
    [0x92] = {"NEWOBJ_EX", NULL},
    [0x93] = {"STACK_GLOBAL", op_stack_global},
    [0x94] = {"MEMOIZE", op_memoize},
    [0x95] = {"FRAME", op_frame},
    [0x96] = {"BYTEARRAY8", NULL},
    [0x97] = {"NEXT_BUFFER", NULL},
    [0x98] = {"READONLY_BUFFER", NULL},
};

void machine_step(struct machine *machine) {
    size_t at = machine->at;
    unsigned char code = *take(machine, 1);
    if (opcodes[code].name == NULL)
        fail_damaged("%s: malformed pickle: byte %zu is %d, expected an opcode", machine->path, at,
                     code);
    if (opcodes[code].act == NULL)
        fail_damaged("%s: refuses the opcode %s at byte %zu of its pickle, expected those of a "
                     "state dict",
                     machine->path, opcodes[code].name, at);
    opcodes[code].act(machine);
}
