/* The pickle of a state dict, protocol 2, by a fixed pattern for each tensor:
 *
 *   {name: _rebuild_tensor_v2(('storage', FloatStorage, 'number', 'cpu', elements),
 *                             offset, shape, strides, False, OrderedDict())}
 *
 * Nothing is put into the pickle's memo: each tensor repeats its globals.
 */
#include "files/state_dict.h"
#include "files/stored_zip.h"
#include "program/error.h"
#include <stdlib.h>
#include <string.h>

/* A pickle that grows. */
struct opcodes {
    char *bytes;
    size_t count;
};

static void add(struct opcodes *pickle, const void *bytes, size_t count) {
    pickle->bytes = reallocate(pickle->bytes, pickle->count + count, 1);
    memcpy(pickle->bytes + pickle->count, bytes, count);
    pickle->count += count;
}

static void add_opcode(struct opcodes *pickle, char opcode) {
    add(pickle, &opcode, 1);
}

static void add_global(struct opcodes *pickle, const char *module, const char *name) {
    char *lines = text("c%s\n%s\n", module, name);
    add(pickle, lines, strlen(lines));
    free(lines);
}

static void add_text(struct opcodes *pickle, const char *string) {
    uint32_t length = (uint32_t)strlen(string);
    uint8_t opcode[] = {'X', (uint8_t)length, (uint8_t)(length >> 8), (uint8_t)(length >> 16),
                        (uint8_t)(length >> 24)};
    add(pickle, opcode, sizeof opcode);
    add(pickle, string, length);
}

/* BININT: four bytes. No number is larger: the archive has at most 4 GB. */
static void add_integer(struct opcodes *pickle, int64_t number) {
    uint32_t low = (uint32_t)number;
    uint8_t opcode[] = {'J', (uint8_t)low, (uint8_t)(low >> 8), (uint8_t)(low >> 16),
                        (uint8_t)(low >> 24)};
    add(pickle, opcode, sizeof opcode);
}

static void add_tuple(struct opcodes *pickle, const int64_t *numbers, int count) {
    add_opcode(pickle, '(');
    for (int i = 0; i < count; i++)
        add_integer(pickle, numbers[i]);
    add_opcode(pickle, 't');
}

/* The strides of a dense tensor; returns how many elements it has. */
static int64_t dense_strides(const struct stored_tensor *tensor, int64_t *strides) {
    int64_t elements = 1;
    for (int i = tensor->dimensions - 1; i >= 0; i--) {
        strides[i] = elements;
        elements *= tensor->shape[i];
    }
    return elements;
}

static void add_storage(struct opcodes *pickle, const struct stored_tensor *tensor, const char *key,
                        int64_t elements) {
    add_opcode(pickle, '(');
    add_text(pickle, "storage");
    add_global(pickle, "torch", tensor->type == ELEMENT_I32 ? "IntStorage" : "FloatStorage");
    add_text(pickle, key);
    add_text(pickle, "cpu");
    add_integer(pickle, elements);
    add_opcode(pickle, 't');
    add_opcode(pickle, 'Q');
}

static void add_tensor(struct opcodes *pickle, const struct stored_tensor *tensor,
                       const char *key) {
    int64_t strides[MOST_DIMENSIONS], elements = dense_strides(tensor, strides);
    add_text(pickle, tensor->name);
    add_global(pickle, "torch._utils", "_rebuild_tensor_v2");
    add_opcode(pickle, '(');
    add_storage(pickle, tensor, key, elements);
    add_integer(pickle, 0); /* where it begins in the storage */
    add_tuple(pickle, tensor->shape, tensor->dimensions);
    add_tuple(pickle, strides, tensor->dimensions);
    add_opcode(pickle, (char)0x89); /* False: needs no gradient */
    add_global(pickle, "collections", "OrderedDict");
    add(pickle, ")Rt", 3); /* called with (), it ends the arguments */
    add_opcode(pickle, 'R');
}

static struct opcodes pickled(const struct stored_tensor *tensors, size_t count) {
    struct opcodes pickle = {NULL, 0};
    add(&pickle, "\x80\x02}(", 4);
    for (size_t i = 0; i < count; i++) {
        char *key = text("%zu", i);
        add_tensor(&pickle, &tensors[i], key);
        free(key);
    }
    add(&pickle, "u.", 2);
    return pickle;
}

static void add_member(struct stored_zip *zip, const char *stem, const char *name,
                       const void *bytes, size_t size) {
    char *whole = text("%s/%s", stem, name);
    stored_zip_add(zip, whole, bytes, size);
    free(whole);
}

void state_dict_write(const char *path, const char *stem, const struct stored_tensor *tensors,
                      size_t count) {
    struct opcodes pickle = pickled(tensors, count);
    struct stored_zip zip = stored_zip_begin(path);
    add_member(&zip, stem, "data.pkl", pickle.bytes, pickle.count);
    add_member(&zip, stem, "byteorder", "little", strlen("little"));
    for (size_t i = 0; i < count; i++) {
        int64_t strides[MOST_DIMENSIONS], elements = dense_strides(&tensors[i], strides);
        char *name = text("data/%zu", i);
        add_member(&zip, stem, name, tensors[i].data, (size_t)elements * sizeof(float));
        free(name);
    }
    add_member(&zip, stem, "version", "3\n", 2);
    stored_zip_finish(&zip);
    free(pickle.bytes);
}
