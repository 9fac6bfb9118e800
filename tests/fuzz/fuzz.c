/* Inputs as files, and a program's exit that does not end the process. */
#include "fuzz.h"

#include "files/artifact.h"
#include "program/error.h"

#include <jansson.h>
#include <sanitizer/allocator_interface.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { MOST_STREAMS = 16, MOST_MAPPED = 16, MOST_BLOCKS = 1 << 20 };

static _Thread_local bool is_running;
static jmp_buf end;
static FILE *streams[MOST_STREAMS];
static struct {
    void *start;
    size_t bytes;
} mapped[MOST_MAPPED];
static void *blocks[MOST_BLOCKS]; /* all that were allocated; some are freed already */
static size_t block_count;

static void note_block(const volatile void *block, size_t size) {
    (void)size;
    if (is_running && block_count < MOST_BLOCKS)
        blocks[block_count++] = (void *)block;
}

static void ignore_block(const volatile void *block) {
    (void)block;
}

/* --- in place of the C library's (-Wl,--wrap) --------------------------------------------------
 */

_Noreturn void __real_exit(int status);
_Noreturn void __wrap_exit(int status);
FILE *__real_fopen(const char *path, const char *mode);
FILE *__wrap_fopen(const char *path, const char *mode);
int __real_fclose(FILE *stream);
void *__real_mmap(void *start, size_t bytes, int access, int flags, int file, off_t offset);
void *__wrap_mmap(void *start, size_t bytes, int access, int flags, int file, off_t offset);
int __real_munmap(void *start, size_t bytes);
int __wrap_munmap(void *start, size_t bytes);
int __wrap_fclose(FILE *stream);

void __wrap_exit(int status) {
    if (is_running)
        longjmp(end, 1);
    __real_exit(status);
}

/* The place of an open stream, or a free place if `stream` is NULL. */
static FILE **place_of(const FILE *stream) {
    for (int i = 0; i < MOST_STREAMS; i++)
        if (streams[i] == stream)
            return &streams[i];
    abort();
}

FILE *__wrap_fopen(const char *path, const char *mode) {
    FILE *stream = __real_fopen(path, mode);
    if (is_running && stream)
        *place_of(NULL) = stream;
    return stream;
}

int __wrap_fclose(FILE *stream) {
    if (is_running)
        *place_of(stream) = NULL;
    return __real_fclose(stream);
}

/* The place of mapped memory, or a free place if `start` is NULL. */
static int place_of_mapped(const void *start) {
    for (int i = 0; i < MOST_MAPPED; i++)
        if (mapped[i].start == start)
            return i;
    abort();
}

void *__wrap_mmap(void *start, size_t bytes, int access, int flags, int file, off_t offset) {
    void *memory = __real_mmap(start, bytes, access, flags, file, offset);
    if (is_running && memory != MAP_FAILED) {
        int place = place_of_mapped(NULL);
        mapped[place].start = memory;
        mapped[place].bytes = bytes;
    }
    return memory;
}

int __wrap_munmap(void *start, size_t bytes) {
    if (is_running)
        mapped[place_of_mapped(start)].start = NULL;
    return __real_munmap(start, bytes);
}

/* --- an input ----------------------------------------------------------------------------------
 */

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    static char buffer[BUFSIZ]; /* one of its own would be freed with the rest */
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    json_object_seed(1);
    setenv("TZ", "UTC", 1);
    tzset(); /* the C library keeps what it allocates in here */
    return __sanitizer_install_malloc_and_free_hooks(note_block, ignore_block) == 0;
}

void put_files(const char *const *paths, const uint8_t *input, size_t size) {
    for (; *paths; paths++) {
        unlink(*paths);
        if (!input)
            continue;
        const uint8_t *feed = paths[1] && size > 0 ? memchr(input, '\f', size) : NULL;
        size_t length = feed ? (size_t)(feed - input) : size;
        make_folders(*paths);
        FILE *file = fopen(*paths, "w");
        if (!file || fwrite(input, 1, length, file) != length || fclose(file) != 0)
            fail("%s: cannot write", *paths);
        input = feed ? feed + 1 : NULL;
        size -= length + (feed != NULL);
    }
}

void run_to_end(void (*act)(void)) {
    block_count = 0;
    if (setjmp(end) == 0) {
        is_running = true;
        act();
    }
    is_running = false;
    for (int i = 0; i < MOST_STREAMS; i++)
        if (streams[i])
            __real_fclose(streams[i]);
    memset(streams, 0, sizeof streams);
    for (int i = 0; i < MOST_MAPPED; i++)
        if (mapped[i].start)
            __real_munmap(mapped[i].start, mapped[i].bytes);
    memset(mapped, 0, sizeof mapped);
    for (size_t i = 0; i < block_count; i++)
        if (__sanitizer_get_ownership(blocks[i]))
            free(blocks[i]);
}
