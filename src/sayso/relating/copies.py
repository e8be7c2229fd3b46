"""Copies of one text: MinHash over sequences of words (Broder 1997). One wire story in forty papers is one origin."""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

#: share of the shorter text's word sequences that stand in the other, from which one is a copy, cut or edited a little;
#: and the estimated share of all of both from which that is looked at
COPY, LOOK = 0.5, 0.15
_HASHES = 64
_SHINGLE = 5
#: words of a text in which a shared run is looked for: the time grows with the square
_LOOKED_AT = 400
_PRIME = (1 << 61) - 1
_WORD = re.compile(r"\w+")
_generator = np.random.default_rng(20170210)
_A = _generator.integers(1, 1 << 31, _HASHES, dtype=np.uint64)
_B = _generator.integers(0, 1 << 31, _HASHES, dtype=np.uint64)


def signature(text: str) -> NDArray[np.uint32]:
    """The MinHash signature of a text, [64]."""
    hashes = np.array(sorted(_shingles(text)), np.uint64)
    low = np.uint64(0xFFFFFFFF)
    # one after the other: all at once would take 64 numbers a word
    lowest = [((hashes * a + b) % np.uint64(_PRIME) & low).min() for a, b in zip(_A, _B, strict=True)]
    return np.array(lowest, np.uint32)


def _shingles(text: str) -> set[int]:
    words = [w.lower() for w in _WORD.findall(text)]
    return {zlib.crc32(" ".join(words[i : i + _SHINGLE]).encode()) for i in range(max(1, len(words) - _SHINGLE + 1))}


def is_copy(text: str, other: str) -> bool:
    """Whether one text is the other, cut or edited a little."""
    first, second = _shingles(text), _shingles(other)
    return len(first & second) >= COPY * min(len(first), len(second))


def resemblance(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> float:
    """The estimated share of word sequences that two texts have in common, 0 to 1."""
    return float((a == b).mean())


@lru_cache(maxsize=4096)  # a pair is looked at several times
def shared_run(a: str, b: str) -> int:
    """Words of the longest run that two texts share, in the first hundreds of each."""
    first, second = ([w.lower() for w in _WORD.findall(t)[:_LOOKED_AT]] for t in (a, b))
    best = 0
    row = [0] * (len(second) + 1)
    for word in first:
        new = [0] * (len(second) + 1)
        for j, other in enumerate(second, 1):
            if word == other:
                new[j] = row[j - 1] + 1
                best = max(best, new[j])
        row = new
    return best


@lru_cache(maxsize=4096)  # a claim is compared many times
def content_words(text: str) -> frozenset[str]:
    """Its words without the commonest."""
    return frozenset(w.lower() for w in _WORD.findall(text)) - _COMMON


def containment(a: str, b: str) -> float:
    """The share of the shorter text's words that stand in the longer one too."""
    first, second = content_words(a), content_words(b)
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


_COMMON = frozenset(
    """
    the a an of to in on at for and or but is are was were be been it that this he she they we i his her their
    as with by from
    """.split()
)
