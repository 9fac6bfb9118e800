/* sae encode SAE ACTIVATIONS OUT [--tensor=NAME]: what an autoencoder gives on rows. */
#include "pretrained/pretrained.h"
#include "program/error.h"
#include "sae/command.h"

struct request {
    const char *sae, *activations, *out, *tensor;
};

static error_t read_one(int key, char *argument, struct argp_state *state) {
    struct request *request = state->input;
    const char **places[] = {&request->sae, &request->activations, &request->out};
    if (key == 't')
        request->tensor = argument;
    else if (key == ARGP_KEY_ARG && state->arg_num < 3)
        *places[state->arg_num] = argument;
    else if (key == ARGP_KEY_ARG || (key == ARGP_KEY_END && state->arg_num < 3))
        return EINVAL;
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

void command_encode(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"tensor", 't', "NAME", 0, "the matrix of rows, where ACTIVATIONS has more than one", 0},
        {0}};
    static const struct argp argp = {
        options,
        read_one,
        "SAE ACTIVATIONS OUT [--tensor=NAME]",
        "Write the activations and reconstructions of the rows in ACTIVATIONS to OUT.",
        0,
        0,
        0};
    struct request request = {0};
    read_arguments(&argp, argc, argv, &request);
    fail("%s: not read yet", request.sae);
}
