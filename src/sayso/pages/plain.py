"""Plain text and Markdown as blocks. There is no markup to lean on, so words and position tell the furniture."""

from __future__ import annotations

import re
from statistics import median

from sayso.pages.furniture import byline, furniture_kind, is_author_box, is_scrap, starts_comments, starts_foot
from sayso.types import Block, BlockKind, Span

_LINE = re.compile(r"(?m)^[^\n]*\S[^\n]*")
_PARAGRAPH = re.compile(r"(?m)^[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_MARKDOWN = (
    (re.compile(r"[ ]{0,3}#{1,6}[ \t]+"), BlockKind.HEADLINE),
    (re.compile(r"[ ]{0,3}>[ \t]?"), BlockKind.BLOCKQUOTE),
    (re.compile(r"[ ]{0,3}(?:[-*+•]|\d{1,2}[.)])[ \t]+"), BlockKind.LIST_ITEM),
)
_DATE_LINE = re.compile(
    r"(?i)^(?:(?:published|updated|posted|last modified)\W+(?:on\W+)?|[^\W\d_][\w.'’ -]{1,30},\s+)?(?:\w{3,9}day,?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+\d{4}|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{4}-\d{2}-\d{2})"
    r"(?:\W+(?:at\s+)?\d{1,2}[:.]\d{2}.{0,20})?\W*$"
)
#: a line that names a paper, a station or a firm: up to six capitalised words
_NAME_WORD = r"(?:(?![a-z0-9_])[^\W\d_][\w.&'’-]*|&|of|the|and|for|plc)"
_OUTLET = re.compile(rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,5}}")
#: words that tell an outlet even where no headline stands above it
_PRESS = re.compile(
    r"(?i)\b(?:advertiser|agency|argus|broadcasting|bulletin|channel|chronicle|courier|daily|digest"
    r"|dispatch|echo|evening|examiner|express|gazette|globe|guardian|herald|inquirer|journal"
    r"|lantern|ledger|magazine|mail|mirror|monitor|network|news|observer|plc|inc|ltd|post"
    r"|press|radio|record|register|review|sentinel|standard|telegraph|television|times|tribune"
    r"|tv|voice|weekly|wire)\b"
)
#: words: a headline has at most so many, a body paragraph at least so many
_HEADLINE_WORDS, _BODY_WORDS = 30, 25
#: a byline and a date stand within so many characters
_HEAD = 600
#: lines of hard-wrapped text are about this long, in characters
_WRAP = range(45, 101)


class PlainText:
    """The blocks of a text, with what its head says about headline, byline and date."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.headline: str | None = None
        self.byline: str | None = None
        self.outlet: str | None = None
        self.date_line: str | None = None
        self._blocks = [Block(span, kind) for span, kind in _split(text)]
        self._head()
        self._tail()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """In the order of the text."""
        return tuple(self._blocks)

    def _words(self, block: Block) -> int:
        return len(self.text[block.span.start : block.span.end].split())

    def _content(self, block: Block) -> str:
        return self.text[block.span.start : block.span.end]

    def _set(self, index: int, kind: BlockKind) -> None:
        self._blocks[index] = Block(self._blocks[index].span, kind)

    def _head(self) -> None:
        """Scraps, headline, byline, outlet and date before the first paragraph of the body."""
        several = sum(not b.kind.is_furniture for b in self._blocks) > 1
        for i, block in enumerate(self._blocks[:12]):
            content = self._content(block)
            if block.kind is BlockKind.HEADLINE:
                self.headline = self.headline or content
            elif self.byline is None and byline(content):
                self.byline = byline(content)
                self._part_the_outlet()
                self._set(i, BlockKind.BOILERPLATE)
            elif self.date_line is None and _DATE_LINE.match(content):
                self.date_line = content
                self._set(i, BlockKind.BOILERPLATE)
            elif block.kind is not BlockKind.PARAGRAPH:
                continue
            elif is_scrap(content):
                self._set(i, BlockKind.BOILERPLATE)
            elif self.outlet is None and self._names_the_outlet(i):
                self.outlet = content
                self._set(i, BlockKind.BOILERPLATE)
            elif self.headline is None and several and self._words(block) <= _HEADLINE_WORDS and "\n" not in content:
                self.headline = content
                self._set(i, BlockKind.HEADLINE)
            else:
                if self._words(block) >= _BODY_WORDS:
                    break
                self.headline = self.headline or ""
        self.headline = self.headline or None

    def _part_the_outlet(self) -> None:
        """Take the paper off the byline: "Ada Moreno, The Osterby Record"."""
        names, _, last = (self.byline or "").rpartition(", ")
        if names and self.outlet is None and _OUTLET.fullmatch(last) and _PRESS.search(last):
            self.byline, self.outlet = names, last

    def _names_the_outlet(self, i: int) -> bool:
        """Whether a line is a name that stands by the byline or the date: below the headline, or of a paper.

        A paper's name may also stand first of all, above the headline.
        """
        content = self._content(self._blocks[i])
        if not _OUTLET.fullmatch(content):
            return False
        paper = bool(_PRESS.search(content))
        before, behind = (
            [self._content(b) for b in part] for part in (self._blocks[:i][-1:], self._blocks[i + 1 : i + 4])
        )
        if i == 0 and (paper or content.startswith("The ")) and behind and not _of_the_head(behind[0]):
            words = len(behind[0].split())
            titled = 2 < words <= _HEADLINE_WORDS and behind[0][-1] not in '.:”"'
            return titled and any(_of_the_head(line) for line in behind[1:])
        return (bool(self.headline) or paper) and any(_of_the_head(line) for line in before + behind[:1])

    def _tail(self) -> None:
        """After the last paragraph of the body: comments, author box, other headlines."""
        blocks = self._blocks
        body = [i for i, b in enumerate(blocks) if b.kind is BlockKind.PARAGRAPH and self._words(b) >= _BODY_WORDS]
        comments = next(
            (
                i
                for i, b in enumerate(blocks)
                if starts_comments(self._content(b)) and body and i > body[min(1, len(body) - 1)]
            ),
            None,
        )
        last_third = range(max(2 * len(blocks) // 3, 1), len(blocks))
        foot = next((i for i in last_third if body and starts_foot(self._content(blocks[i]))), len(blocks))
        for i in range(foot, len(blocks)):
            if not blocks[i].kind.is_furniture:
                self._set(i, BlockKind.BOILERPLATE)
        end = comments if comments is not None else len(blocks)
        last_body = max((i for i in body if i < end and not is_author_box(self._content(blocks[i]))), default=None)
        if last_body is None:
            return
        furnished = False
        for i in range(last_body + 1, len(blocks)):
            content = self._content(blocks[i])
            if blocks[i].kind.is_furniture:
                furnished = True
            elif i < end and is_author_box(content):
                self._set(i, BlockKind.BOILERPLATE)
                furnished = True
            elif comments is not None and i > comments and self._content(blocks[comments])[0].isdigit():
                self._set(i, BlockKind.COMMENTS)
            elif furnished and self._words(blocks[i]) <= _HEADLINE_WORDS and content[-1] not in '.!?”"':
                self._set(i, BlockKind.TEASER)
            elif comments is not None and i > comments:
                self._set(i, BlockKind.COMMENTS)


def _of_the_head(line: str) -> bool:
    """Whether a line is a byline or a date."""
    return byline(line) is not None or _DATE_LINE.match(line) is not None


def _split(text: str) -> list[tuple[Span, BlockKind]]:
    found = []
    for paragraph in _PARAGRAPH.finditer(text):
        lines = [match.span() for match in _LINE.finditer(text, paragraph.start(), paragraph.end())]
        marked = [_marker(text, start, end) for start, end in lines]
        runs: list[tuple[int, int, BlockKind]] = []
        wrapped = _is_wrapped([end - start for start, end in lines])
        head = [start < _HEAD and _of_the_head(text[start:end].strip()) for start, end in lines]
        alone = [own or before for own, before in zip(head, [False, *head], strict=False)]
        for (_, end), (kind, inner), apart in zip(lines, marked, alone, strict=True):
            joins = runs and (
                (kind is BlockKind.BLOCKQUOTE and runs[-1][2] is kind)
                or (kind is BlockKind.PARAGRAPH and wrapped and runs[-1][2] is not BlockKind.HEADLINE and not apart)
            )
            if joins:
                runs[-1] = (runs[-1][0], end, runs[-1][2])
            else:
                runs.append((inner, end, kind))
        for start, end, kind in runs:
            stripped = text[start:end].strip()
            if stripped:
                begin = start + text[start:end].index(stripped)
                span = Span(begin, begin + len(stripped))
                found.append((span, furniture_kind(stripped) or kind))
    return found


def _marker(text: str, start: int, end: int) -> tuple[BlockKind, int]:
    """The kind of a line by its Markdown marker, and where its words begin."""
    for pattern, kind in _MARKDOWN:
        if match := pattern.match(text, start, end):
            return kind, match.end()
    return BlockKind.PARAGRAPH, start


def _is_wrapped(lengths: list[int]) -> bool:
    """Whether the lines of a paragraph were broken by an editor rather than by their author."""
    full = lengths[:-1]
    return bool(full) and int(median(full)) in _WRAP and max(lengths) <= _WRAP.stop + 20 and min(full) > 25
