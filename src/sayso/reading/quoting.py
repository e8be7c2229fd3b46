"""Which quotations a content takes in: whole ones, those that run on, and block quotations that a cue introduces."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from sayso.reading.drafts import ByCue, Draft, block_of, covers, holders, merge, overlap
from sayso.reading.quotes import OPENING, Quotation, parts_meeting
from sayso.types import Block, BlockKind, Span

#: a quotation belongs to a content that covers so much of it
_QUOTED_SHARE = 0.5
#: shorter quotations are titles, nicknames and scare quotes as often as speech, in words
_SPEECH_WORDS = 4
#: "Annika Vell, the harbour master, said": so many words between two quotations still only name the speaker
_ATTRIBUTING_WORDS = 20


def fill_quotations(text: str, draft: Draft, quotations: Sequence[Quotation]) -> None:
    """A content that covers most of a quotation covers all of it, but for the cue and source that stand inside."""
    for part in sorted({p for s in draft.content for p in parts_meeting(quotations, s)}):
        covered = sum(overlap(part, s) for s in draft.content)
        length = part.end - part.start
        if covered >= length or len(text[part.start : part.end].split()) < _SPEECH_WORDS:
            continue
        if any(overlap(part, s) for s in (*draft.cue, *draft.source)):
            continue
        if covered >= _QUOTED_SHARE * length:
            draft.content = merge(text, [*draft.content, part])


def continue_quotations(
    text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation], blocks: Sequence[Block]
) -> None:
    """ "“A,” Vell said. “B.”": the sentences behind, quoted without a cue of their own, are hers as well."""
    parts, by_cue = [p for q in quotations for p in q.parts], ByCue(drafts)
    held = iter(holders(drafts, parts))
    # what is nested within a quotation does not say whose it is
    holding = [[d for p in q.parts for d in next(held) if not overlap(d.cue[0], p)] for q in quotations]
    for i, (before, quotation) in enumerate(itertools.pairwise(quotations), start=1):
        end, start = before.parts[-1].end, quotation.parts[0].start
        if holding[i] or block_of(before.parts[-1], blocks) != block_of(quotation.parts[0], blocks):
            continue
        between_them = text[end:start].rstrip()
        if not between_them.endswith((".", "!", "?", ",", ":", ";", "–", "—")):  # a title in a sentence runs on nothing
            continue
        if (
            len(between_them.split()) > _ATTRIBUTING_WORDS
            or len(text[start : quotation.parts[0].end].split()) < _SPEECH_WORDS
        ):
            continue
        between = by_cue.between(end, start)
        owners = [d for d in holding[i - 1] if not between or d is between[0]]
        if len(between) <= 1 and owners and all(d is owners[0] for d in owners):
            owners[0].content = merge(text, [*owners[0].content, quotation.parts[0]])
            holding[i] = owners[:1]


def run_on(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation], blocks: Sequence[Block]) -> None:
    """A quotation that runs on over paragraphs, each opened anew, belongs whole to whoever has its first part."""
    several = [q for q in quotations if len(q.parts) > 1]
    held = iter(holders(drafts, [p for q in several for p in q.parts]))
    for quotation in several:
        first, holding = quotation.parts[0], [next(held) for _ in quotation.parts]
        rest = [
            p
            for p, those in zip(quotation.parts[1:], holding[1:], strict=True)
            if not _has_its_own_speaker(p, those, blocks)
        ]
        owners = [d for d in holding[0] if _has_most(d, first)]
        if not owners:
            continue
        owner = max(owners, key=lambda d: sum(s.end - s.start for s in d.content))
        owner.content = merge(text, [*owner.content, *rest])
        for other in holding[1]:  # a later paragraph taken for a quotation of its own by the same speaker
            if (
                other is not owner
                and not other.source
                and other.content
                and all(overlap(p, s) for s in other.content for p in rest[:1])
            ):
                other.content = [s for s in other.content if not any(overlap(p, s) for p in rest)]


def _has_most(draft: Draft, part: Span) -> bool:
    return sum(overlap(part, s) for s in draft.content) >= _QUOTED_SHARE * (part.end - part.start)


def _has_its_own_speaker(part: Span, drafts: Sequence[Draft], blocks: Sequence[Block]) -> bool:
    """Whether a cue beside a quotation, in its own paragraph, claims it: then the paragraph before forgot its mark."""
    return any(
        d.source
        and block_of(d.cue[0], blocks) == block_of(part, blocks)
        and not overlap(d.cue[0], part)
        and _has_most(d, part)
        for d in drafts
    )


def quote_blocks(text: str, drafts: list[Draft], blocks: Sequence[Block]) -> None:
    """A block quotation belongs to the cue that introduces it: "Here is what X said", "X said:", "X wrote:".

    In plain text it has no marks at all: there a paragraph that breaks off after its cue, or ends in a colon,
    introduces the next.
    """
    taken: set[int] = set()
    by_cue, holding = ByCue(drafts), holders(drafts, [b.span for b in blocks])
    for i, (lead, block) in enumerate(itertools.pairwise(blocks), start=1):
        quoted = block.kind is BlockKind.BLOCKQUOTE
        if lead.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) or i - 1 in taken:
            continue
        if not quoted and block.kind is not BlockKind.PARAGRAPH:
            continue
        sentence = _last_sentence(text, lead.span)
        speakers = [d for d in by_cue.between(*sentence) if d.source]
        waiting = [d for d in speakers if _introduces(text, lead.span, d)]
        chosen = waiting[-1:] or (speakers[-1:] if quoted else [])
        if not chosen:
            continue
        draft, quotes = chosen[0], _run_of_quotes(blocks, i)
        if not quoted and text.startswith(tuple(OPENING), *block.span):
            continue  # its own marks say how far it goes
        if any(covers(d, block.span) and d is not draft and not overlap(d.cue[0], block.span) for d in holding[i]):
            continue  # somebody else's already
        taken.update(range(i, i + len(quotes)))
        kept = [s for s in draft.content if not (waiting and (s.start > draft.cue[0].start or _is_pointer(text, s)))]
        draft.content = merge(text, [*kept, *quotes])


def _introduces(text: str, lead: Span, draft: Draft) -> bool:
    """Whether a paragraph leaves the reader waiting, after this cue, for what comes next."""
    end = max(draft.cue[-1].end, *(s.end for s in draft.source))
    rest = text[end : lead.end]
    return rest.endswith(":") or (len(rest.split()) <= 1 and not rest.rstrip("”\"'’").endswith((".", "!", "?")))


def _is_pointer(text: str, span: Span) -> bool:
    """Whether a content only points to what follows: "what", "this", "the following"."""
    return text[span.start : span.end].lower().strip(" :") in {
        "what",
        "this",
        "here is what",
        "here",
        "the following",
        "following",
    }


def _run_of_quotes(blocks: Sequence[Block], first: int) -> list[Span]:
    """The block itself and the block quotations that follow it without a break."""
    spans = [blocks[first].span]
    for block in blocks[first + 1 :]:
        if block.kind is not BlockKind.BLOCKQUOTE or blocks[first].kind is not BlockKind.BLOCKQUOTE:
            break
        spans.append(block.span)
    return spans


def _last_sentence(text: str, block: Span) -> Span:
    body = text[block.start : block.end].rstrip(" .!?:”\"’'")
    cut = max(body.rfind(mark) for mark in (". ", "! ", "? ", ".” ", ".\u00a0"))
    return Span(block.start + cut + 1, block.end)
