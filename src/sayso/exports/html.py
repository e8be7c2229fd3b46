"""Readings as one self-contained HTML page: the articles with their attributions highlighted."""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, Template

from sayso.exports.wording import how, said_on, who
from sayso.types import Article, Block, BlockKind, Reading, Span

#: HTML element of each kind of block
_ELEMENTS = {BlockKind.HEADLINE: "h2", BlockKind.BLOCKQUOTE: "blockquote"}
_GENERATOR = b'<meta name="generator" content="sayso">'
_ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text in which the same roles of the same attributions hold throughout."""

    text: str
    #: class names: the roles that hold here, and "a3" for each attribution that they belong to
    classes: str
    #: the innermost attribution here, or None
    attribution: int | None


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block ready for the template."""

    element: str
    kind: str
    furniture: bool
    segments: list[Segment]


def to_html(readings: Sequence[Reading]) -> str:
    """Render readings as one page without outside resources.

    Args:
        readings: in the order they are to be shown.

    Returns:
        A complete HTML document. Page text is escaped, and the document's content security policy lets no script run
        but its own.

    """
    script = (files("sayso.exports") / "templates" / "reading.js").read_text(encoding="utf8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    shown = [
        {
            "number": number,
            "article": reading.article,
            "link": _link(reading.article),
            "blocks": [_shown(reading, number, block) for block in reading.article.blocks],
            "rows": list(_rows(reading)),
        }
        for number, reading in enumerate(readings)
    ]
    return _template().render(readings=shown, script=script, digest=digest)


def is_view(path: Path) -> bool:
    """Whether a file is a page that `to_html` made."""
    with path.open("rb") as file:
        return _GENERATOR in file.read(1000)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("sayso.exports"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("reading.html")


def _link(article: Article) -> str | None:
    url = article.canonical_url or article.page.url or ""
    return url if urlsplit(url).scheme in ("http", "https") else None


def _shown(reading: Reading, number: int, block: Block) -> ShownBlock:
    return ShownBlock(
        _ELEMENTS.get(block.kind, "p"),
        block.kind.value,
        block.kind.is_furniture,
        segments(reading, block.span, f"r{number}a"),
    )


def segments(reading: Reading, block: Span, prefix: str = "a") -> list[Segment]:
    """Cut a block wherever a role of an attribution begins or ends.

    Args:
        reading: the reading.
        block: a span of its article's text.
        prefix: what the class of attribution 3 begins with, before the "3".

    Returns:
        Segments in order; joined, their texts are the block's text.

    """
    here: list[tuple[Span, str, int]] = []
    cuts = {block.start, block.end}
    for index, attribution in enumerate(reading.attributions):
        for role in _ROLES:
            for span in getattr(attribution, role):
                if span.start < block.end and span.end > block.start:
                    here.append((span, role, index))
                    cuts.update(p for p in span if block.start < p < block.end)
    out = []
    edges = sorted(cuts)
    for start, end in itertools.pairwise(edges):
        holding = [(span, role, i) for span, role, i in here if span.start <= start and end <= span.end]
        roles = [role for role in _ROLES if any(r == role for _, r, _ in holding)]
        owners = sorted({i for _, _, i in holding})
        innermost = min(holding, key=lambda h: (h[1] == "content", h[0].end - h[0].start))[2] if holding else None
        out.append(
            Segment(reading.article.text[start:end], " ".join([*roles, *(f"{prefix}{i}" for i in owners)]), innermost)
        )
    return out


def _rows(reading: Reading) -> Iterator[dict[str, object]]:
    for index, attribution in enumerate(reading.attributions):
        statement = reading.statements[index] if reading.statements else None
        when = statement.said_on if statement else None
        yield {
            "index": index,
            "depth": reading.depth(index),
            "score": attribution.score,
            "who": who(reading, statement) if statement else None,
            "how": how(statement) if statement else None,
            "act": statement.act.value if statement else "",
            "said_on": said_on(when.value, when.basis) if when else None,
            "basis": when.basis if when else None,
            **{role: " … ".join(reading.article.slice(s) for s in getattr(attribution, role)) for role in _ROLES},
        }
