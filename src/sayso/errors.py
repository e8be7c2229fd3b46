"""Everything sayso raises on purpose.

SaysoError
├── UsageError            the call itself is wrong: an option, a combination of arguments
├── PageError             this input cannot be read; `.page` says which, `.reason` why
│   ├── NotFoundError     no such file, HTTP 404 or 410, a folder without readable pages
│   ├── FetchError        the network: DNS, time-out, refused, HTTP status, redirect loop
│   ├── ForbiddenAddressError   a private, loopback or link-local address
│   ├── TooLargeError     over the size limit, as sent or as unpacked
│   ├── NotTextError      binary, PDF, an unknown content type
│   ├── BrokenMarkupError HTML that cannot be parsed whole, such as thousands of levels of nesting
│   ├── EmptyPageError    nothing in it
│   ├── NoArticleError    text, but no article: a login wall, an index page
│   └── LanguageError     an article in a language that is not read
├── SpanError             a span that lies outside its text or in no element
├── LedgerError           the ledger cannot be opened, read or written
└── ModelError            the weights are missing, damaged or of another version
"""

from __future__ import annotations


def legible(name: str) -> str:
    """A page's name as text that can be written: a file's may be no UTF-8."""
    return name.encode("utf8", "replace").decode("utf8")


class SaysoError(Exception):
    """Base of every error that sayso raises on purpose; its text names the value and the remedy."""


class UsageError(SaysoError):
    """The call is wrong: the message says what was given and what is expected."""


class PageError(SaysoError):
    """A page that cannot be read.

    Attributes:
        page: the path or URL as it was given.
        reason: what is wrong with it, and what to do, in one line.

    """

    #: a short name for tables and JSON, the same in every version
    code = "page"

    def __init__(self, page: str, reason: str) -> None:
        self.page = legible(page)
        super().__init__(f"{self.page}: {reason}")
        self.reason = reason


class NotFoundError(PageError):
    """No such file or URL, or a folder without a readable page."""

    code = "not-found"


class FetchError(PageError):
    """The network failed: DNS, time-out, refusal, an HTTP status, a redirect loop."""

    code = "fetch"


class ForbiddenAddressError(PageError):
    """The URL leads to a private, loopback or link-local address."""

    code = "forbidden-address"


class TooLargeError(PageError):
    """More bytes than the limit, as sent or once unpacked."""

    code = "too-large"


class NotTextError(PageError):
    """Binary data, a PDF, or a content type that is no text."""

    code = "not-text"


class BrokenMarkupError(PageError):
    """HTML that cannot be parsed whole."""

    code = "broken-markup"


class EmptyPageError(PageError):
    """The page holds no text at all."""

    code = "empty"


class NoArticleError(PageError):
    """The page has text but no article in it: a login wall, an index page, an error page."""

    code = "no-article"


class LanguageError(PageError):
    """The article is in a language that sayso does not read.

    Attributes:
        language: ISO 639-1 code of the language that was detected.

    """

    code = "language"

    def __init__(self, page: str, reason: str, language: str) -> None:
        super().__init__(page, reason)
        self.language = language


class SpanError(SaysoError):
    """A span outside its text, or one that no element of the page holds."""


class ModelError(SaysoError):
    """The reader's weights are missing, damaged or of another version: reinstall sayso."""


class LedgerError(SaysoError):
    """The ledger cannot be opened, read or written: the message says why, and what to do."""
