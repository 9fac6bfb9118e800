/* The name of the processor, for readers. */
#ifndef PROGRAM_PROCESSOR_H
#define PROGRAM_PROCESSOR_H

/* The first processor of a file like /proc/cpuinfo: its model name. On aarch64, where Linux gives
 * no name, the numbers of its maker and part: "ARM processor, implementer 0x41, part 0xd0c".
 * "unknown" where the file has neither or cannot be read. The caller frees it. */
char *processor_name(const char *path);

#endif
