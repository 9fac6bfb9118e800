/* Artifacts that are not what was written: found before a run relies on them. */
#ifndef DAMAGE_H
#define DAMAGE_H

/* Read each of these artifacts; say in one line what is wrong with one, and remove it, so that Make
 * makes it again. Fails where one cannot be removed. */
void remove_damaged(int count, char **paths);

#endif
