"""Attributions in the making, and what the rules do to their spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.types import Block, Span


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
    return next((b.span for b in blocks if b.span.start <= span.start < b.span.end), span)


def covers(draft: Draft, block: Span) -> bool:
    """Whether a content takes in most of a block."""
    return 2 * sum(overlap(block, s) for s in draft.content) > block.end - block.start
