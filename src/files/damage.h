/* The removal of damaged artifacts, before a run relies on them. */
#ifndef FILES_DAMAGE_H
#define FILES_DAMAGE_H

/* Read each of these artifacts. If one is damaged, print one line that says what is wrong with it,
 * and remove it, so that Make makes it again. Fails if it cannot be removed. */
void remove_damaged(int count, char **paths);

#endif
