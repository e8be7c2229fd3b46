"""Drafts, blocks and spans of short texts, for the tests of the rules."""

from sayso.reading.drafts import Draft
from sayso.reading.quotes import find_quotations
from sayso.types import Block, BlockKind, Span


def at(text, part, nth=0):
    """The span of a part of a text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(part, start + 1)
    return Span(start, start + len(part))


def draft(text, cue, source=None, content=()):
    return Draft([at(text, cue)], [at(text, source)] if source else [], [at(text, c) for c in content], 0.9)


def blocks_of(text, kinds=()):
    spans, position = [], 0
    for line in text.split("\n"):
        spans.append(Span(position, position + len(line)))
        position += len(line) + 1
    kinds = [*kinds, *[BlockKind.PARAGRAPH] * (len(spans) - len(kinds))]
    return [Block(s, k) for s, k in zip(spans, kinds, strict=True) if s.start < s.end]


def quotations_of(text):
    return find_quotations(text, [b.span for b in blocks_of(text)])


def shown(text, spans):
    return [text[s.start : s.end] for s in spans]
