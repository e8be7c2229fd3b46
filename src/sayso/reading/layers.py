"""What the small trained heads have in common: one hidden layer whose weights lie beside the reader's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.errors import ModelError

Floats = NDArray[np.float32]


def weights(file: Path) -> dict[str, Floats]:
    """The arrays of a head.

    Args:
        file: an `.npz` of a model folder.

    Raises:
        ModelError: the file is missing or damaged.

    """
    try:
        with np.load(file) as stored:
            return {name: stored[name].astype(np.float32) for name in stored.files}
    except Exception as error:  # numpy raises its own, zipfile's and OSError
        raise ModelError(f"the head in {file} cannot be loaded ({error}); reinstall sayso") from error


def gelu(inner: NDArray[np.floating[Any]]) -> Floats:
    """The activation of the hidden layers, by its usual approximation (Hendrycks and Gimpel 2016)."""
    out: Floats = inner * 0.5 * (1 + np.tanh(0.7978845608 * (inner + 0.044715 * inner**3)))
    return out
