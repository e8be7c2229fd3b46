"""What kind each block of an HTML page is, from its elements, their names, its words and the main text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sayso.pages.furniture import byline, furniture_kind, is_author_box, starts_comments, starts_foot
from sayso.pages.html import is_hidden
from sayso.pages.maintext import key_words
from sayso.types import BlockKind

_RELATED = re.compile(
    r"(?i)related|teaser|recirc|more-from|read-?(?:more|next|also)|promo|recommend|trending|most-?(?:read|popular|viewed)"
    r"|up-?next|latest|see-?also|recent|rich-?link|shelf|popular|outbrain|taboola|card"
)
_AUTHOR = re.compile(
    r"(?i)author-?(?:card|box|bio|info|desc)|about-the-author|contributor-?(?:card|box|bio)|(?:^|[\s_-])bio(?:$|[\s_-])"
)
_COMMENTS = re.compile(r"(?i)(?:^|[\s_-])(?:comments?|commentlist|disqus|respond|replies)(?:$|[\s_-])")
_DEK = re.compile(
    r"(?i)(?:^|[\s_-])(?:dek|deck|standfirst|subtitle|sub-?head(?:line|ing)?|subhed|summary|lede|kicker-?text|excerpt)"
    r"(?:$|[\s_-])"
)
_PULL_QUOTE = re.compile(r"(?i)pull-?quote|(?:^|[\s_-])pull(?:$|[\s_-])")
_CONTROLS = frozenset({"button", "option", "select", "textarea"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def containers(elements: Sequence[Any], texts: Sequence[str], main: Sequence[bool]) -> set[Any]:
    """The elements that hold most of the main text: what they are named says nothing of the blocks inside."""
    held: Counter[Any] = Counter()
    total = 0
    for element, text, m in zip(elements, texts, main, strict=True):
        if m:
            total += len(text)
            held.update(dict.fromkeys([element, *element.iterancestors()], len(text)))
    return {element for element, length in held.items() if length > total / 2}


class Lineage:
    """The tags and the class and id names of an element and its ancestors."""

    __slots__ = ("hidden", "names", "near", "tags")

    def __init__(self, tags: list[str], names: list[str], hidden: bool) -> None:
        self.tags, self.names, self.hidden = tags, " ".join(names), hidden
        #: names of the element itself and its parent alone
        self.near = " ".join(names[:2])


def lineage(element: Any, containers: set[Any]) -> Lineage:
    """The lineage of an element; elements that hold most of the main text lend it no names."""
    tags, names, hidden = [], [], False
    while element is not None:
        if element not in containers or element.tag != "button":  # one that was never closed holds the page
            tags.append(element.tag)
        if element not in containers:
            names.append(f"{element.get('class') or ''} {element.get('id') or ''}"[:300])
            hidden = hidden or is_hidden(element)
        element = element.getparent()
    return Lineage(tags, names, hidden)


def block_kinds(
    texts: Sequence[str], lineages: Sequence[Lineage], main: Sequence[bool], headline: str | None
) -> list[BlockKind]:
    """The kind of every block of a page.

    Args:
        texts: the blocks' texts, in document order.
        lineages: their elements' lineages.
        main: whether each belongs to the main text.
        headline: the article's headline as the page's metadata gives it.

    """
    title = _title_block(texts, lineages, headline)
    first = next((i for i, m in enumerate(main) if m and i != title), len(texts))
    last = max((i for i, m in enumerate(main) if m), default=-1)
    kinds: list[BlockKind] = []
    for i, (text, line) in enumerate(zip(texts, lineages, strict=True)):
        if i == title and not line.hidden:
            kinds.append(BlockKind.HEADLINE)
            continue
        quoted = "blockquote" in line.tags and first < i <= last
        dek = title is not None and title < i <= first + 1 and bool(_DEK.search(line.near)) and _is_prose(text, line)
        caption = "figcaption" in line.tags and first - 3 <= i <= last and len(text.split()) > 3
        inside = (
            (main[i] or quoted or caption or dek) and not line.hidden and not _is_furniture(text, line, i >= last - 2)
        )
        kinds.append(_article_kind(line, dek) if inside else _furniture(text, line))
    _mark_comments(texts, kinds, last)
    _mark_foot(texts, kinds)
    return kinds


def _is_prose(text: str, line: Lineage) -> bool:
    return len(text.split()) > 6 and byline(text) is None and not {"a", "li", "button", "form"} & set(line.tags)


def _is_furniture(text: str, line: Lineage, at_foot: bool) -> bool:
    return (
        furniture_kind(text) is not None
        or byline(text) is not None
        or not _CONTROLS.isdisjoint(line.tags)
        or bool(_PULL_QUOTE.search(line.names))
        or bool(_COMMENTS.search(line.names))
        or bool(_AUTHOR.search(line.names))
        or (at_foot and is_author_box(text))
    )


def _article_kind(line: Lineage, dek: bool) -> BlockKind:
    if dek:
        return BlockKind.DEK
    for tag in line.tags:
        if tag in _HEADINGS:
            return BlockKind.HEADLINE
        if tag == "blockquote":
            return BlockKind.BLOCKQUOTE
        if tag in ("figcaption", "caption"):
            return BlockKind.CAPTION
    return BlockKind.LIST_ITEM if {"li", "dd", "dt"} & set(line.tags) else BlockKind.PARAGRAPH


def _furniture(text: str, line: Lineage) -> BlockKind:
    if {"nav", "footer", "form", "button", "header", "label"} & set(line.tags) or _AUTHOR.search(line.names):
        return BlockKind.BOILERPLATE
    if _COMMENTS.search(line.names):
        said = len(text.split()) > 3 and furniture_kind(text) is None and not starts_comments(text)
        return BlockKind.COMMENTS if said else BlockKind.BOILERPLATE
    if furniture_kind(text) is None and len(text.split()) >= 4 and _RELATED.search(line.names):
        return BlockKind.TEASER
    return BlockKind.BOILERPLATE


def _mark_comments(texts: Sequence[str], kinds: list[BlockKind], last: int) -> None:
    """What follows a comments heading after the article is readers' writing, when it is longer than a form's labels."""
    begun = False
    for i in range(last + 1, len(texts)):
        begun = begun or starts_comments(texts[i])
        if (
            begun
            and kinds[i] is BlockKind.BOILERPLATE
            and len(texts[i].split()) >= 8
            and furniture_kind(texts[i]) is None
        ):
            kinds[i] = BlockKind.COMMENTS


def _mark_foot(texts: Sequence[str], kinds: list[BlockKind]) -> None:
    """Below a heading such as "About the company" in the last third nothing belongs to the article."""
    for i in range(2 * len(texts) // 3, len(texts)):
        if not kinds[i].is_furniture and starts_foot(texts[i]):
            kinds[i:] = [k if k.is_furniture else BlockKind.BOILERPLATE for k in kinds[i:]]
            return


def _title_block(texts: Sequence[str], lineages: Sequence[Lineage], headline: str | None) -> int | None:
    """The heading on the page that is the article's headline."""
    wanted = set(key_words(headline or ""))
    best, index = 0.5, None
    for i, (text, line) in enumerate(zip(texts, lineages, strict=True)):
        tag = next((t for t in line.tags if t in _HEADINGS), None)
        if tag is None or not wanted:
            continue
        words = set(key_words(text))
        likeness = len(words & wanted) / len(words | wanted) + (0.2 if tag == "h1" else 0.0) if words else 0.0
        if likeness > best:
            best, index = likeness, i
    return index
