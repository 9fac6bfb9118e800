"""One training by EleutherAI's sparsify: by its own Trainer, eager, on rows from a file.

    eai_sparsify.py <activations> <d_sae> <k> <optimizer: signum or adam> <seed> <epochs> <threads>

Prints what pytorch.py does, from the same weights and the same batches. The trainer steps on the
fraction of variance unexplained, adds a decoder bias and has learning rates of its own, so that
only the first step's loss is that of the others; printed are mean squared errors. Before that step
its gradients are held against those of pytorch.py, up to the factor between the two losses.
"""

import contextlib
import os
import sys
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from pytorch import explained_variance, seeded_sae, shuffled_batches


@contextlib.contextmanager
def quiet():
    """Without what sparsify prints while it works."""
    with open(os.devnull, "w") as nowhere:
        with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
            yield


os.environ["SPARSIFY_DISABLE_TRITON"] = "1"
with quiet():
    from sparsify import SparseCoderConfig, TrainConfig, Trainer

GRADIENT_TOLERANCE = 1e-5


class Rows(torch.nn.Module):
    """What the trainer takes for a language model: its one layer gives rows by their numbers."""

    base_model = property(lambda self: self)
    device = torch.device("cpu")
    dummy_inputs = {"numbers": torch.zeros(1, 1, dtype=torch.long)}

    def __init__(self, rows):
        super().__init__()
        self.layer = torch.nn.Embedding.from_pretrained(rows)

    def forward(self, numbers):
        return self.layer(numbers)


class TrainerOfRows(Trainer):
    """Starts from the weights of pytorch.py's SAE and keeps each step's mean squared error."""

    def __init__(self, rows, batches, dense, optimizer):
        d_sae = dense.encoder.out_features
        settings = TrainConfig(
            SparseCoderConfig(num_latents=d_sae, k=dense.k),
            batch_size=1,  # in sequences: each is a whole batch of rows
            optimizer=optimizer,
            lr_warmup_steps=0,
            hookpoints=["layer"],
            finetune="pytorch.py",  # not None: the decoder bias stays zero at the start
            log_to_wandb=False,
        )
        super().__init__(settings, [{"input_ids": numbers} for numbers in batches], Rows(rows))
        self.losses = []
        (self.sae,) = self.saes.values()
        self.sae.encoder.load_state_dict(dense.encoder.state_dict())
        self.sae.W_dec.data.copy_(dense.decoder.weight.T)
        self.sae.register_forward_hook(self.keep_loss, with_kwargs=True)

    def keep_loss(self, sae, inputs, named_inputs, output):
        self.losses.append(F.mse_loss(output.sae_out.detach(), named_inputs["y"]))

    def save(self):
        """No checkpoint."""


@quiet()
def trainer_of(rows, d_sae, k, optimizer, seed, epochs):
    dense = seeded_sae(rows.shape[1], d_sae, k, seed)
    numbers = shuffled_batches(torch.arange(len(rows)))
    batches = [batch for _ in range(epochs) for (batch,) in numbers]
    return TrainerOfRows(rows, batches, dense, optimizer)


def gradients(loss, encoder, decoder):
    """Of the encoder's weight and bias, and of the decoder."""
    return torch.autograd.grad(loss, (encoder.weight, encoder.bias, decoder))


def check_gradients(rows, d_sae, k, seed):
    """Of the first batch, against those of the dense SAE."""
    trainer = trainer_of(rows, d_sae, k, "adam", seed, epochs=1)
    x = rows[trainer.dataset[0]["input_ids"]]
    dense = seeded_sae(rows.shape[1], d_sae, k, seed)
    wanted = gradients(F.mse_loss(dense(x), x), dense.encoder, dense.decoder.weight)
    wanted = (*wanted[:2], wanted[2].T)
    loss = trainer.sae(x, y=x).fvu * (x - x.mean(0)).pow(2).mean()
    found = gradients(loss, trainer.sae.encoder, trainer.sae.W_dec)
    apart = max(((a - b).norm() / b.norm()).item() for a, b in zip(found, wanted))
    print(f"sparsify: gradients {apart:.1e} from PyTorch's, relative", file=sys.stderr)
    if apart > GRADIENT_TOLERANCE:
        sys.exit(f"sparsify: gradients further than {GRADIENT_TOLERANCE:.0e} from PyTorch's")


def train(*settings):
    """When the first step began, the losses of all, and the trainer."""
    trainer = trainer_of(*settings)
    start = time.monotonic()
    with quiet():
        trainer.fit()
    return start, [loss.item() for loss in trainer.losses], trainer


def main(path, d_sae, k, optimizer, seed, epochs, threads):
    torch.set_num_threads(int(threads))
    (rows,) = load_file(path).values()
    sizes = rows, int(d_sae), int(k)
    check_gradients(*sizes, int(seed))
    train(*sizes, optimizer, 1, 1)
    start, losses, trainer = train(*sizes, optimizer, int(seed), int(epochs))
    print(start, time.monotonic())
    print(explained_variance(rows, lambda x: trainer.sae(x, y=x).sae_out), *losses)


if __name__ == "__main__":
    main(*sys.argv[1:])
