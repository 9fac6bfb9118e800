/* The program `sae`: what can be asked of autoencoders that are there already.
 *
 *   sae COMMAND ARGUMENT...      sae COMMAND --help
 */
#include "program/error.h"
#include "sae/command.h"
#include <string.h>

static const struct {
    const char *name;
    void (*run)(int argc, char **argv);
} commands[] = {
    {"encode", command_encode},
    {"compare", command_compare},
    {"export", command_export},
    {"inspect", command_inspect},
};

int main(int argc, char **argv) {
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[1], commands[i].name) == 0) {
            commands[i].run(argc - 1, argv + 1);
            return 0;
        }
    fail("usage: %s encode|inspect ARGUMENT...", argv[0]);
}
