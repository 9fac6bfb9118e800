"""Makes tests/golden/matching.safetensors and matching.json, by other means than src/consistency/matching.c:
`python3 matching.py FORMATS`, in the folder of both.

FORMATS is a folder of autoencoders that other tools wrote, with a check.py that reads them and a values.json that says
how alike some pairs are. A few pairs are taken from it, with what scipy and NumPy give for them here in float64; where
values.json has the same number, both must agree. Then come matrices of small whole numbers, full of ties, with scipy's
sum, and rows with NumPy's effective rank.
"""
import json
import pathlib
import sys

import numpy
from safetensors.numpy import save_file
from scipy.optimize import linear_sum_assignment

# equal ones, ones of fewer latents on either side, encoders that are the decoders, three tools
PAIRS = [
    ("saelens/topk", "saelens/topk_b"), ("saelens/topk", "saelens/topk_small"), ("saelens/topk_small", "saelens/topk"),
    ("saelens/topk", "saelens/topk"), ("saelens/jumprelu", "saelens/jumprelu_b"),
    ("saelens/matching_pursuit", "saelens/matching_pursuit_stop"), ("gemma_scope/npz", "gemma_scope/npz_b"),
    ("dictionary_learning/batchtopk", "dictionary_learning/batchtopk_trained"), ("openai/relu", "openai/relu_b"),
]
THRESHOLD = 0.7


def unit(rows):
    rows = rows.astype(numpy.float64)
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def matched(cosines):
    """The partner of each row, -1 for none, and the cosines of those that have one."""
    rows, columns = linear_sum_assignment(cosines, maximize=True)
    partner = numpy.full(len(cosines), -1)
    partner[rows] = columns
    return partner, cosines[rows, columns]


def measures(a, b):
    decoders, encoders = unit(a["decoder"]) @ unit(b["decoder"]).T, unit(a["encoder"]) @ unit(b["encoder"]).T
    partner, cosines = matched(decoders)
    of_encoders, _ = matched(encoders)
    shared = [j >= 0 and j == of_encoders[i] and decoders[i, j] > THRESHOLD and encoders[i, j] > THRESHOLD
              for i, j in enumerate(partner)]
    return {
        "matched_cosine": cosines.mean(),
        "matched_absolute_cosine": matched(abs(decoders))[1].mean(),
        "mean_maximal_cosine": (decoders.max(1).mean() + decoders.max(0).mean()) / 2,
        "median_maximal_cosine": (numpy.median(abs(decoders).max(1)) + numpy.median(abs(decoders).max(0))) / 2,
        "shared_fraction": numpy.mean(shared),
    }


def agree(found, said):
    """With values.json."""
    for name, value in [
        ("matched_cosine", said["hungarian_decoder_mean"]), ("matched_absolute_cosine", said["hungarian_abs_mean"]),
        ("mean_maximal_cosine", (said["mmcs_a_to_b"] + said["mmcs_b_to_a"]) / 2),
        ("shared_fraction", said["shared_fraction"]),
    ]:
        assert abs(found[name] - value) < 1e-12, (said["a"], said["b"], name, found[name], value)


def effective_rank(rows):
    p = numpy.linalg.eigvalsh(numpy.cov(rows.astype(numpy.float64), rowvar=False))
    p = p[p > 0] / p[p > 0].sum()
    return numpy.exp(-(p * numpy.log(p)).sum())


def main():
    formats = pathlib.Path(sys.argv[1])
    sys.path.insert(0, str(formats))
    import check

    said = {(pair["a"], pair["b"]): pair for pair in json.loads((formats / "values.json").read_text())["pairs"]}
    tensors, pairs, matrices = {}, [], []
    for names in PAIRS:
        sides = []
        for name in names:
            sae = getattr(check, name.split("/")[0])(formats / name, {})
            sides.append({"encoder": sae.enc, "decoder": sae.dec})
            for part, rows in sides[-1].items():
                tensors[f"{name}.{part}"] = numpy.ascontiguousarray(rows, dtype=numpy.float32)
        found = measures(*sides)
        agree(found, said[names])
        pairs.append({"a": names[0], "b": names[1], "a_latents": len(sides[0]["decoder"]),
                      "b_latents": len(sides[1]["decoder"]), **{name: float(value) for name, value in found.items()}})
    generator = numpy.random.default_rng(1)
    for rows, columns, most in [(1, 1, 3), (1, 5, 3), (7, 7, 2), (20, 33, 3), (60, 60, 4), (40, 100, 1)]:
        gains = generator.integers(-most, most + 1, (rows, columns))
        matrices.append({"rows": rows, "columns": columns, "gains": gains.ravel().tolist(),
                         "sum": int(matched(gains)[1].sum())})
    rows = (generator.normal(3, 1, (50, 9)) * 0.7 ** numpy.arange(9)).astype(numpy.float32)
    tensors["rows"] = rows
    save_file(tensors, "matching.safetensors")
    pathlib.Path("matching.json").write_text(json.dumps(
        {"threshold": THRESHOLD, "d_model": 24, "pairs": pairs, "matrices": matrices,
         "effective_rank": float(effective_rank(rows))}) + "\n")


main()
