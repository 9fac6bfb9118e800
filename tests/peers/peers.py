"""The training of the study's SAEs here and in PyTorch, by turns on the same rows and two cores.

    peers.py <bench> <table to write> <activations>

Each work trains SAEs of two seeds for a few epochs, three ways: here in two processes, one a seed;
in PyTorch in one process of two threads, as the study's runners do; and in PyTorch in two processes
of one thread. All must reach the same losses. The table has a row for each k, in seconds of that
work, and one for the study: the sum over its works, each times the epochs that the study trains.
Ratios are medians over the turns, with the least and the most.
"""

import os
import statistics
import subprocess
import sys
from pathlib import Path

SEEDS, EPOCHS, TURNS, D_SAE = ("123", "456"), 5, 3, "128"
STUDY = [  # k, lambda, epochs of all units of the study
    (4, 0, 320), (4, 1e-3, 480), (8, 0, 125), (12, 0, 125), (16, 0, 125),
    (24, 0, 125), (32, 0, 320), (48, 0, 125), (64, 0, 125),
]  # fmt: skip
FIRST_STEPS, FIRST_TOLERANCE, TOLERANCE = 10, 1e-6, 2e-4
WAYS = ("here", "one process", "two processes")
TRAINER = str(Path(__file__).with_name("pytorch.py"))


def run(commands):
    """Run commands at once; seconds from the first start to the last end, and all losses."""
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    outputs = [run.communicate()[0].split() for run in runs]
    if any(run.returncode for run in runs):
        sys.exit("peers: a training failed")
    numbers = [[float(word) for word in output] for output in outputs]
    seconds = max(n[1] for n in numbers) - min(n[0] for n in numbers)
    return seconds, sum((n[2:] for n in numbers), [])


def commands_of(way, bench, activations, k, weight):
    settings = [activations, str(k), str(weight)]
    pytorch = [sys.executable, TRAINER, *settings]
    if way == "here":
        return [[bench, "train", activations, D_SAE, str(k), str(weight), seed, str(EPOCHS), "1"] for seed in SEEDS]
    if way == "one process":
        return [[*pytorch, ",".join(SEEDS), str(EPOCHS), "2"]]
    return [[*pytorch, seed, str(EPOCHS), "1"] for seed in SEEDS]


def check_losses(losses, wanted, name):
    """Float32 sums in another order: equal at first, and still close after the last epoch."""
    steps = len(losses) // len(SEEDS)
    for step, (loss, other) in enumerate(zip(losses, wanted, strict=True)):
        apart = abs(loss / other - 1)
        if apart > (FIRST_TOLERANCE if step % steps < FIRST_STEPS else TOLERANCE):
            sys.exit(f"peers: {name}: loss of step {step % steps} is {loss}, PyTorch's {other}")


def measure(bench, activations, k, weight):
    """Seconds of each turn, for each way."""
    seconds = {way: [] for way in WAYS}
    for _ in range(TURNS):
        losses = {}
        for way in WAYS:
            taken, losses[way] = run(commands_of(way, bench, activations, k, weight))
            seconds[way].append(taken)
        for way in WAYS[1:]:
            check_losses(losses["here"], losses[way], f"k = {k}, lambda = {weight}, {way}")
    return seconds


def spread_of(seconds, way):
    ratios = [theirs / ours for theirs, ours in zip(seconds[way], seconds["here"])]
    return [f"{statistics.median(ratios):.1f}", f"{min(ratios):.1f}-{max(ratios):.1f}"]


def row_of(name, seconds):
    times = [f"{statistics.median(seconds[way]):.3f}" for way in WAYS]
    return [name, *times, *spread_of(seconds, "one process"), *spread_of(seconds, "two processes")]


def study_seconds(works):
    """Of each turn, the time of the whole study: each work's epochs times its time of one."""
    trained = EPOCHS * len(SEEDS)
    return {
        way: [
            sum(epochs / trained * seconds[way][turn] for epochs, seconds in works)
            for turn in range(TURNS)
        ]
        for way in WAYS
    }


def machine():
    import torch

    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(": ")[1] for line in lines if line.startswith("model name")), "CPU")
    kernel = "AVX-512" if "avx512vl" in " ".join(lines) else "AVX2"
    return f"PyTorch {torch.__version__}, {model}, {kernel}"


def main(bench, table, activations):
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    heading = ["work", "here, s", "PyTorch, 1 x 2", "PyTorch, 2 x 1",
               "ratio, 1 x 2", "range", "ratio, 2 x 1", "range"]  # fmt: skip
    rows, works = [heading], []
    for k, weight, epochs in STUDY:
        seconds = measure(bench, activations, k, weight)
        works.append((epochs, seconds))
        rows.append(row_of(f"k = {k}, penalty" if weight else f"k = {k}", seconds))
        print("\t".join(rows[-1]), flush=True)
    rows.append(row_of("the study", study_seconds(works)))
    print("\t".join(rows[-1]))
    rows.append([machine()] + [""] * (len(heading) - 1))
    Path(table).write_text("".join("\t".join(row) + "\n" for row in rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
