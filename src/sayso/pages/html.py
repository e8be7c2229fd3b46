"""An HTML page as blocks: every visible run of text in document order, with the element it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from sayso.errors import BrokenMarkupError, EmptyPageError
from sayso.pages.limits import MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS

#: elements whose text nobody sees
_SILENT = frozenset(
    {
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "canvas",
        "head",
        "title",
        "audio",
        "video",
    }
)
_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
#: elements within a block that nobody sees
_HIDDEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
#: a line break in the raw text of a block; U+2028 is what it means
_BREAK = "\u2028"
_SPACE = re.compile(f"[ \t\n\r\f]*{_BREAK}[ \t\n\r\f]*|[ \t\n\r\f]+")


@dataclass(slots=True)
class TextNode:
    """A piece of character data: the text or the tail of an element."""

    element: Any
    is_tail: bool
    text: str


@dataclass(slots=True)
class RawBlock:
    """A run of text without a block boundary in it, as it stands on the page."""

    element: Any
    nodes: list[TextNode] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text as a browser shows it: runs of white space are one space, `<br>` is a line feed."""
        return _SPACE.sub(_shown, "".join(node.text for node in self.nodes)).strip()

    @property
    def linked(self) -> int:
        """How many of its characters, white space aside, are the text of links."""
        return sum(len("".join(node.text.split())) for node in self.nodes if _in_link(node))

    def origins(self) -> list[tuple[TextNode, int]]:
        """For each character of `text`, the node it came from and its offset there."""
        places = [(node, i) for node in self.nodes for i in range(len(node.text))]
        raw = "".join(node.text for node in self.nodes)
        out: list[tuple[TextNode, int]] = []
        shown: list[str] = []
        position = 0
        for match in _SPACE.finditer(raw):
            shown.append(raw[position : match.start()])
            out.extend(places[position : match.start()])
            shown.append(_shown(match))
            out.append(places[match.start()])
            position = match.end()
        shown.append(raw[position:])
        out.extend(places[position:])
        whole = "".join(shown)
        lead = len(whole) - len(whole.lstrip())
        return out[lead : lead + len(whole.strip())]


def _in_link(node: TextNode) -> bool:
    element = node.element.getparent() if node.is_tail else node.element
    while element is not None and element.tag not in _BLOCK:
        if element.tag == "a":
            return True
        element = element.getparent()
    return element is not None and any(a.tag == "a" for a in element.iterancestors())


def xpath_of(element: Any) -> str:
    """The XPath of an element, also below elements whose names hold a colon, which XPath takes for a namespace."""
    path: str = element.getroottree().getpath(element)
    if ":" not in path:
        return path
    steps = []
    for step in reversed([element, *element.iterancestors()]):
        parent = step.getparent()
        alike = [e for e in parent if e.tag == step.tag] if parent is not None else [step]
        if ":" in step.tag:
            steps.append(f"*[{parent.index(step) + 1}]")
        else:
            steps.append(step.tag if len(alike) == 1 else f"{step.tag}[{alike.index(step) + 1}]")
    return "/" + "/".join(steps)


def _shown(match: re.Match[str]) -> str:
    return "\n" if _BREAK in match[0] else " "


def is_hidden(element: Any) -> bool:
    """Whether an element says that nobody is to see it."""
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style") or ""))


def parsable(text: str) -> str:
    """A page's text without what makes parsers stumble: an XML declaration, and characters that no XML may hold."""
    # the declaration would make lxml refuse or recode the text; the charset was settled before
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:1000]) + text[1000:]
    return _REFERENCE.sub(_reference, _NO_XML.sub("\ufffd", text))


_NO_XML = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&#(?:0*([0-9]{1,7})(?![0-9])|[xX]0*([0-9a-fA-F]{1,6})(?![0-9a-fA-F]));?")


def _reference(match: re.Match[str]) -> str:
    """A numeric reference, unless it stands for a character that no XML may hold."""
    code = int(match[1]) if match[1] else int(match[2], 16)
    return "\ufffd" if code > 0x10FFFF or _NO_XML.match(chr(code)) else match[0]


def parse(name: str, text: str) -> HtmlElement:
    """Parse HTML.

    Args:
        name: the page's name, for errors.
        text: the decoded page.

    Raises:
        EmptyPageError: there is no element in it.
        BrokenMarkupError: its elements are nested too deep, or too many, or have too many attributes.

    """
    text = parsable(text)
    if any(_attributes(tag[0]) > MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        raise BrokenMarkupError(name, f"an element has over {MAX_ATTRIBUTES} attributes; no article's does")
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    parser.set_element_class_lookup(_LOOKUP)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    if root is None:
        raise EmptyPageError(name, "holds no HTML element")
    depth, elements = _measures(root)
    if elements > MAX_ELEMENTS:
        raise BrokenMarkupError(name, f"holds {elements:,} elements, over {MAX_ELEMENTS:,}; no article does")
    if depth > MAX_DEPTH or any("Excessive depth" in entry.message for entry in parser.error_log):
        raise BrokenMarkupError(
            name, f"its elements are nested over {MAX_DEPTH} deep; no article is, so it is not read"
        )
    return root


#: a tag long enough to have too many attributes
_LONG_TAG = re.compile(rf"<[a-zA-Z][^>]{{{2 * MAX_ATTRIBUTES},}}")
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")


def _attributes(tag: str) -> int:
    """How many attributes a tag has, at most: parsers' time grows with the square of that."""
    return len(_VALUE.sub(" ", tag).split())


_LOOKUP = etree.ElementDefaultClassLookup(element=HtmlElement)


def _measures(root: HtmlElement) -> tuple[int, int]:
    """How deep the elements of a page are nested, and how many there are."""
    deepest = level = elements = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
        elements += event == "start"
    return deepest, elements


def raw_blocks(root: HtmlElement) -> list[RawBlock]:
    """Split a page into blocks, without recursion.

    Args:
        root: the parsed page.

    Returns:
        Blocks with text, in document order. The same page always gives the same blocks.

    """
    return [block for block in _runs(root) if block.text]


def _runs(root: HtmlElement) -> Iterator[RawBlock]:
    owners: list[Any] = [root]
    current = RawBlock(root)
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _SILENT or (tag not in _BLOCK and tag != "br" and is_hidden(element)):
                walker.skip_subtree()
                continue
            if tag in _BLOCK:
                yield current
                owners.append(element)
                current = RawBlock(element)
            elif tag == "br":
                if _ends_in_break(current):
                    yield current
                    current = RawBlock(owners[-1])
                current.nodes.append(TextNode(element, False, _BREAK))
            if element.text and tag != "br":
                current.nodes.append(TextNode(element, False, element.text))
        else:
            if tag in _BLOCK and tag not in _SILENT:
                yield current
                owners.pop()
                current = RawBlock(owners[-1] if owners else root)
            if element.tail and element is not root:
                current.nodes.append(TextNode(element, True, element.tail))
    yield current


def _ends_in_break(block: RawBlock) -> bool:
    for node in reversed(block.nodes):
        if node.text == _BREAK:
            return True
        if node.text.strip():
            return False
    return False
