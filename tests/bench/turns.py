"""Trainings by turns on the same rows and cores: their seconds, whether they agree, their table.

A training is a command that prints when its first step began and its last ended, on the system's
monotonic clock, and then the loss of every step.
"""

import os
import statistics
import subprocess
import sys
from pathlib import Path

TURNS = 3
FIRST_STEPS, FIRST_TOLERANCE, TOLERANCE = 10, 1e-6, 2e-4
FOLDER = Path(__file__).parent


def command(program, *arguments):
    return [str(word) for word in (program, *arguments)]


def python(program, *arguments):
    """The command of a Python program of this folder."""
    return command(sys.executable, FOLDER / program, *arguments)


def run(commands):
    """Run commands at once; seconds from the first start to the last end, and all losses."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        for command in commands
    ]
    outputs = [run.communicate()[0].split() for run in runs]
    if any(run.returncode for run in runs):
        sys.exit("peers: a training failed")
    numbers = [[float(word) for word in output] for output in outputs]
    seconds = max(n[1] for n in numbers) - min(n[0] for n in numbers)
    return seconds, sum((n[2:] for n in numbers), [])


def measure(ways, check):
    """Seconds of every turn of each way, a list of commands, and its losses, given to `check`."""
    seconds = {way: [] for way in ways}
    for _ in range(TURNS):
        losses = {}
        for way, commands in ways.items():
            taken, losses[way] = run(commands)
            seconds[way].append(taken)
        check(losses)
    return seconds, losses


def check_losses(losses, wanted, steps, name, first_tolerance=FIRST_TOLERANCE):
    """Float32 sums in another order: equal at first, and still close after the last epoch."""
    for step, (loss, other) in enumerate(zip(losses, wanted, strict=True)):
        apart = abs(loss / other - 1)
        if apart > (first_tolerance if step % steps < FIRST_STEPS else TOLERANCE):
            sys.exit(f"peers: {name}: loss of step {step % steps} is {loss} here, there {other}")


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
