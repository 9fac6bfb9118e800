"""The training of the study's SAEs here and in PyTorch.

Each work trains SAEs of two seeds for a few epochs, three ways: here in two processes, one a seed;
in PyTorch in one process of two threads, as the study's runners do; and in PyTorch in two processes
of one thread. Their first steps must have the same losses. PyTorch also trains them with its sums
in other orders, and all must end as near to PyTorch as its orders do to each other. The table has a row for each k, in seconds of that
work, and one for the study: the sum over its works, each times the epochs that the study trains.
Ratios are medians over the turns, with the least and the most.
"""

import statistics

import turns

SEEDS, EPOCHS, D_SAE = ("123", "456"), 20, 128
WORKS = [  # k, lambda, epochs of all units of the study
    (4, 0, 320), (4, 1e-3, 480), (8, 0, 125), (12, 0, 125), (16, 0, 125),
    (24, 0, 125), (32, 0, 320), (48, 0, 125), (64, 0, 125),
]  # fmt: skip
WAYS = ("here", "one process", "two processes")
ORDERS = "1,2"  # of pytorch.py, besides the one that it takes by itself


def measure(bench, activations, k, weight):
    """Seconds of each turn, for each way; and of each seed what turns.check_ends compares."""
    work = f"k = {k}, lambda = {weight}"
    settings = activations, D_SAE, k, weight

    def here(seed):
        return turns.command(bench, "train", *settings, seed, EPOCHS, 1)

    def pytorch(seeds, threads, *orders):
        return turns.python("pytorch.py", *settings, seeds, EPOCHS, threads, *orders)

    def check(trainings):
        for way in WAYS[1:]:
            for seed, ours, theirs in zip(SEEDS, trainings["here"], trainings[way], strict=True):
                turns.check_steps(ours, theirs, f"{work}, seed {seed}, {way}")

    commands = (
        [here(seed) for seed in SEEDS],
        [pytorch(",".join(SEEDS), threads=2)],
        [pytorch(seed, threads=1) for seed in SEEDS],
    )
    seconds, trainings = turns.measure(dict(zip(WAYS, commands)), check)
    _, others = turns.run([pytorch(seed, 1, ORDERS) for seed in SEEDS])
    each = len(others) // len(SEEDS)
    groups = [
        (f"{work}, seed {seed}", trainings["here"][i],
         [trainings[way][i] for way in WAYS[1:]] + others[i * each : (i + 1) * each])
        for i, seed in enumerate(SEEDS)
    ]  # fmt: skip
    return seconds, groups


def row_of(name, seconds):
    times = [f"{statistics.median(seconds[way]):.3f}" for way in WAYS]
    spreads = [turns.spread_of(turns.ratios(seconds, way), 1) for way in WAYS[1:]]
    return [name, *times, *spreads[0], *spreads[1]]


def study_seconds(works):
    """Of each turn, the time of the whole study: each work's epochs times its time of one."""
    trained = EPOCHS * len(SEEDS)
    return {
        way: [
            sum(epochs / trained * seconds[way][turn] for epochs, seconds in works)
            for turn in range(turns.TURNS)
        ]
        for way in WAYS
    }


def main(bench, path, activations):
    table = turns.Table("work", "here, s", "PyTorch, 1 x 2", "PyTorch, 2 x 1",
                        "ratio, 1 x 2", "range", "ratio, 2 x 1", "range")  # fmt: skip
    works, all_groups = [], []
    for k, weight, epochs in WORKS:
        seconds, groups = measure(bench, activations, k, weight)
        works.append((epochs, seconds))
        all_groups += groups
        table.add(*row_of(f"k = {k}, penalty" if weight else f"k = {k}", seconds))
    turns.check_ends(all_groups, EPOCHS)
    table.add(*row_of("the study", study_seconds(works)))
    table.write(path, turns.machine())
