"""Steps of a wide SAE here, in PyTorch and by EleutherAI's sparsify, each of two threads.

The rows are drawn. PyTorch and we reach the same losses; sparsify's training has another objective
(eai_sparsify.py), begins with the same loss and gradients, and is timed with two of its optimizers:
the one that it takes by default, and the one that the others take. Two rows are the encoder alone.
The seconds of a step are those of a training, without its initialisation, over its steps.
"""

from importlib.metadata import version

import numpy
from safetensors.numpy import save_file

import turns

ROWS, D_MODEL, D_SAE, K, BATCH, EPOCHS, SEED, THREADS = 8192, 512, 16384, 32, 2048, 4, 123, 2
STEPS = EPOCHS * ROWS // BATCH

# After the first step the weights differ by roundings, and where a row's k-th and next largest of
# 16,384 are as near, it may keep the other: one such row moves the loss by up to 2e-5 of it, as
# swapping the closest pairs of this training in float64 showed. Later steps may differ by more.
TIE_TOLERANCE, LATER_TOLERANCE = 2e-5, 2e-4

WAYS = HERE, PYTORCH, SIGNUM, ADAM, *_ = (
    "here",
    "PyTorch, dense",
    "sparsify, signum (its default)",
    "sparsify, Adam",
    "PyTorch's encoder product alone",
    "sparsify's encoder alone",
)


def draw_rows(path, directions=2048, active=16, noise=0.1):
    """Rows as a transformer's might be: sums of a few of many directions, and noise."""
    generator = numpy.random.default_rng(0)
    shown = generator.random((ROWS, directions)) < active / directions
    strengths = shown * generator.exponential(active**-0.5, (ROWS, directions))
    rows = strengths @ generator.standard_normal((directions, D_MODEL))
    rows += noise * generator.standard_normal(rows.shape)
    save_file({"activations": rows.astype(numpy.float32)}, path)


def commands_of(bench, rows):
    sizes = rows, D_SAE, K
    training = SEED, EPOCHS, THREADS
    commands = (
        turns.command(bench, "train", *sizes, 0, *training),
        turns.python("pytorch.py", *sizes, 0, *training),
        turns.python("eai_sparsify.py", *sizes, "signum", *training),
        turns.python("eai_sparsify.py", *sizes, "adam", *training),
        turns.python("encoder.py", *sizes, "product", STEPS, THREADS),
        turns.python("encoder.py", *sizes, "sparsify", STEPS, THREADS),
    )
    return {way: [alone] for way, alone in zip(WAYS, commands)}


def check(trainings):
    ((ours,), (theirs,)) = trainings[HERE], trainings[PYTORCH]
    for way in (PYTORCH, SIGNUM, ADAM):
        turns.check_steps(ours, trainings[way][0], way, steps=1)
    turns.check_steps(ours, theirs, PYTORCH, TIE_TOLERANCE)
    turns.check_steps(ours, theirs, PYTORCH, LATER_TOLERANCE, STEPS)


def main(bench, path, rows):
    draw_rows(rows)
    seconds, trainings = turns.measure(commands_of(bench, rows), check)
    table = turns.Table("way", "a step, s", "range", "ratio", "range", "first loss", "last loss")
    for way in WAYS:
        step = turns.spread_of([turn / STEPS for turn in seconds[way]], 3)
        losses = [loss for training in trainings[way] for loss in training.losses]
        ends = [f"{loss:.6f}" for loss in losses[:: STEPS - 1]] or ["--", "--"]
        table.add(way, *step, *turns.spread_of(turns.ratios(seconds, way), 2), *ends)
    sizes = f"d_model {D_MODEL}, d_sae {D_SAE}, k {K}, {BATCH} rows a step"
    table.write(path, f"{sizes}; sparsify {version('eai-sparsify')}, {turns.machine()}")
