"""Vectors of articles and claims: all-MiniLM-L6-v2 (Reimers and Gurevych 2019), for claims trained on, as int8 ONNX."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sayso.errors import ModelError
from sayso.relating.packed import WEIGHTS, unpacked

Floats = NDArray[np.float32]
WIDTH = 384
#: word pieces of a text that count
_LONGEST = 128


class TextModel:
    """An ONNX model over word pieces with its tokenizer: the base of the sentence encoder and of the pair model.

    Args:
        folder: holds model.onnx and tokenizer.json, and weights.npz if the weights are packed.

    Raises:
        ModelError: a file is missing or damaged.

    """

    def __init__(self, folder: Path, longest: int) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            if (folder / WEIGHTS).exists():
                given = unpacked(folder / WEIGHTS)
                values = [onnxruntime.OrtValue.ortvalue_from_numpy(weights) for weights in given.values()]
                options.add_external_initializers(list(given), values)
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # each library has errors of its own, and some raise bare Exception
            raise ModelError(f"the model in {folder} cannot be loaded ({error}); reinstall sayso") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(longest)

    def _pieces(self, texts: Sequence[str]) -> list[list[int]]:
        return [e.ids for e in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]


class Sentences(TextModel):
    """Texts to unit vectors."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(folder or shipped("sentences"), _LONGEST)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One vector of length one for each text, [texts, 384].

        Each text runs by itself: int8 activations are scaled over all that run together, so that in a batch a text's
        vector would hang on its neighbours.
        """
        out = np.zeros((len(texts), WIDTH), np.float32)
        for row, pieces in enumerate(self._pieces(texts)):
            ids = np.array([[101, *pieces, 102]], np.int64)
            out[row] = self._session.run(None, {"ids": ids, "mask": np.ones_like(ids)})[0][0]
        return out


class Claims(Sentences):
    """Statements, worded as `Claim.spoken` does, to vectors: near where they are anything to one another."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(folder or shipped("claims"))


def shipped(name: str) -> Path:
    """The folder of a model that comes with the package."""
    return Path(str(files("sayso") / "models" / name))
