"""A shipped model folder, int8, back into the PyTorch model, to train on from it.

int8 weights come back as they are rounded. What only training needs (the flat tagger, the stance tagger) starts fresh.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from training.model import Reader


def restore(reader: Reader, folder: Path) -> None:
    """Load the int8 weights of a model folder into a reader of the same shape.

    Args:
        reader: freshly made; changed in place.
        folder: as training/export.py writes it.

    """
    if not any(i.name.endswith("_quantized") for i in onnx.load(folder / "encoder.onnx").graph.initializer):
        raise SystemExit(f"{folder} is not int8; go on from the reader.pt that it was exported from")
    state = reader.state_dict()
    loaded = {**_named(folder / "encoder.onnx"), **_named(folder / "roles.onnx")}
    loaded = {n: w for n, w in loaded.items() if n in state and w.shape == state[n].shape}
    loaded |= _encoder_matrices(reader, folder / "encoder.onnx") | _role_matrices(reader, folder / "roles.onnx")
    config = json.loads((folder / "config.json").read_text())
    loaded |= {"crf.transitions": torch.tensor(config["transitions"]), "crf.initial": torch.tensor(config["initial"])}
    missing, unexpected = reader.load_state_dict(loaded, strict=False)
    _check(folder, missing, unexpected, ("flat", "stance.", "token_type"))


def load_reader(reader: Reader, path: Path, may_lack: tuple[str, ...] = ("stance.",)) -> None:
    """Load a run's reader.pt, or a model folder, into a reader of the same shape; changed in place.

    Args:
        reader: freshly made.
        path: the file or folder.
        may_lack: beginnings of weights that a file may lack, which then start fresh.

    """
    if path.is_dir():
        restore(reader, path)
        return
    missing, unexpected = reader.load_state_dict(torch.load(path, weights_only=True), strict=False)
    _check(path, missing, unexpected, may_lack)


def load_mean(reader: Reader, paths: Sequence[Path], may_lack: tuple[str, ...] = ("stance.",)) -> None:
    """Load the mean of the weights of several files or folders (model soups, Wortsman et al. 2022).

    Args:
        reader: freshly made; changed in place.
        paths: as for `load_reader`; one given several times weighs as much more.
        may_lack: beginnings of weights that some may lack, whose mean is that of the others.

    """
    fresh = {name: weights.clone() for name, weights in reader.state_dict().items()}
    sums, counts = dict[str, Tensor](), Counter[str]()
    for path in paths:
        reader.load_state_dict(fresh)
        load_reader(reader, path, may_lack)
        for name, weights in reader.state_dict().items():
            if not torch.equal(weights, fresh[name]):  # it was in the file
                sums[name] = sums[name] + weights if name in sums else weights.clone()
                counts[name] += 1
    reader.load_state_dict(fresh | {name: total / counts[name] for name, total in sums.items()})


def _check(path: Path, missing: list[str], unexpected: list[str], may_lack: tuple[str, ...]) -> None:
    if unexpected or not all(any(part in name for part in may_lack) for name in missing):
        raise SystemExit(f"{path} does not fit the reader: missing {missing}, unexpected {unexpected}")


def restore_pairs(pairs: nn.Module, folder: Path) -> None:
    """Load the int8 weights of the pair model's folder.

    Args:
        pairs: freshly made, see training/pairs.py; changed in place.
        folder: as its --export writes it.

    """
    path = folder / "model.onnx"
    matrices, table = _matrices(path), "bert.embeddings."
    loaded = _named(path)
    for name in ("word", "token_type", "position"):
        loaded[f"{table}{name}_embeddings.weight"] = next(matrices)
    dense = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")
    for layer in range(len(pairs.get_submodule("bert.encoder.layer"))):  # type: ignore[arg-type]
        for name in (*dense, "intermediate.dense", "output.dense"):
            loaded[f"bert.encoder.layer.{layer}.{name}.weight"] = next(matrices).T.contiguous()
    loaded["out.weight"] = next(matrices).T.contiguous()
    state = pairs.state_dict()
    missing, _ = pairs.load_state_dict({n: w for n, w in loaded.items() if n in state}, strict=False)
    if any("pooler" not in name for name in missing):
        raise SystemExit(f"{folder} does not fit the pair model: missing {missing}")


def _named(path: Path) -> dict[str, Tensor]:
    return {i.name: _tensor(numpy_helper.to_array(i)) for i in onnx.load(path).graph.initializer if i.data_type == 1}


def _tensor(array: np.ndarray) -> Tensor:
    return torch.from_numpy(np.array(array, np.float32))


def _matrices(path: Path) -> Iterator[Tensor]:
    """Quantised weights in the order of the graph's initializers, which is that of the computation."""
    values = {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    for name, value in values.items():
        if name.endswith("_quantized"):
            stem = name.removesuffix("_quantized")
            whole = value.astype(np.float32) - values[f"{stem}_zero_point"].astype(np.float32)
            yield _tensor(whole * values[f"{stem}_scale"])


def _encoder_matrices(reader: Reader, path: Path) -> dict[str, Tensor]:
    matrices, encoder = _matrices(path), reader.encoder
    table = "encoder.bert.embeddings."
    loaded = {f"{table}word_embeddings.weight": next(matrices), f"{table}position_embeddings.weight": next(matrices)}
    loaded |= {f"encoder.features.{i}.weight": next(matrices) for i in range(len(encoder.features))}
    named = _named(path)
    segment = next(w for n, w in named.items() if n.startswith("onnx::Add"))
    loaded[f"{table}token_type_embeddings.weight"] = segment.expand(2, -1).clone()
    for i in range(len(encoder.bert.encoder.layer)):
        layer, bias = f"encoder.bert.encoder.layer.{i}.", named[f"Attention_{i}_qkv_bias"].chunk(3)
        for part, name in zip(next(matrices).chunk(3, dim=1), ("query", "key", "value"), strict=True):
            loaded[f"{layer}attention.self.{name}.weight"] = part.T.contiguous()
        for part, name in zip(bias, ("query", "key", "value"), strict=True):
            loaded[f"{layer}attention.self.{name}.bias"] = part
        for name in ("attention.output.dense", "intermediate.dense", "output.dense"):
            loaded[f"{layer}{name}.weight"] = next(matrices).T.contiguous()
    loaded["encoder.cue.weight"] = next(matrices).T.contiguous()
    return loaded


def _role_matrices(reader: Reader, path: Path) -> dict[str, Tensor]:
    names = ["word", "cue", "distance"]
    names += [
        f"layers.{i}.{part}" for i in range(len(reader.roles.layers)) for part in ("qkv", "out", "feed.0", "feed.2")
    ]
    loaded = {}
    for name, matrix in zip([*names, "label", "valid"], _matrices(path), strict=True):
        embedding = isinstance(reader.roles.get_submodule(name), nn.Embedding)
        loaded[f"roles.{name}.weight"] = matrix if embedding else matrix.T.contiguous()
    return loaded
