/* The globals that a state dict names, and what is made when they are called. */
#include "files/pickle_machine.h"
#include "files/tensor_parts.h"
#include "program/error.h"
#include <string.h>

static const char ordered_dict[] = "collections.OrderedDict";
static const char rebuild_tensor[] = "torch._utils._rebuild_tensor_v2";
static const char rebuild_parameter[] = "torch._utils._rebuild_parameter";

/* Push the global of that name. */
void machine_global(struct machine *machine, const char *name) {
    int type = 0;
    while (type < ELEMENT_TYPES && strcmp(name, element_names[type].storage) != 0)
        type++;
    if (type == ELEMENT_TYPES && strcmp(name, ordered_dict) != 0 &&
        strcmp(name, rebuild_tensor) != 0 && strcmp(name, rebuild_parameter) != 0)
        fail_damaged(
            "%s: refuses the global %s, expected a state dict: tensors, dicts, strings and "
            "numbers alone",
            machine->path, shown(name));
    struct pickled *global = machine_value(machine, PICKLED_GLOBAL);
    global->type = (enum element_type)type; /* ELEMENT_TYPES: of no storage */
    global->text = text("%s", name);
    machine_push(machine, global);
}

/* Whether `tuple` is a tuple of values of those kinds. */
static int has_kinds(const struct pickled *tuple, size_t count, const enum pickled_kind *kinds) {
    if (tuple->kind != PICKLED_TUPLE || tuple->count != count)
        return 0;
    for (size_t i = 0; i < count; i++)
        if (tuple->items[i]->kind != kinds[i])
            return 0;
    return 1;
}

/* BINPERSID: ("storage", type, key, device, elements) on the stack becomes that storage. */
void machine_storage(struct machine *machine) {
    static const enum pickled_kind kinds[] = {PICKLED_TEXT, PICKLED_GLOBAL, PICKLED_TEXT,
                                              PICKLED_TEXT, PICKLED_INTEGER};
    struct pickled *id = machine_pop(machine);
    if (!has_kinds(id, 5, kinds) || strcmp(id->items[0]->text, "storage") != 0 ||
        id->items[1]->type == ELEMENT_TYPES || id->items[4]->integer < 0)
        fail_damaged("%s: its pickle refers to something that is no storage, expected "
                     "('storage', type, key, device, elements)",
                     machine->path);
    struct pickled *storage = machine_value(machine, PICKLED_STORAGE);
    storage->type = id->items[1]->type;
    storage->text = text("%s", id->items[2]->text);
    storage->integer = id->items[4]->integer;
    machine_push(machine, storage);
}

/* A tuple of whole numbers as a shape or as strides; how many, or -1 if it is none. */
static int whole_numbers(const struct pickled *tuple, int64_t *numbers) {
    if (tuple->kind != PICKLED_TUPLE || tuple->count > MOST_DIMENSIONS)
        return -1;
    for (size_t i = 0; i < tuple->count; i++) {
        if (tuple->items[i]->kind != PICKLED_INTEGER)
            return -1;
        numbers[i] = tuple->items[i]->integer;
    }
    return (int)tuple->count;
}

/* _rebuild_tensor_v2(storage, offset, size, strides, requires_grad, backward_hooks) */
static struct pickled *make_tensor(struct machine *machine, const struct pickled *arguments) {
    static const enum pickled_kind kinds[] = {PICKLED_STORAGE, PICKLED_INTEGER, PICKLED_TUPLE,
                                              PICKLED_TUPLE,   PICKLED_BOOLEAN, PICKLED_DICT};
    if (!has_kinds(arguments, 6, kinds))
        fail_damaged("%s: its pickle makes a tensor of something else, expected (storage, offset, "
                     "size, strides, requires_grad, hooks)",
                     machine->path);
    struct pickled *value = machine_value(machine, PICKLED_TENSOR);
    struct stored_tensor *tensor = value->tensor = allocate(1, sizeof *tensor);
    tensor->type = arguments->items[0]->type;
    tensor->dimensions = whole_numbers(arguments->items[2], tensor->shape);
    if (tensor->dimensions < 0 ||
        whole_numbers(arguments->items[3], tensor->strides) != tensor->dimensions)
        fail_damaged("%s: a tensor in its pickle has no size or strides, expected as many whole "
                     "numbers of both, at most %d",
                     machine->path, MOST_DIMENSIONS);
    value->offset = arguments->items[1]->integer;
    pickled_append(value, arguments->items[0]);
    return value;
}

/* _rebuild_parameter(tensor, requires_grad, backward_hooks) is its tensor. */
static struct pickled *make_parameter(struct machine *machine, const struct pickled *arguments) {
    static const enum pickled_kind kinds[] = {PICKLED_TENSOR, PICKLED_BOOLEAN, PICKLED_DICT};
    if (!has_kinds(arguments, 3, kinds))
        fail_damaged("%s: its pickle makes a parameter of something else, expected (tensor, "
                     "requires_grad, hooks)",
                     machine->path);
    return arguments->items[0];
}

/* REDUCE: a global and a tuple of arguments on the stack become what the call gives. */
void machine_reduce(struct machine *machine) {
    struct pickled *arguments = machine_pop(machine), *called = machine_pop(machine), *result;
    const char *name = called->kind == PICKLED_GLOBAL ? called->text : "";
    if (strcmp(name, ordered_dict) == 0 && has_kinds(arguments, 0, NULL))
        result = machine_value(machine, PICKLED_DICT);
    else if (strcmp(name, rebuild_tensor) == 0)
        result = make_tensor(machine, arguments);
    else if (strcmp(name, rebuild_parameter) == 0)
        result = make_parameter(machine, arguments);
    else
        fail_damaged("%s: its pickle calls %s, expected %s() or one of torch's two calls that make "
                     "a tensor",
                     machine->path,
                     called->kind == PICKLED_GLOBAL ? name : pickled_kind_name(called->kind),
                     ordered_dict);
    machine_push(machine, result);
}

/* BUILD: attributes of the dict below them, such as _metadata of an OrderedDict, are dropped. */
void machine_build(struct machine *machine) {
    machine_pop(machine);
    const struct pickled *object = machine_top(machine);
    if (object->kind != PICKLED_DICT)
        fail_damaged("%s: its pickle sets attributes of %s, expected of a dict alone",
                     machine->path, pickled_kind_name(object->kind));
}
