"""Whom a pronoun means: the likeliest of those spoken of before it.

By distance, grammatical role, what it agrees with and whether that one has spoken already; a log-linear ranker whose
weights training/antecedents.py fits.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from sayso.reading.drafts import in_kind
from sayso.reading.gazetteer import TITLES
from sayso.types import Attribution, Block, BlockKind, SourceKind, Span

_HE = frozenset(["he", "him", "his", "himself"])
_SHE = frozenset(["she", "her", "hers", "herself"])
_THEY = frozenset(["they", "them", "their", "theirs", "themselves", "both"])
_IT = frozenset(["it", "its", "itself"])
#: stands for a description of a person: "the former mayor"
SOMEBODY = "somebody"
PRONOUNS = _HE | _SHE | _THEY | _IT
#: of the features, in the order of `Antecedents.features`
_WEIGHTS: tuple[float, ...] = (
    0.94, 0.17, 0.44, 0.35, 0.46, 1.1, 0.91, 0.64, -0.46,
    -0.55, 0.31, -0.74, -1.38, -0.64, 0.04, 0.09, 0.37,
)  # fmt: skip
#: a candidate needs this probability, or whom the pronoun means stays open
_SURE = 0.25
#: and this one to tell whether it is a man or a woman
_CERTAIN = 0.8
#: candidates that are given where it stays open
_CANDIDATES = 4
_SENTENCE_END = re.compile(r"[.!?][\"”’']?\s")
_HEAD = re.compile(r"[.!?][\"”’']?\s|\n|[:;]\s")
_BEFORE_SUBJECT = re.compile(
    r"(?i)^(?:but|and|on \w+|the|in \w+|mr\.|mrs\.|ms\.|sen\.|rep\.|gov\.|president|for|as)\s+"
)


@dataclass
class Entity:
    """A source in the making."""

    name: str
    kind: SourceKind
    mentions: list[Span] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    gender: str | None = None
    plural: bool = False
    #: whether more than the form of the name tells what it is
    certain: bool = True
    #: ends of the attributions that it held so far
    spoke: list[int] = field(default_factory=list)


class Antecedents:
    """Resolves the pronouns of one article, as far as its attributions have been resolved already.

    Args:
        text: the article's text.
        blocks: the blocks that were read, in order.
        attributions: in the order of the text.
        entities: who is spoken of; grows meanwhile.
        found: for each attribution who holds it and whom it may be, None before it is resolved; filled meanwhile.

    """

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        attributions: Sequence[Attribution],
        entities: Sequence[Entity],
        found: Sequence[tuple[int | None, tuple[int, ...]] | None],
    ) -> None:
        self._text, self._blocks, self._attributions = text, blocks, attributions
        self._entities, self._found = entities, found
        self._by_extent = sorted(attributions, key=lambda a: a.extent.start)
        self._extents = [a.extent.start for a in self._by_extent]

    def of(self, span: Span, word: str, parent: int | None) -> tuple[int | None, tuple[int, ...]]:
        """Whom a pronoun means, and whom it may mean when that is open.

        Args:
            span: of the pronoun.
            word: the pronoun in lower case.
            parent: the attribution in whose content it stands.

        """
        scored = self._scored(span, word, parent)
        best, sure = self._best(scored)
        if best is None or sure < _SURE:
            return None, tuple(number for _, number in scored[:_CANDIDATES])
        if word in _HE | _SHE and self._entities[best].gender is None and sure > _CERTAIN:
            self._entities[best].gender = "m" if word in _HE else "f"
        return best, ()

    def likeliest(self, span: Span, word: str, parent: int | None) -> tuple[int | None, float]:
        """Whom a pronoun means most likely, and how likely; see `of`."""
        return self._best(self._scored(span, word, parent))

    def holder(self, index: int) -> int | None:
        """Who holds an attribution; None where that is open."""
        found = self._found[index]
        return None if found is None else found[0]

    def _scored(self, span: Span, word: str, parent: int | None) -> list[tuple[float, int]]:
        """Score and number of each entity that a pronoun can mean, the best first."""
        scored = (
            (sum(w * x for w, x in zip(_WEIGHTS, seen, strict=True)), number)
            for number in range(len(self._entities))
            if (seen := self.features(number, span, word, parent)) is not None
        )
        return sorted(scored, reverse=True)

    @staticmethod
    def _best(scored: Sequence[tuple[float, int]]) -> tuple[int | None, float]:
        if not scored:
            return None, 0.0
        top, best = scored[0]
        return best, 1 / sum(math.exp(score - top) for score, _ in scored)

    def features(self, number: int, span: Span, word: str, parent: int | None) -> list[float] | None:
        """What speaks for an entity as what a pronoun means; None when it cannot be."""
        entity = self._entities[number]
        if not agrees(entity, word):
            return None
        before = entity.mentions[: bisect_right(entity.mentions, (span.start, -1))]
        if not before or self._named_in_own_words(entity, span):
            return None
        last = before[-1]
        between = self._text[last.end : span.start]
        sentences = len(_SENTENCE_END.findall(between)) + between.count("\n")
        held = self._found[parent] if parent is not None else None
        outer = held is not None and held[0] == number
        direct = parent is not None and self.quotes(self._attributions[parent])
        spoke = [at for at in entity.spoke if at <= span.start]
        latest = max((at for e in self._entities for at in e.spoke[-3:] if at <= span.start), default=-1)
        return [
            1.0 / (1.0 + 0.5 * sentences),
            float(sentences == 0),
            float(self.is_subject(last)),
            float(bool(spoke)),
            float(bool(spoke) and spoke[-1] == latest),
            min(1.0, len(before) / 10),
            float(bool(entity.gender) and word in _HE | _SHE),
            float(entity.certain),
            float(outer and not direct),
            float(outer and direct),
            float(entity.plural or entity.kind is SourceKind.GROUP),
            float("\n" in between),
            min(1.0, sentences / 20),
            float(self._spoken(last, span)),
            float(sentences == 1 and self.is_subject(last)),
            float(any(s == last or s.start <= last.start < s.end for s in self._sources_near(last))),
            float(latest >= 0 and bool(spoke) and spoke[-1] == latest and span.start - latest < 400),
        ]

    def quotes(self, attribution: Attribution) -> bool:
        """Whether a content is in its source's own words."""
        begins = [(s, self._text[s.start : s.start + 3]) for s in attribution.content]
        return any(
            words[:1] in tuple("\"“‘'«")
            or words.startswith(("I ", "We ", "we ", "I’", "I'"))
            or in_kind(span, self._blocks, BlockKind.BLOCKQUOTE)
            for span, words in begins
        )

    def is_subject(self, mention: Span) -> bool:
        """Whether a mention stands at the head of its sentence, or is a source."""
        line = self._text[max(0, mention.start - 60) : mention.start]
        head = _BEFORE_SUBJECT.sub("", _HEAD.split(line)[-1])
        title = all(w.strip(".,").lower() in TITLES for w in head.split())
        return title or any(s.start <= mention.start < s.end for s in self._sources_near(mention))

    def _named_in_own_words(self, entity: Entity, pronoun: Span) -> bool:
        """Whether an entity is named in the words that a pronoun is quoted with: who said “Pell won” is not Pell."""
        own = (a for a in self._near(pronoun) if pronoun in a.source and self.quotes(a))
        words = [s for a in own for s in a.content]
        return any(s.start <= m.start < s.end for s in words for m in entity.mentions)

    def _spoken(self, mention: Span, pronoun: Span) -> bool:
        """Whether a mention stands in somebody's words that the pronoun stands outside of."""
        return any(
            s.start <= mention.start < s.end and not s.start <= pronoun.start < s.end
            for a in self._near(mention)
            for s in a.content
        )

    def _near(self, mention: Span) -> Sequence[Attribution]:
        """Attributions that begin a little before or behind a place."""
        low = bisect_left(self._extents, mention.start - 600)
        return self._by_extent[low : bisect_right(self._extents, mention.start + 300)]

    def _sources_near(self, mention: Span) -> list[Span]:
        return [s for a in self._near(mention) for s in a.source]


def agrees(entity: Entity, word: str) -> bool:
    """Whether a pronoun can mean an entity at all."""
    person = entity.kind in (SourceKind.PERSON, SourceKind.ANONYMOUS)
    if entity.kind in (SourceKind.AUTHOR, SourceKind.UNSOURCED):
        return False
    if word == SOMEBODY:
        return person and not entity.plural
    if word in _HE | _SHE:
        return person and not entity.plural and entity.gender in (None, "m" if word in _HE else "f")
    if word in _THEY:
        return entity.plural or entity.kind in (SourceKind.GROUP, SourceKind.ORGANISATION)
    return not (word in _IT and (person or entity.kind is SourceKind.GROUP or entity.plural))
