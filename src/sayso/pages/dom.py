"""The way back: from a span of an article's text to the elements of its page."""

from __future__ import annotations

from typing import NamedTuple

from sayso.errors import SpanError
from sayso.pages.charset import decode
from sayso.pages.html import TextNode, parse, raw_blocks, xpath_of
from sayso.types import Article, Span


class DomRange(NamedTuple):
    """A stretch of one text node of the parsed page."""

    #: the text node, such as "/html/body/p[2]/em[1]/text()[1]"
    xpath: str
    #: code points within that node's character data
    start: int
    end: int


def locate(article: Article, span: Span) -> list[DomRange]:
    """Map a span of `article.text` back to the text nodes of its HTML page.

    Args:
        article: an article read from HTML.
        span: code points of `article.text`.

    Returns:
        Ranges in document order, one for each text node that the span touches; joined, their character data is the
        span's text up to white space that HTML collapses.

    Raises:
        SpanError: the article is no HTML page, or the span lies outside its text or its blocks.

    """
    article.slice(span)
    if article.format != "html":
        raise SpanError(f"{article.page.name} is plain text: its spans are offsets into the file's text already")
    raw = raw_blocks(parse(article.page.name, decode(article.page)[0]))
    ranges: list[DomRange] = []
    for block, origin in zip(article.blocks, raw, strict=True):
        low, high = max(span.start, block.span.start), min(span.end, block.span.end)
        if low < high:
            places = origin.origins()[low - block.span.start : high - block.span.start]
            ranges.extend(_ranges(places))
    if not ranges:
        raise SpanError(f"span [{span.start}, {span.end}) lies between two blocks of {article.page.name}")
    return ranges


def _ranges(places: list[tuple[TextNode, int]]) -> list[DomRange]:
    out: list[DomRange] = []
    i = 0
    while i < len(places):
        node, start = places[i]
        j = i
        while j + 1 < len(places) and places[j + 1][0] is node:
            j += 1
        if node.text != "\u2028":  # a <br> has no character data
            out.append(DomRange(_node_path(node), start, places[j][1] + 1))
        i = j + 1
    return out


def _node_path(node: TextNode) -> str:
    if not node.is_tail:
        return f"{xpath_of(node.element)}/text()[1]"
    parent = node.element.getparent()
    before = 1 if parent.text else 0
    for sibling in parent:
        if sibling.tail:
            before += 1
        if sibling is node.element:
            break
    return f"{xpath_of(parent)}/text()[{before}]"
