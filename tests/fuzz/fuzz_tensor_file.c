/* A file of tensors: safetensors, .pt, .npz or .npy as it is. The checksums of an archive would
 * keep most changes from what reads its members. So an input that begins with 'p' is the pickle of
 * a .pt, one with 'z' a .npy in a .npz, and the archive around it is made here. All elements must
 * lie in the file's memory. */
#include "fuzz.h"

#include "files/archive_writer.h"
#include "files/tensor_parts.h"

#include <string.h>

enum { MOST_ELEMENTS = 100000 };

static const char *const files[] = {"file", NULL};

/* Stop if an element of the tensor lies nowhere in the file's memory. */
static void check_place(const struct tensor_file *file, const struct stored_tensor *tensor) {
    const struct tensor_memory *memory = file->memory;
    __int128 elements = 1;
    for (int i = 0; i < tensor->dimensions; i++)
        elements += (__int128)(tensor->shape[i] - 1) * tensor->strides[i];
    __int128 begin = (intptr_t)tensor->data;
    __int128 end = begin + elements * (__int128)element_names[tensor->type].bytes;
    for (size_t i = 0; i < memory->count; i++)
        if (begin >= (intptr_t)memory->parts[i].start &&
            end <= (intptr_t)memory->parts[i].start + (__int128)memory->parts[i].bytes)
            return;
    abort();
}

static void read_file(void) {
    static float singles[MOST_ELEMENTS];
    static double doubles[MOST_ELEMENTS];
    struct tensor_file file = tensor_file_read("file");
    for (size_t i = 0; i < file.count; i++) {
        const struct stored_tensor *tensor = &file.tensors[i];
        if (tensor_named(&file, tensor->name) != tensor)
            abort();
        int64_t elements = tensor_elements(tensor);
        if (elements > 0)
            check_place(&file, tensor);
        if (elements > MOST_ELEMENTS)
            continue;
        tensor_to_float32(tensor, singles);
        tensor_to_float64(tensor, doubles);
    }
    free(json_dumps(file.constants, JSON_COMPACT));
    tensor_file_free(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    static const char storage[96];
    if (size > 0 && *input == 'p') {
        const struct member members[] = {{"x/data.pkl", input + 1, size - 1},
                                         {"x/data/0", storage, 96},
                                         {"x/data/1", storage, 24},
                                         {"x/data/2", storage, 8}};
        write_archive("file", members, 4, ZIP_CM_STORE);
    } else if (size > 0 && *input == 'z') {
        const struct member members[] = {{"x.npy", input + 1, size - 1}};
        write_archive("file", members, 1, ZIP_CM_DEFLATE);
    } else {
        put_files(files, input, size);
    }
    run_to_end(read_file);
    return 0;
}
