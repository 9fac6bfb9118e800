#!/usr/bin/env python3
"""Makes tests/pretrained/more/: autoencoders with options that the cases of formats/ lack, each with
the activations and reconstructions of the tool it belongs to (the released packages named below), or of
PyTorch by the formula that the tool states where its source is in no package (told in `made`).

Run:  python more.py formats more      (sae-lens 6.54.12, overcomplete 0.3.0, torch 2.15.0)
"""
import json
import sys
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from safetensors.torch import load_file, save_file

for name in ("matplotlib", "matplotlib.pyplot", "matplotlib.colors", "cv2", "skimage"):
    sys.modules.setdefault(name, mock.MagicMock())
from overcomplete.sae import JumpSAE, TopKSAE  # noqa: E402
from overcomplete.sae import modules  # noqa: E402
from sae_lens import saes  # noqa: E402
from sae_lens.saes.sae import SAEMetadata  # noqa: E402

FORMATS, OUT = Path(sys.argv[1]), Path(sys.argv[2])
X = load_file(FORMATS / "saelens/topk/ref.safetensors")["x"]
N, M = 24, 40
made = []


def draw(seed, *shape, scale=1.0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)) * scale


def write_ref(case, how, acts, recon, **more):
    folder = OUT / case
    folder.mkdir(parents=True, exist_ok=True)
    tensors = dict(x=more.pop("x", X), acts=acts, recon=recon, **more)
    save_file({k: v.detach().float().contiguous() for k, v in tensors.items()}, folder / "ref.safetensors")
    made.append({"case": case, "made": how})


# ------------------------------------------------------------------ SAELens
def saelens(case, cfg, x=X, d_out=None, hook=None, **state):
    from sae_lens.saes.sae import SAE
    from sae_lens.registry import get_sae_class
    klass, config = get_sae_class(cfg["architecture"])
    cfg = dict(cfg)
    cfg.pop("architecture")
    metadata = SAEMetadata(hook_name=hook or "blocks.0.hook_resid_pre")
    sae = klass(config(d_in=N, d_sae=M, dtype="float32", device="cpu", metadata=metadata, **cfg))
    weights = dict(W_dec=draw(1, M, d_out or N, scale=0.3), b_dec=draw(2, d_out or N, scale=0.2),
                   W_enc=draw(3, N, M, scale=0.3), b_enc=draw(4, M, scale=0.1))
    weights.update(state)
    for name, value in weights.items():
        if name in dict(sae.named_parameters()):
            getattr(sae, name).data = value.clone()
    sae.save_model(OUT / case)
    acts = sae.encode(x)
    if hasattr(acts, "to_dense"):
        acts = acts.to_dense()
    recon = sae.decode(acts)
    more = {}
    if "skip" in klass.__name__.lower():
        more["recon_forward"] = sae(x)
    write_ref(case, "SAELens 6.54.12", acts, recon, x=x, **more)


def all_saelens():
    saelens("saelens/topk_constant_norm", dict(architecture="topk", k=6, normalize_activations="constant_norm_rescale"))
    saelens("saelens/standard_constant_norm",
            dict(architecture="standard", normalize_activations="constant_norm_rescale", apply_b_dec_to_input=False))
    saelens("saelens/jumprelu_layer_norm", dict(architecture="jumprelu", normalize_activations="layer_norm"),
            threshold=draw(5, M).abs() * 0.3)
    saelens("saelens/gated_layer_norm", dict(architecture="gated", normalize_activations="layer_norm"),
            b_gate=draw(6, M, scale=0.2), b_mag=draw(7, M, scale=0.2), r_mag=draw(8, M, scale=0.2))
    saelens("saelens/abstopk_rescale", dict(architecture="abstopk", k=5, rescale_acts_by_decoder_norm=True))
    saelens("saelens/skip_transcoder", dict(architecture="skip_transcoder", d_out=20, apply_b_dec_to_input=False),
            d_out=20, W_skip=draw(9, 20, N, scale=0.2))
    saelens("saelens/transcoder_layer_norm",
            dict(architecture="transcoder", d_out=20, apply_b_dec_to_input=False, normalize_activations="layer_norm"), d_out=20)
    unit = torch.nn.functional.normalize(draw(1, M, N), dim=1)
    saelens("saelens/matching_pursuit_no_b_dec",
            dict(architecture="matching_pursuit", max_iterations=9, residual_threshold=0.5,
                 stop_on_duplicate_support=False, apply_b_dec_to_input=False), W_dec=unit)
    saelens("saelens/matching_pursuit_threshold",
            dict(architecture="matching_pursuit", residual_threshold=2.0, stop_on_duplicate_support=False), W_dec=unit)
    saelens("saelens/matching_pursuit_defaults", dict(architecture="matching_pursuit"), W_dec=unit)
    saelens("saelens/hook_z", dict(architecture="topk", k=6, reshape_activations="hook_z"), x=X.reshape(16, 4, 6),
            hook="blocks.0.attn.hook_z")


# ------------------------------------------------------------------ overcomplete
def overcomplete(case, sae, seed=11):
    g = torch.Generator().manual_seed(seed)
    state = sae.state_dict()
    for name, value in state.items():
        if name == "thresholds":
            value.copy_(torch.randn(M, generator=g) * 0.5 - 1)
        elif name.endswith("running_var"):
            value.copy_(torch.rand(M, generator=g) + 0.5)
        elif value.is_floating_point() and value.dim() > 0:
            value.copy_(torch.randn(value.shape, generator=g) * 0.3)
        elif name == "dictionary.multiplier":
            value.fill_(0.25)
    sae.load_state_dict(state)
    folder = OUT / case
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(sae.state_dict(), folder / "model.pt")
    sae.eval()
    _, acts = sae.encode(X)
    write_ref(case, "overcomplete 0.3.0", acts, sae.decode(acts))


def all_overcomplete():
    overcomplete("overcomplete/jump", JumpSAE(N, M))
    overcomplete("overcomplete/jump_batch_norm", JumpSAE(N, M, encoder_module="mlp_bn_1"))
    overcomplete("overcomplete/topk", TopKSAE(N, M, top_k=6))


# ------------------------------------------------------------------ by the formula
def topk(p, k, key=None):
    i = (p if key is None else key).topk(k, dim=-1).indices
    return torch.zeros_like(p).scatter(-1, i, p.gather(-1, i))


def by_formula():
    """In float64."""
    x, enc, dec = X.double(), draw(21, M, N, scale=0.3), draw(22, M, N, scale=0.3)
    b, c = draw(23, M, scale=0.1), draw(24, N, scale=0.2)
    E, D, B, C = enc.double(), dec.double(), b.double(), c.double()

    folder = OUT / "openai/relu_tied"
    folder.mkdir(parents=True, exist_ok=True)
    state = {"pre_bias": c, "latent_bias": b, "stats_last_nonzero": torch.zeros(M, dtype=torch.long),
             "encoder.weight": enc, "decoder.linear.weight": enc, "activation": "ReLU", "activation_state_dict": {}}
    torch.save(state, folder / "7.pt")
    acts = torch.relu((x - C) @ E.T + B)
    write_ref("openai/relu_tied", "the formula of openai/sparse_autoencoder", acts, acts @ E + C)
    folder = OUT / "openai/identity"
    folder.mkdir(parents=True, exist_ok=True)
    torch.save({"pre_bias": c, "latent_bias": b, "encoder.weight": enc, "decoder.weight": dec.T.contiguous(),
                "activation": "Identity", "activation_state_dict": {}}, folder / "7.pt")
    acts = (x - C) @ E.T + B
    write_ref("openai/identity", "the formula of openai/sparse_autoencoder", acts, acts @ D + C)

    folder = OUT / "qwen_scope/SAE-Res-Toy-W40-L0_6"
    folder.mkdir(parents=True, exist_ok=True)
    torch.save({"W_enc": enc, "W_dec": dec.T.contiguous(), "b_enc": b, "b_dec": c}, folder / "layer3.sae.pt")
    acts = torch.relu(topk(x @ E.T + B, 6))
    write_ref("qwen_scope/SAE-Res-Toy-W40-L0_6", "the formula of SAELens's loader of Qwen Scope", acts, acts @ D + C)

    thr = draw(25, M).abs() * 0.3
    skip = draw(26, N, 20, scale=0.2)
    dec20, c20 = draw(27, M, 20, scale=0.3), draw(28, 20, scale=0.2)
    p = x @ E.T + B
    acts = torch.relu(p) * (p > thr)
    recon = acts @ dec20.double() + c20
    folder = OUT / "gemma_scope/v2_skip_transcoder"
    folder.mkdir(parents=True, exist_ok=True)
    save_file({"w_enc": enc.T.contiguous(), "w_dec": dec20, "b_enc": b, "b_dec": c20, "threshold": thr,
               "affine_skip_connection": skip}, folder / "params.safetensors")
    (folder / "config.json").write_text(json.dumps({"architecture": "jump_relu", "affine_connection": True}))
    write_ref("gemma_scope/v2_skip_transcoder", "the formula of SAELens's loader of Gemma Scope 2", acts, recon,
              recon_forward=recon + x @ skip.double())
    acts = torch.relu(x @ (E.T / N**0.5) + B) * (x @ (E.T / N**0.5) + B > thr)
    folder = OUT / "gemma_scope/embedding/width_40"
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "params.npz", W_enc=enc.T.numpy(), W_dec=dec.numpy(), b_enc=b.numpy(), b_dec=c.numpy(),
             threshold=thr.numpy())
    write_ref("gemma_scope/embedding/width_40", "the formula of SAELens's loader of Gemma Scope", acts,
              acts @ (D * N**0.5) + C)

    folder = OUT / "sparsify/old_signed"
    folder.mkdir(parents=True, exist_ok=True)
    save_file({"encoder.weight": enc, "encoder.bias": b, "W_dec": dec, "b_dec": c}, folder / "sae.safetensors")
    (folder / "cfg.json").write_text(json.dumps({"expansion_factor": 32, "normalize_decoder": True, "num_latents": 40,
                                                 "k": 6, "signed": True, "d_in": N}))
    p = (x - C) @ E.T + B
    acts = topk(p, 6, p.abs())
    write_ref("sparsify/old_signed", "the formula of sparsify before its first release", acts, acts @ D + C)

    folder = OUT / "saelens_old/v2_runner_cfg_scaled"
    folder.mkdir(parents=True, exist_ok=True)
    factor = draw(29, M).abs() + 0.5
    save_file({"W_enc": enc.T.contiguous().double(), "W_dec": dec.double(), "b_enc": b.double(), "b_dec": c.double(),
               "scaling_factor": factor.double()}, folder / "sae_weights.safetensors")
    (folder / "cfg.json").write_text(json.dumps({"hook_point": "blocks.0.hook_resid_pre", "d_in": N, "d_sae": None,
                                                 "expansion_factor": M / N, "activation_fn": "relu",
                                                 "apply_b_dec_to_input": True, "normalize_activations": False,
                                                 "dtype": "torch.float64"}))
    acts = torch.relu(p)
    write_ref("saelens_old/v2_runner_cfg_scaled", "the formula of SAELens 2", acts, (acts * factor) @ D + C)


# ------------------------------------------------------------------ files to refuse
def bad():
    """Small ones, 3 numbers and 5 latents; no tool gives anything for them."""
    enc, dec, b, c = draw(31, 5, 3), draw(32, 3, 5), draw(33, 5), draw(34, 3)
    openai = {"pre_bias": c, "latent_bias": b, "encoder.weight": enc, "decoder.weight": dec}
    files = {
        "openai_no_k/7.pt": {**openai, "activation": "TopK", "activation_state_dict": {"postact_fn": "ReLU"}},
        "openai_activation/7.pt": {**openai, "activation": "JumpReLU", "activation_state_dict": {}},
        "openai_postact/7.pt": {**openai, "activation": "TopK", "activation_state_dict": {"k": 2, "postact_fn": "Tanh"}},
        "qwen_no_k/layer0.sae.pt": {"W_enc": enc, "W_dec": dec, "b_enc": b, "b_dec": c},
        "SAE-Res-Toy-W3-L0_2/layer0.sae.pt": {"W_enc": draw(35, 3, 3), "W_dec": draw(36, 3, 3), "b_enc": c, "b_dec": c},
        "batchtopk_no_threshold/ae.pt": {"encoder.weight": enc, "decoder.weight": dec, "encoder.bias": b, "b_dec": c,
                                         "k": torch.tensor(2, dtype=torch.int)},
        "topk_no_k/ae.pt": {"encoder.weight": enc, "decoder.weight": dec, "encoder.bias": b, "b_dec": c},
        "no_config/ae.pt": {"encoder.weight": enc, "decoder.weight": dec, "encoder.bias": b, "b_dec": c},
        "archetypal/model.pt": {"dictionary.W": draw(37, 5, 4), "dictionary.C": draw(38, 4, 3),
                                "dictionary.Relax": draw(39, 5, 3), "dictionary.multiplier": torch.tensor(0.0)},
    }
    for name, state in files.items():
        (OUT / "bad" / name).parent.mkdir(parents=True, exist_ok=True)
        torch.save(state, OUT / "bad" / name)
    for folder, kind in ("batchtopk_no_threshold", "BatchTopKSAE"), ("topk_no_k", "AutoEncoderTopK"):
        (OUT / "bad" / folder / "config.json").write_text(json.dumps({"trainer": {"dict_class": kind}}))


if __name__ == "__main__":
    bad()
    all_saelens()
    all_overcomplete()
    by_formula()
    (OUT / "made.json").write_text(json.dumps(made, indent=1) + "\n")
