"""Weights stored in four bits each, made whole when their model is loaded.

ONNX Runtime can unpack them itself, by folding constants, but then holds five times the memory that they fill.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: weights that share a multiplier
BLOCK = 32
#: in what parts of one the multiplier of a matrix is told
PARTS = 8
#: the file, beside a model without its weights
WEIGHTS = "weights.npz"
#: names of the numbers and of their multipliers, after the weights' own
FOUR, BY = ".four", ".by"


def unpacked(file: Path) -> dict[str, NDArray[Any]]:
    """Weights by name.

    Args:
        file: holds for each name numbers of four bits, two rows to a byte, the first in the lower half
            [rows / 2, columns], and what each block of rows is multiplied by [rows / 32, 1, columns]: in eighths for
            a matrix, that becomes int8, or any number for a table of vectors, that is stored turned over.

    """
    with np.load(file) as stored:
        names = [name.removesuffix(FOUR) for name in stored.files if name.endswith(FOUR)]
        return {name: _whole(stored[name + FOUR], stored[name + BY]) for name in names}


def _whole(pairs: NDArray[np.uint8], by: NDArray[Any]) -> NDArray[Any]:
    four = np.stack(((pairs << 4).view(np.int8) >> 4, pairs.view(np.int8) >> 4), axis=1)
    blocks, shape = four.reshape(len(by), BLOCK, -1), (2 * len(pairs), -1)
    if by.dtype == np.float32:
        return np.ascontiguousarray((blocks * by).reshape(shape).T)
    return np.round(blocks * (by / np.float32(PARTS))).astype(np.int8).reshape(shape)
