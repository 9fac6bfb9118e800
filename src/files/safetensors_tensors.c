/* Tensors of any shape and of most types from a safetensors file in memory. */
#include "files/safetensors.h"
#include "files/tensor_parts.h"
#include "program/error.h"
#include <stdlib.h>
#include <string.h>

static enum element_type type_of(const char *path, const struct safetensors_entry *entry) {
    const char *name = safetensors_type_name(entry);
    for (int type = 0; type < ELEMENT_TYPES; type++)
        if (strcmp(element_names[type].safetensors, name) == 0)
            return (enum element_type)type;
    fail_damaged("%s: tensor %s: elements of type %s, expected " ELEMENT_TYPES_READ, path,
                 shown(entry->name), name);
}

static void add_entry(struct tensor_file *file, const struct safetensors_entry *entry,
                      const char *data) {
    struct stored_tensor tensor = {.type = type_of(file->path, entry)};
    size_t rank = json_array_size(entry->shape), axis;
    if (rank > MOST_DIMENSIONS)
        fail_damaged("%s: tensor %s: %zu dimensions, expected at most %d", file->path,
                     shown(entry->name), rank, MOST_DIMENSIONS);
    json_t *size;
    json_array_foreach(entry->shape, axis, size) {
        tensor.shape[tensor.dimensions++] = json_integer_value(size);
    }
    size_t count = (entry->end - entry->begin) / element_names[tensor.type].bytes;
    set_row_major(file->path, &tensor, (int64_t)count);
    tensor_file_add(file, entry->name, tensor,
                    (struct element_block){data + entry->begin, (int64_t)count}, 0);
}

void safetensors_read_tensors(struct tensor_file *file, char *bytes, size_t size) {
    struct safetensors parts = safetensors_split(file->path, bytes, size);
    json_t *header = safetensors_json(file->path, parts.header, parts.header_bytes);
    json_t *metadata = safetensors_metadata(file->path, header);
    json_object_update(file->constants, metadata);
    size_t count;
    struct safetensors_entry *entries =
        safetensors_entries(file->path, header, parts.data_bytes, false, &count);
    for (size_t i = 0; i < count; i++)
        add_entry(file, &entries[i], parts.data);
    free(entries);
    json_decref(metadata);
    json_decref(header);
}
