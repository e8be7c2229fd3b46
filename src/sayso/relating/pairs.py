"""Do two statements repeat one another, agree, conflict, or neither? Cross-encoders; training/pairs.py trains them."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sayso.relating.copies import content_words
from sayso.relating.sentences import Floats, TextModel, shipped

#: word pieces of a pair that count
LONGEST = 96
#: shares of agreement and of conflict from which the larger model is asked, and of repetition up to another
_MAY_AGREE, _MAY_CONFLICT = 0.2, 0.1
_MAY_REPEAT, _SURELY_REPEATS = 0.15, 0.9
#: words of a denial, see claims.spoken, and words of content that it has in common with what it denies
_DENIES, _COMMON = " denies: ", 2


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
    room = LONGEST - 3
    head = first[: max(room // 2, room - len(second))]
    tail = second[: room - len(head)]
    return [101, *head, 102, *tail, 102], len(head) + 2


class Pairs:
    """The pair models: a small one that sees all pairs, and a larger one for those where it finds something.

    Args:
        folder: of another model, which then judges all pairs alone.

    """

    def __init__(self, folder: Path | None = None) -> None:
        self._first = PairModel(folder or shipped("pairs"))
        self._alone = folder is not None

    def judge(
        self, pairs: Sequence[tuple[str, str]], answers: Sequence[Collection[str]] | None = None
    ) -> list[Verdict]:
        """What each two are to one another.

        Args:
            pairs: worded as `Claim.spoken` does.
            answers: which ones would make a difference, for each; without them all would.

        """
        verdicts = self._first.judge(pairs)
        matter = answers or [ANSWERS] * len(pairs)
        doubtful = [n for n, verdict in enumerate(verdicts) if _doubtful(verdict, pairs[n], matter[n])]
        if doubtful and not self._alone:
            for number, verdict in zip(doubtful, _closer().judge([pairs[n] for n in doubtful]), strict=True):
                verdicts[number] = verdict
        return verdicts


def _doubtful(verdict: Verdict, pair: tuple[str, str], answers: Collection[str]) -> bool:
    """Whether the small model sees something that matters and that the larger one had better look at."""
    doubts = {
        "repeats": _MAY_REPEAT <= verdict.repeats < _SURELY_REPEATS,
        "agrees": verdict.agrees >= _MAY_AGREE,
        "conflicts": verdict.conflicts >= _MAY_CONFLICT or _denied(*pair),
    }
    return any(doubts[answer] for answer in answers if answer in doubts)


def _denied(a: str, b: str) -> bool:
    """Whether one denies what the other asserts in like words, which the small model often overlooks."""
    return (_DENIES in a) != (_DENIES in b) and len(content_words(a) & content_words(b)) >= _COMMON


class PairModel(TextModel):
    """One of the models.

    Args:
        folder: holds model.onnx and tokenizer.json.

    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, LONGEST)
        self._takes = {given.name for given in self._session.get_inputs()}

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        """See `Pairs.judge`.

        Each pair runs by itself: int8 activations are scaled over all that run together, so that in a batch what two
        statements are to one another would hang on their neighbours. Pairs run side by side on the machine's cores.
        """
        texts = dict.fromkeys(text for pair in pairs for text in pair)
        known = dict(zip(texts, self._pieces(list(texts)), strict=True))

        def scores_of(pair: tuple[str, str]) -> Floats:
            pieces, first = joined(known[pair[0]], known[pair[1]])
            ids = np.array([pieces], np.int64)
            kinds = (np.arange(len(pieces)) >= first).astype(np.int64)[None]
            given = {"ids": ids, "mask": np.ones_like(ids), "kinds": kinds}
            scores: Floats = self._session.run(None, {name: given[name] for name in self._takes})[0][0]
            return scores

        with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="sayso") as pool:
            scores = np.array(list(pool.map(scores_of, pairs)), np.float32).reshape(-1, len(ANSWERS))
        exp: Floats = np.exp(scores - scores.max(1, keepdims=True, initial=-1e9))
        return [Verdict(*map(float, row)) for row in exp / exp.sum(1, keepdims=True)]


@cache
def _closer() -> PairModel:
    """The larger model, loaded when it is first asked and kept: its weights take half a second to unpack."""
    return PairModel(shipped("closer"))
