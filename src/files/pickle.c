/* Reading a pickle: its values, its stack, and the marks on it. */
#include "files/pickle_machine.h"
#include "files/tensor_parts.h"
#include "program/error.h"
#include <stdlib.h>
#include <string.h>

/* A state dict has some 300 bytes a tensor. */
enum { MOST_BYTES = 16 << 20 };

const char *pickled_kind_name(enum pickled_kind kind) {
    static const char *const names[] = {"None",     "a boolean", "a whole number", "a number",
                                        "a text",   "a tuple",   "a list",         "a dict",
                                        "a global", "a storage", "a tensor"};
    return names[kind];
}

/* ---- Values ---- */

/* Room for one more in an array that is full at each power of two. */
static void *one_more(void *array, size_t count, size_t size) {
    return (count & (count - 1)) != 0 ? array : reallocate(array, count == 0 ? 1 : 2 * count, size);
}

struct pickled *machine_value(struct machine *machine, enum pickled_kind kind) {
    struct pickle *pickle = &machine->pickle;
    if (pickle->count == MOST_VALUES)
        fail_damaged("%s: its pickle makes more than %d values, expected a state dict",
                     machine->path, MOST_VALUES);
    pickle->values = one_more(pickle->values, pickle->count, sizeof(void *));
    struct pickled *value = allocate(1, sizeof *value);
    value->kind = kind;
    return pickle->values[pickle->count++] = value;
}

void pickled_append(struct pickled *container, struct pickled *item) {
    container->items = one_more(container->items, container->count, sizeof(void *));
    container->items[container->count++] = item;
}

void pickle_free(struct pickle *pickle) {
    for (size_t i = 0; i < pickle->count; i++) {
        free(pickle->values[i]->text);
        free(pickle->values[i]->items);
        free(pickle->values[i]->tensor);
        free(pickle->values[i]);
    }
    free(pickle->values);
    *pickle = (struct pickle){0};
}

/* ---- The stack ---- */

void machine_push(struct machine *machine, struct pickled *value) {
    if (machine->height == machine->stack_room) {
        machine->stack_room *= 2;
        machine->stack = reallocate(machine->stack, machine->stack_room, sizeof(void *));
    }
    if (machine->height == MOST_VALUES)
        fail_damaged("%s: its pickle stacks more than %d values, expected a state dict",
                     machine->path, MOST_VALUES);
    machine->stack[machine->height++] = value;
}

struct pickled *machine_top(struct machine *machine) {
    size_t floor = machine->mark_count == 0 ? 0 : machine->marks[machine->mark_count - 1];
    if (machine->height == floor)
        fail_damaged("%s: malformed pickle: its stack is empty at byte %zu, expected a value",
                     machine->path, machine->at);
    return machine->stack[machine->height - 1];
}

struct pickled *machine_pop(struct machine *machine) {
    struct pickled *value = machine_top(machine);
    machine->height--;
    return value;
}

void machine_mark(struct machine *machine) {
    if (machine->mark_count == MOST_VALUES)
        fail_damaged("%s: its pickle sets more than %d marks, expected a state dict", machine->path,
                     MOST_VALUES);
    machine->marks = one_more(machine->marks, machine->mark_count, sizeof *machine->marks);
    machine->marks[machine->mark_count++] = machine->height;
}

struct pickled **machine_pop_mark(struct machine *machine, size_t *count) {
    if (machine->mark_count == 0)
        fail_damaged("%s: malformed pickle: no mark at byte %zu, expected one", machine->path,
                     machine->at);
    size_t floor = machine->marks[--machine->mark_count];
    *count = machine->height - floor;
    machine->height = floor;
    return machine->stack + floor;
}

/* ---- The whole ---- */

struct pickle pickle_read(const char *path, const char *bytes, size_t size) {
    if (size > MOST_BYTES)
        fail_damaged("%s: a pickle of %zu bytes, expected at most %d, as a state dict has", path,
                     size, MOST_BYTES);
    struct machine machine = {
        .path = path, .bytes = (const unsigned char *)bytes, .size = size, .stack_room = 64};
    machine.stack = reallocate(NULL, machine.stack_room, sizeof(void *));
    while (!machine.is_done)
        machine_step(&machine);
    free(machine.stack);
    free(machine.marks);
    free(machine.memo);
    return machine.pickle;
}
