"""Do two statements repeat one another, agree, conflict, or neither? A cross-encoder; training/pairs.py trains it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sayso.relating.sentences import Floats, TextModel, shipped

#: word pieces of a pair that count
_LONGEST = 96


class Verdict(NamedTuple):
    """Probabilities of what two statements are to one another; they sum to one."""

    repeats: float
    agrees: float
    conflicts: float
    none: float


ANSWERS = Verdict._fields


def joined(first: list[int], second: list[int]) -> tuple[list[int], int]:
    """Word pieces of two texts as the model takes them, and the length of the first segment.

    Cut to 96: each may have half of that, and what the other leaves.
    """
    room = _LONGEST - 3
    head = first[: max(room // 2, room - len(second))]
    tail = second[: room - len(head)]
    return [101, *head, 102, *tail, 102], len(head) + 2


class Pairs(TextModel):
    """The pair model."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(folder or shipped("pairs"), _LONGEST)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """What each two are to one another, worded as `Claim.spoken` does.

        Each pair runs by itself: int8 activations are scaled over all that run together, so that in a batch what two
        statements are to one another would hang on their neighbours. Pairs run side by side on the machine's cores.
        """
        texts = dict.fromkeys(text for pair in pairs for text in pair)
        known = dict(zip(texts, self._pieces(list(texts)), strict=True))

        def scores_of(pair: tuple[str, str]) -> Floats:
            pieces, first = joined(known[pair[0]], known[pair[1]])
            ids = np.array([pieces], np.int64)
            kinds = (np.arange(len(pieces)) >= first).astype(np.int64)[None]
            scores: Floats = self._session.run(None, {"ids": ids, "mask": np.ones_like(ids), "kinds": kinds})[0][0]
            return scores

        with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="sayso") as pool:
            scores = np.array(list(pool.map(scores_of, pairs)), np.float32).reshape(-1, len(ANSWERS))
        exp: Floats = np.exp(scores - scores.max(1, keepdims=True, initial=-1e9))
        return [Verdict(*map(float, row)) for row in exp / exp.sum(1, keepdims=True)]
