"""sayso: who said what, on whose word, tied to the exact characters.

    import sayso

    reading = sayso.read("column.html")            # a URL, a file, "-" for standard input
    reading.article.headline, reading.article.published
    for s in reading.statements:
        print(s.source is not None and reading.sources[s.source].name, s.act, s.factuality, s.said_on)
        print([reading.article.slice(span) for span in s.content], s.score)

    reader = sayso.Reader()                        # loads the model once
    for result in reader.read_many(["pages/"]):    # Reading or Failure, in order, in bounded memory
        ...

    ledger = sayso.open_ledger("talks.db")         # many pages in one file, and what they say to one another
    for added in ledger.add(["pages/"]):
        ...
    ledger.conflicts(source="…"), ledger.search("…"), ledger.who("…")

Offsets are code points into `reading.article.text`. Errors all derive from `SaysoError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.errors import (
    BrokenMarkupError,
    EmptyPageError,
    FetchError,
    ForbiddenAddressError,
    LanguageError,
    LedgerError,
    ModelError,
    NoArticleError,
    NotFoundError,
    NotTextError,
    PageError,
    SaysoError,
    SpanError,
    TooLargeError,
    UsageError,
)
from sayso.types import (
    Act,
    Article,
    Attribution,
    Block,
    BlockKind,
    Dated,
    Factuality,
    Failure,
    Page,
    Reading,
    Relay,
    Source,
    SourceKind,
    Span,
    Statement,
    When,
)

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.pages import DomRange, locate
    from sayso.reader import Reader

__version__ = "0.1.0"

__all__ = [
    "Act",
    "Article",
    "Attribution",
    "Block",
    "BlockKind",
    "BrokenMarkupError",
    "Dated",
    "DomRange",
    "EmptyPageError",
    "Factuality",
    "Failure",
    "FetchError",
    "ForbiddenAddressError",
    "LanguageError",
    "Ledger",
    "LedgerError",
    "ModelError",
    "NoArticleError",
    "NotFoundError",
    "NotTextError",
    "Page",
    "PageError",
    "Reader",
    "Reading",
    "Relay",
    "SaysoError",
    "Source",
    "SourceKind",
    "Span",
    "SpanError",
    "Statement",
    "TooLargeError",
    "UsageError",
    "When",
    "locate",
    "open_ledger",
    "read",
]

#: names that are loaded on first use, so that `import sayso` stays light
_LAZY = {"Reader": "sayso.reader", "Ledger": "sayso.ledger", "locate": "sayso.pages", "DomRange": "sayso.pages"}


def __getattr__(name: str) -> object:
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")


def read(page: str, *, min_score: float | None = None, allow_private: bool = False) -> Reading:
    """Read one page with a fresh Reader; for many pages make one Reader and keep it.

    Args:
        page: a URL, the path of an HTML, text or Markdown file, or "-" for standard input.
        min_score: leave out attributions that score below this, 0 to 1; None for the model's own threshold.
        allow_private: let a URL lead to private, loopback and link-local addresses.

    Raises:
        PageError: the page cannot be read; the subclass and the message say why.
        UsageError: a URL that is none, a score outside 0 to 1.

    """
    from sayso.reader import Reader

    return Reader(min_score=min_score, allow_private=allow_private).read(page)


def open_ledger(path: str = "sayso.db", *, create: bool = True) -> Ledger:
    """Open a ledger file, or make one.

    Args:
        path: the file.
        create: make it when it is not there.

    Raises:
        LedgerError: it cannot be opened or made, or is none.

    """
    from sayso.ledger import Ledger

    return Ledger(path, create=create)
