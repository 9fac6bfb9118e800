/* Tensors in a zip archive: NumPy's .npz, and PyTorch's .pt.
 *
 *   .npz   NAME.npy ...
 *   .pt    STEM/data.pkl, STEM/byteorder, STEM/data/0, STEM/data/1 ...
 *
 * A tensor of the pickle lies in the storage STEM/data/KEY, and several may lie in one.
 */
#include "files/archive.h"
#include "files/pickle.h"
#include "files/tensor_parts.h"
#include "program/error.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How deep dicts may be in dicts, and how many values and bytes of text there are if each is
 * counted wherever it stands: a value of a pickle may stand in many places. */
enum { DEEPEST = 32, MOST_PLACES = 1000000, MOST_TEXT = 64 << 20, LONGEST_KEY = 1000 };

struct state {
    struct tensor_file *file;
    struct archive *archive;
    const char *prefix; /* "STEM/" */
    char **storages;    /* those that were read, by member; NULL: not read */
    int places;
    size_t text_bytes;
};

static bool ends_in(const char *name, const char *end) {
    size_t length = strlen(name), end_length = strlen(end);
    return length >= end_length && strcmp(name + length - end_length, end) == 0;
}

/* ---- .pt ---- */

/* A storage's elements, which the file owns. */
static struct element_block storage_of(struct state *state, const struct pickled *storage,
                                       const char *name) {
    const char *path = state->file->path;
    char *member = text("%sdata/%s", state->prefix, storage->text);
    size_t i = archive_find(state->archive, member);
    if (i == SIZE_MAX)
        fail_damaged("%s: tensor %s: no member %s, expected its storage", path, shown(name),
                     shown(member));
    uint64_t bytes = archive_bytes(state->archive, i), expected;
    if (__builtin_mul_overflow((uint64_t)storage->integer, element_names[storage->type].bytes,
                               &expected) ||
        bytes != expected)
        fail_damaged("%s: tensor %s: its storage %s has %ju bytes, expected %jd elements of %zu",
                     path, shown(name), shown(member), (uintmax_t)bytes, (intmax_t)storage->integer,
                     element_names[storage->type].bytes);
    if (state->storages[i] == NULL) {
        state->storages[i] = archive_read(state->archive, i);
        tensor_file_keep(state->file, state->storages[i], bytes, false);
    }
    free(member);
    return (struct element_block){state->storages[i], storage->integer};
}

static void add_tensor(struct state *state, const struct pickled *value, const char *name) {
    tensor_file_add(state->file, name, *value->tensor, storage_of(state, value->items[0], name),
                    value->offset);
}

static json_t *json_of_number(double number) {
    if (isfinite(number))
        return json_real(number);
    return json_string(isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
}

static json_t *take_value(struct state *state, const struct pickled *value, const char *name,
                          int depth);

/* A dict's key as a part of a name; the caller frees. */
static char *key_of(const struct state *state, const struct pickled *key) {
    if (key->kind == PICKLED_INTEGER)
        return text("%jd", (intmax_t)key->integer);
    if (key->kind != PICKLED_TEXT || strlen(key->text) > LONGEST_KEY)
        fail_damaged("%s: a key in its pickle is %s, expected a text of at most %d bytes",
                     state->file->path, pickled_kind_name(key->kind), LONGEST_KEY);
    return text("%s", key->text);
}

/* The constants of a dict. NULL if it has tensors alone. */
static json_t *take_dict(struct state *state, const struct pickled *dict, const char *name,
                         int depth) {
    json_t *constants = json_object();
    for (size_t i = 0; i < dict->count; i += 2) {
        char *key = key_of(state, dict->items[i]);
        char *inner = text("%s%s%s", name, *name == '\0' ? "" : ".", key);
        json_t *constant = take_value(state, dict->items[i + 1], inner, depth + 1);
        if (constant != NULL && json_object_get(constants, key) != NULL)
            fail_damaged("%s: %s is there twice, expected different names", state->file->path,
                         shown(inner));
        if (constant != NULL)
            json_object_set_new(constants, key, constant);
        free(key);
        free(inner);
    }
    if (json_object_size(constants) > 0 || dict->count == 0)
        return constants;
    json_decref(constants);
    return NULL;
}

/* The constants of a tuple or list. A tensor in it is null there, and its name ends in its place.
 */
static json_t *take_list(struct state *state, const struct pickled *list, const char *name,
                         int depth) {
    json_t *constants = json_array();
    for (size_t i = 0; i < list->count; i++) {
        char *inner = text("%s%s%zu", name, *name == '\0' ? "" : ".", i);
        json_t *constant = take_value(state, list->items[i], inner, depth + 1);
        json_array_append_new(constants, constant != NULL ? constant : json_null());
        free(inner);
    }
    return constants;
}

/* Add the tensors in a value, and return what else is in it; NULL if nothing. */
static json_t *take_value(struct state *state, const struct pickled *value, const char *name,
                          int depth) {
    state->text_bytes += strlen(name) + (value->kind == PICKLED_TEXT ? strlen(value->text) : 0);
    if (depth > DEEPEST || ++state->places > MOST_PLACES || state->text_bytes > MOST_TEXT)
        fail_damaged("%s: its pickle holds more than %d values, too long texts, or dicts %d deep, "
                     "expected a state dict",
                     state->file->path, MOST_PLACES, DEEPEST + 1);
    switch (value->kind) {
    case PICKLED_NONE:
        return json_null();
    case PICKLED_BOOLEAN:
        return json_boolean(value->integer);
    case PICKLED_INTEGER:
        return json_integer(value->integer);
    case PICKLED_NUMBER:
        return json_of_number(value->number);
    case PICKLED_TEXT:
        return json_string(value->text);
    case PICKLED_TUPLE:
    case PICKLED_LIST:
        return take_list(state, value, name, depth);
    case PICKLED_DICT:
        return take_dict(state, value, name, depth);
    case PICKLED_TENSOR:
        add_tensor(state, value, *name == '\0' ? NAMELESS_TENSOR : name);
        return NULL;
    case PICKLED_GLOBAL:
    case PICKLED_STORAGE:
        break;
    }
    fail_damaged("%s: %s is %s, expected a tensor or a constant", state->file->path, shown(name),
                 pickled_kind_name(value->kind));
}

/* PyTorch says in which byte order it wrote; files of older releases do not say. */
static void check_byte_order(const struct state *state) {
    char *member = text("%sbyteorder", state->prefix);
    size_t i = archive_find(state->archive, member);
    free(member);
    if (i == SIZE_MAX)
        return;
    char *order = archive_read(state->archive, i);
    if (strcmp(order, "little") != 0)
        fail_damaged("%s: byte order \"%s\", expected little", state->file->path, shown(order));
    free(order);
}

static void read_state(struct tensor_file *file, struct archive *archive, size_t pickle_member) {
    char *prefix = text("%s", archive_name(archive, pickle_member));
    prefix[strlen(prefix) - strlen("data.pkl")] = '\0';
    struct state state = {.file = file,
                          .archive = archive,
                          .prefix = prefix,
                          .storages = allocate(archive->count, sizeof(char *))};
    check_byte_order(&state);
    char *bytes = archive_read(archive, pickle_member);
    struct pickle pickle = pickle_read(file->path, bytes, archive_bytes(archive, pickle_member));
    json_t *constants = take_value(&state, pickle.root, "", 0);
    if (json_is_object(constants)) {
        json_decref(file->constants);
        file->constants = constants;
    } else {
        json_decref(constants);
    }
    pickle_free(&pickle);
    free(bytes);
    free(state.storages);
    free(prefix);
}

/* ---- .npz ---- */

static void read_arrays(struct tensor_file *file, struct archive *archive) {
    for (size_t i = 0; i < archive->count; i++) {
        const char *member = archive_name(archive, i);
        if (!ends_in(member, ".npy"))
            fail_damaged("%s: member %s, expected a .npz (members .npy alone) or a .pt (a member "
                         "data.pkl)",
                         file->path, shown(member));
        char *where = text("%s: member %s", file->path, shown(member));
        char *name = text("%.*s", (int)(strlen(member) - strlen(".npy")), member);
        char *bytes = archive_read(archive, i);
        tensor_file_keep(file, bytes, archive_bytes(archive, i), false);
        npy_read_tensor(file, where, name, bytes, archive_bytes(archive, i));
        free(name);
        free(where);
    }
}

void zip_read_tensors(struct tensor_file *file, char *bytes, size_t size) {
    struct archive archive = archive_open(file->path, bytes, size);
    size_t pickle = SIZE_MAX;
    for (size_t i = 0; i < archive.count; i++) {
        const char *name = archive_name(&archive, i);
        if (strcmp(name, "data.pkl") != 0 && !ends_in(name, "/data.pkl"))
            continue;
        if (pickle != SIZE_MAX)
            fail_damaged("%s: two members data.pkl, expected one", file->path);
        pickle = i;
    }
    if (archive.count == 0)
        fail_damaged("%s: an empty zip archive, expected a .pt or .npz", file->path);
    if (pickle != SIZE_MAX)
        read_state(file, &archive, pickle);
    else
        read_arrays(file, &archive);
    archive_close(&archive);
}
