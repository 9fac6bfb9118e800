/* Which value a mistyped id may mean. */
#ifndef VALUES_NEAREST_H
#define VALUES_NEAREST_H

#include "values/values.h"

/* The id in the table with the smallest edit distance to `id`. It is not `but`, which may be "".
 * The first such id wins a tie. The result is borrowed from the table; "" if there is none. */
const char *nearest_id(const struct values *values, const char *id, const char *but);

#endif
