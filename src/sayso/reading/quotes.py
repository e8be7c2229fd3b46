"""Quotation marks: which stretches of a text stand between them.

Curly, straight, low and angle marks, double and single, nested one deep, unbalanced, and marks that are opened
again at the head of each paragraph of a quotation that runs on (the house style of most English newspapers).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.types import Span

#: marks that may open a quotation, of one character each
OPENING = "“\"‘'«„"

_MARK = re.compile("``|''|[\"'“”„‟«»‘’‚]")

#: opening mark -> the marks that may close it
_CLOSERS = {
    "“": ("”", "“", '"', "''"),
    "„": ("“", "”"),
    "‟": ("”",),
    "«": ("»",),
    "``": ("''", '"', "”"),
    '"': ('"', "”", "''"),
    "''": ("''", '"', "”"),
    "‘": ("’", "'"),
    "‚": ("‘", "’"),
    "'": ("'", "’"),
}

#: marks to look ahead for the closing one; bounds the work on hostile text
_REACH = 200

#: "’90s", "’em", "’tis": an apostrophe that looks like an opening mark
_ELISION = re.compile(r"['’‘](?:\d0s|em|til|tis|twas|cause|n|round|bout)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation, marks included: a span in each block that it runs through."""

    parts: tuple[Span, ...]
    #: whether a closing mark was found; an open one ends with its block
    closed: bool
    #: whether the marks are double ones (single marks often hold titles and scare quotes)
    double: bool


def find_quotations(text: str, blocks: Sequence[Span]) -> list[Quotation]:
    """Find the outermost quotations of a text.

    Args:
        text: the article's text.
        blocks: the spans to look in, in order; a quotation only crosses from one to the next when the next one opens
            again with the same mark.

    Returns:
        Quotations in the order of the text, not overlapping.

    """
    found: list[Quotation] = []
    running: list[Span] = []
    for block in blocks:
        parts = _in_block(text, block)
        if running and not (parts and parts[0].double and _opens_block(text, block, parts[0].parts[0])):
            found.append(Quotation(tuple(running), closed=False, double=True))
            running = []
        for quotation in parts:
            spans = (*running, *quotation.parts)
            running = []
            if not quotation.closed and quotation.double and quotation is parts[-1]:
                running = list(spans)
            else:
                found.append(Quotation(spans, quotation.closed, quotation.double))
    if running:
        found.append(Quotation(tuple(running), closed=False, double=True))
    return found


def parts_meeting(quotations: Sequence[Quotation], span: Span) -> Iterator[Span]:
    """The parts of quotations that share a character with a span."""
    for i in range(bisect_right(quotations, span.start, key=lambda q: q.parts[-1].end), len(quotations)):
        parts = quotations[i].parts
        if parts[0].start >= span.end:
            break
        for j in range(bisect_right(parts, span.start, key=lambda p: p.end), len(parts)):
            if parts[j].start >= span.end:
                break
            yield parts[j]


def _opens_block(text: str, block: Span, part: Span) -> bool:
    return not text[block.start : part.start].strip()


def _in_block(text: str, block: Span) -> list[Quotation]:
    found: list[Quotation] = []
    marks = list(_MARK.finditer(text, block.start, block.end))
    i = 0
    while i < len(marks):
        mark, start = marks[i].group(), marks[i].start()
        if not _can_open(text, marks[i], block):
            i += 1
            continue
        j = _closing(text, marks, i, block)
        double = mark not in "'‘‚"
        if j is not None:
            found.append(Quotation((Span(start, marks[j].end()),), closed=True, double=double))
            i = j + 1
        elif double:
            found.append(Quotation((Span(start, _rstrip(text, start, block.end)),), closed=False, double=True))
            break
        else:
            i += 1  # a lone single mark is an apostrophe
    return found


def _rstrip(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _can_open(text: str, mark: re.Match[str], block: Span) -> bool:
    sign, start, end = mark.group(), mark.start(), mark.end()
    if end >= block.end or text[end].isspace():
        return False
    if sign in "”’»":
        return False
    before = text[start - 1] if start > block.start else " "
    if sign in "'‘" and (before.isalnum() or _ELISION.match(text, start)):
        return False
    if sign in ("'", '"', "''"):
        return not before.isalnum() and before not in ".,!?;:%)"
    return True


def _closing(text: str, marks: Sequence[re.Match[str]], opener: int, block: Span) -> int | None:
    """Index of the mark that closes marks[opener], or None."""
    sign = marks[opener].group()
    closers = _CLOSERS[sign]
    if sign in "'‘‚":
        return _closing_single(text, marks, opener, block)
    inner = False
    for j in range(opener + 1, min(len(marks), opener + _REACH)):
        other = marks[j].group()
        if other == sign == "“" and marks[j].end() < block.end and not text[marks[j].end()].isspace():
            before = text[marks[j].start() - 1]
            if before.isspace():
                return None  # opened again before it was closed: unbalanced, ends with its block
        if other == "''" and (inner or text[marks[j].start() - 1].isspace()):
            inner = not inner  # a quotation within this one
            continue
        if other in closers:
            return j
    return None


def _closing_single(text: str, marks: Sequence[re.Match[str]], opener: int, block: Span) -> int | None:
    """The closing single mark: an apostrophe in a word never closes, one after a plural s if nothing else does."""
    closers = _CLOSERS[marks[opener].group()]
    fallback: int | None = None
    for j in range(opener + 1, min(len(marks), opener + _REACH)):
        sign, start, end = marks[j].group(), marks[j].start(), marks[j].end()
        if sign in "‘‚" and j > opener:
            break  # the next quotation begins
        if sign not in closers or text[start - 1].isspace():
            continue
        after = text[end] if end < block.end else " "
        if after.isalnum():
            continue
        if text[start - 1] in "sS" and after.isspace():
            fallback = j if fallback is None else fallback
            continue
        return j
    return fallback
