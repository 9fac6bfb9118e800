/* Where an autoencoder lies, told by names of files. */
#include "pretrained/place.h"
#include "files/input.h"
#include "program/error.h"
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The names that tools give to weights, and the file of settings beside them. */
static const struct {
    const char *weights, *config;
} known[] = {
    {"sae_weights.safetensors", "cfg.json"}, /* SAELens */
    {"sae.safetensors", "cfg.json"},         /* sparsify */
    {"ae.pt", "config.json"},                /* dictionary_learning */
    {"params.npz", "config.json"},           /* Gemma Scope */
    {"params.safetensors", "config.json"},   /* Gemma Scope 2 */
};
enum { KNOWN = sizeof known / sizeof *known };

/* Other files may hold weights by their endings, unless training or a test left them there. */
static const char *const endings[] = {"*.pt", "*.pth", "*.npz", "*.safetensors"};
static const char *const left[] = {"ref.safetensors",
                                   "sparsity.safetensors",
                                   "activation_*.safetensors",
                                   "*_state.safetensors",
                                   "optimizer*",
                                   "lr_scheduler*",
                                   "state.pt",
                                   "*_state.pt",
                                   "*.tmp"};

static bool matches(const char *name, const char *const *patterns, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (fnmatch(patterns[i], name, 0) == 0)
            return true;
    return false;
}
#define MATCHES(name, patterns) matches(name, patterns, sizeof(patterns) / sizeof *(patterns))

/* The number of a known name, or KNOWN. */
static size_t known_as(const char *name) {
    size_t i = 0;
    while (i < KNOWN && strcmp(name, known[i].weights) != 0)
        i++;
    return i;
}

static bool is_of_mode(const char *folder, const char *name, mode_t mode) {
    char *path = text("%s/%s", folder, name);
    struct stat status;
    bool is_so = stat(path, &status) == 0 && (status.st_mode & S_IFMT) == mode;
    free(path);
    return is_so;
}

/* Names of a folder, and how many there are in all. */
enum { SHOWN = 8 };
struct found {
    int count;
    char *names[SHOWN];
};

static void find(struct found *found, char *name) {
    if (found->count++ < SHOWN)
        found->names[found->count - 1] = name;
    else
        free(name);
}

/* "a, b and 3 more" */
static char *listed(const struct found *found) {
    char *list = text("%s", found->count > 0 ? found->names[0] : "");
    for (int i = 1; i < found->count && i < SHOWN; i++)
        list = text("%s%s%s", list, i + 1 == found->count ? " and " : ", ", found->names[i]);
    return found->count > SHOWN ? text("%s and %d more", list, found->count - SHOWN) : list;
}

/* The files with weights in a folder: those with known names, or else those that end so. */
static struct found weights_in(const char *folder) {
    struct dirent **entries;
    struct found of_known = {0}, others = {0};
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        bool is_known = known_as(name) < KNOWN;
        bool may_be = MATCHES(name, endings) && !MATCHES(name, left);
        if ((is_known || may_be) && is_of_mode(folder, name, S_IFREG))
            find(is_known ? &of_known : &others, text("%s", name));
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return of_known.count > 0 ? of_known : others;
}

/* Find the folders below `folder`, at most `depth` levels down, with weights in them. */
static void find_folders(const char *folder, const char *below, int depth, struct found *found) {
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        if (name[0] != '.' && is_of_mode(folder, name, S_IFDIR)) {
            char *path = text("%s/%s", folder, name), *shorter = text("%s%s", below, name);
            if (weights_in(path).count > 0)
                find(found, shorter);
            if (depth > 1)
                find_folders(path, text("%s/", shorter), depth - 1, found);
            free(path);
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static _Noreturn void refuse_folder(const char *folder) {
    struct found found = {0};
    find_folders(folder, "", 3, &found);
    if (found.count > 0)
        fail("%s: holds no autoencoder itself, expected a folder that does, such as these in it: "
             "%s",
             folder, listed(&found));
    fail("%s: holds no autoencoder, expected sae_weights.safetensors, sae.safetensors, ae.pt, "
         "params.npz, params.safetensors, or one other file that ends in .pt or .safetensors",
         folder);
}

/* The settings beside that file of weights. */
static char *config_of(const char *weights) {
    char *copy = text("%s", weights), *other = text("%s", weights);
    const char *folder = dirname(copy), *name = basename(other);
    size_t as = known_as(name);
    const char *candidates[] = {as < KNOWN ? known[as].config : "cfg.json",
                                as < KNOWN ? known[as].config : "config.json",
                                /* trainer_0/checkpoints/ae_100.pt, trainer_0/config.json */
                                fnmatch("ae_*.pt", name, 0) == 0 ? "../config.json" : ""};
    char *config = NULL;
    for (int i = 0; i < 3 && !config; i++)
        if (is_of_mode(folder, candidates[i], S_IFREG))
            config = text("%s/%s", folder, candidates[i]);
    free(copy);
    free(other);
    return config;
}

struct place find_place(const char *path) {
    struct stat status;
    char *weights, *folder;
    if (stat(path, &status) != 0)
        cannot_read(path);
    if (S_ISDIR(status.st_mode)) {
        folder = text("%s", path);
        for (size_t end = strlen(folder); end > 1 && folder[end - 1] == '/';)
            folder[--end] = '\0';
        struct found found = weights_in(folder);
        if (found.count == 0)
            refuse_folder(folder);
        if (found.count > 1)
            fail("%s: holds %d files with weights, %s, expected one: give the path of a file",
                 folder, found.count, listed(&found));
        weights = text("%s/%s", folder, found.names[0]);
        free(folder);
        free(found.names[0]);
    } else {
        weights = text("%s", path);
    }
    return (struct place){weights, config_of(weights)};
}

bool is_one_place(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
        return true;
    struct found found = weights_in(path);
    for (int i = 0; i < found.count && i < SHOWN; i++)
        free(found.names[i]);
    return found.count == 1;
}
