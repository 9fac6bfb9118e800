/* sae compare FOLDER SAE SAE... [--activations=PATH] [--tensor=NAME] [--seed=N]: how alike
 * autoencoders are (compare/pairs.h), as tables in FOLDER and in the terminal. */
#include "compare/tables.h"
#include "program/error.h"
#include "sae/command.h"
#include <errno.h>
#include <stdlib.h>

struct request {
    const char *folder, *seed;
    struct settings_told settings;
    int count;
    char **saes;
};

static error_t read_one(int key, char *argument, struct argp_state *state) {
    struct request *request = state->input;
    switch (key) {
    case 'a':
        request->settings.activations = argument;
        return 0;
    case 't':
        request->settings.tensor = argument;
        return 0;
    case 's':
        request->seed = argument;
        return 0;
    case ARGP_KEY_ARGS:
        request->folder = state->argv[state->next];
        request->saes = state->argv + state->next + 1;
        request->count = state->argc - state->next - 1;
        return 0;
    case ARGP_KEY_NO_ARGS:
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static uint64_t seed_of(const char *digits) {
    char *end = NULL;
    if (!digits)
        return 1;
    errno = 0;
    unsigned long seed = strtoul(digits, &end, 10);
    if (*digits < '0' || *digits > '9' || *end != '\0' || errno != 0 || seed > 999999999)
        fail("the seed is \"%s\", expected a whole number up to 999999999", digits);
    return seed;
}

void command_compare(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"activations", 'a', "PATH", 0, "rows that they read: also EV, MSE, L0, dead latents", 0},
        {"tensor", 't', "NAME", 0, "the matrix of rows, where PATH has more than one", 0},
        {"seed", 's', "N", 0, "what the null decoders are drawn with (1)", 0},
        {0}};
    static const struct argp argp = {
        options,
        read_one,
        "FOLDER SAE SAE...",
        "Say how alike autoencoders are, pair by pair and beside chance. Tables go into FOLDER.",
        0,
        0,
        0};
    struct request request = {0};
    read_arguments(&argp, argc, argv, &request);
    request.settings.seed = seed_of(request.seed);
    if (request.count < 2)
        fail("%s: a single autoencoder makes no pair, expected two or more",
             request.count ? request.saes[0] : request.folder);
    struct compared_set set = compared_read(request.count, request.saes,
                                            request.settings.activations, request.settings.tensor);
    struct compared_pairs pairs = pairs_measured(&set, request.settings.seed);
    write_tables(&pairs, request.folder, request.settings);
    print_comparison(&pairs);
    pairs_free(&pairs);
    compared_free(&set);
}
