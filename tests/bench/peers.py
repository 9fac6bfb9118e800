"""Trainings here and by others, by turns on the same rows and cores: a table for each part.

    peers.py <bench> <folder of tables> <activations> [study | wide]

Without a part, both: study.py, of the study's SAEs, into peers.tsv; and wide.py, of one as wide as
those of language models, into peers_wide.tsv.
"""

import sys
from pathlib import Path

import study
import wide


def main(bench, folder, activations, part=None):
    if part not in (None, "study", "wide"):
        sys.exit(f"peers: part is {part}, expected study or wide")
    folder = Path(folder)
    if part in (None, "study"):
        study.main(bench, folder / "peers.tsv", activations)
    if part in (None, "wide"):
        wide.main(bench, folder / "peers_wide.tsv", folder / "peers" / "rows.safetensors")


if __name__ == "__main__":
    main(*sys.argv[1:])
