/* What PyTorch and NumPy gave, for the tests: values of tests/golden/golden.json by path.
 *
 * Include this, and any header of src/, before <cmocka.h>: cmocka has a macro fail() of its own.
 */
#ifndef GOLDEN_H
#define GOLDEN_H

#include "program/error.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The value at a path of names, "numpy_bootstrap/by_seed/11/ci95_n5"; printf fills in the names.
 * It lives as long as the program. A path that leads nowhere fails. */
__attribute__((format(printf, 1, 2), unused)) static json_t *golden(const char *format, ...) {
    static json_t *file;
    if (file == NULL)
        file = json_load_file("tests/golden/golden.json", 0, NULL);
    char path[256];
    va_list names;
    va_start(names, format);
    vsnprintf(path, sizeof path, format, names);
    va_end(names);
    json_t *value = file;
    char *rest = path;
    for (char *name; (name = strsep(&rest, "/")) != NULL;)
        value = json_object_get(value, name);
    if (value == NULL)
        fail("tests/golden/golden.json: nothing at .../%s; run from the top of the checkout",
             format);
    return value;
}

/* Entry i of an array of numbers. */
__attribute__((unused)) static double golden_number(const json_t *array, size_t i) {
    return json_number_value(json_array_get(array, i));
}

/* The same of a whole number, all 63 bits of it. */
__attribute__((unused)) static int64_t golden_integer(const json_t *array, size_t i) {
    return json_integer_value(json_array_get(array, i));
}

#endif
