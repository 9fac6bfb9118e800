/* Numbers as text that loses nothing. */
#include "files/number.h"
#include "program/error.h"
#include <stdlib.h>

char *exact_number(double value) {
    char *digits = NULL;
    for (int precision = 15; precision <= 17; precision++) {
        free(digits);
        digits = text("%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    return digits;
}
