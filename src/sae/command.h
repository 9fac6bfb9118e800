/* The commands of the program `sae`. A command is a file with a function, declared here, and a line
 * in main.c. */
#ifndef SAE_COMMAND_H
#define SAE_COMMAND_H

#include <argp.h>

/* Read the arguments of a command as argp says; argv[0] is the command's name. --help prints what
 * argp documents. Fails with one line of usage where an option is unknown, or the parser
 * returns an error. */
void read_arguments(const struct argp *argp, int argc, char **argv, void *input);

/* Write what an autoencoder gives on rows: see encode.c. */
void command_encode(int argc, char **argv);

/* Say how alike autoencoders are: see compare.c. */
void command_compare(int argc, char **argv);

/* Write units as another tool's files: see export.c. */
void command_export(int argc, char **argv);

/* Say what a file or folder holds: see inspect.c. */
void command_inspect(int argc, char **argv);

#endif
