"""Does one claim entail another, contradict it, or neither? A cross-encoder; training/pairs.py trains it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.relating.sentences import TextModel, padded

_LONGEST = 96
_BATCH = 16
#: from which probability of the way there the way back is asked
_ENTAILS, _CONTRADICTS = 0.12, 0.7


class Verdict(NamedTuple):
    """Probabilities of a pair, the mean of both directions for `contradicts`."""

    #: the first claim entails the second, and the other way round
    forth: float
    back: float
    contradicts: float

    @property
    def entails(self) -> float:
        """The stronger direction."""
        return max(self.forth, self.back)


class Pairs(TextModel):
    """The pair model."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(folder or Path(str(files("sayso") / "models" / "pairs")), _LONGEST)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """What each pair of claims says of one another.

        The way back is only asked where the way there gives reason to; elsewhere it counts as nothing.
        """
        pieces = dict.fromkeys(text for pair in pairs for text in pair)
        known = dict(zip(pieces, self._pieces(list(pieces)), strict=True))
        forth = self._shares([(known[a], known[b]) for a, b in pairs])
        again = [i for i, row in enumerate(forth) if row[0] >= _ENTAILS or row[1] >= _CONTRADICTS]
        back = np.zeros_like(forth)
        back[again] = self._shares([(known[pairs[i][1]], known[pairs[i][0]]) for i in again])
        return [Verdict(float(f[0]), float(b[0]), float((f[1] + b[1]) / 2)) for f, b in zip(forth, back, strict=True)]

    def _shares(self, pairs: Sequence[tuple[list[int], list[int]]]) -> NDArray[np.float32]:
        """Probabilities of entails, contradicts, neither, [pairs, 3]; pairs of a length run together."""
        rows: list[tuple[list[int], int]] = []
        for a, b in pairs:
            tail = b[: _LONGEST // 2 - 2]
            head = a[: _LONGEST - 3 - len(tail)]
            rows.append(([101, *head, 102, *tail, 102], len(head) + 2))
        scores = np.zeros((len(rows), 3), np.float32)
        order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            ids, mask = padded([rows[i][0] for i in batch])
            kinds = mask.copy()
            for k, i in enumerate(batch):
                kinds[k, : rows[i][1]] = 0
            scores[batch] = self._session.run(None, {"ids": ids, "mask": mask, "kinds": kinds})[0]
        exp = np.exp(scores - scores.max(1, keepdims=True, initial=-1e9))
        shares: NDArray[np.float32] = exp / exp.sum(1, keepdims=True)
        return shares
