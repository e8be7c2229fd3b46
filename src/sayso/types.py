"""The words of sayso as frozen dataclasses; docs/design.md defines each of them.

Offsets everywhere are code points into `Article.text`, half-open: `text[span.start:span.end]`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from sayso.errors import PageError, SpanError


class Span(NamedTuple):
    """A stretch `[start, end)` of a text, in code points."""

    start: int
    end: int


class BlockKind(StrEnum):
    """What a block is on its page. The last three are furniture: kept, but never read for statements."""

    HEADLINE = "headline"  # the title, and headings within the article
    DEK = "dek"  # the standfirst under the headline
    PARAGRAPH = "paragraph"
    BLOCKQUOTE = "blockquote"
    LIST_ITEM = "list item"
    CAPTION = "caption"
    BOILERPLATE = "boilerplate"  # menus, disclaimers, forms, share bars, author boxes
    TEASER = "teaser"  # headlines and leads of other articles
    COMMENTS = "comments"  # what readers wrote below

    @property
    def is_furniture(self) -> bool:
        """Whether blocks of this kind stand around the article rather than in it."""
        return self in _FURNITURE


_FURNITURE = frozenset({BlockKind.BOILERPLATE, BlockKind.TEASER, BlockKind.COMMENTS})


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the article's text with its kind and where it stood on the page."""

    span: Span
    kind: BlockKind
    #: XPath of the element it came from; None for plain text
    xpath: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched, before anything was made of it."""

    #: the path or URL as it was given; "-" for standard input
    name: str
    content: bytes = field(repr=False)
    #: MIME type without parameters, such as "text/html"; "" when nobody said
    content_type: str
    #: the character set that the transport declared, if any
    declared_charset: str | None
    sha256: str
    fetched_at: datetime
    #: where the bytes really came from, after redirects; None for files
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as the page gives it."""

    #: ISO 8601, as precise as the page: "2017-02-10" or "2017-02-10T09:30:00+00:00"
    value: str
    #: where it was found: "json-ld", "meta", "time element", "url" or "text"
    basis: str


@dataclass(frozen=True)
class Article:
    """A page read. `text` is final: every span anywhere in sayso counts code points of it."""

    page: Page
    text: str = field(repr=False)
    #: in the order of the text, without overlap; between two blocks lie white space and Markdown markers
    blocks: tuple[Block, ...] = field(repr=False)
    #: "html" or "text"
    format: str
    #: the character set that the bytes were decoded with
    charset: str
    headline: str | None = None
    byline: str | None = None
    #: the site's name, such as "The Harbour Courier"
    outlet: str | None = None
    published: Dated | None = None
    modified: Dated | None = None
    canonical_url: str | None = None
    #: ISO 639-1
    language: str = "en"
    #: what a reader should know about how it was read, such as a charset that had to be guessed
    notes: tuple[str, ...] = ()

    @cached_property
    def readable(self) -> tuple[Block, ...]:
        """The blocks that are the article itself: all but the furniture."""
        return tuple(block for block in self.blocks if not block.kind.is_furniture)

    def slice(self, span: Span) -> str:
        """The characters under a span.

        Raises:
            SpanError: the span is empty, reversed or reaches outside the text.

        """
        start, end = span
        if not 0 <= start < end <= len(self.text):
            raise SpanError(f"span [{start}, {end}) does not lie in a text of {len(self.text)} code points")
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A place where the text attributes content to a source through a cue.

    Each role is a tuple of spans in the order of the text: interrupted ones have several, absent ones none.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    #: probability that a trained annotator marks an attribution here, calibrated; 0 to 1
    score: float
    #: index, in the reading's attributions, of the innermost one whose content holds this one's cue
    parent: int | None = None

    @property
    def extent(self) -> Span:
        """From the first to the last character of any role."""
        spans = (*self.source, *self.cue, *self.content)
        return Span(min(s.start for s in spans), max(s.end for s in spans))


class Act(StrEnum):
    """What a source does with the content."""

    STATE = "state"
    DENY = "deny"
    ALLEGE = "allege"
    INSINUATE = "insinuate"
    QUESTION = "question"
    DECLINE = "decline"
    BELIEVE = "believe"
    KNOW = "know"
    INTEND = "intend"
    REQUEST = "request"
    PROMISE = "promise"
    ADMIT = "admit"


class Factuality(StrEnum):
    """The source's commitment to the content as worded (FactBank, Saurí and Pustejovsky 2009)."""

    CERTAIN = "CT+"
    PROBABLE = "PR+"
    POSSIBLE = "PS+"
    CERTAINLY_NOT = "CT-"
    PROBABLY_NOT = "PR-"
    POSSIBLY_NOT = "PS-"
    UNCOMMITTED = "Uu"

    @property
    def polarity(self) -> str:
        """`+`, `-` or `u`."""
        return self.value[-1]


class Relay(StrEnum):
    """The stance of whoever relays a statement."""

    NEUTRAL = "neutral"  # said
    ENDORSES = "endorses"  # revealed
    DISTANCES = "distances"  # claimed


class SourceKind(StrEnum):
    """What kind of holder a source is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"  # people in the plural, without names
    DOCUMENT = "document"  # reports, polls, letters, laws
    ANONYMOUS = "anonymous"  # one whose name is withheld
    UNSOURCED = "unsourced"  # hearsay
    AUTHOR = "author"  # of the article


@dataclass(frozen=True, slots=True)
class Source:
    """A holder of statements within one article."""

    #: as the article gives it in full
    name: str
    kind: SourceKind
    #: where the article mentions it, in order; empty for the author and for hearsay
    mentions: tuple[Span, ...] = ()
    #: offices and descriptions beside the name, such as "President Trump's National Security Adviser"
    roles: tuple[str, ...] = ()
    #: the organisation that it speaks for, as the article names it
    speaks_for: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time: of what was said, or when it was said."""

    #: ISO 8601 date, month, year or interval, such as "2017-02-10", "2017-01" or "2017-01-01/2017-01-10"
    value: str
    #: "explicit"; "relative to publication"; "relative to text", to a date named before; "same time" as one named
    #: before; "same source before" and "same source after", when that source's statement next to it was said; "day of
    #: the article", the one that it names most
    basis: str
    #: the words that say so
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution understood: who, on whose word, how firmly, when."""

    #: index of its attribution in the reading; None for a sentence in the author's own voice
    attribution: int | None
    #: what is stated: the attribution's content, or the sentence
    content: tuple[Span, ...]
    #: index into the reading's sources; None where it could not be told who it is
    source: int | None
    #: where it could not be told: indices of whom it may be, likeliest first
    candidates: tuple[int, ...]
    #: indices into the reading's sources, outermost first, ending with the source; None for a relayer that is not named
    chain: tuple[int | None, ...]
    act: Act
    factuality: Factuality
    relay: Relay
    said_on: When | None
    about: When | None
    #: that of the attribution; 1 for the author's own voice
    score: float
    #: pronouns of the content that mean somebody named outside of it, and the words in their place
    referents: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """An article, what it attributes to whom, and what is made of that, in the order of the text."""

    article: Article
    attributions: tuple[Attribution, ...]
    #: the weights that read it, such as "reader-1"
    model: str
    #: whoever holds a statement, in the order of their first mention
    sources: tuple[Source, ...] = ()
    #: one for each attribution, in the same order
    statements: tuple[Statement, ...] = ()
    #: the author's own plain assertions, one for each sentence that no attribution takes
    asserted: tuple[Statement, ...] = ()

    def depth(self, index: int) -> int:
        """How many attributions the one at this index is nested in."""
        levels, parent = 0, self.attributions[index].parent
        while parent is not None:
            levels, parent = levels + 1, self.attributions[parent].parent
        return levels

    def voice(self) -> tuple[Span, ...]:
        """What stays in the author's own voice: the readable text outside of every source, cue and content.

        Returns:
            Spans in order, trimmed of white space, none across blocks; scraps of fewer than three words are left out.

        """
        taken = _union(span for a in self.attributions for span in (*a.source, *a.cue, *a.content))
        return tuple(
            span
            for block in self.article.readable
            for span in _outside(block.span, taken)
            if len(_WORD.findall(self.article.text, *span)) >= _SCRAP
            for span in [_trim(self.article.text, span)]
        )


_WORD = re.compile(r"\w+")
_SCRAP = 3


def _union(spans: Iterable[Span]) -> list[Span]:
    """What some spans cover together, in order and not overlapping."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def _outside(within: Span, taken: Sequence[Span]) -> Iterator[Span]:
    position = within.start
    for start, end in taken[bisect_right(taken, position, key=lambda s: s.end) :]:
        if start >= within.end:
            break
        yield Span(position, max(position, start))
        position = end
    yield Span(position, max(position, within.end))


def _trim(text: str, span: Span) -> Span:
    body = text[span.start : span.end]
    start = span.start + len(body) - len(body.lstrip(" \n\t\u00a0,;:.–—-"))
    return Span(start, start + len(text[start : span.end].rstrip()))


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read, kept so that nothing is silently dropped."""

    page: str
    error: PageError
