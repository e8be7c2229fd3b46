"""When each attribution was said, and what time its content speaks of.

The day of saying is chosen among the times that the cue's sentence names and those that stand before it: the day the
same source spoke last, the day before this place, the day the article is about. A log-linear scorer ranks them and "not
said"; training/when.py fits its weights on labelled statements.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import log1p
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from sayso.reading.dates import TimeExpression
from sayso.reading.drafts import block_of, in_kind
from sayso.types import Act, Attribution, Block, BlockKind, Span, When

_EARLY = re.compile(r"(?i)\b(early|mid|late)[ -](?:in |on )?")
_PERFECT = re.compile(r"(?i)\b(?:has|have|['’]ve)\b(?! to\b)")
_PAST = re.compile(
    r"(?i)\b(?:\w+ed|said|told|wrote|spoke|was|were|did|made|went|gave|put|took|held|swore|had|got|began|came|laid|sent)\b"
)
_USUAL = re.compile(
    r"(?i)\b(?:often|always|long|repeatedly|regularly|usually|never|frequently|routinely|for (?:years|months|weeks|decades)|over the years|in the past)\b"
)
_APART = re.compile(
    r"(?i)[;—–]|, (?:who|which|whose|where|when|after|before|while|as|and|but)\b|\b(?:after|before|since|until|when|that)\b"
)
_SENTENCE_END = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)(?<!\bCol)(?<!\bLt)(?<!\bSgt)(?<!\bSt)(?<!\bJr)"
    r"(?<!\b[A-Z])(?<!\bSept)(?<!\bOct)(?<!\bNov)(?<!\bDec)(?<!\bJan)(?<!\bFeb)(?<!\bAug)[.!?][\"”’']*\s+(?=[\"“‘'A-Z\[])|\n"
)


def interval(expression: TimeExpression, text: str) -> str | None:
    """The ISO 8601 date, month, year or interval of a time expression; None for durations and what is vague.

    >>> interval(TimeExpression(Span(0, 0), "DATE", "2017-W06", "explicit"), "")
    '2017-02-06/2017-02-12'
    """
    value = expression.value.split("T")[0]
    if "X" in value or expression.type in ("DURATION", "SET") or value.endswith("REF"):
        return None
    if month := re.fullmatch(r"(\d{4})-(\d\d)", value):
        early = _EARLY.search(text, max(0, expression.span.start - 9), expression.span.end)
        if early:
            first, last = {"early": ("01", "10"), "mid": ("11", "20")}.get(early[1].lower(), ("21", ""))
            last = last or f"{(date(int(month[1]), int(month[2]), 1) + relativedelta(day=31)).day}"
            return f"{value}-{first}/{value}-{last}"
        return value
    if week := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(week[1]), min(int(week[2]), 52), 1)
        begin = monday + timedelta(days=5 if week[3] else 0)
        return f"{begin.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        number = 3 * int(quarter[2]) - 2
        return f"{quarter[1]}-{number:02}/{quarter[1]}-{number + 2:02}"
    if season := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        number = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season[2]]
        end = date(int(season[1]), number, 1) + relativedelta(months=2)
        return f"{season[1]}-{number:02}/{end.year}-{end.month:02}"
    if re.fullmatch(r"\d{3}", value):
        return f"{value}0/{value}9"
    return value if re.fullmatch(r"\d{4}(?:-\d\d-\d\d)?", value) else None


def _when(expression: TimeExpression, text: str) -> When | None:
    value = interval(expression, text)
    if value is None:
        return None
    same = re.match(r"(?i)(?:that|the)(?: very)? same ", text[expression.span.start : expression.span.end])
    return When(value, "same time" if same else expression.basis, expression.span)


FEATURES = (
    "any day", "in the sentence", "distance in the sentence", "next to the cue", "after the cue", "beyond another cue",
    "in another content", "in another clause", "a day", "a year or more", "after publication", "same source before",
    "distance to it", "in its paragraph", "attribution before", "distance to that", "day before it in the paragraph",
    "day before it in the paragraph before", "share of the article's days", "first day of the article",
    "perfect", "neither past nor perfect", "believed or intended", "nested", "headline", "usual", "direct",
    "perfect, in the sentence", "past, carried", "day of the parent", "day of publication",
)  # fmt: skip
#: the first is 0.5 above the fitted one: as many days found as are given, instead of few and sure
_WEIGHTS: tuple[float, ...] = (
    -1.19, 2.28, -0.22, 0.85, 0.42, -0.79, -0.47, -0.63, 0.21, -0.43, -1.25, 1.26, -0.06, 0.44, 0.31, -0.31, 0.32, 0.03,
    0.07, 0.18, -1.07, -0.76, -1.11, -0.83, 0.52, -0.14, 0.46, -0.17, 0.12, -0.52, 0.27,
)  # fmt: skip


class Candidate(NamedTuple):
    """A time at which an attribution may have been said, and what speaks for it."""

    when: When
    features: list[float]


class Dater:
    """Chooses the day of each attribution of an article, one after the other in the order of the text.

    Args:
        text: the article's text.
        blocks: the blocks that were read, in order.
        attributions: in the order of the text.
        acts: the act of each.
        sources: who holds each.
        times: the article's time expressions, in order.
        published: the day of publication; None when it is not known.

    """

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        attributions: Sequence[Attribution],
        acts: Sequence[Act],
        sources: Sequence[int | None],
        times: Sequence[TimeExpression],
        published: date | None,
    ) -> None:
        self._text, self._blocks, self._attributions = text, blocks, attributions
        self._acts, self._sources = acts, sources
        self._whens = [(time.span.start, when) for time in times if (when := _when(time, text)) is not None]
        self._starts = [start for start, _ in self._whens]
        self._cues = sorted(a.cue[0].start for a in attributions if a.cue)
        self._published = published.isoformat() if published else None
        self._before = {b.span.start: a.span.start for a, b in pairwise(blocks)}
        days = [when for _, when in self._whens if len(when.value) == 10]
        self._days = Counter(when.value for when in days)
        self._first = days[0].value if days else None
        self._main = max(days, key=lambda when: self._days[when.value], default=None)
        self._settled: dict[int, When | None] = {}
        self._by_source: dict[int, tuple[int, When]] = {}
        self._latest: tuple[int, When] | None = None

    def days(self) -> list[When | None]:
        """When each attribution was said, as far as the text lets a reader know."""
        for index in range(len(self._attributions)):
            self.settle(index, self.choose(index))
        return [self._settled[index] for index in range(len(self._attributions))]

    def candidates(self, index: int) -> list[Candidate]:
        """The times that an attribution may have been said at, each value once."""
        attribution = self._attributions[index]
        if not attribution.cue:
            return []
        cue = attribution.cue[0]
        block = block_of(cue, self._blocks)
        found: dict[str, tuple[When, dict[str, float]]] = {}

        def offer(when: When, basis: str, features: dict[str, float]) -> None:
            kept = found.setdefault(when.value, (When(when.value, basis, when.span), {}))[1]
            for name, value in features.items():
                kept.setdefault(name, value)

        left = max((m.end() for m in _SENTENCE_END.finditer(self._text, block.start, cue.start)), default=block.start)
        end = _outside(self._text, cue.end, block.end, attribution.content)
        near = self._whens[bisect_left(self._starts, left) : bisect_left(self._starts, end)]
        for start, when in sorted(near, key=lambda w: abs(w[0] - cue.start)):
            if any(s.start <= start < s.end for s in attribution.content):
                continue
            offer(when, when.basis, self._in_sentence(index, cue, start, when))
        place = attribution.extent.start
        source = self._sources[index]
        if source is not None and source in self._by_source:
            at, when = self._by_source[source]
            away = {"distance to it": log1p(max(0, place - at) / 200), "in its paragraph": float(at >= block.start)}
            offer(when, "same source before", {"same source before": 1.0, **away})
        if self._latest is not None:
            at, when = self._latest
            away = {"distance to that": log1p(max(0, place - at) / 200)}
            offer(when, "same time", {"attribution before": 1.0, **away})
        here = bisect_left(self._starts, left)
        previous = self._before.get(block.start, 0)
        for start, when in reversed(self._whens[max(0, here - 4) : here]):
            if start < previous:
                break
            if len(when.value) == 10:
                where = "day before it in the paragraph" + ("" if start >= block.start else " before")
                offer(when, "same time", {where: 1.0})
                break
        if self._main is not None:
            offer(self._main, "day of the article", {})
        parent = self._settled.get(attribution.parent) if attribution.parent is not None else None
        if parent is not None:
            offer(parent, "same time", {})
        words = self._text[cue.start : cue.end]
        perfect = bool(_PERFECT.search(words))
        past = not perfect and bool(_PAST.search(words))
        around = self._text[max(left, cue.start - 30) : min(end, cue.end + 20)]
        quoted = bool(attribution.content) and self._text[attribution.content[0].start] in "\"“'‘"
        of_cue = {
            "any day": 1.0,
            "perfect": float(perfect),
            "neither past nor perfect": float(not past and not perfect),
            "believed or intended": float(self._acts[index] in (Act.BELIEVE, Act.KNOW, Act.INTEND)),
            "nested": float(attribution.parent is not None),
            "headline": float(in_kind(cue, self._blocks, BlockKind.HEADLINE)),
            "usual": float(bool(_USUAL.search(around))),
            "direct": float(quoted),
        }
        out = []
        for value, (when, own) in found.items():
            inside = own.get("in the sentence", 0.0)
            carried = "same source before" in own or "attribution before" in own
            seen = of_cue | own | {
                "a day": float(len(value) == 10),
                "a year or more": float(len(value) == 4 or (len(value) == 9 and value[4] == "/")),
                "after publication": float(
                    self._published is not None and value[:10] > self._published[: len(value[:10])]
                ),
                "share of the article's days": self._days[value] / max(1, self._days.total()),
                "first day of the article": float(value == self._first),
                "perfect, in the sentence": float(perfect) * inside,
                "past, carried": float(past and carried),
                "day of the parent": float(parent is not None and parent.value == value),
                "day of publication": float(value == self._published),
            }  # fmt: skip
            out.append(Candidate(when, [seen.get(name, 0.0) for name in FEATURES]))
        return out

    def choose(self, index: int) -> When | None:
        """The likeliest; None when it is likelier that the text does not say."""
        best, when = 0.0, None
        for candidate in self.candidates(index):
            score = sum(w * f for w, f in zip(_WEIGHTS, candidate.features, strict=True))
            if score > best:
                best, when = score, candidate.when
        return when

    def settle(self, index: int, when: When | None) -> None:
        """Go on from the day of one attribution."""
        self._settled[index] = when
        if when is None:
            return
        place = self._attributions[index].extent.end
        source = self._sources[index]
        if source is not None:
            self._by_source[source] = place, when
        self._latest = place, when

    def _in_sentence(self, index: int, cue: Span, start: int, when: When) -> dict[str, float]:
        end = when.span.end if when.span else start
        low, high = (end, cue.start) if start < cue.start else (cue.end, start)
        between = self._text[low : max(low, high)]
        own = self._attributions[index].content
        cues = self._cues[
            bisect_left(self._cues, min(start, cue.start) + 1) : bisect_left(self._cues, max(start, cue.start))
        ]
        return {
            "in the sentence": 1.0,
            "distance in the sentence": log1p(len(between) / 10),
            "next to the cue": float(len(between) <= 4),
            "after the cue": float(start > cue.start),
            "beyond another cue": float(any(not any(s.start <= c < s.end for s in own) for c in cues)),
            "in another content": float(
                any(
                    s.start <= start < s.end and not s.start <= cue.start < s.end
                    for other in self._attributions[max(0, index - 6) : index + 6]
                    for s in other.content
                )
            ),
            "in another clause": float(bool(_APART.search(between))),
        }


def _outside(text: str, start: int, end: int, content: Sequence[Span]) -> int:
    """The end of the sentence at a place, not counting what lies within a content."""
    for match in _SENTENCE_END.finditer(text, start, end):
        if not any(s.start <= match.start() < s.end for s in content):
            return match.start()
    return end


def about(text: str, content: Sequence[Span], times: Sequence[TimeExpression]) -> When | None:
    """The time that a content speaks of: the first that it names."""
    for span in content:
        for time in times[bisect_left(times, span.start, key=lambda t: t.span.start) :]:
            if time.span.start >= span.end:
                break
            if when := _when(time, text):
                return when
    return None
