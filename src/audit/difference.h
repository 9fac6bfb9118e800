/* The difference between a file of the run and the same file made again. */
#ifndef AUDIT_DIFFERENCE_H
#define AUDIT_DIFFERENCE_H

/* Report, as one fault, where the two differ. `found` is the content of the file at `path`, and
 * `expected` that of the file made again. Of tables and other texts, the fault names the first line
 * and cell that differs; both contents are changed on the way, and must end in a zero byte. */
void tell_difference(const char *path, char *found, char *expected);

#endif
