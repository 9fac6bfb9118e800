/* The machine that runs a pickle: what its opcodes (pickle.c) and its globals (pickle_globals.c)
 * share. */
#ifndef FILES_PICKLE_MACHINE_H
#define FILES_PICKLE_MACHINE_H

#include "files/pickle.h"

/* A state dict has some 30 values a tensor. */
enum { MOST_VALUES = 1000000 };

struct machine {
    const char *path;
    const unsigned char *bytes; /* the pickle, [size] */
    size_t size, at;            /* where the next opcode or its argument begins */
    struct pickle pickle;
    struct pickled **stack;
    size_t height, stack_room;
    size_t *marks; /* heights of the stack */
    size_t mark_count, mark_room;
    struct pickled **memo; /* NULL: not set */
    size_t memo_room, memo_count;
    int is_done;
};

/* A new value; the pickle owns it. */
struct pickled *machine_value(struct machine *machine, enum pickled_kind kind);

void machine_push(struct machine *machine, struct pickled *value);

/* The value on top of the stack, above the last mark: taken away, or left. */
struct pickled *machine_pop(struct machine *machine);
struct pickled *machine_top(struct machine *machine);

/* Mark the height of the stack, below which nothing is popped until the mark is. */
void machine_mark(struct machine *machine);

/* Take away the last mark and what is above it: *count values, which stay readable until the next
 * push. */
struct pickled **machine_pop_mark(struct machine *machine, size_t *count);

/* Run one opcode. */
void machine_step(struct machine *machine);

/* Put a value at the end of a tuple, list or dict. */
void pickled_append(struct pickled *container, struct pickled *item);

/* The opcodes that name and use globals. */
void machine_global(struct machine *machine, const char *name);
void machine_storage(struct machine *machine);
void machine_reduce(struct machine *machine);
void machine_build(struct machine *machine);

#endif
