"""From a page's bytes to an Article: main text, furniture, metadata, language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from sayso.errors import EmptyPageError, LanguageError, NoArticleError, NotTextError
from sayso.pages import language as languages
from sayso.pages.charset import decode
from sayso.pages.furniture import byline, furniture_kind, is_author_box, starts_comments
from sayso.pages.plain import PlainText
from sayso.types import Article, Block, BlockKind, Dated, Page, Span

_HTML_START = re.compile(r"(?i)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p|h1|meta|title)\b", re.S)
_HTML_TAG = re.compile(r"(?i)<(?:p|div|br|span|a|html|body|article|h[1-6])\b[^>]*>")
_WALL = re.compile(
    r"(?i)\b(?:log ?in|sign ?in|subscribe|register|create (?:a|an|your) (?:free )?account)\b.{0,60}\b(?:to (?:continue|read|view|access|see)|for full access)"
    r"|already a (?:subscriber|member)|(?:subscribers|members)[ -]only|this (?:article|content|story) is (?:only )?(?:for|available to|reserved)"
)
_PAYWALL_WORDS = 120
#: fewer words than this, outside headlines, are no article
_LEAST_WORDS = 12
_WORD = re.compile(r"\w+")
#: a run of words that a block must share with the main text to belong to it
_GRAM = 4
_SHARED = 0.6

_RELATED = re.compile(r"(?i)related|teaser|recirc|more-from|read-?(?:more|next|also)|promo|recommend|trending|most-(?:read|popular)|up-?next|latest|outbrain|taboola|card")
_COMMENTS = re.compile(r"(?i)(?:^|[\s_-])(?:comments?|commentlist|disqus|respond|replies)(?:$|[\s_-])")
_DEK = re.compile(r"(?i)(?:^|[\s_-])(?:dek|deck|standfirst|subtitle|sub-?head(?:line|ing)?|subhed|summary|lede|kicker-?text|excerpt)(?:$|[\s_-])")
_PULL_QUOTE = re.compile(r"(?i)pull-?quote")
_HIDDEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_CONTROLS = frozenset({"button", "option", "select", "textarea"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def read_article(page: Page) -> Article:
    """Make an Article of a page.

    Args:
        page: what was fetched.

    Raises:
        NotTextError: the bytes are no text.
        EmptyPageError: there are no words in it.
        NoArticleError: there are words, but no article: a login wall, an index page.
        BrokenMarkupError: HTML nested thousands of levels deep.
        LanguageError: the article is not in English.
    """
    text, charset, notes = decode(page)
    if page.content_type and not _is_text(page.content_type):
        raise NotTextError(page.name, f"is {page.content_type}; expected HTML, plain text or Markdown")
    if not _WORD.search(text):
        raise EmptyPageError(page.name, "is empty: there is not one word in it")
    article = _from_html if _is_html(page, text) else _from_plain
    read = article(page, text, charset, notes)
    _require_article(read)
    return read


def _is_text(content_type: str) -> bool:
    return content_type.startswith("text/") or content_type in ("application/xhtml+xml", "application/xml", "application/octet-stream")


def _is_html(page: Page, text: str) -> bool:
    if page.content_type in ("text/html", "application/xhtml+xml"):
        return True
    if page.content_type == "text/markdown":
        return False
    head = text[:5000]
    return bool(_HTML_START.match(head)) or (page.content_type != "text/plain" and len(_HTML_TAG.findall(head)) >= 5)


def _from_plain(page: Page, text: str, charset: str, notes: list[str]) -> Article:
    from sayso.pages.metadata import text_date

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = PlainText(text)
    return Article(
        page=page,
        text=text,
        blocks=plain.blocks,
        format="text",
        charset=charset,
        headline=plain.headline,
        byline=plain.byline,
        published=text_date(plain.date_line) if plain.date_line else None,
        notes=tuple(notes),
    )


def _require_article(article: Article) -> None:
    """Refuse what has no article in it, and languages that are not read."""
    name = article.page.name
    words = sum(
        len(_WORD.findall(article.slice(b.span))) for b in article.readable if b.kind is not BlockKind.HEADLINE
    )
    whole = " ".join(article.slice(b.span) for b in article.readable)
    if words < _PAYWALL_WORDS and (wall := _WALL.search(article.text)):
        raise NoArticleError(name, f"holds a login or subscription wall rather than an article ({wall[0][:60]!r}); save the page once you are logged in and read the file")
    language = languages.detect(whole or article.text)
    if language != "en":
        raise LanguageError(name, f"is in {languages.name(language)}; only English is read", language)
    if words < _LEAST_WORDS:
        raise NoArticleError(name, f"holds no article text: {words} words outside headlines and furniture; is it an index page, or filled in by scripts?")


def _from_html(page: Page, text: str, charset: str, notes: list[str]) -> Article:
    from sayso.pages.html import parse, raw_blocks
    from sayso.pages.metadata import read_metadata

    root = parse(page.name, text)
    tree = root.getroottree()
    metadata = read_metadata(root, page.url)
    raw = raw_blocks(root)
    texts = [block.text for block in raw]
    if not texts:
        raise EmptyPageError(page.name, "is empty: there is not one visible word in it")
    main = _main_blocks(text, texts)
    paths = [tree.getpath(block.element) for block in raw]
    containers = _containers([block.element for block in raw], texts, main)
    lineages = [_lineage(block.element, containers) for block in raw]
    kinds = _kinds(texts, lineages, main, metadata.headline)
    blocks, position = [], 0
    for content, kind, path in zip(texts, kinds, paths, strict=True):
        blocks.append(Block(Span(position, position + len(content)), kind, path))
        position += len(content) + 2
    article = Article(
        page=page,
        text="\n\n".join(texts),
        blocks=tuple(blocks),
        format="html",
        charset=charset,
        headline=metadata.headline,
        byline=metadata.byline or next((name for t in texts[:40] if (name := byline(t))), None),
        outlet=metadata.outlet,
        published=metadata.published or _date_in_text(text, page.url),
        modified=metadata.modified,
        canonical_url=metadata.canonical_url,
        notes=tuple(notes),
    )
    linked = sum(len(t.split()) for t, k, line in zip(texts, kinds, lineages, strict=True) if not k.is_furniture and "a" in line.tags)
    words = sum(len(t.split()) for t, k in zip(texts, kinds, strict=True) if not k.is_furniture)
    if linked > 0.7 * words and words:
        raise NoArticleError(page.name, "is an index page: most of its text is links to other pages; give one of those")
    return article


def _date_in_text(html: str, url: str | None) -> Dated | None:
    """What htmldate makes of the visible text, where the page declares no date."""
    import logging

    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = find_date(html, url=url, original_date=True, extensive_search=True)
    except Exception:  # htmldate meets pages its authors did not; a date is not worth a page
        return None
    return Dated(found, "text") if found else None


def _main_blocks(html: str, texts: Sequence[str]) -> list[bool]:
    """Which blocks belong to the main text, as trafilatura finds it."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        extracted = trafilatura.extract(html, include_comments=False, include_tables=True, include_formatting=False, deduplicate=False)
    except Exception:  # noqa: BLE001 - trafilatura meets pages its authors did not; then there is no main text
        extracted = None
    words = _key(extracted or "")
    grams = {words[i : i + _GRAM] for i in range(len(words) - _GRAM + 1)}
    lines = Counter(key for line in (extracted or "").splitlines() for cell in line.split("|") if (key := _key(cell)))
    keys = [_key(text) for text in texts]
    main = []
    for key in keys:
        if len(key) < _GRAM:
            main.append(key in lines)
        else:
            own = [key[i : i + _GRAM] for i in range(len(key) - _GRAM + 1)]
            main.append(sum(gram in grams for gram in own) >= _SHARED * len(own))
    return _without_strays(main, keys, lines)


def _without_strays(main: list[bool], keys: list[tuple[str, ...]], lines: Counter[tuple[str, ...]]) -> list[bool]:
    """Of blocks with the same words, keep as many as the main text has, those with most main text around them.

    "Share" may stand in the menu and in the article, a headline in the article and in the list of its parts.
    """
    weight = [len(key) if m else 0 for key, m in zip(keys, main, strict=True)]
    sums = list(accumulate(weight, initial=0))
    around = [sums[min(i + 4, len(keys))] - sums[max(i - 3, 0)] - weight[i] for i in range(len(keys))]
    places: dict[tuple[str, ...], list[int]] = {}
    for i, m in enumerate(main):
        if m:
            places.setdefault(keys[i], []).append(i)
    kept = list(main)
    for key, found in places.items():
        for i in sorted(found, key=lambda i: -around[i])[max(lines[key], 1) :]:
            kept[i] = False
    long = [i for i, m in enumerate(kept) if m and len(keys[i]) >= _GRAM]
    reach = range(long[0] - 3, long[-1] + 4) if long else range(len(kept))
    return [m and (len(keys[i]) >= _GRAM or i in reach) for i, m in enumerate(kept)]


def _key(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.replace("\u00ad", "").lower()))


def _containers(elements: Sequence[Any], texts: Sequence[str], main: Sequence[bool]) -> set[Any]:
    """The elements that hold most of the main text: what they are named says nothing of the blocks inside."""
    held: Counter[Any] = Counter()
    total = 0
    for element, text, m in zip(elements, texts, main, strict=True):
        if m:
            total += len(text)
            held.update(dict.fromkeys([element, *element.iterancestors()], len(text)))
    return {element for element, length in held.items() if length > total / 2}


class _Lineage:
    """The tags and the class and id names of an element and its ancestors."""

    __slots__ = ("hidden", "names", "near", "tags")

    def __init__(self, tags: list[str], names: list[str], hidden: bool) -> None:
        self.tags, self.names, self.hidden = tags, " ".join(names), hidden
        #: names of the element itself and its parent alone
        self.near = " ".join(names[:2])


def _lineage(element: Any, containers: set[Any]) -> _Lineage:
    tags, names, hidden = [], [], False
    while element is not None:
        tags.append(element.tag)
        if element not in containers:
            names.append(f"{element.get('class') or ''} {element.get('id') or ''}"[:300])
            hidden = hidden or "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style") or ""))
        element = element.getparent()
    return _Lineage(tags, names, hidden)


def _kinds(texts: Sequence[str], lineages: Sequence[_Lineage], main: Sequence[bool], headline: str | None) -> list[BlockKind]:
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
        inside = (main[i] or quoted or dek) and not line.hidden and not _is_furniture(text, line, i >= last - 2)
        kinds.append(_article_kind(line, dek) if inside else _furniture(text, line))
    _mark_comments(texts, kinds, last)
    return kinds


def _is_prose(text: str, line: _Lineage) -> bool:
    return len(text.split()) > 6 and byline(text) is None and not {"a", "li", "button", "form"} & set(line.tags)


def _is_furniture(text: str, line: _Lineage, at_foot: bool) -> bool:
    return (
        furniture_kind(text) is not None
        or byline(text) is not None
        or not _CONTROLS.isdisjoint(line.tags)
        or bool(_PULL_QUOTE.search(line.names))
        or bool(_COMMENTS.search(line.names))
        or (at_foot and is_author_box(text))
    )


def _article_kind(line: _Lineage, dek: bool) -> BlockKind:
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


def _furniture(text: str, line: _Lineage) -> BlockKind:
    if _COMMENTS.search(line.names) and not ({"form", "button", "label"} & set(line.tags)):
        return BlockKind.COMMENTS if not starts_comments(text) else BlockKind.BOILERPLATE
    if {"nav", "footer", "form", "button", "header"} & set(line.tags):
        return BlockKind.BOILERPLATE
    if furniture_kind(text) is None and len(text.split()) >= 4 and _RELATED.search(line.names):
        return BlockKind.TEASER
    return BlockKind.BOILERPLATE


def _mark_comments(texts: Sequence[str], kinds: list[BlockKind], last: int) -> None:
    """What follows a comments heading after the article is readers' writing, when it is longer than a form's labels."""
    begun = False
    for i in range(last + 1, len(texts)):
        begun = begun or starts_comments(texts[i])
        if begun and kinds[i] is BlockKind.BOILERPLATE and len(texts[i].split()) >= 8 and furniture_kind(texts[i]) is None:
            kinds[i] = BlockKind.COMMENTS


def _title_block(texts: Sequence[str], lineages: Sequence[_Lineage], headline: str | None) -> int | None:
    """The heading on the page that is the article's headline."""
    wanted = set(_key(headline or ""))
    best, index = 0.5, None
    for i, (text, line) in enumerate(zip(texts, lineages, strict=True)):
        tag = next((t for t in line.tags if t in _HEADINGS), None)
        if tag is None or not wanted:
            continue
        words = set(_key(text))
        likeness = len(words & wanted) / len(words | wanted) + (0.2 if tag == "h1" else 0.0) if words else 0.0
        if likeness > best:
            best, index = likeness, i
    return index
