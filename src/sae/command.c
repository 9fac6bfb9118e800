/* How a command reads its arguments. */
#include "sae/command.h"
#include "program/error.h"
#include <stdlib.h>
#include <string.h>

void read_arguments(const struct argp *argp, int argc, char **argv, void *input) {
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        argp_help(argp, stdout, ARGP_HELP_LONG | ARGP_HELP_USAGE | ARGP_HELP_DOC,
                  text("sae %s", argv[0]));
        exit(0);
    }
    if (argp_parse(argp, argc, argv, ARGP_NO_ERRS, NULL, input) != 0)
        fail("usage: sae %s %s", argv[0], argp->args_doc);
}
