"""Attributions in the making, and what the rules do to their spans."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.types import Block, BlockKind, Span

#: where a sentence ends and the next one begins, not behind "Mr." or an initial
SENTENCE_END = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)(?<!\bCol)(?<!\bLt)(?<!\bSgt)(?<!\bSt)(?<!\bJr)"
    r"(?<!\b[A-Z])(?<!\bSept)(?<!\bOct)(?<!\bNov)(?<!\bDec)(?<!\bJan)(?<!\bFeb)(?<!\bAug)[.!?][\"”’')\]]*\s+(?=[\"“‘'A-Z\[])|\n"
)

#: "PORT ELLERY, Corvane (Union Wire) — ": a place, at the head of a report
DATELINE = re.compile(
    r"[A-Z][A-Z.’'-]{2,}(?: [A-Z][A-Z.’'-]+){0,3}(?:, [A-Z][\w .]{2,30}){0,2}(?: \([\w ./-]{2,40}\))? ?(?:—|–|--| - )"
)


@dataclass
class Draft:
    """An attribution in the making."""

    cue: list[Span]
    source: list[Span]
    content: list[Span]
    score: float
    #: whether the cue says that the words are hearsay, without naming whose
    hearsay: bool = False


def merge(text: str, spans: Iterable[Span]) -> list[Span]:
    """Sort spans and join those that overlap or have only white space on one line between them."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and (
            span.start <= out[-1].end
            or (not text[out[-1].end : span.start].strip(" ") and "\n" not in text[out[-1].end : span.start])
        ):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def overlap(a: Span, b: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def overlaps(a: Iterable[Span], b: Sequence[Span]) -> bool:
    """Whether any span of the one shares a character with any of the other."""
    return any(overlap(x, y) for x in a for y in b)


def strip(text: str, span: Span, leading: str, trailing: str) -> Span:
    """A span without these characters at its ends."""
    start, end = span
    while start < end and text[start] in leading:
        start += 1
    while end > start and text[end - 1] in trailing:
        end -= 1
    return Span(start, end)


def block_of(span: Span, blocks: Sequence[Block]) -> Span:
    """The block that a span begins in; the span itself when there is none."""
    block = _block_at(span, blocks)
    return block.span if block else span


def in_kind(span: Span, blocks: Sequence[Block], kind: BlockKind) -> bool:
    """Whether a span begins in a block of this kind."""
    block = _block_at(span, blocks)
    return block is not None and block.kind is kind


def _block_at(span: Span, blocks: Sequence[Block]) -> Block | None:
    before = bisect_right(blocks, span.start, key=lambda b: b.span.start)
    return blocks[before - 1] if before and span.start < blocks[before - 1].span.end else None


def holders(drafts: Iterable[Draft], spans: Sequence[Span]) -> list[list[Draft]]:
    """For each of some spans, in order and not overlapping, the drafts whose content meets it."""
    found: list[list[Draft]] = [[] for _ in spans]
    for draft in drafts:
        for i in sorted({i for s in draft.content for i in meeting(s, spans)}):
            found[i].append(draft)
    return found


def meeting(span: Span, spans: Sequence[Span]) -> range:
    """Which of some spans, in order and not overlapping, share a character with this one."""
    first = bisect_right(spans, span.start, key=lambda s: s.end)
    return range(first, max(first, bisect_left(spans, span.end, key=lambda s: s.start)))


class ByCue:
    """Drafts in the order of their cues."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._drafts = sorted(drafts, key=lambda d: d.cue[0])

    def between(self, start: int, end: int) -> list[Draft]:
        """The drafts whose cues begin in `[start, end)`."""
        first, last = (bisect_left(self._drafts, at, key=lambda d: d.cue[0].start) for at in (start, end))
        return self._drafts[first:last]


def covers(draft: Draft, block: Span) -> bool:
    """Whether a content takes in most of a block."""
    return 2 * sum(overlap(block, s) for s in draft.content) > block.end - block.start
