"""Whom "he" and "her" mean within what is stated: the content stands by itself once they are replaced."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.reading.antecedents import Antecedents, Entity, agrees
from sayso.types import Attribution, SourceKind, Span

#: "they" and "it" are too often nobody who is named
_PRONOUN = re.compile(r"(?i)\b(?:he|him|his|she|her)\b(?!['’])")
#: what a possessive does not stand before: "told her that", "beside her."
_NO_NOUN = re.compile(
    r"(?i)\W*$|\W*[,.;:!?”\"–—)]|\W+(?:to|in|on|at|for|with|and|or|but|that|as|from|by|because|when|after|before|if"
    r"|about|over|into|out|up|down|off|is|was|had|has|the|an?|he|she|they|it|not|again|there)\b"
)
#: no name: "the judge", "a woman who was there"
_DESCRIBED = re.compile(r"[a-z]|(?:An?|The|One|Another|His|Her|Their)\b")
#: probability that a name needs to take a pronoun's place
_SURE = 0.5


def find_referents(
    text: str, attributions: Sequence[Attribution], entities: Sequence[Entity], antecedents: Antecedents
) -> list[tuple[tuple[Span, str], ...]]:
    """The pronouns of each content that mean somebody who is not named in it before, and the words in their place.

    Args:
        text: the article's text.
        attributions: all of them, their sources resolved.
        entities: who is spoken of.
        antecedents: of the article.

    """
    inner: dict[Span, int] = {}
    for index, attribution in enumerate(attributions):  # who is relayed comes later than who relays
        for span in attribution.content:
            for found in _PRONOUN.finditer(text, *span):
                at = Span(*found.span())
                if at not in inner or _within(attributions, index, inner[at]):
                    inner[at] = index
    meant: dict[Span, int] = {}
    for at, index in sorted(inner.items()):
        word = text[at.start : at.end].lower()
        best, sure = antecedents.likeliest(at, word, index)
        if best is None or sure < _SURE or _somebody_before(text, attributions[index], entities, at):
            continue
        named = entities[best].kind is SourceKind.PERSON and not _DESCRIBED.match(entities[best].name)
        if named and (best != antecedents.holder(index) or not _quoted(text, at)):  # who is quoted speaks of "I"
            meant[at] = best
    return [
        tuple(
            (at, _words(text, at, entities[who].name))
            for at, who in meant.items()
            if any(s.start <= at.start and at.end <= s.end for s in attribution.content)
        )
        for attribution in attributions
    ]


def _within(attributions: Sequence[Attribution], index: int, other: int) -> bool:
    """Whether one attribution is nested in the other."""
    parent = attributions[index].parent
    while parent is not None and parent != other:
        parent = attributions[parent].parent
    return parent is not None


def _somebody_before(text: str, attribution: Attribution, entities: Sequence[Entity], pronoun: Span) -> bool:
    """Whether a content names anybody before a pronoun whom that can mean: then it stands by itself, or is open."""
    word = text[pronoun.start : pronoun.end].lower()
    before = [Span(s.start, min(s.end, pronoun.start)) for s in attribution.content if s.start < pronoun.start]
    return any(
        s.start <= m.start and m.end <= s.end for e in entities if agrees(e, word) for m in e.mentions for s in before
    )


def _quoted(text: str, pronoun: Span) -> bool:
    """Whether a pronoun stands in quotation marks, as far as its paragraph tells."""
    before = text[text.rfind("\n", 0, pronoun.start) + 1 : pronoun.start]
    return before.rfind("“") > before.rfind("”") or before.count('"') % 2 == 1


def _words(text: str, pronoun: Span, name: str) -> str:
    """What takes a pronoun's place."""
    word = text[pronoun.start : pronoun.end].lower()
    owns = word == "his" or (word == "her" and not _NO_NOUN.match(text[pronoun.end : pronoun.end + 12]))
    return f"{name}'s" if owns else name
