"""Four bits for each weight of an int8 ONNX model, in a file of their own beside it.

Round to nearest in blocks of 32, each with a multiplier of its own (as in Dettmers and Zettlemoyer 2023).
sayso.relating.packed makes int8 matrices of them again when the model is loaded, as ONNX Runtime's kernels for int8 are
some four times as fast as those for four bits.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, numpy_helper
from torch import Tensor, nn

from sayso.relating.packed import BLOCK, BY, FOUR, PARTS, WEIGHTS

Floats = NDArray[np.float32]
#: matrices with fewer weights stay as they are
_LEAST = 100_000


def pack(weights: Floats, table: bool) -> tuple[NDArray[np.int8], Floats]:
    """Numbers from -7 to 7, and what each block of them is multiplied by to be near to the weights.

    Args:
        weights: [rows, columns], rows in whole blocks.
        table: multipliers may be any number; otherwise they are told in eighths.

    Returns:
        Numbers [rows, columns], multipliers [blocks, 1, columns].

    """
    blocks = weights.reshape(len(weights) // BLOCK, BLOCK, -1)
    most = np.maximum(np.abs(blocks).max(1, keepdims=True) / 7, 1e-9)
    best, least = np.ones_like(most), np.full_like(most, np.inf)
    for share in (1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7):  # large ones cut off are less of a loss than all made coarse
        scale = most * share if table else np.maximum(np.round(most * share * PARTS), 1) / PARTS
        error = ((np.clip(np.round(blocks / scale), -7, 7) * scale - blocks) ** 2).sum(1, keepdims=True)
        best, least = np.where(error < least, scale, best), np.minimum(error, least)
    four = np.clip(np.round(blocks / best), -7, 7)
    return four.astype(np.int8).reshape(weights.shape), best.astype(np.float32)


def packed(model: onnx.ModelProto) -> tuple[onnx.ModelProto, dict[str, NDArray[Any]]]:
    """A model without its large int8 matrices and tables of vectors, changed in place, and these in four bits each.

    See sayso.relating.packed.unpacked for what is stored.
    """
    graph = model.graph
    looked_up = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    stored: dict[str, NDArray[Any]] = {}
    for weights in graph.initializer:
        # in blocks along each vector of a table, along what is summed over of a matrix
        table = weights.name in looked_up and weights.data_type == TensorProto.FLOAT
        if not (table or weights.data_type == TensorProto.INT8) or np.prod(weights.dims) < _LEAST:
            continue
        values = numpy_helper.to_array(weights).astype(np.float32)
        four, by = pack(values.T if table else values, table)
        half = (four & 15).view(np.uint8)
        stored[weights.name + FOUR] = half[::2] | half[1::2] << 4
        stored[weights.name + BY] = by if table else np.round(by * PARTS).astype(np.uint8)
        weights.ClearField("raw_data")
        weights.data_location = TensorProto.EXTERNAL
        weights.external_data.add(key="location", value=WEIGHTS)
    return model, stored


class Rounded:
    """The matrices of a model as four bits will leave them, while it learns to do with that.

    Within the context scores and gradients are those of the rounded weights, which are then put aside for the whole
    ones, that the gradients change (straight-through, Bengio et al. 2013). The steps stay as they are at first.

    Args:
        model: its large linear layers are rounded.
        table: of vectors that are not trained; rounded for good.

    """

    def __init__(self, model: nn.Module, table: nn.Embedding) -> None:
        table.weight.data = table.weight.data - _off(table.weight.data, _steps(table.weight.data, True))
        linear = [module.weight for module in model.modules() if isinstance(module, nn.Linear)]
        self._weights = [weight for weight in linear if weight.numel() >= _LEAST]
        self._sizes = [_steps(weight.data, False) for weight in self._weights]
        self._whole: list[Tensor] = []

    def __enter__(self) -> None:
        self._whole = [weight.data for weight in self._weights]
        for weight, steps in zip(self._weights, self._sizes, strict=True):
            weight.data = weight.data - _off(weight.data, steps)

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for weight, whole in zip(self._weights, self._whole, strict=True):
            weight.data = whole


def _steps(weights: Tensor, table: bool) -> Tensor:
    """How far apart two numbers of four bits are, [rows, blocks, 1] for weights [rows, columns]."""
    unit = torch.ones(len(weights), 1) if table else weights.abs().amax(1, keepdim=True).clamp(min=1e-9) / 127
    _, by = pack((weights / unit).T.numpy(), table)
    return torch.from_numpy(by).permute(2, 0, 1) * unit.unsqueeze(-1)


def _off(weights: Tensor, steps: Tensor) -> Tensor:
    """What rounding takes away from weights [rows, columns]."""
    blocks = weights.reshape(len(weights), -1, BLOCK)
    return (blocks - (blocks / steps).round().clamp(-7, 7) * steps).reshape(weights.shape)
