/* Memory with a file behind it, for what is too large for the memory of a process: the system reads
 * pages of it when they are asked for, writes them back when it needs their room, and lets the
 * processes that map one file share them.
 */
#ifndef FILES_MAPPED_H
#define FILES_MAPPED_H

#include <stdbool.h>
#include <stddef.h>

/* Mapped memory; {0}: none. */
struct mapping {
    void *memory;
    size_t bytes;
};

/* Whether so many bytes are mapped and not held: where they are more than MEMORY megabytes, an
 * environment variable; 256 if it is not set. */
bool is_large(size_t bytes);

/* The first `bytes` bytes of an open file, read-only; `path` is for messages. The caller unmaps. A
 * file that becomes shorter while it is mapped ends the process. */
struct mapping map_file(const char *path, int descriptor, size_t bytes);

/* `bytes` bytes, all zero, of a file without a name in build/, or in TMPDIR or /tmp where there is
 * no build/. Fails, and says so, where the disk has no room. The caller unmaps. */
struct mapping map_scratch(size_t bytes);

/* Give it back; it is then empty. Of an empty one, nothing is given back. */
void unmap(struct mapping *mapping);

#endif
