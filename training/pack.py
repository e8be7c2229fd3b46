"""Four bits for each weight of an int8 ONNX model, in a file that unpacks itself when it is loaded.

Round to nearest in blocks of 32, each with a multiplier of its own (as in Dettmers and Zettlemoyer 2023). The graph
gets the nodes that make int8 matrices of what is stored; ONNX Runtime folds them once, as they hang on constants alone,
and then runs its int8 kernels, which are some four times as fast as those for four bits.
"""

from __future__ import annotations

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Floats = NDArray[np.float32]
#: weights that share a multiplier
BLOCK = 32
#: in what parts of one a multiplier is told
PARTS = 8
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


def packed(model: onnx.ModelProto) -> onnx.ModelProto:
    """A model whose large int8 matrices and tables of vectors are stored in four bits each; changed in place."""
    graph = model.graph
    looked_up = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    nodes: list[onnx.NodeProto] = []
    for stored in list(graph.initializer):
        # in blocks along each vector of a table, along what is summed over of a matrix
        table = stored.name in looked_up and stored.data_type == TensorProto.FLOAT
        if not (table or stored.data_type == TensorProto.INT8) or np.prod(stored.dims) < _LEAST:
            continue
        weights = numpy_helper.to_array(stored).astype(np.float32)
        four, scale = pack(weights.T if table else weights, table)
        flat = four.ravel() & 15
        pairs = (flat[::2] | flat[1::2] << 4).astype(np.uint8).tobytes()
        by = scale if table else np.round(scale * PARTS).astype(np.uint8)
        graph.initializer.remove(stored)
        graph.initializer.extend([
            helper.make_tensor(f"{stored.name}.four", TensorProto.INT4, four.shape, pairs, raw=True),
            numpy_helper.from_array(by, f"{stored.name}.scale"),
        ])  # fmt: skip
        nodes += _unpacking(stored.name, four.shape, table)
    for number, node in enumerate(nodes):
        graph.node.insert(number, node)
    return model


def _unpacking(name: str, shape: tuple[int, ...], table: bool) -> list[onnx.NodeProto]:
    """Nodes from name.four and name.scale to name."""
    made: list[onnx.NodeProto] = []

    def step(op: str, inputs: list[str], output: str, **attributes: object) -> str:
        made.append(helper.make_node(op, inputs, [output], output, **attributes))
        return output

    def shaped(what: str, size: list[int], output: str) -> str:
        value = numpy_helper.from_array(np.array(size, np.int64))
        return step("Reshape", [what, step("Constant", [], f"{output}.size", value=value)], output)

    four = step("Cast", [f"{name}.four"], f"{name}.float", to=TensorProto.FLOAT)
    scale = step("Cast", [f"{name}.scale"], f"{name}.by", to=TensorProto.FLOAT)
    blocks = shaped(four, [shape[0] // BLOCK, BLOCK, shape[1]], f"{name}.blocks")
    if table:
        flat = shaped(step("Mul", [blocks, scale], f"{name}.scaled"), list(shape), f"{name}.flat")
        step("Transpose", [flat], name, perm=[1, 0])
        return made
    parts = step("Constant", [], f"{name}.parts", value=numpy_helper.from_array(np.array(1 / PARTS, np.float32)))
    scaled = step("Mul", [blocks, step("Mul", [scale, parts], f"{name}.part")], f"{name}.scaled")
    whole = step("Cast", [step("Round", [scaled], f"{name}.round")], f"{name}.whole", to=TensorProto.INT8)
    shaped(whole, list(shape), name)
    return made
