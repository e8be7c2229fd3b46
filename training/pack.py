"""Four bits for each weight of an int8 ONNX model, in a file of their own beside it.

Round to nearest in blocks of 32, each with a multiplier of its own (as in Dettmers and Zettlemoyer 2023).
sayso.relating.packed makes int8 matrices of them again when the model is loaded, as ONNX Runtime's kernels for int8 are
some four times as fast as those for four bits.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, numpy_helper

from sayso.relating.packed import BLOCK, BY, FOUR, PARTS

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
        weights.external_data.add(key="location", value="weights.npz")
    return model, stored
