"""Cues of hearsay: words that say "somebody says so" without saying who. A lexicon: the corpora mark few of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.types import Block, Span

_BE = r"(?:is|are|was|were|has\sbeen|have\sbeen|had\sbeen|'s|’s)"
_ADVERB = r"(?:(?:now|also|still|widely|only|then|even)\s){0,2}"
_SPEECH = r"(?:said|told|asked|warned|written|stated|claimed|denied|replied|added)"

#: "is reported to have said": hearsay about speech, with the speaker named; one cue, where the tagger may see two
_OF_SPEECH = re.compile(
    rf"""(?ix) \b {_BE}\s{_ADVERB}
        (?:said|reported|alleged|believed|thought|rumou?red|understood|claimed|supposed)\sto\shave\s{_SPEECH}\b"""
)
#: "is supposed to have advised": overrides the longer cue that the tagger may see
_SUPPOSED = re.compile(rf"(?ix) \b {_BE}\s{_ADVERB} supposed\sto (?=\s(?:have|be\s\w+ing)\b)")
_PASSIVE = re.compile(
    rf"""(?ix) \b {_BE}\s{_ADVERB}
        (?:said|reported|alleged|believed|thought|rumou?red|understood|claimed|reputed|presumed|suspected)\sto
        (?=\s(?:have|be)\b)"""
)
_PATTERNS = (
    re.compile(r"(?i)\b(?:supposedly|reportedly|allegedly|purportedly|rumou?redly)\b"),
    re.compile(
        rf"""(?ix) \b it\s{_BE}\s{_ADVERB}
            (?:said|reported|alleged|believed|thought|rumou?red|understood|claimed|suggested) (?=\sthat\b)"""
    ),
)
#: these stand even where the tagger sees other cues
_FIRM = (_OF_SPEECH, _SUPPOSED, _PASSIVE)
#: the least score of such a cue; set by hand, since the corpora mark too few of them to calibrate on
HEARSAY_SCORE = 0.75


@dataclass(frozen=True, slots=True)
class Hearsay:
    """A cue of hearsay."""

    cue: Span
    #: whether it stands even where the tagger sees other cues
    firm: bool
    #: whether the grammatical subject is the speaker, "Pell is reported to have said", rather than what is spoken of
    names_speaker: bool


def find_hearsay(text: str, blocks: Sequence[Block]) -> list[Hearsay]:
    """Find cues of hearsay in the given blocks, in order, not overlapping."""
    found = sorted(
        (match.start(), -match.end(), pattern in _FIRM, pattern is _OF_SPEECH)
        for block in blocks
        for pattern in (*_FIRM, *_PATTERNS)
        for match in pattern.finditer(text, block.span.start, block.span.end)
    )
    out: list[Hearsay] = []
    for start, end, firm, names_speaker in found:  # of those that begin together the longest comes first
        if not out or start >= out[-1].cue.end:
            out.append(Hearsay(Span(start, -end), firm, names_speaker))
    return out
