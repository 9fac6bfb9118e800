/* Python's pickle, as far as a state dict of PyTorch needs it. Nothing is executed.
 *
 * A pickle is a program for a machine with a stack and a memo. This machine knows the opcodes that
 * make None, booleans, numbers, strings, tuples, lists and dicts, and seven kinds of globals:
 *
 *   collections.OrderedDict            called without arguments: a dict
 *   torch.FloatStorage ...             the type of a storage; a storage is a member of the archive
 *   torch._utils._rebuild_tensor_v2    a tensor: storage, offset, size, strides
 *   torch._utils._rebuild_parameter    the tensor in it
 *
 * Any other opcode or global ends the program with its name.
 */
#ifndef FILES_PICKLE_H
#define FILES_PICKLE_H

#include "files/tensor_file.h"
#include <stddef.h>
#include <stdint.h>

enum pickled_kind {
    PICKLED_NONE,
    PICKLED_BOOLEAN,
    PICKLED_INTEGER,
    PICKLED_NUMBER,
    PICKLED_TEXT,
    PICKLED_TUPLE,
    PICKLED_LIST,
    PICKLED_DICT,
    PICKLED_GLOBAL,
    PICKLED_STORAGE,
    PICKLED_TENSOR
};

struct pickled {
    enum pickled_kind kind;
    enum element_type type; /* of a storage, or of a global that is the type of one */
    union {
        int64_t integer; /* a boolean is 0 or 1; of a storage: how many elements it has */
        double number;
    };
    char *text; /* a text; a global's name; a storage's key */
    /* A tuple or list: its items. A dict: key, value, key, value. A tensor: its storage. */
    struct pickled **items;
    size_t count;
    struct stored_tensor *tensor; /* type, shape and strides */
    int64_t offset;               /* of a tensor in its storage, in elements */
};

/* A pickle that was read. Values may stand in several places, and in themselves. */
struct pickle {
    struct pickled *root;
    struct pickled **values; /* each once, [count] */
    size_t count, room;
};

/* Read a pickle. Fails, with a line that begins with the path, if it holds anything else, if it is
 * truncated, or if it is larger than a state dict can be. The caller frees. */
struct pickle pickle_read(const char *path, const char *bytes, size_t size);

void pickle_free(struct pickle *pickle);

/* What messages call a value of that kind: "a dict". */
const char *pickled_kind_name(enum pickled_kind kind);

#endif
