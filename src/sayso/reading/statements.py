"""From attributions to statements: what the stages before it found, put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from sayso.reading.dates import TimeExpression
from sayso.reading.dating import Dater, DayHead
from sayso.reading.drafts import SENTENCE_END, in_kind
from sayso.reading.sources import Resolved
from sayso.reading.stance import Stance, author_stance
from sayso.reading.when import about
from sayso.types import Act, Attribution, Block, BlockKind, Dated, Relay, Source, SourceKind, Span, Statement

#: a sentence of the author's own needs so many words outside of every attribution
_LEAST = 5


def assemble(
    text: str,
    blocks: Sequence[Block],
    attributions: Sequence[Attribution],
    stances: Sequence[Stance],
    sources: Sequence[Source],
    resolved: Sequence[Resolved],
    times: Sequence[TimeExpression],
    published: date | None,
    head: DayHead,
) -> tuple[Statement, ...]:
    """One statement for each attribution.

    Args:
        text: the article's text.
        blocks: the blocks that were read, in order.
        attributions: in the order of the text.
        stances: how firmly each is held.
        sources: the article's sources.
        resolved: who holds each, and the chain.
        times: the article's time expressions.
        published: the day of publication; None when it is not known.
        head: chooses when each was said.

    """
    acts, holders = [s.act for s in stances], [r.source for r in resolved]
    days = Dater(text, blocks, attributions, acts, holders, sources, times, published).days(head)
    return tuple(
        Statement(
            attribution=index,
            content=attribution.content,
            source=who.source,
            candidates=who.candidates,
            chain=who.chain,
            act=stance.act,
            factuality=stance.factuality,
            relay=stance.relay,
            said_on=day,
            about=about(text, attribution.content, times),
            score=attribution.score,
            referents=who.referents,
        )
        for index, (attribution, stance, who, day) in enumerate(zip(attributions, stances, resolved, days, strict=True))
    )


def author_statements(
    text: str,
    blocks: Sequence[Block],
    voice: Sequence[Span],
    times: Sequence[TimeExpression],
    author: int,
) -> tuple[Statement, ...]:
    """The author's plain assertions, one for each sentence that stays in the author's own voice.

    Args:
        text: the article's text.
        blocks: the blocks that were read, in order.
        voice: what stands outside of every attribution, see Reading.voice.
        times: the article's time expressions.
        author: index of the author among the reading's sources.

    """
    out = []
    for span in voice:
        if in_kind(span, blocks, BlockKind.HEADLINE) or in_kind(span, blocks, BlockKind.CAPTION):
            continue
        start = span.start
        for end in [*(m.end() for m in SENTENCE_END.finditer(text, *span)), span.end]:
            sentence = _trim(text, Span(start, end))
            start = end
            if len(re.findall(r"\w+", text[sentence.start : sentence.end])) < _LEAST:
                continue
            stance = author_stance(text[sentence.start : sentence.end])
            out.append(
                Statement(
                    None, (sentence,), author, (), (), Act.STATE, stance, Relay.NEUTRAL, None,
                    about(text, (sentence,), times), 1.0,
                )
            )  # fmt: skip
    return tuple(out)


def author_source(byline: str | None) -> Source:
    """The article's author as a source."""
    return Source(byline or "", SourceKind.AUTHOR)


def _trim(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))


def day_of(published: Dated | None) -> date | None:
    """The day of publication; None when the page does not say, or says it in no usable form."""
    if published is None:
        return None
    try:
        return date.fromisoformat(published.value[:10])
    except ValueError:
        return None
