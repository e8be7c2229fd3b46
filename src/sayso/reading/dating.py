"""When each attribution was said.

The day is chosen among the times that the cue's sentence names and those around it: the day the same source spoke last
or speaks next, the day before this place, the day the article is about. A small network with one hidden layer scores
them, and "not said" with zero; training/dating.py fits it on labelled statements.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import log1p
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sayso.errors import ModelError
from sayso.reading.dates import TimeExpression
from sayso.reading.drafts import SENTENCE_END, block_of, in_kind
from sayso.reading.layers import Floats, gelu, weights
from sayso.reading.when import when_of
from sayso.types import Act, Attribution, Block, BlockKind, Source, SourceKind, Span, When

_PERFECT = re.compile(r"(?i)\b(?:has|have|['’]ve)\b(?! to\b)")
_PLUPERFECT = re.compile(r"(?i)\bhad\b(?! to\b)")
_PAST = re.compile(
    r"(?i)\b(?:\w+ed|said|told|wrote|spoke|was|were|did|made|went|gave|put|took|held|swore|had|got|began|came|laid|sent)\b"
)
_PRESENT = re.compile(r"(?i)^(?:\w+(?:s|ve)|say|think|believe|argue|want|hope|see|call|expect|fear|claim)\b")
_NOUN = re.compile(
    r"(?i)(?:tion|ment|sal|claim|statement|call|demand|threat|fear|hope|belief|view|warning|promise|pledge|plan|doubt)s?\b"
    r"(?: (?:of|for|that|to|by|about))?$"
)
_GOES_ON = re.compile(
    r"(?i)\b(?:add(?:ed|ing|s)|continu(?:ed|ing)|went on|repl(?:ied|ying)|respond(?:ed|ing)|answered|asked"
    r"|conclud(?:ed|ing)|joked|quipped|shot back|told)\b"
)
_OCCASION = re.compile(
    r"(?i)\b(?:speech|remarks|rally|debate|hearing|conference|briefing|event|interview|testimony|meeting|address|crowd"
    r"|audience|statement|report|letter|filing|lawsuit|panel|ceremony|forum|town hall|testif\w+|memo|ruling|opinion"
    r"|decision)\b"
)
_PRONOUN = re.compile(r"(?i)(?:he|she|they|it|his|her|their|who|i|we)")
_USUAL = re.compile(
    r"(?i)\b(?:often|always|long|repeatedly|regularly|usually|never|frequently|routinely|for (?:years|months|weeks|decades)|over the years|in the past)\b"
)
_APART = re.compile(
    r"(?i)[;—–]|, (?:who|which|whose|where|when|after|before|while|as|and|but)\b|\b(?:after|before|since|until|when|that)\b"
)
#: "now says": not when whatever was said before
_NOW = re.compile(r"(?i)\bnow\b")
#: characters from the article's first in which news say when it happened, and in which an attribution opens it
_LEDE, _OPENING = 700, 600
#: attributions further on in which the same source's own day is looked for
_AHEAD = 8
#: characters between a cue and a time right beside it: " on "
_BESIDE = 4
#: a line that opens an entry of a running report: "4:30 p.m."; one by itself opens none
_ENTRY = re.compile(r"(?mi)^[ \t]*(?:\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?|\d{1,2}[:.]\d\d)(?: [A-Z]{2,4})?[ \t]*$")
_ENTRIES = 2
_UTTERS = re.compile(r"(?i)\b(?:says?|said|tells?|told|announc|confirm|respond|tweet|writes?)")
#: how far from its cue, as log1p of tens of characters, a time in the sentence is plainly the cue's
_PLAIN = 1.8

#: what is seen of a day for an attribution
FEATURES = (
    # of the attribution
    "perfect", "pluperfect", "present", "neither past nor perfect", "noun", "according to", "goes on",
    "believed or intended", "another act", "nested", "parent undated", "headline", "usual", "direct", "no content",
    "pronoun", "no source", "group", "long source", "occasion", "source seen", "source undated before",
    "attribution before undated", "a time in the sentence", "opening", "position", "length",
    # of the day
    "a day", "after publication", "day of publication", "news", "how often named", "in the lede", "day of the parent",
    "share of days", "how often a day", "elsewhere", "elsewhere, another in the sentence",
    # how it came up: in the cue's own sentence
    "in the sentence", "rank", "distance", "next to the cue", "after the cue", "in another clause",
    "in another content",
    # as the day of the same source's last statement, of the last of all, of the next of the same source
    "same source before", "distance to it", "attributions since it", "of them undated", "it was carried",
    "attribution before", "distance to that", "undated since that", "that in its paragraph", "that was carried",
    "same source after",
    # as a day named before
    "day before it in the paragraph", "day before it in the paragraph before",
)  # fmt: skip


class Candidate(NamedTuple):
    """A time at which an attribution may have been said, and what is seen of it, in the order of FEATURES."""

    when: When
    seen: list[float]


class Settled(NamedTuple):
    """An attribution whose day was found."""

    when: When
    #: its number, where it ends
    number: int
    place: int
    #: attributions of its source before it without a day
    undated: int
    #: 1.0 when its own sentence does not name the day
    carried: float


class DayHead:
    """The trained weights.

    Args:
        file: `days.npz` of a model folder.

    Raises:
        ModelError: the file is missing or damaged.

    """

    def __init__(self, file: Path) -> None:
        parts = weights(file)
        try:
            self._mean, self._scale, self._most = parts["mean"], parts["scale"], float(parts["most"])
            self._hidden, self._bias = parts["hidden"], parts["hidden_bias"]
            self._out, self._out_bias = parts["out"], float(parts["out_bias"])
        except KeyError as error:
            raise ModelError(f"the day head in {file} lacks {error}; reinstall sayso") from error
        if len(self._mean) != len(FEATURES):
            raise ModelError(
                f"the day head in {file} is for {len(self._mean)} features, not for {len(FEATURES)}; reinstall sayso"
            )

    def choose(self, candidates: Sequence[Candidate]) -> When | None:
        """The likeliest; None when it is likelier that the text does not say."""
        if not candidates:
            return None
        scores = self.scores(np.array([c.seen for c in candidates], np.float32))
        best = int(scores.argmax())
        return candidates[best].when if scores[best] > 0 else None

    def scores(self, seen: Floats) -> Floats:
        """Of each candidate, [candidates]; features [candidates, features]."""
        seen = np.clip((seen - self._mean) / self._scale, -self._most, self._most)
        out: Floats = gelu(seen @ self._hidden.T + self._bias) @ self._out + self._out_bias
        return out


def _tells_since_when(text: str, time: TimeExpression) -> bool:
    """Whether a year or month only says since when something is so: "who has led the party since 2029"."""
    return len(time.value) <= len("2029-01") and text[max(0, time.span.start - 6) : time.span.start].lower() == "since "


class Dater:
    """Chooses the day of each attribution of an article, one after the other in the order of the text.

    Args:
        text: the article's text.
        blocks: the blocks that were read, in order.
        attributions: in the order of the text.
        acts: the act of each.
        holders: index of the source that holds each.
        sources: the article's sources.
        times: the article's time expressions, in order.
        published: the day of publication; None when it is not known.

    """

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        attributions: Sequence[Attribution],
        acts: Sequence[Act],
        holders: Sequence[int | None],
        sources: Sequence[Source],
        times: Sequence[TimeExpression],
        published: date | None,
    ) -> None:
        self._text, self._blocks, self._attributions = text, blocks, attributions
        self._acts, self._holders, self._sources = acts, holders, sources
        self._published = published
        found = ((time.span.start, when_of(time, text)) for time in times if not _tells_since_when(text, time))
        self._whens = [(start, _until(when, published)) for start, when in found if when is not None]
        self._starts = [start for start, _ in self._whens]
        ends = (m.span() for b in blocks for m in SENTENCE_END.finditer(text, *b.span))
        self._breaks = [Span(*end) for end in ends]
        self._before = {b.span.start: a.span.start for a, b in pairwise(blocks)}
        days = [when for _, when in self._whens if len(when.value) == 10]
        self._days = Counter(when.value for when in days)
        self._main = max(days, key=lambda when: self._days[when.value], default=None)
        self._begin = blocks[0].span.start if blocks else 0
        self._lede = {when.value for start, when in self._whens if start < self._begin + _LEDE}
        self._bounds = [self._sentence(a) if a.cue else None for a in attributions]
        self._named = [self._in_sentence(index) for index in range(len(attributions))]
        self._own = [self._plain(index) for index in range(len(attributions))]
        entries = [Span(*m.span()) for b in blocks for m in _ENTRY.finditer(text, *b.span)]
        self._entries = entries if len(entries) >= _ENTRIES else []
        self._settled: dict[int, When | None] = {}
        self._by_source: dict[int, Settled] = {}
        self._latest: Settled | None = None
        #: the day of each source's last attribution, or that it has none; how many have none; how many each day
        self._last_of: dict[int | None, When | None] = {}
        self._undated: Counter[int | None] = Counter()
        self._such: Counter[str] = Counter()

    def days(self, head: DayHead) -> list[When | None]:
        """When each attribution was said, as far as the text lets a reader know."""
        for index in range(len(self._attributions)):
            self.settle(index, head.choose(self.candidates(index)) or self._of_entry(index))
        return [self._settled[index] for index in range(len(self._attributions))]

    def settle(self, index: int, when: When | None) -> None:
        """Go on from the day of one attribution."""
        self._settled[index] = when
        source = self._holders[index]
        if source is not None:
            self._last_of[source] = when
        if when is None:
            self._undated[source] += 1
            return
        self._such[when.value] += 1
        own, place = self._own[index], self._attributions[index].extent.end
        carried = float(own is None or own.value != when.value)
        self._latest = Settled(when, len(self._settled), place, self._undated[source], carried)
        if source is not None:
            self._by_source[source] = self._latest

    def candidates(self, index: int) -> list[Candidate]:
        """The times that an attribution may have been said at, each value once."""
        bounds = self._bounds[index]
        if bounds is None:
            return []
        found: dict[str, tuple[When, dict[str, float]]] = {}

        def offer(when: When, basis: str, seen: dict[str, float]) -> None:
            kept = found.setdefault(when.value, (When(when.value, basis, when.span), {}))[1]
            for name, value in seen.items():
                kept.setdefault(name, value)

        own = self._named[index]
        for when, seen in own:
            offer(when, when.basis, seen)
        cue, parent = self._attributions[index].cue[0], self._attributions[index].parent
        held = self._settled.get(parent) if parent is not None else None
        if not _NOW.search(self._text, *cue):
            for carried in self._carried(index, bounds):
                offer(*carried)
            if held is not None:
                offer(held, "same time", {})
        common = self._of_attribution(index, bounds) | {
            "a time in the sentence": float(bool(own)),
            "parent undated": float(parent is not None and held is None),
        }
        out = []
        for when, seen in found.values():
            elsewhere = float("in the sentence" not in seen)
            every = common | seen | self._of_day(when.value) | {
                "day of the parent": float(held is not None and held.value == when.value),
                "elsewhere": elsewhere,
                "elsewhere, another in the sentence": elsewhere * bool(own),
            }  # fmt: skip
            out.append(Candidate(when, [every.get(name, 0.0) for name in FEATURES]))
        return out

    def _carried(self, index: int, bounds: tuple[Span, int, int]) -> Iterator[tuple[When, str, dict[str, float]]]:
        """Times from outside of the sentence, with their bases and what is seen of them."""
        block, left, _ = bounds
        source = self._holders[index]
        if source is not None and source in self._by_source:
            yield self._by_source[source].when, "same source before", self._since(index, self._by_source[source])
        if self._latest is not None:
            yield self._latest.when, "same time", self._since_any(index, self._latest, block)
        if before := self._named_before(block, left):
            where = "day before it in the paragraph" + " before" * (before[0] < block.start)
            yield before[1], "same time", {where: 1.0}
        if after := self._of_source_after(index):
            yield after, "same source after", {"same source after": 1.0}
        if self._main is not None:
            yield self._main, "day of the article", {}

    def _of_entry(self, index: int) -> When | None:
        """The day of publication, for what is told in the entries of a running report and not told back from there."""
        bounds = self._bounds[index]
        opened = bounds and bisect_left(self._entries, bounds[0].start, key=lambda e: e.end)
        if not bounds or not opened or self._published is None or self._named[index]:
            return None
        cue = self._attributions[index].cue[0]
        around = self._text[max(bounds[1], cue.start - 30) : min(bounds[2], cue.end + 20)]
        if not _UTTERS.search(self._text, *cue) or _PLUPERFECT.search(around) or _USUAL.search(around):
            return None
        return When(self._published.isoformat(), "relative to publication", self._entries[opened - 1])

    def _of_attribution(self, index: int, bounds: tuple[Span, int, int]) -> dict[str, float]:
        attribution, (_, left, end) = self._attributions[index], bounds
        cue, content = attribution.cue[0], attribution.content
        words = self._text[cue.start : cue.end]
        perfect = bool(_PERFECT.search(words))
        past = not perfect and bool(_PAST.search(words))
        around = self._text[max(left, cue.start - 30) : min(end, cue.end + 20)]
        name = " ".join(self._text[s.start : s.end] for s in attribution.source)
        source = self._holders[index]
        kind = self._sources[source].kind if source is not None else None
        last = next(reversed(self._settled), None)
        seen = {
            "perfect": perfect,
            "pluperfect": _PLUPERFECT.search(words),
            "present": not past and not perfect and _PRESENT.search(words),
            "neither past nor perfect": not past and not perfect,
            "noun": not past and _NOUN.search(words),
            "according to": re.match(r"(?i)according to|per\b|in the words|as\b", words),
            "goes on": _GOES_ON.search(words),
            "believed or intended": self._acts[index] in (Act.BELIEVE, Act.KNOW, Act.INTEND),
            "another act": self._acts[index] is not Act.STATE,
            "nested": attribution.parent is not None,
            "headline": in_kind(cue, self._blocks, BlockKind.HEADLINE),
            "usual": _USUAL.search(around),
            "direct": content and self._text[content[0].start] in "\"“'‘",
            "no content": not content,
            "pronoun": _PRONOUN.fullmatch(name),
            "no source": not name,
            "group": kind in (SourceKind.GROUP, SourceKind.ANONYMOUS),
            "long source": len(name.split()) > 3,
            "occasion": _OCCASION.search(_without(self._text, left, end, content)),
            "source seen": source in self._last_of,
            "source undated before": source in self._last_of and self._last_of[source] is None,
            "attribution before undated": last is not None and self._settled[last] is None,
            "opening": attribution.extent.start < self._begin + _OPENING,
        }
        return {name: float(bool(value)) for name, value in seen.items()} | {
            "position": attribution.extent.start / max(1, len(self._text)),
            "length": log1p(len(self._text) / 1000),
        }

    def _of_day(self, value: str) -> dict[str, float]:
        whole = len(value) == 10
        published = self._published.isoformat() if self._published else ""
        back = (self._published - date.fromisoformat(value)).days if whole and self._published else -1
        such = self._such[value]
        return {
            "a day": float(whole),
            "after publication": float(bool(published) and value[:10] > published[: len(value[:10])]),
            "day of publication": float(value == published),
            "news": float(0 <= back <= 2),
            "how often named": log1p(self._days[value]),
            "in the lede": float(value in self._lede),
            "share of days": such / max(1, len(self._settled)),
            "how often a day": log1p(such),
        }

    def _since(self, index: int, last: Settled) -> dict[str, float]:
        """What lies between an attribution and the last dated one of its source."""
        undated = self._undated[self._holders[index]] - last.undated
        return {
            "same source before": 1.0,
            "distance to it": self._distance(index, last),
            "attributions since it": log1p(len(self._settled) - last.number),
            "of them undated": log1p(undated),
            "it was carried": last.carried,
        }

    def _since_any(self, index: int, last: Settled, block: Span) -> dict[str, float]:
        undated = len(self._settled) - last.number
        return {
            "attribution before": 1.0,
            "distance to that": self._distance(index, last),
            "undated since that": log1p(undated),
            "that in its paragraph": float(last.place >= block.start),
            "that was carried": last.carried,
        }

    def _distance(self, index: int, last: Settled) -> float:
        return log1p(max(0, self._attributions[index].extent.start - last.place) / 200)

    def _named_before(self, block: Span, left: int) -> tuple[int, When] | None:
        """The last day named before a sentence, in its paragraph or the one before."""
        here, previous = bisect_left(self._starts, left), self._before.get(block.start, 0)
        near = reversed(self._whens[max(0, here - 4) : here])
        return next(((start, when) for start, when in near if start >= previous and len(when.value) == 10), None)

    def _of_source_after(self, index: int) -> When | None:
        source = self._holders[index]
        ahead = range(index + 1, min(len(self._own), index + 1 + _AHEAD))
        return next(
            (self._own[i] for i in ahead if source is not None and self._holders[i] == source and self._own[i]), None
        )

    def _sentence(self, attribution: Attribution) -> tuple[Span, int, int]:
        """The paragraph of a cue, and where its sentence begins and ends."""
        cue = attribution.cue[0]
        block = block_of(cue, self._blocks)
        behind = bisect_right(self._breaks, cue.start, key=lambda b: b.end)
        left = max(block.start, self._breaks[behind - 1].end) if behind else block.start
        for number in range(bisect_left(self._breaks, cue.end, key=lambda b: b.start), len(self._breaks)):
            start = self._breaks[number].start
            if start >= block.end:
                break
            if not any(s.start <= start < s.end for s in attribution.content):
                return block, left, start
        return block, left, block.end

    def _in_sentence(self, index: int) -> list[tuple[When, dict[str, float]]]:
        """The times that the sentence of a cue names outside of the content, the nearest first."""
        bounds = self._bounds[index]
        if bounds is None:
            return []
        _, left, end = bounds
        attribution = self._attributions[index]
        cue, near = attribution.cue[0], self._whens[bisect_left(self._starts, left) : bisect_left(self._starts, end)]
        outside = [
            (at, when)
            for at, when in near
            if not any(s.start <= at < s.end for s in attribution.content)
            and not self._of_another(index, cue, at, when)
        ]
        return [
            (when, {"rank": float(rank), **self._beside(index, cue, start, when)})
            for rank, (start, when) in enumerate(sorted(outside, key=lambda w: abs(w[0] - cue.start)), 1)
        ]

    def _of_another(self, index: int, cue: Span, start: int, when: When) -> bool:
        """Whether a time stands right beside the cue of another attribution: "Asked why Orr had said on Monday that …"."""
        end = when.span.end if when.span else start
        cues = [a.cue[0] for a in self._attributions[max(0, index - 6) : index + 6] if a.cue]
        beside = [c for c in cues if 0 <= start - c.end <= _BESIDE or 0 <= c.start - end <= _BESIDE]
        return bool(beside) and cue not in beside

    def _beside(self, index: int, cue: Span, start: int, when: When) -> dict[str, float]:
        end = when.span.end if when.span else start
        low, high = (end, cue.start) if start < cue.start else (cue.end, start)
        between = self._text[low : max(low, high)]
        others = (s for other in self._attributions[max(0, index - 6) : index + 6] for s in other.content)
        return {
            "in the sentence": 1.0,
            "distance": log1p(len(between) / 10),
            "next to the cue": float(len(between) <= _BESIDE),
            "after the cue": float(start > cue.start),
            "in another clause": float(bool(_APART.search(between))),
            "in another content": float(
                any(s.start <= start < s.end and not s.start <= cue.start < s.end for s in others)
            ),
        }

    def _plain(self, index: int) -> When | None:
        """The time in the sentence that is plainly the cue's."""
        for when, seen in self._named[index]:
            if seen["distance"] <= _PLAIN and not seen["in another clause"] and not seen["in another content"]:
                return when
        return None


def _until(when: When, published: date | None) -> When:
    """An interval that ends with the day of publication at the latest: "this week" of what was said."""
    first, _, last = when.value.partition("/")
    day = published.isoformat() if published else ""
    return When(f"{first}/{day}", when.basis, when.span) if len(last) == 10 and first < day < last else when


def _without(text: str, start: int, end: int, content: Sequence[Span]) -> str:
    """A stretch of text without what lies within a content."""
    parts, at = [], start
    for span in sorted(content):
        if span.end > at and span.start < end:
            parts.append(text[at : max(at, span.start)])
            at = span.end
    return " ".join([*parts, text[at : max(at, end)]])
