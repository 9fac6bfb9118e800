/* A state dict as torch.save writes it: a zip archive with a pickle that names the tensors, and a
 * member for each tensor's numbers. torch.load reads it, with weights_only too. */
#ifndef FILES_STATE_DICT_H
#define FILES_STATE_DICT_H

#include "files/tensor_file.h"
#include <stddef.h>

/* Write the tensors, row-major and dense, F32 or I32, in this order; their `strides` are not looked
 * at. The members' folder is called `stem`, which for PyTorch is the file's name without its end.
 * The file is written whole or not at all, and the same tensors give the same bytes. */
void state_dict_write(const char *path, const char *stem, const struct stored_tensor *tensors,
                      size_t count);

#endif
