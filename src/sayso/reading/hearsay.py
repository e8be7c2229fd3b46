"""Cues of hearsay: words that say "somebody says so" without saying who. A lexicon: the corpora mark few of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.types import Block, Span

_BE = r"(?:is|are|was|were|has\ been|have\ been|had\ been|'s|’s)"
_ADVERB = r"(?:(?:now|also|still|widely|only|then|even)\ ){0,2}"
#: "is reported to have said" names the speaker: there the tagger's cue holds
SPEECH_VERBS = "said|told|asked|warned|written|stated|claimed|denied|replied|added"
_NOT_SPEECH = rf"(?!\ have\ (?:{SPEECH_VERBS})\b)"

#: overrides what the tagger finds in the same place
_FIRM = re.compile(rf"(?i)\b{_BE} {_ADVERB}supposed to(?= (?:have|be \w+ing)\b)".replace(" ", r"\ "))
_PATTERNS = (
    re.compile(
        rf"""(?ix) \b {_BE}\ {_ADVERB}
            (?:said|reported|alleged|believed|thought|rumou?red|understood|claimed|reputed|presumed|suspected)\ to
            {_NOT_SPEECH} (?=\ (?:have|be)\b)"""
    ),
    re.compile(r"(?i)\b(?:supposedly|reportedly|allegedly|purportedly|rumou?redly)\b"),
    re.compile(
        rf"""(?ix) \b it\ {_BE}\ {_ADVERB}
            (?:said|reported|alleged|believed|thought|rumou?red|understood|claimed|suggested) (?=\ that\b)"""
    ),
)
#: the least score of such a cue; set by hand, since the corpora mark too few of them to calibrate on
HEARSAY_SCORE = 0.75


@dataclass(frozen=True, slots=True)
class Hearsay:
    """A cue of hearsay."""

    cue: Span
    #: whether it stands even where the tagger sees a longer cue
    firm: bool


def find_hearsay(text: str, blocks: Sequence[Block]) -> list[Hearsay]:
    """Find cues of hearsay in the given blocks, in order, not overlapping."""
    found = sorted(
        (match.start(), match.end(), pattern is _FIRM)
        for block in blocks
        for pattern in (_FIRM, *_PATTERNS)
        for match in pattern.finditer(text, block.span.start, block.span.end)
    )
    out: list[Hearsay] = []
    for start, end, firm in found:
        if not out or start >= out[-1].cue.end:
            out.append(Hearsay(Span(start, end), firm))
    return out
