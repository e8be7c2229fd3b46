"""Pages made on the spot, and the promises that every article keeps."""

import hashlib
import re
import signal
from contextlib import contextmanager
from datetime import UTC, datetime

from sayso.pages import read_article
from sayso.types import Page

#: paragraphs of an article that nobody wrote about a harbour that is nowhere
PROSE = (
    "The harbour master of Osterby said on Monday that the dredging would not resume before the spring, "
    "and that the council had known this since the first week of the year.",
    "Ines Halloran, who speaks for the fishing fleet, told reporters that the boats had lost nineteen days at sea "
    "and that nobody in the town hall had asked them what the mud was worth.",
    "The mayor denied that there had been any promise, and a letter which he showed to the council on Tuesday "
    "speaks only of a survey that was to be finished with the help of the university.",
    "What happens to the quay in the meantime is for the engineers to say, and they have said that it will stand "
    "for another winter if the storms are no worse than those of the last two years.",
)

_WHITE = re.compile(r"\s*")
#: Markdown's markers stay in the text, and outside of its blocks
_MARKERS = re.compile(r"(?:\s|[#>*+•-]|\d{1,2}[.)])*")


def saved(content, content_type="text/html", charset=None, url=None, name="saved"):
    """A page as if it had just been opened."""
    content = content.encode() if isinstance(content, str) else content
    return Page(
        name=name,
        content=content,
        content_type=content_type,
        declared_charset=charset,
        sha256=hashlib.sha256(content).hexdigest(),
        fetched_at=datetime(2024, 3, 1, tzinfo=UTC),
        url=url,
    )


def read_html(content, **fields):
    return read_article(saved(content, **fields))


def read_text(content, content_type="text/plain", **fields):
    return read_article(saved(content, content_type, **fields))


def around(body, head="<title>Dredging halted</title>", title="<h1>Dredging halted</h1>"):
    """An HTML page with an article about the harbour, and `body` in the midst of it."""
    before, after = ("".join(f"<p>{text}</p>" for text in half) for half in (PROSE[:2], PROSE[2:]))
    return (
        f"<!doctype html><html><head>{head}</head><body><main><article>{title}{before}{body}{after}"
        "</article></main></body></html>"
    )


def outline(article):
    """The kind and the text of every block."""
    return [(str(block.kind), article.slice(block.span)) for block in article.blocks]


def kind_of(article, beginning):
    """The kind of the one block that begins with these words."""
    (kind,) = [kind for kind, text in outline(article) if text.startswith(beginning)]
    return kind


def check_promises(article):
    """What holds of every article, whatever its page."""
    article.text.encode("utf-8")
    gap = _MARKERS if article.format == "text" else _WHITE
    end = 0
    for block in article.blocks:
        assert end <= block.span.start < block.span.end <= len(article.text)
        assert gap.fullmatch(article.text, end, block.span.start)
        content = article.slice(block.span)
        assert content == content.strip()
        assert (block.xpath is None) == (article.format == "text")
        end = block.span.end
    assert gap.fullmatch(article.text, end)
    assert article.format in ("html", "text")
    for words in (article.headline, article.byline, article.outlet):
        if words is not None:
            assert words.strip()
            words.encode("utf-8")


@contextmanager
def within(seconds):
    """Break off what takes longer, such as a regular expression that backtracks without end."""

    def stop(*_):
        raise TimeoutError(f"not done after {seconds} s")

    if not hasattr(signal, "setitimer"):  # Windows: nothing to break it off with
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
