/* Text and bytes that are written whole or not at all.
 *
 * A file is written as <path>.<machine>.<process id>.tmp in the same folder, flushed to the disk
 * (fsync) and renamed. So a reader never sees half a file, and two writers of one path never mix,
 * not even those on two machines that share the folder. A killed run leaves only a .tmp: no target
 * depends on it, and make removes it when it is ten minutes old. Any failure (no space, a file-size
 * limit, no permission) removes the .tmp and ends the program with the line "<path>: cannot write:
 * <why>"; the file that was at <path> before is still there. With FLUSH=no in the environment
 * nothing is flushed, because what an audit writes is thrown away.
 */
#ifndef FILES_OUTPUT_H
#define FILES_OUTPUT_H

#include <stddef.h>
#include <stdio.h>

/* Make every folder of `path`; what follows its last '/' is not made. */
void make_folders(const char *path);

/* A file that is being written. Text may go to the stream without checks: output_finish finds any
 * write that failed. */
struct output {
    char *path, *temporary;
    FILE *stream;
};

/* Open the .tmp of `path`, and make its folders. From then on the process ignores SIGXFSZ, so that
 * a file-size limit is a failed write too. */
struct output output_begin(const char *path);

/* Write bytes. Fails at once if that fails: only now errno says why. */
void output_bytes(const struct output *output, const void *bytes, size_t count);

/* Rename the file to its path, or fail if any write failed. Frees what `output` holds. */
void output_finish(struct output *output);

#endif
