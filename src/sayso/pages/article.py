"""From a page's bytes to an Article: main text, furniture, metadata, language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.errors import EmptyPageError, LanguageError, NoArticleError, NotTextError
from sayso.pages import language as languages
from sayso.pages.charset import decode
from sayso.pages.furniture import byline
from sayso.pages.plain import PlainText
from sayso.types import Article, Block, BlockKind, Dated, Page, Span

_HTML_START = re.compile(
    r"(?i)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|article|div|p|h1|meta|title)\b",
    re.S,
)
_HTML_TAG = re.compile(r"(?i)<(?:p|div|br|span|a|html|body|article|h[1-6])\b[^>]*>")
_WALL = re.compile(
    r"(?i)\b(?:log ?in|sign ?in|subscribe|register|create (?:a|an|your) (?:free )?account)\b.{0,60}"
    r"\b(?:to continue|to read (?:on|more|the|this)|for full access)"
    r"|this (?:article|content|story) is (?:only )?(?:for|available to|reserved)"
)
_MAYBE_WALL = re.compile(
    r"(?i)\b(?:log ?in|sign ?in|subscribe|register|create (?:a|an|your) (?:free )?account)\b.{0,60}"
    r"\bto (?:read|view|access|see)|already a (?:subscriber|member)|(?:subscribers|members)[ -]only"
)
#: a wall has the beginning of an article at most; of what stands under real ones too only a line or two
_WALLED_WORDS, _HARDLY_ANY = 120, 40
_FEED = re.compile(
    r"(?is)(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml)\b"
)
_MIME = re.compile(r"(?i)(?:[\w-]+: [^\n]*\n(?:[ \t][^\n]*\n)*){0,20}(?:mime-version|content-type): ")
#: fewer words than this, outside headlines, are no article
_LEAST_WORDS = 12
#: an article with a larger share of its letters in links is a list of other pages
_LINKED = 0.7
_WORD = re.compile(r"\w+")


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
    if not page.content_type.startswith("text/html") and (what := _other_format(text)):
        raise NotTextError(page.name, f"is {what}")
    article = _from_html if _is_html(page, text) else _from_plain
    read = article(page, text, charset, notes)
    _require_article(read)
    return read


def _other_format(text: str) -> str | None:
    """What a text is that no article is, and what to do."""
    head = text[:2000].lstrip()
    if _FEED.match(head):
        return "a feed or a site map; give the pages that it lists"
    if _MIME.match(head):
        return "a web archive (MHTML) or a mail; save the page as HTML"
    if head.startswith(("{", "[")):
        import json

        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return None
        return "JSON; expected HTML, plain text or Markdown"
    return None


def _is_text(content_type: str) -> bool:
    return content_type.startswith("text/") or content_type in (
        "application/xhtml+xml",
        "application/xml",
        "application/octet-stream",
    )


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
        outlet=plain.outlet,
        published=(text_date(plain.date_line) if plain.date_line else None)
        or _opening_date([text[b.span.start : b.span.end] for b in plain.blocks], [b.kind for b in plain.blocks]),
        notes=tuple(notes),
    )


def _require_article(article: Article) -> None:
    """Refuse what has no article in it, and languages that are not read."""
    name = article.page.name
    words = sum(len(_WORD.findall(article.slice(b.span))) for b in article.readable if b.kind is not BlockKind.HEADLINE)
    whole = " ".join(article.slice(b.span) for b in article.readable)
    wall = (_WALL.search(article.text) if words < _WALLED_WORDS else None) or (
        _MAYBE_WALL.search(article.text) if words < _HARDLY_ANY else None
    )
    if wall:
        raise NoArticleError(
            name,
            f"holds a login or subscription wall rather than an article ({wall[0][:60]!r}); "
            "save the page once you are logged in and read the file",
        )
    language = languages.detect(whole or article.text)
    if language != "en":
        raise LanguageError(name, f"is in {languages.name(language)}; only English is read", language)
    if words < _LEAST_WORDS:
        raise NoArticleError(
            name,
            f"holds no article text: {words} words outside headlines and furniture; "
            "is it an index page, or filled in by scripts?",
        )


def _from_html(page: Page, text: str, charset: str, notes: list[str]) -> Article:
    from sayso.pages.html import parsable, parse, raw_blocks, xpath_of
    from sayso.pages.kinds import block_kinds, containers, lineage
    from sayso.pages.maintext import main_blocks
    from sayso.pages.metadata import read_metadata

    text = parsable(text)
    root = parse(page.name, text)
    metadata = read_metadata(root, page.url)
    raw = raw_blocks(root)
    texts = [block.text for block in raw]
    if not texts:
        raise EmptyPageError(page.name, "is empty: there is not one visible word in it")
    main = main_blocks(text, texts)
    paths = [xpath_of(block.element) for block in raw]
    holders = containers([block.element for block in raw], texts, main)
    lineages = [lineage(block.element, holders) for block in raw]
    kinds = block_kinds(texts, lineages, main, metadata.headline)
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
        published=metadata.published or _opening_date(texts, kinds) or _date_in_text(text, page.url),
        modified=metadata.modified,
        canonical_url=metadata.canonical_url,
        notes=tuple(notes),
    )
    body = [(block, t) for block, t, k in zip(raw, texts, kinds, strict=True) if not k.is_furniture]
    letters = sum(len("".join(t.split())) for _, t in body)
    if letters and sum(block.linked for block, _ in body) > _LINKED * letters:
        raise NoArticleError(page.name, "is an index page: most of its text is links to other pages; give one of those")
    return article


def _opening_date(texts: Sequence[str], kinds: Sequence[BlockKind]) -> Dated | None:
    """The date with which the first paragraph of the article begins."""
    from sayso.pages.metadata import dateline

    first = next((t for t, kind in zip(texts, kinds, strict=True) if kind is BlockKind.PARAGRAPH), "")
    return dateline(first)


def _date_in_text(html: str, url: str | None) -> Dated | None:
    """What htmldate makes of the visible text, where the page declares no date."""
    import logging

    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = find_date(html, url=url, original_date=True, extensive_search=True)
    except Exception:  # noqa: BLE001 - htmldate meets pages its authors did not; a date is not worth a page
        return None
    if not found or (found.endswith("-01-01") and not _NEW_YEAR.search(html)):
        return None  # nothing, or a bare year such as a copyright's
    return Dated(found, "text")


_NEW_YEAR = re.compile(r"(?i)\b0?1[-/. ]0?1\b|\bjan(?:uary)?\.? 0?1\b|\b0?1(?:st)? jan")
