"""Speech that the layout of a page gives away: turns of a transcript, signed quotations and posts.

No model reads these: a colon behind a name at the head of a paragraph, or a dash before one at its foot, says it all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.reading.drafts import Draft, meeting, merge
from sayso.types import Block, BlockKind, Span

#: the score of what the layout gives; set by hand, since the corpora have hardly any
LAYOUT_SCORE = 0.9
#: a transcript has so many turns at least
_TURNS = 3

_NAME = r"[A-Z][\w.'’-]*(?:\ [A-Z][\w.'’-]*){0,4}"
_TURN = re.compile(
    rf"""(?x) (?P<who> [QA](?=[:.]) | (?-i:[A-Z][A-Z.'’-]+(?:\ [A-Z][A-Z.'’-]*){{0,5}}) (?:\ \([^()\n]{{1,60}}\))?
        | (?:Question|Answer|{_NAME})(?=:) )
        (?P<cue>[:.]) \s+ (?=\S)"""
)
_SIGNER = rf"(?P<cue>[—–―]|--?)\s?(?P<who>(?:@\w+|{_NAME})[^\n]{{0,140}})"
_SIGNATURE = re.compile(_SIGNER)
_SIGNED_QUOTATION = re.compile(rf"(?P<quotation>[“\"‘«„][^\n]*[”\"’»])\s*{_SIGNER}")
#: a post and its author in one paragraph; the date may follow
_POST = re.compile(
    r"(?P<post>[^\n]+\S)\s*(?P<cue>[—–―]|--)\s?(?P<who>[^\n—–―]{1,60}\(@\w{1,30}\))(?:\s[^\n—–―]{0,30})?"
)
_HANDLE = re.compile(r".*?\(@\w+\)")
_OPENS, _CLOSES = '“"‘«„', '”"’»“'


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's words as the layout marks them off."""

    source: Span
    cue: Span
    content: tuple[Span, ...]


def find_turns(text: str, blocks: Sequence[Block]) -> list[Turn]:
    """Turns of a transcript, and quotations and posts with a signature, in the order of the text."""
    return sorted([*_transcript(text, blocks), *_signed(text, blocks)], key=lambda t: t.content[0])


def _transcript(text: str, blocks: Sequence[Block]) -> Iterator[Turn]:
    """ "ODEM: We paid in full.": from the colon to the next speaker's paragraph, or the end of the last one's own."""
    heads = {
        i: match
        for i, block in enumerate(blocks)
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and (match := _TURN.match(text, *block.span))
    }
    speakers = [match["who"] for match in heads.values()]
    if len(heads) < _TURNS or len(set(speakers)) in (1, len(speakers)):
        return  # a transcript's speakers come back; labels of another kind ("Sources:", "Correction:") do not
    order = sorted(heads)
    for i, following in zip(order, [*order[1:], order[-1] + 1], strict=True):
        match = heads[i]
        rest = [b.span for b in blocks[i + 1 : following] if b.kind is not BlockKind.HEADLINE]
        content = (Span(match.end(), blocks[i].span.end), *rest)
        yield Turn(Span(*match.span("who")), Span(*match.span("cue")), content)


def _signed(text: str, blocks: Sequence[Block]) -> Iterator[Turn]:
    """ "“A great day.” — Jana Roe, director", and posts with their author behind or below."""
    for i, block in enumerate(blocks):
        start, end = block.span
        if i and (match := _SIGNATURE.fullmatch(text, start, end)):
            content = _posted(text, blocks, i - 1, block.kind)
        elif match := _POST.fullmatch(text, start, end):
            content = (Span(*match.span("post")),)
        elif match := _SIGNED_QUOTATION.fullmatch(text, start, end):
            content = (Span(*match.span("quotation")),)
        else:
            continue
        if content:
            yield _turn(match, content)


def _posted(text: str, blocks: Sequence[Block], last: int, kind: BlockKind) -> tuple[Span, ...]:
    """What stands above a signature: a quotation, or the block quotation that the signature is part of."""
    block = blocks[last]
    if text[block.span.start] in _OPENS and text[block.span.end - 1] in _CLOSES:
        return (block.span,)
    first = last + 1
    while (
        kind is BlockKind.BLOCKQUOTE
        and first
        and blocks[first - 1].kind is kind
        and not _above_ends(text, blocks, first)
    ):
        first -= 1
    return tuple(b.span for b in blocks[first : last + 1])


def _above_ends(text: str, blocks: Sequence[Block], first: int) -> bool:
    """Whether the block above is the signature of another post."""
    return bool(_SIGNATURE.fullmatch(text, *blocks[first - 1].span))


def _turn(match: re.Match[str], content: tuple[Span, ...]) -> Turn:
    who = Span(*match.span("who"))
    if handle := _HANDLE.match(match.string, *who):  # what follows a handle is the post's date
        who = Span(who.start, handle.end())
    return Turn(who, Span(*match.span("cue")), content)


def take_turns(text: str, drafts: Sequence[Draft], turns: Sequence[Turn]) -> list[Draft]:
    """Put the turns among the drafts: a cue within somebody's turn reaches no further than that turn.

    Returns:
        The drafts and the turns. Drafts whose cue or whole content is a turn's own give way to it.

    """
    places = sorted((span, i) for i, t in enumerate(turns) for span in (t.source, t.cue, *t.content))
    spans, owners = [span for span, _ in places], [i for _, i in places]

    def reached(span: Span) -> set[int | None]:
        return {owners[i] for i in meeting(span, spans)} or {None}

    kept = []
    for draft in drafts:
        own = [i for i in meeting(draft.cue[0], spans) if spans[i] not in turns[owners[i]].content]
        if own:
            continue
        home = min(reached(draft.cue[0]), key=lambda i: -1 if i is None else i)
        draft.content = [s for s in draft.content if reached(s) == {home}]
        draft.source = [s for s in draft.source if reached(s) <= {home, None}]
        kept.append(draft)
    return [*kept, *(Draft([t.cue], [t.source], merge(text, t.content), LAYOUT_SCORE) for t in turns)]
