"""From the model's labels to attributions: exact spans, then the rules of quotation, then nesting.

Each rule is a small function over drafts; the order they run in stands in `attributions` and nowhere else.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

import numpy as np

from sayso.reading.decoding import ROLE_LABELS
from sayso.reading.drafts import DATELINE, Draft, block_of, in_kind, merge, overlap, overlaps, strip
from sayso.reading.hearsay import HEARSAY_SCORE, Hearsay
from sayso.reading.layout import LAYOUT_SCORE, Turn, take_turns
from sayso.reading.model import CueReading, Model
from sayso.reading.quotes import OPENING, Quotation, parts_meeting
from sayso.reading.quoting import continue_quotations, fill_quotations, quote_blocks, run_on
from sayso.reading.tokens import Tokens
from sayso.types import Attribution, Block, BlockKind, Span

#: holes of up to so many words in a content are the tagger's slips, unless the cue or the source stands there
_HOLE = 3
#: words between "is supposed to" and the content that the tagger found behind it
_VERB_GROUP = 6
#: of a noun cue, "the alleged plot", the determiner holds nothing
_DETERMINERS = frozenset({"the", "a", "an", "any"})
#: characters between a subject and its verb
_SUBJECT_REACH = 30
#: the passive subject of these was spoken to
_ADDRESSED = frozenset({"asked", "told", "reminded", "warned", "urged", "informed", "advised", "ordered", "quizzed"})
#: passives of speech and thought at the end of a cue; PolNeAR's annotators name no source for nearly all of them
_BE = r"(?:\b(?:is|are|was|were|be|been|being|get|got)|['’]re)"
_ADVERBS = r"(?:\w+ly\ |not\ |also\ |now\ |still\ |often\ |being\ |been\ )*"
_PASSIVE = re.compile(
    rf"""(?ix) {_BE}\ {_ADVERBS} (?P<participle>{"|".join(sorted(_ADDRESSED))}
        |accused|alleged|announced|assumed|believed|billed|blamed|called|cast|censured|charged|considered
        |criticised|criticized|declared|deemed|described|dubbed|estimated|expected|faulted|hailed|identified|judged|known
        |labell?ed|mentioned|named|nominated|perceived|portrayed|praised|predicted|presumed|projected|ranked|rated
        |regarded|reported|rumou?red|said|seen|shown|supposed|suspected|thought|touted|understood|viewed)
        (?:\ (?:of|as|for|to|with|by|on|about|if|whether|why))?$"""
)
#: verbs in the past with an adverb or without, which need a subject
_SPOKE = re.compile(
    r"(?:\w+ly )?(?:said|told|denied|added|insisted|admitted|claimed|announced|warned|argued|confirmed|accused)\b"
)
#: a name at the head of a clause, and one aside, right before them
_INTERRUPTED = re.compile(
    r"""(?x) (?: ^ | (?<=[.!?][”"]\ ) | (?<=[.!?,]\ ) | (?<=\ [-–—]\ ) )
    ((?:[A-Z][\w’'-]*\.?\ ){0,4}[A-Z][\w’'-]+),
    \ (?:who|which|the|an?|whose|\w+ly|\w+ed|\w+ing)\b[^,.;:!?“”"]+,\ (?:yesterday\ |today\ |also\ |later\ )?$"""
)
_ASIDE_REACH = 260
#: up to the next mark that parts a headline
_CLAUSE = re.compile(r"[^,;:|–—]*")
_AND_THAT = re.compile(r",? (?:and|or|but) that\b[^.;!?]*")
_WHAT = re.compile(r"(what|whatever) (?=\w)", re.IGNORECASE)
_FOR_ITS_PART = re.compile(r",? for (?:its|his|her|their) part$")
_TRAILING = " \t\n,;:.–—-"
_LEADING = " \t\n,;:.–—-"


def attributions(
    model: Model,
    text: str,
    blocks: Sequence[Block],
    quotations: Sequence[Quotation],
    tokens: Tokens,
    readings: Iterable[CueReading],
    hearsay: Sequence[Hearsay],
    turns: Sequence[Turn],
    min_score: float,
) -> tuple[Attribution, ...]:
    """Assemble the attributions of an article.

    Args:
        model: for its calibration.
        text: the article's text.
        blocks: the blocks that were read, in order.
        quotations: the quotations in those blocks.
        tokens: the words of those blocks.
        readings: what the model makes of each cue.
        hearsay: the cues that a lexicon of hearsay finds.
        turns: the speech that the layout gives.
        min_score: attributions below are left out.

    Returns:
        Attributions in the order of the text, with parents.

    """
    lexicon = {h.cue: h for h in hearsay}
    drafts = []
    for reading in readings:
        draft = spans_of(tokens, reading, model.score(reading))
        if draft.cue[0] in lexicon:
            draft.hearsay = not lexicon[draft.cue[0]].names_speaker
            if not draft.hearsay:
                name_speaker(text, draft)
            draft.score = max(draft.score, HEARSAY_SCORE)
        drafts.append(draft)
    drafts = [d for d in drafts if d.score >= min_score]
    for draft in drafts:
        drop_strays(text, draft, blocks)
        run_to_the_end_of_headlines(text, draft, blocks)
        add_coordinate_clauses(text, draft, blocks)
        fill_quotations(text, draft, quotations)
        close_brackets(text, draft, blocks)
        free_relative(text, draft)
        if draft.hearsay:
            raise_subject(text, draft, blocks)
        else:
            raise_passive_subject(text, draft, blocks)
            find_interrupted_subject(text, draft, blocks)
    drafts = join_hearsay(drafts)
    drafts = take_turns(text, drafts, turns if min_score <= LAYOUT_SCORE else ())
    continue_quotations(text, drafts, quotations, blocks)
    run_on(text, drafts, quotations, blocks)
    quote_blocks(text, drafts, blocks)
    for draft in drafts:
        draft.content = tidy(text, draft.content, quotations)
        draft.source = [close_apposition(text, _without_asides(text, s)) for s in tidy(text, draft.source, quotations)]
        draft.source = [s for s in draft.source if text[s.start : s.end].lower() not in _DETERMINERS]
        draft.source = without_dateline(text, draft.source, blocks)
        draft.content = without_dateline(text, draft.content, blocks)
        draft.cue = [strip(text, s, " \t\n,;", " \t\n,;") for s in draft.cue]
    drafts = [d for d in drafts if d.content or d.source]
    drafts.sort(key=lambda d: (min(s.start for s in (*d.source, *d.cue, *d.content)), d.cue[0]))
    parents = nest(drafts)
    return tuple(
        Attribution(tuple(d.source), tuple(d.cue), tuple(d.content), d.score, parent)
        for d, parent in zip(drafts, parents, strict=True)
    )


def spans_of(tokens: Tokens, reading: CueReading, score: float) -> Draft:
    """Turn the labels of words into spans of characters, one for each run of words in a block."""
    labels = reading.labels.copy()
    inside = _inside(labels, "content")
    taken = _inside(labels, "source")
    at = reading.cue.start - reading.offset, reading.cue.end - reading.offset
    taken[at[0] : at[1]] = True
    runs = _runs(inside)
    for (_, end), (start, _) in itertools.pairwise(runs):
        same_block = tokens.block[reading.offset + end - 1] == tokens.block[reading.offset + start]
        if start - end <= _HOLE and same_block and not taken[end:start].any():
            inside[end:start] = True

    def spans(mask: np.ndarray) -> list[Span]:
        found = []
        for start, end in _runs(mask):
            low = start
            for word in range(start + 1, end + 1):
                if word == end or tokens.block[reading.offset + word] != tokens.block[reading.offset + low]:
                    found.append(_span(tokens, reading.offset + low, reading.offset + word))
                    low = word
        return found

    source = _inside(labels, "source")
    return Draft([_span(tokens, reading.cue.start, reading.cue.end)], spans(source), spans(inside), score)


def _inside(labels: np.ndarray, role: str) -> np.ndarray:
    begin = ROLE_LABELS.index(f"B-{role}")
    return np.asarray((labels == begin) | (labels == ROLE_LABELS.index(f"I-{role}")))


def _runs(mask: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _span(tokens: Tokens, start: int, end: int) -> Span:
    return Span(int(tokens.starts[start]), int(tokens.ends[end - 1]))


def close_brackets(text: str, draft: Draft, blocks: Sequence[Block]) -> None:
    """An editor's insertion in [square brackets] lies in a content whole or not at all."""
    widened = []
    for start, end in draft.content:
        block = block_of(Span(start, end), blocks)
        opened, closed = text.rfind("[", start, end), text.rfind("]", start, end)
        if opened > closed:
            close = text.find("]", end, min(block.end, end + 200))
            end = close + 1 if close >= 0 else end
        first_open, first_close = text.find("[", start, end), text.find("]", start, end)
        if first_close >= 0 and (first_open < 0 or first_close < first_open):
            before = text.rfind("[", max(block.start, start - 200), start)
            start = before if before >= 0 else start
        widened.append(Span(start, end))
    draft.content = merge(text, widened) if widened else widened


def raise_subject(text: str, draft: Draft, blocks: Sequence[Block]) -> None:
    """In "Orlo is supposed to have advised her that …" nobody is named who says so.

    The subject belongs to the content, which goes on right behind the cue.
    """
    behind = [s for s in draft.content if s.start >= draft.cue[0].end]
    verb_group = text[draft.cue[0].end : behind[0].start] if behind else ""
    if behind and text.endswith(" to", 0, draft.cue[0].end) and len(verb_group.split()) <= _VERB_GROUP:
        draft.content.append(Span(draft.cue[0].end, behind[0].end))
    home = block_of(draft.cue[0], blocks)
    subject = [s for s in draft.source if block_of(s, blocks) == home]
    draft.content = merge(text, [*subject, *draft.content])
    draft.source = []


def raise_passive_subject(text: str, draft: Draft, blocks: Sequence[Block]) -> None:
    """In "Orlo was accused of fraud" and "Orlo was asked why" the subject is not who accuses or asks."""
    before = [s for s in draft.source if 0 <= draft.cue[0].start - s.end <= _SUBJECT_REACH]
    passive = _PASSIVE.search(text, *draft.cue[0])
    if not passive or not before or block_of(before[0], blocks) != block_of(draft.cue[0], blocks):
        return
    draft.source = []
    if passive["participle"].lower() not in _ADDRESSED:
        draft.content = merge(text, [*before, *draft.content])


def find_interrupted_subject(text: str, draft: Draft, blocks: Sequence[Block]) -> None:
    """In "Orlo, widely seen as her heir, flatly denied …" the tagger may lose the subject at the aside."""
    if draft.source or not _SPOKE.match(text, draft.cue[0].start):
        return
    start = max(block_of(draft.cue[0], blocks).start, draft.cue[0].start - _ASIDE_REACH)
    found = _INTERRUPTED.search(text, start, draft.cue[0].start)
    if found and not any(s.start < found.end(1) and found.start(1) < s.end for s in draft.content):
        draft.source = [Span(*found.span(1))]


def name_speaker(text: str, draft: Draft) -> None:
    """In "what Pell is reported to have said" the words right before the cue are the speaker, not content."""
    if not draft.source:
        before = [s for s in draft.content if 0 <= draft.cue[0].start - s.end <= 1]
        draft.source = before
        draft.content = [s for s in draft.content if s not in before]


def drop_strays(text: str, draft: Draft, blocks: Sequence[Block]) -> None:
    """Of another block a content holds the quotation that begins it, or most of a block quotation or of what is led to.

    Anything else there is the tagger's slip.
    """
    home = block_of(draft.cue[0], blocks)
    headline = in_kind(draft.cue[0], blocks, BlockKind.HEADLINE)
    led = text[home.start : home.end].rstrip().endswith(":")
    kept = []
    for span in draft.content:
        block = block_of(span, blocks)
        whole = 2 * (span.end - span.start) >= block.end - block.start
        if block != home and headline:
            continue
        whole = whole and (led or in_kind(span, blocks, BlockKind.BLOCKQUOTE))
        quoted = text[span.start] in OPENING or text[max(block.start, span.start - 1)] in OPENING
        # what is told before a quotation in its own paragraph says whose it is
        if block == home or whole or (quoted and not re.search(r"\w", text[block.start : span.start])):
            kept.append(span)
    draft.content = kept


def run_to_the_end_of_headlines(text: str, draft: Draft, blocks: Sequence[Block]) -> None:
    """A headline is one clause: a content right behind its cue goes on to the next mark, "Port denies A and B met"."""
    home = block_of(draft.cue[0], blocks)
    if not in_kind(draft.cue[0], blocks, BlockKind.HEADLINE):
        return
    end = draft.cue[0].end
    if not draft.content and end == home.end and draft.source and draft.source[0].start > home.start:
        draft.content = [Span(home.start, draft.source[0].start)]  # "A met B, ministry says"
        return
    if any(s.start - end <= 1 for s in draft.content if s.start >= end):
        rest = _CLAUSE.match(text, end, home.end)
        if rest and not any(end <= s.start < rest.end() for s in draft.source):
            draft.content = merge(text, [*draft.content, Span(end, rest.end())])


def add_coordinate_clauses(text: str, draft: Draft, blocks: Sequence[Block]) -> None:
    """ "They say that A, and that B": the second clause has the same cue."""
    for span in list(draft.content):
        home = block_of(span, blocks)
        if text.startswith("that ", span.start) and (more := _AND_THAT.match(text, span.end, home.end)):
            draft.content = merge(text, [*draft.content, Span(span.start, more.end())])


def free_relative(text: str, draft: Draft) -> None:
    """In "the row over what Orlo said" the "what" is the content, not part of its holder's name."""
    if draft.source and (what := _WHAT.match(text, *draft.source[0])):
        first = draft.source[0]
        draft.source[0] = Span(what.end(), first.end)
        draft.content = merge(text, [Span(first.start, first.start + len(what[1])), *draft.content])


def join_hearsay(drafts: Sequence[Draft]) -> list[Draft]:
    """ "Supposedly … is supposed to have …": two cues of hearsay on the same content are one attribution."""
    out: list[Draft] = []
    for draft in drafts:
        last = out[-1] if out else None
        if last and last.hearsay and draft.hearsay and overlaps(last.content, draft.content):
            last.cue += draft.cue
            last.content = sorted({*last.content, *draft.content}, key=lambda s: (s.start, -s.end))
            last.content = [s for i, s in enumerate(last.content) if not any(overlap(s, t) for t in last.content[:i])]
            last.content = [piece for s in last.content for piece in _without(s, last.cue)]
        else:
            out.append(draft)
    return out


def _without(span: Span, holes: Iterable[Span]) -> list[Span]:
    pieces, start = [], span.start
    for hole in sorted(holes):
        if span.start <= hole.start and hole.end <= span.end:
            pieces.append(Span(start, hole.start))
            start = hole.end
    return [p for p in (*pieces, Span(start, span.end)) if p.start < p.end]


def tidy(text: str, spans: Iterable[Span], quotations: Sequence[Quotation]) -> list[Span]:
    """Trim punctuation at the edges; take in both quotation marks that enclose a span, or none."""
    out = []
    for span in spans:
        for part in parts_meeting(quotations, span):
            inner = strip(text, Span(part.start + 1, max(part.end - 1, part.start + 1)), _LEADING, _TRAILING)
            trimmed = strip(text, span, _LEADING + "“”\"‘’'«»", _TRAILING + "“”\"‘’'«»!?…")
            if (
                trimmed.start <= inner.start + 1
                and trimmed.end >= inner.end - 1
                and span.start >= part.start - 1
                and span.end <= part.end + 1
            ):
                span = part
                break
        else:
            span = strip(text, span, _LEADING, _TRAILING)
        if span.start < span.end and any(c.isalnum() for c in text[span.start : span.end]):
            out.append(span)
    return out


def _without_asides(text: str, span: Span) -> Span:
    aside = _FOR_ITS_PART.search(text[span.start : span.end])
    return Span(span.start, span.start + aside.start()) if aside else span


def without_dateline(text: str, spans: Iterable[Span], blocks: Sequence[Block]) -> list[Span]:
    """Spans without the place at the head of a report: "LORNE (Union Wire) - The minister"."""
    out = []
    for span in spans:
        dateline = DATELINE.match(text, block_of(span, blocks).start)
        start = max(span.start, dateline.end()) if dateline else span.start
        start += len(text[start : span.end]) - len(text[start : span.end].lstrip())
        out.append(Span(start, span.end) if start < span.end else span)
    return out


def close_apposition(text: str, span: Span) -> Span:
    """A source with the comma that closes its apposition, which PolNeAR counts to it nine times in ten."""
    opened = ", " in text[span.start : span.end]
    return Span(span.start, span.end + 1) if opened and text[span.end : span.end + 1] == "," else span


def nest(drafts: Sequence[Draft]) -> list[int | None]:
    """For each draft, the index of the innermost other one whose content holds its cue."""
    size = [sum(s.end - s.start for s in d.content) for d in drafts]
    around = _around(drafts)
    parents: list[int | None] = []
    for i in range(len(drafts)):
        outer = (j for j in around[i] if i not in around[j] or (size[i], i) < (size[j], j))
        parents.append(min(outer, key=lambda j: (size[j], j), default=None))
    for i in range(len(drafts)):  # three that hold one another's cues would go round for ever
        above, seen = parents[i], {i}
        while above is not None and above not in seen:
            seen.add(above)
            above = parents[above]
        if above == i:
            parents[i] = None
    return parents


def _around(drafts: Sequence[Draft]) -> list[set[int]]:
    """For each draft, the others whose content holds its cue."""
    contents = sorted((s.start, s.end, i) for i, d in enumerate(drafts) for s in d.content)
    around: list[set[int]] = [set() for _ in drafts]
    open_ones: list[tuple[int, int, int]] = []
    opened = 0
    for i in sorted(range(len(drafts)), key=lambda i: drafts[i].cue[0]):
        start, end = drafts[i].cue[0]
        while opened < len(contents) and contents[opened][0] <= start:
            open_ones.append(contents[opened])
            opened += 1
        open_ones = [c for c in open_ones if c[1] > start]
        around[i] = {j for _, behind, j in open_ones if behind >= end and j != i}
    return around
