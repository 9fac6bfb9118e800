"""Trainings by turns on the same rows and cores: their seconds, whether they agree, their table.

A command prints when its first step began and its last ended, on the system's monotonic clock;
then a line for each of its trainings: the explained variance at the end, and the loss of each step.

Two programs add the same numbers in different orders, so their float32 sums are rounded
differently. The first steps show this as differences near 1e-7. Later, a row may keep another
latent where two are nearly equal, and from then on the losses of single steps differ by much more.
So the first steps are compared strictly; what trainings end at is compared with how far apart the
ends of one program are when only the order of its sums changes.
"""

import math
import os
import statistics
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

TURNS = 3
FIRST_STEPS, FIRST_TOLERANCE = 10, 1e-6
FOLDER = Path(__file__).parent

Training = namedtuple("Training", "explained_variance losses")


def command(program, *arguments):
    return [str(word) for word in (program, *arguments)]


def python(program, *arguments):
    """The command of a Python program of this folder."""
    return command(sys.executable, FOLDER / program, *arguments)


def run(commands):
    """Run commands at once; seconds from the first start to the last end, and all trainings."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        for command in commands
    ]
    outputs = [run.communicate()[0].splitlines() for run in runs]
    if any(run.returncode for run in runs):
        sys.exit("peers: a training failed")
    numbers = [[[float(word) for word in line.split()] for line in output] for output in outputs]
    seconds = max(times[1] for times, *_ in numbers) - min(times[0] for times, *_ in numbers)
    return seconds, [Training(line[0], line[1:]) for _, *lines in numbers for line in lines]


def measure(ways, check):
    """Seconds of every turn of each way, a list of commands, and its trainings, given to `check`."""
    seconds = {way: [] for way in ways}
    for _ in range(TURNS):
        trainings = {}
        for way, commands in ways.items():
            taken, trainings[way] = run(commands)
            seconds[way].append(taken)
        check(trainings)
    return seconds, trainings


def check_steps(ours, theirs, name, tolerance=FIRST_TOLERANCE, steps=FIRST_STEPS):
    """The losses of the first steps are the same, up to a relative tolerance."""
    if len(ours.losses) != len(theirs.losses):
        sys.exit(f"peers: {name}: {len(ours.losses)} steps here, there {len(theirs.losses)}")
    for step, (loss, other) in enumerate(zip(ours.losses[:steps], theirs.losses[:steps])):
        if not abs(loss / other - 1) <= tolerance:
            sys.exit(f"peers: {name}: loss of step {step} is {loss} here, there {other}")


def check_ends(groups, epochs):
    """Trainings end here as near to theirs as theirs to each other.

    A group is a name, our training, and theirs with the sums in different orders. No group may end
    further from the nearest of theirs than the widest range of theirs in any group.
    """

    def mean_loss(training):
        steps = len(training.losses) // epochs
        return math.log(statistics.mean(training.losses[-steps:]))

    def variance(training):
        return training.explained_variance

    for quantity, of in ("log of the mean loss", mean_loss), ("explained variance", variance):
        ends = [(name, of(ours), [of(order) for order in theirs]) for name, ours, theirs in groups]
        widest = max(max(theirs) - min(theirs) for _, _, theirs in ends)
        gap, name = max((min(abs(ours - end) for end in theirs), name) for name, ours, theirs in ends)
        print(f"{quantity}, last epoch: here up to {gap:.1e} from PyTorch, "
              f"its own orders up to {widest:.1e} apart", file=sys.stderr)  # fmt: skip
        if not gap <= widest:
            sys.exit(f"peers: {name}: {quantity} of the last epoch is {gap:.1e} from PyTorch's, "
                     f"expected at most {widest:.1e}, as far as its own orders are apart")  # fmt: skip


def spread_of(numbers, digits):
    """Median, and least to most."""
    return [
        f"{statistics.median(numbers):.{digits}f}",
        f"{min(numbers):.{digits}f}-{max(numbers):.{digits}f}",
    ]


def ratios(seconds, way):
    """Each turn's time of a way beside ours."""
    return [theirs / ours for theirs, ours in zip(seconds[way], seconds["here"])]


def machine():
    import torch

    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(": ")[1] for line in lines if line.startswith("model name")), "CPU")
    kernel = "AVX-512" if "avx512vl" in " ".join(lines) else "AVX2"
    return f"PyTorch {torch.__version__}, {model}, {kernel}"


class Table:
    """A heading and rows, written when complete; a note fills the first cell alone."""

    def __init__(self, *heading):
        self.rows = [heading]

    def add(self, *row):
        self.rows.append(row)
        print("\t".join(row), flush=True)

    def write(self, path, note):
        self.rows.append((note,) + ("",) * (len(self.rows[0]) - 1))
        Path(path).write_text("".join("\t".join(row) + "\n" for row in self.rows))
