/* Numbers as text that loses nothing. */
#ifndef FILES_NUMBER_H
#define FILES_NUMBER_H

/* `value` as text with 15, 16 or 17 significant digits (%g): the fewest that read back as the same
 * double. The caller frees. */
char *exact_number(double value);

#endif
