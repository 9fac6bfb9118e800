"""One training of the study's SAE in PyTorch: dense and eager, as the study's own runners do it.

    pytorch.py <activations> <d_sae> <k> <lambda> <seeds, as 42,123> <epochs> <threads> [orders]

Prints when the first step began and the last ended, on the system's monotonic clock; then a line
for each seed, with the explained variance at the end and the loss of every step: what `bench train`
prints for one seed. One epoch before it, of another SAE, warms up the libraries.

With orders, such as 1,2,3, a line for each seed and each order. The entries of a row and the
latents then stand in another order, drawn for that number; 0 leaves them as they are. In exact
arithmetic this is the same training. In float32 its sums are rounded differently.
"""

import sys
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch.utils.data import DataLoader, TensorDataset

BATCH, LEARNING_RATE, REFERENCE_SEED = 2048, 3e-4, 42


class TopKSAE(torch.nn.Module):
    def __init__(self, d_model, d_sae, k):
        super().__init__()
        self.k = k
        self.encoder = torch.nn.Linear(d_model, d_sae)
        self.decoder = torch.nn.Linear(d_sae, d_model, bias=False)
        torch.nn.init.kaiming_uniform_(self.encoder.weight)
        torch.nn.init.zeros_(self.encoder.bias)
        torch.nn.init.kaiming_uniform_(self.decoder.weight)
        self.normalize_decoder()
        self.register_buffer("firings", torch.zeros(d_sae))

    def normalize_decoder(self):
        with torch.no_grad():
            self.decoder.weight.data = F.normalize(self.decoder.weight.data, dim=0)

    def forward(self, x):
        preactivations = self.encoder(x)
        values, kept = torch.topk(preactivations, self.k, dim=-1, sorted=False)
        latents = torch.zeros_like(preactivations).scatter_(-1, kept, values)
        with torch.no_grad():
            self.firings += (latents != 0).float().sum(dim=0)
        return self.decoder(latents)


def seeded_sae(d_model, d_sae, k, seed):
    torch.manual_seed(seed)
    return TopKSAE(d_model, d_sae, k)


def shuffled_batches(rows):
    """Batches of another order every epoch, drawn from PyTorch's generator."""
    return DataLoader(TensorDataset(rows), batch_size=BATCH, shuffle=True)


def alignment_penalty(decoder, reference):
    cosines = F.normalize(decoder, dim=0).T @ F.normalize(reference, dim=0)
    return 1 - cosines.abs().max(dim=1).values.mean()


def permutation(count, order):
    if order == 0:
        return torch.arange(count)
    return torch.randperm(count, generator=torch.Generator().manual_seed(order))


def reorder(sae, entries, latents):
    sae.encoder.weight.data = sae.encoder.weight.data[latents][:, entries].contiguous()
    sae.decoder.weight.data = sae.decoder.weight.data[entries][:, latents].contiguous()
    return sae


@torch.no_grad()
def explained_variance(rows, autoencoder):
    """Over all entries."""
    errors = rows.double() - autoencoder(rows).double()
    return (1 - errors.var() / rows.double().var()).item()


def train(activations, d_sae, k, weight, seed, epochs, order=0):
    """When the first step began; all losses, and what gives the explained variance."""
    d_model = activations.shape[1]
    places = permutation(d_model, order), permutation(d_sae, order)
    activations = activations[:, places[0]].contiguous()
    reference = reorder(seeded_sae(d_model, d_sae, k, REFERENCE_SEED), *places)
    reference = reference.decoder.weight.detach()
    sae = reorder(seeded_sae(d_model, d_sae, k, seed), *places)
    optimizer = torch.optim.Adam(sae.parameters(), lr=LEARNING_RATE)
    batches = shuffled_batches(activations)
    start, losses = time.monotonic(), []
    for _ in range(epochs):
        for (batch,) in batches:
            loss = F.mse_loss(sae(batch), batch)
            if weight > 0:
                loss = loss + weight * alignment_penalty(sae.decoder.weight, reference)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            sae.normalize_decoder()
            losses.append(loss.detach())
    losses = [loss.item() for loss in losses]
    return start, losses, lambda: explained_variance(activations, sae)


def main(path, d_sae, k, weight, seeds, epochs, threads, orders="0"):
    torch.set_num_threads(int(threads))
    torch.use_deterministic_algorithms(True, warn_only=True)
    (activations,) = load_file(path).values()
    settings = activations, int(d_sae), int(k), float(weight)
    train(*settings, seed=1, epochs=1)
    trainings = [
        train(*settings, int(seed), int(epochs), int(order))
        for seed in seeds.split(",")
        for order in orders.split(",")
    ]
    print(trainings[0][0], time.monotonic())
    for _, losses, quality in trainings:
        print(quality(), *losses)


if __name__ == "__main__":
    main(*sys.argv[1:])
