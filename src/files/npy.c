/* NumPy's .npy: a line of Python that says type, order and shape, then the elements.
 *
 *   "\x93NUMPY" major minor | length (2 bytes; 4 from version 2) | line | elements
 *   line: {'descr': '<f4', 'fortran_order': False, 'shape': (40, 24), }
 */
#include "files/tensor_parts.h"
#include "program/error.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The line, which is read from left to right. */
struct line {
    const char *where; /* how messages begin */
    const char *at;
};

static _Noreturn void refuse_line(const struct line *line, const char *expected) {
    fail_damaged("%s: malformed .npy header at \"%s\", expected %s", line->where, shown(line->at),
                 expected);
}

/* Whether the next characters are these; if so they are read. */
static bool accept(struct line *line, const char *characters) {
    while (*line->at == ' ')
        line->at++;
    size_t length = strlen(characters);
    if (strncmp(line->at, characters, length) != 0)
        return false;
    line->at += length;
    return true;
}

static void expect(struct line *line, const char *characters) {
    if (!accept(line, characters))
        refuse_line(line, characters);
}

static int64_t whole_number(struct line *line) {
    int64_t number = 0;
    accept(line, "");
    if (!isdigit((unsigned char)*line->at))
        refuse_line(line, "a whole number, 0 or more");
    for (; isdigit((unsigned char)*line->at); line->at++)
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, *line->at - '0', &number))
            refuse_line(line, "a size below 2^63");
    return number;
}

/* '<f4': the byte order and the type. One byte has no order. */
static enum element_type element_type(struct line *line) {
    if (!accept(line, "'"))
        refuse_line(line, "one type of elements, such as '<f4', not several fields");
    size_t length = strcspn(line->at, "'");
    char *name = text("%.*s", (int)length, line->at);
    int type = 0;
    while (type < ELEMENT_TYPES &&
           (*name == '\0' || strcmp(name + 1, element_names[type].numpy) != 0))
        type++;
    bool is_byte = type < ELEMENT_TYPES && element_names[type].bytes == 1;
    if (type == ELEMENT_TYPES || (*name != '<' && !(is_byte && *name == '|')))
        fail_damaged("%s: elements of type '%s'%s, expected <f8, <f4, <f2, <i8, <i4, <i2, |i1, "
                     "<u8, <u4, <u2, |u1 "
                     "or |b1",
                     line->where, shown(name),
                     *name == '>'                ? " (big-endian)"
                     : strchr(name, 'O') != NULL ? " (Python objects)"
                                                 : "");
    free(name);
    line->at += length;
    expect(line, "'");
    return (enum element_type)type;
}

/* (), (3,) or (40, 24) */
static void shape(struct line *line, struct stored_tensor *tensor) {
    expect(line, "(");
    tensor->dimensions = 0;
    while (!accept(line, ")")) {
        if (tensor->dimensions == MOST_DIMENSIONS)
            refuse_line(line, "at most 8 dimensions");
        tensor->shape[tensor->dimensions++] = whole_number(line);
        if (!accept(line, ",") && *line->at != ')')
            refuse_line(line, ", or )");
    }
}

/* The whole line. Each key stands in it once; NumPy writes them in this order, others may not. */
static struct stored_tensor described(struct line *line, bool *is_fortran) {
    struct stored_tensor tensor = {0};
    int type = 0, order = 0, size = 0;
    expect(line, "{");
    while (!accept(line, "}")) {
        if (accept(line, "'descr'") && ++type) {
            expect(line, ":");
            tensor.type = element_type(line);
        } else if (accept(line, "'fortran_order'") && ++order) {
            expect(line, ":");
            *is_fortran = accept(line, "True");
            if (!*is_fortran)
                expect(line, "False");
        } else if (accept(line, "'shape'") && ++size) {
            expect(line, ":");
            shape(line, &tensor);
        } else {
            refuse_line(line, "'descr', 'fortran_order' or 'shape'");
        }
        if (!accept(line, ",") && *line->at != '}')
            refuse_line(line, ", or }");
    }
    if (type != 1 || order != 1 || size != 1)
        fail_damaged(
            "%s: malformed .npy header, expected descr, fortran_order and shape, once each",
            line->where);
    return tensor;
}

/* The strides of Fortran's order, in which the first dimension is the fastest, in place of
 * row-major ones. */
static void set_column_major(struct stored_tensor *tensor) {
    int64_t stride = 1;
    for (int i = 0; i < tensor->dimensions; i++) {
        tensor->strides[i] = stride;
        stride *= tensor->shape[i];
    }
}

/* NumPy's own limit is 10,000. */
enum { LONGEST_HEADER = 65535 };

void npy_read_tensor(struct tensor_file *file, const char *where, const char *name,
                     const char *bytes, size_t size) {
    const size_t begin = strlen(NPY_MAGIC) + 2;
    size_t length = 0, width = size > begin && bytes[begin - 2] == 1 ? 2 : 4;
    if (size < begin + width || memcmp(bytes, NPY_MAGIC, strlen(NPY_MAGIC)) != 0)
        fail_damaged("%s: truncated or no .npy: %zu bytes, expected its magic and a header", where,
                     size);
    if (bytes[begin - 2] < 1 || bytes[begin - 2] > 3)
        fail_damaged("%s: .npy of version %d, expected 1, 2 or 3", where, bytes[begin - 2]);
    for (size_t i = 0; i < width; i++)
        length |= (size_t)(unsigned char)bytes[begin + i] << 8 * i;
    if (length > LONGEST_HEADER)
        fail_damaged("%s: .npy header of %zu bytes, expected at most %d", where, length,
                     LONGEST_HEADER);
    if (length > size - begin - width)
        fail_damaged("%s: truncated .npy: header of %zu bytes in a file of %zu", where, length,
                     size);
    char *header = text("%.*s", (int)length, bytes + begin + width);
    struct line line = {.where = where, .at = header};
    bool is_fortran = false;
    struct stored_tensor tensor = described(&line, &is_fortran);
    free(header);
    const char *data = bytes + begin + width + length;
    size_t data_bytes = (size_t)(bytes + size - data), item = element_names[tensor.type].bytes;
    if (data_bytes % item != 0)
        fail_damaged("%s: truncated .npy: %zu bytes of data, expected elements of %zu", where,
                     data_bytes, item);
    set_row_major(where, &tensor, (int64_t)(data_bytes / item));
    if (is_fortran && data_bytes > 0)
        set_column_major(&tensor);
    tensor_file_add(file, name, tensor, (struct element_block){data, (int64_t)(data_bytes / item)},
                    0);
}
