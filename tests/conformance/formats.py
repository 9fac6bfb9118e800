"""Hold what `make export` writes against the tools it is written for.

formats.py SAE UNITS FOLDER: SAE is the program build/bin/sae, UNITS a file that lists units, one a line. Each unit is
exported to every format below FOLDER; the tool's own loader reads it, and its reconstruction of the unit's rows must be
that of `sae encode`, within 1e-5 of the row's largest value.

The tools set a negative value that a row keeps to 0. There the tool must give what ours gives without these values, and
the export must have counted these rows. Left out, and counted: rows where rounding decides, since the k-th pre-activation
is as near as that to the next one or to 0.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

os.environ["SPARSIFY_DISABLE_TRITON"] = "1"  # its decoder for GPUs

import numpy as np
import torch
from safetensors import safe_open
from safetensors.numpy import load_file

TOLERANCE = 1e-5  # of the row's largest value
NEAR = 5e-6  # of the row's largest pre-activation
MOST_NEAR = 0.005  # of all rows


def saelens(folder):
    from sae_lens import SAE

    sae = SAE.load_from_disk(str(folder))
    return lambda x: sae.decode(sae.encode(x))


def sparsify(folder):
    from sparsify import SparseCoder

    sae = SparseCoder.load_from_disk(folder)
    return lambda x: sae(x).sae_out


def dictionary_learning(folder):
    from dictionary_learning.utils import load_dictionary

    sae, _ = load_dictionary(str(folder), "cpu")
    return lambda x: sae(x)


LOADERS = {"saelens": saelens, "sparsify": sparsify, "dictionary_learning": dictionary_learning}
WEIGHTS = {"saelens": "sae_weights.safetensors", "sparsify": "sae.safetensors"}


def about(name, folder):
    """What the export says of itself."""
    if name == "dictionary_learning":
        return json.loads((folder / "config.json").read_text())["metadata"]
    with safe_open(folder / WEIGHTS[name], "numpy") as file:
        return json.loads(file.metadata()["about"])


def run(*command):
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)


def centre(unit):
    """What was subtracted from the rows; in float64."""
    return unit.get("centre", np.zeros(unit["decoder"].shape[1]))


def rows_left_out(unit, k, x):
    """Which rows keep a negative value, and on which rounding decides what is kept; in float64."""
    u = (x - centre(unit)) @ unit["encoder"].T.astype(np.float64) + unit["bias"]
    ordered = -np.sort(-u, axis=1)
    largest = np.abs(u).max(axis=1)
    negative = ordered[:, k - 1] < 0
    near = np.abs(ordered[:, k - 1]) < NEAR * largest  # whether it is below zero
    if k < u.shape[1]:
        near |= ordered[:, k - 1] - ordered[:, k] < NEAR * largest
    return negative, near


def largest_difference(theirs, ours, held):
    """Of the rows that are held, relative to the row's largest value; 0 if there are none."""
    difference = np.abs(theirs - ours).max(axis=1) / np.abs(ours).max(axis=1)
    return difference[held].max(initial=0.0)


def hold(name, folder, ours, clipped, x, negative, near):
    """The largest difference of a tool's reconstruction, and what is wrong. On rows that keep a negative value the tool
    must give what ours gives with these values at 0."""
    with torch.no_grad():
        theirs = LOADERS[name](folder)(torch.from_numpy(x)).numpy()
    worst, faults = largest_difference(theirs, ours, ~negative & ~near), []
    if not worst <= TOLERANCE:
        faults.append(f"differs by {worst:.1e} of the row's largest value, expected {TOLERANCE:.0e} or less")
    other = largest_difference(theirs, clipped, negative & ~near)
    if not other <= TOLERANCE:
        faults.append(f"differs by {other:.1e} from ours without negative values, expected {TOLERANCE:.0e} or less")
    counted = about(name, folder)["rows_that_keep_a_negative_value"]
    least, most = (negative & ~near).sum(), (negative | near).sum()
    if not least <= counted <= most:
        faults.append(f"says that {counted} rows keep a negative value, expected {least} to {most}")
    return worst, faults


def main():
    program, units, folder = sys.argv[1], Path(sys.argv[2]).read_text().split(), Path(sys.argv[3])
    assert units, f"{sys.argv[2]}: names no unit"
    folder.mkdir(exist_ok=True)
    torch.set_num_threads(1)
    worst, failed = dict.fromkeys(LOADERS, 0.0), 0
    rows = kept_negative = decided = with_negative = 0
    for path in units:
        run(program, "encode", path, rows_of(path), folder / "ours.safetensors")
        ours = load_file(folder / "ours.safetensors")
        x = matrix(rows_of(path))
        unit = load_file(path)
        clipped = np.maximum(ours["acts"], 0) @ unit["decoder"] + centre(unit)
        negative, near = rows_left_out(unit, k_of(path), x)
        assert near.mean() <= MOST_NEAR, f"{path}: rounding decides on {near.mean():.2%} of its rows"
        for name in LOADERS:
            run(program, "export", name, path, "--approximate", f"--out={folder / name}")
            difference, faults = hold(name, folder / name, ours["recon"], clipped, x, negative, near)
            worst[name] = max(worst[name], difference)
            for fault in faults:
                print(f"{path}: {name}: {fault}", file=sys.stderr)
            failed += len(faults)
        rows += len(x)
        kept_negative += negative.sum()
        with_negative += negative.any()
        decided += near.sum()
    for name, difference in worst.items():
        print(f"{name}: {len(units)} units, largest difference {difference:.1e} of the row's largest value")
    print(f"{kept_negative} of {rows} rows, of {with_negative} units, keep a negative value, which the tools set to 0")
    print(f"{decided} of {rows} rows are left out: rounding decides what they keep")
    sys.exit(failed > 0)


def rows_of(unit):
    """The file of activations that a unit was trained on: the longest path that its own begins with."""
    folder = Path(unit.replace("results/units/", "results/activations/", 1)).parent
    while not folder.with_name(folder.name + ".safetensors").exists():
        folder = folder.parent
        assert len(folder.parts) > 2, f"{unit}: its activations are not there"
    return folder.with_name(folder.name + ".safetensors")


def matrix(path):
    return next(tensor for tensor in load_file(path).values() if tensor.ndim == 2)


def k_of(path):
    with safe_open(path, "numpy") as file:
        return int(file.metadata()["k"])


if __name__ == "__main__":
    main()
