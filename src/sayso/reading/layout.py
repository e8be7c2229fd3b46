"""Speech that the layout of a page gives away: turns of a transcript, signed quotations and posts.

No model reads these: a colon behind a name at the head of a paragraph, or a dash before one at its foot, says it all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.reading.drafts import Draft, meeting, merge
from sayso.reading.quotes import OPENING
from sayso.types import Block, BlockKind, Span

#: the score of what the layout gives; set by hand, since the corpora have hardly any
LAYOUT_SCORE = 0.9
#: a transcript has so many turns at least, and so many a paragraph
_TURNS, _SHARE = 3, 0.34

_CAPITAL = r"(?:(?![a-z0-9_])[^\W\d_])"
_NAME = rf"{_CAPITAL}[\w.'’-]{{0,30}}(?:\ {_CAPITAL}[\w.'’-]{{0,30}}){{0,4}}"
_TURN = re.compile(rf"(?P<who>{_NAME}(?:\ \([^()\n]{{1,60}}\))?)(?P<cue>:)\s+(?=\S)")
#: "Q. … A. …": a stop serves for these alone
_QUESTION = re.compile(r"(?P<who>[QA])(?P<cue>[:.])\s+(?=\S)")
#: what a piece is, and no speaker: "Transcript: the minister on air"
_GENRES = frozenset(
    {
        *("analysis", "breaking", "editorial", "exclusive", "explainer", "interview", "listen", "live", "opinion"),
        *("podcast", "profile", "review", "transcript", "video", "watch"),
    }
)
#: what stands before a colon again and again, and says nothing
_LABELS = _GENRES | frozenset(
    {
        *("caption", "correction", "credit", "date", "details", "image", "info", "note", "photo", "photos", "picture"),
        *("claim", "fact", "false", "myth", "rating", "review", "score", "tip", "true", "verdict", "answer", "price"),
        *("click", "link", "more", "related", "see", "sign", "subscribe", "video", "watch", "update", "updated"),
        *("media", "now", "source", "sources", "story", "summary", "time", "what", "when", "where", "who", "why"),
    }
)
_SIGNER = rf"(?P<cue>[—–―]|--)\s?(?P<who>(?:@\w+|{_NAME})[^\n]{{0,140}}(?<![.!?]))"
_SIGNATURE = re.compile(_SIGNER)
_SIGNED_QUOTATION = re.compile(rf"(?P<quotation>[{OPENING}][^\n]*[”\"’»])\s*{_SIGNER}")
#: a post and its author in one paragraph; the date may follow
_POST = re.compile(
    r"(?P<post>[^\n]+\S)\s*(?P<cue>[—–―]|--)\s?(?P<who>[^\n—–―]{1,60}\(@\w{1,30}\))(?:\s[^\n—–―]{0,30})?"
)
_HANDLE = re.compile(r".*?\(@\w+\)")
_CLOSES = ("”", '"', "’", "»")


_SIGNING = (BlockKind.PARAGRAPH, BlockKind.BLOCKQUOTE, BlockKind.CAPTION)


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's words as the layout marks them off."""

    source: Span
    cue: Span
    content: tuple[Span, ...]


def find_turns(text: str, blocks: Sequence[Block]) -> list[Turn]:
    """Turns of a transcript, and quotations and posts with a signature, in the order of the text, not overlapping."""
    turns = list(_transcript(text, blocks))
    said = sorted(span for t in turns for span in t.content)
    turns += [t for t in _signed(text, blocks) if not any(meeting(span, said) for span in (t.source, *t.content))]
    return sorted(turns, key=lambda t: t.content[0])


def _transcript(text: str, blocks: Sequence[Block]) -> Iterator[Turn]:
    """ "ODEM: We paid in full.": from the colon to the next speaker's paragraph, or the end of the last one's own."""
    heads = {
        i: match
        for i, block in enumerate(blocks)
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
        and (match := _QUESTION.match(text, *block.span) or _TURN.match(text, *block.span))
        and not _LABELS.intersection(match["who"].lower().split())
    }
    stops = Counter(match["who"] for match in heads.values() if match["cue"] == ".")
    if min(stops["Q"], stops["A"]) < 2:  # initials, then
        heads = {i: match for i, match in heads.items() if match["cue"] != "."}
    order = sorted(heads)
    speakers = Counter(match["who"] for match in heads.values())
    # a transcript's speakers come back, and it is mostly turns; a label here and there is something else
    if len(order) < _TURNS or len(speakers) in (1, len(order)) or len(order) < _SHARE * (order[-1] - order[0]):
        return
    for i, following in zip(order, [*order[1:], order[-1] + 1], strict=True):
        match = heads[i]
        rest = [b.span for b in blocks[i + 1 : following] if b.kind is not BlockKind.HEADLINE]
        content = (Span(match.end(), blocks[i].span.end), *rest)
        yield Turn(Span(*match.span("who")), Span(*match.span("cue")), content)


def _signed(text: str, blocks: Sequence[Block]) -> Iterator[Turn]:
    """ "“A great day.” — Jana Roe, director", and posts with their author behind or below."""
    for i, block in enumerate(blocks):
        start, end = block.span
        if i and block.kind in _SIGNING and (match := _SIGNATURE.fullmatch(text, start, end)):
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
    if text.startswith(tuple(OPENING), *block.span) and text.endswith(_CLOSES, *block.span):
        return (block.span,)
    first = last + 1
    while kind is BlockKind.BLOCKQUOTE and first and blocks[first - 1].kind is kind:
        if _ends_a_post(text, blocks[first - 1]):
            break
        first -= 1
    return tuple(b.span for b in blocks[first : last + 1])


def _ends_a_post(text: str, block: Block) -> bool:
    return bool(_SIGNATURE.fullmatch(text, *block.span) or _POST.fullmatch(text, *block.span))


def _turn(match: re.Match[str], content: tuple[Span, ...]) -> Turn:
    who = Span(*match.span("who"))
    if handle := _HANDLE.match(match.string, *who):  # what follows a handle is the post's date
        who = Span(who.start, handle.end())
    return Turn(who, Span(*match.span("cue")), content)


def _is_label(text: str, draft: Draft) -> bool:
    """Whether a colon stands behind what is no speaker."""
    cue = text[draft.cue[0].start : draft.cue[0].end]
    return cue == ":" and any(text[s.start : s.end].lower() in _GENRES for s in draft.source)


def take_turns(text: str, drafts: Sequence[Draft], turns: Sequence[Turn]) -> list[Draft]:
    """Put the turns among the drafts: a cue within somebody's turn reaches no further than that turn.

    Returns:
        The drafts and the turns. A draft whose cue stands in a turn's name or cue gives way to it, and so does one that
        has no content left. "Transcript: the minister on air" is nobody's saying.

    """
    places = sorted(
        [(span, i, False) for i, t in enumerate(turns) for span in (t.source, t.cue)]
        + [(span, i, True) for i, t in enumerate(turns) for span in t.content]
    )
    spans = [span for span, _, _ in places]

    def reached(span: Span) -> set[int | None]:
        return {places[i][1] for i in meeting(span, spans)} or {None}

    kept = []
    for draft in drafts:
        if not all(places[i][2] for i in meeting(draft.cue[0], spans)) or _is_label(text, draft):
            continue
        home, had = reached(draft.cue[0]), bool(draft.content)
        draft.content = [s for s in draft.content if reached(s) == home]
        draft.source = [s for s in draft.source if reached(s) <= home | {None}]
        if draft.content or not had:
            kept.append(draft)
    return [*kept, *(Draft([t.cue], [t.source], merge(text, t.content), LAYOUT_SCORE) for t in turns)]
