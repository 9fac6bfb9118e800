"""Make the reference files of test_tensor_file.c, in this folder: python3 make.py (with NumPy 2; no PyTorch).

Element i of a storage or array is i / 4 - 2, so that the test can say what every tensor holds. The .pt files are what
torch.save writes: pickles of the same calls, by Python's own pickle, in a zip of stored members aligned to 64 bytes.
"""
import collections
import io
import json
import pickle
import struct
import sys
import types
import zipfile

import numpy as np


def numbers(count, dtype=np.float32):
    return (np.arange(count) / 4 - 2).astype(dtype)


# ---- What torch.save calls: stand-ins with torch's names ----

def torch_module(name):
    sys.modules[name] = module = types.ModuleType(name)
    return module


torch, utils = torch_module("torch"), torch_module("torch._utils")


def named(module, name, value):
    value.__module__, value.__qualname__, value.__name__ = module.__name__, name, name
    setattr(module, name, value)
    return value


rebuild_tensor = named(utils, "_rebuild_tensor_v2", lambda: None)
rebuild_parameter = named(utils, "_rebuild_parameter", lambda: None)
STORAGES = {"f8": "Double", "f4": "Float", "f2": "Half", "bf16": "BFloat16", "i8": "Long", "i4": "Int", "i2": "Short",
            "i1": "Char", "u1": "Byte", "b1": "Bool"}
CLASSES = {dtype: named(torch, f"{name}Storage", type(name, (), {})) for dtype, name in STORAGES.items()}


class Storage:
    def __init__(self, key, dtype, count):
        self.key, self.dtype, self.count = str(key), dtype, count

    def data(self):
        if self.dtype == "bf16":
            return b"".join(struct.pack("<f", x)[2:] for x in numbers(self.count))
        return numbers(self.count, np.dtype("<" + self.dtype)).tobytes()


class Tensor:
    def __init__(self, storage, offset, size, stride):
        self.arguments = storage, offset, size, stride, False, collections.OrderedDict()

    def __reduce__(self):
        return rebuild_tensor, self.arguments


class Parameter:
    def __init__(self, tensor):
        self.tensor = tensor

    def __reduce__(self):
        return rebuild_parameter, (self.tensor, True, collections.OrderedDict())


class Pickler(pickle.Pickler):
    def persistent_id(self, value):
        if isinstance(value, Storage):
            return "storage", CLASSES[value.dtype], value.key, "cpu", value.count
        return None


def write_zip(path, members, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = compression
            archive.writestr(info, data)


def save(path, value, storages, protocol=2):
    pickled = io.BytesIO()
    Pickler(pickled, protocol).dump(value)
    members = [("model/data.pkl", pickled.getvalue()), ("model/byteorder", b"little")]
    write_zip(path, members + [(f"model/data/{s.key}", s.data()) for s in storages] + [("model/version", b"3\n")])


def state_dict():
    matrix, vector, whole = Storage(0, "f4", 24), Storage(1, "f8", 3), Storage(2, "i8", 1)
    state = collections.OrderedDict()
    state["matrix"] = Tensor(matrix, 0, (4, 6), (6, 1))
    state["transposed"] = Tensor(matrix, 0, (6, 4), (1, 6))
    state["part"] = Parameter(Tensor(matrix, 7, (2, 2), (6, 1)))
    state["repeated"] = Tensor(vector, 1, (2, 2), (0, 1))
    state["k"] = Tensor(whole, 0, (), ())
    state["empty"] = Tensor(vector, 3, (0, 5), (5, 1))
    state["inner"] = {"vector": Tensor(vector, 0, (3,), (1,)), "rate": 0.25, "note": "caf\u00e9"}
    state["tensors"] = {"vector": Tensor(vector, 1, (2,), (1,))}
    state["constants"] = {"whole": -3, "large": 2**40, "negative": -2**40, "least": -2**63, "none": None, "yes": True, "no": False,
                          "nothing": {}, "tuple": (1, (2, 3), 4, (5, 6, 7, 8)), "list": ["a", "b"], "one": [1],
                          "far": float("inf"), "not": float("nan"), 7: "key of a number"}
    state._metadata = collections.OrderedDict({"": {"version": 1}})
    return state, [matrix, vector, whole]


def every_type():
    storages = [Storage(i, dtype, 12) for i, dtype in enumerate(STORAGES)]
    return {s.dtype: Tensor(s, 0, (3, 4), (4, 1)) for s in storages}, storages


def write_safetensors(path):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    names = {"f8": "F64", "f4": "F32", "f2": "F16", "bf16": "BF16", "i8": "I64", "i4": "I32", "i2": "I16", "i1": "I8",
             "u1": "U8", "b1": "BOOL"}
    for dtype, name in names.items():
        raw = Storage(0, dtype, 12).data()
        header[dtype] = {"dtype": name, "shape": [3, 4], "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    for name, shape in {"cube": [2, 3, 2], "scalar": [], "empty": [0, 3]}.items():
        raw = numbers(int(np.prod(shape))).tobytes()
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


arrays = {dtype: numbers(12, np.dtype(dtype)).reshape(3, 4) for dtype in STORAGES if dtype != "bf16"}
arrays["fortran"] = np.asfortranarray(numbers(24).reshape(2, 3, 4))
arrays["scalar"] = numbers(1)[0]
np.savez("stored.npz", **arrays)
np.savez_compressed("compressed.npz", **arrays)
np.save("rows.npy", numbers(12).reshape(3, 4))
for version in (2, 3):
    with open(f"version{version}.npy", "wb") as file:
        np.lib.format.write_array(file, np.asfortranarray(numbers(12).reshape(3, 4)), (version, 0))
save("state.pt", *state_dict())
save("state_protocol4.pt", *state_dict(), protocol=4)
save("types.pt", *every_type())
save("tensor.pt", Tensor(Storage(0, "f4", 6), 0, (2, 3), (3, 1)), [Storage(0, "f4", 6)])
write_safetensors("types.safetensors")
