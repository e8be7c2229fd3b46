"""Which blocks of a page are its main text, as trafilatura finds it."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

_WORD = re.compile(r"\w+")
#: format characters that a browser does not show: soft hyphens, joiners, marks of direction
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
#: a block belongs to the main text when this share of its runs of so many words stand there too
_GRAM = 4
_SHARED = 0.6


def main_blocks(html: str, texts: Sequence[str]) -> list[bool]:
    """Which blocks belong to the main text, as trafilatura finds it."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        extracted = trafilatura.extract(html, include_comments=False, include_tables=True)
        # an article in a container named after comments is taken for comments
        extracted = extracted or trafilatura.extract(html, include_comments=True, include_tables=True)
    except Exception:  # noqa: BLE001 - trafilatura meets pages its authors did not; then there is no main text
        extracted = None
    words = key_words(extracted or "")
    grams = {words[i : i + _GRAM] for i in range(len(words) - _GRAM + 1)}
    lines = Counter(
        key for line in (extracted or "").splitlines() for cell in line.split("|") if (key := key_words(cell))
    )
    keys = [key_words(text) for text in texts]
    main = []
    for key in keys:
        if len(key) < _GRAM:
            main.append(key in lines)
        else:
            own = [key[i : i + _GRAM] for i in range(len(key) - _GRAM + 1)]
            main.append(sum(gram in grams for gram in own) >= _SHARED * len(own))
    return _without_strays(main, keys, lines)


def _without_strays(main: list[bool], keys: list[tuple[str, ...]], lines: Counter[tuple[str, ...]]) -> list[bool]:
    """Of blocks with the same words, keep as many as the main text has, those with most main text around them.

    "Share" may stand in the menu and in the article, a headline in the article and in the list of its parts.
    """
    weight = [len(key) if m else 0 for key, m in zip(keys, main, strict=True)]
    sums = list(accumulate(weight, initial=0))
    around = [sums[min(i + 4, len(keys))] - sums[max(i - 3, 0)] - weight[i] for i in range(len(keys))]
    places: dict[tuple[str, ...], list[int]] = {}
    for i, m in enumerate(main):
        if m:
            places.setdefault(keys[i], []).append(i)
    kept = list(main)
    for key, found in places.items():
        for i in sorted(found, key=lambda i: -around[i])[max(lines[key], 1) :]:
            kept[i] = False
    long = [i for i, m in enumerate(kept) if m and len(keys[i]) >= _GRAM]
    reach = range(long[0] - 3, long[-1] + 4) if long else range(len(kept))
    return [m and (len(keys[i]) >= _GRAM or i in reach) for i, m in enumerate(kept)]


def key_words(text: str) -> tuple[str, ...]:
    """The words of a text, for comparing texts that differ in marks and letter case."""
    return tuple(_WORD.findall(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).lower()))
