"""The encoder alone: what every step begins with.

    encoder.py <activations> <d_sae> <k> <product or sparsify> <times> <threads>

`product` is PyTorch's product of a batch with the weights; `sparsify` its whole encoder, which adds
the bias and keeps the k largest of what is positive. Prints when they began and ended, on the
system's monotonic clock; two beforehand warm up the libraries.
"""

import sys
import time

import torch
from safetensors.torch import load_file

from eai_sparsify import quiet
from pytorch import BATCH, seeded_sae

with quiet():
    from sparsify.fused_encoder import fused_encoder

WARM_UP = 2


@torch.no_grad()
def main(path, d_sae, k, which, times, threads):
    torch.set_num_threads(int(threads))
    (rows,) = load_file(path).values()
    encoder, x = seeded_sae(rows.shape[1], int(d_sae), int(k), seed=1).encoder, rows[:BATCH]
    for repetition in range(-WARM_UP, int(times)):
        if repetition == 0:
            start = time.monotonic()
        if which == "product":
            torch.mm(x, encoder.weight.T)
        else:
            fused_encoder(x, encoder.weight, encoder.bias, int(k), "topk")
    print(start, time.monotonic())


if __name__ == "__main__":
    main(*sys.argv[1:])
