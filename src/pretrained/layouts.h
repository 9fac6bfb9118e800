/* How the files of each tool are read: an interface, and one file a tool. A new layout is such a
 * file, declared here and listed in pretrained.c. */
#ifndef PRETRAINED_LAYOUTS_H
#define PRETRAINED_LAYOUTS_H

#include "pretrained/saved.h"

struct layout {
    const char *tool;
    /* Whether the files are laid out so, told by the names of tensors and settings. */
    bool (*is_of)(const struct saved *saved);
    /* Fill in what the files say; function is allocated, all zero. Fails with one line. */
    void (*read)(struct saved *saved, struct pretrained *sae);
};

extern const struct layout unit_files, openai_files, overcomplete_files, sparsify_files,
    dictionary_learning_files, saelens_files, gemma_scope_files, qwen_scope_files;

#endif
