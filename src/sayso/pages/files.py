"""From what a user names to pages: URLs, files, folders, standard input."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sayso.errors import NotFoundError, PageError, TooLargeError, legible
from sayso.pages.limits import MAX_BYTES
from sayso.types import Page

#: suffix -> content type
SUFFIXES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}


#: what a folder with saved pages holds besides them; anything else in it is a page, or said to be none
_PARTS = frozenset(
    """
    .css .js .mjs .map .json .xml .csv .tsv .db .db-wal .db-shm .db-journal .sqlite .sqlite3 .png .jpg .jpeg .gif .svg
    .webp .avif .ico .bmp .woff .woff2 .ttf .otf .eot .mp3 .mp4 .m4a .webm .ogg .wav .vtt .swf .lock .log .py .toml
    .yaml .yml .ini
    """.split()
)


@dataclass(frozen=True, slots=True)
class PageRef:
    """One page that was asked for, not opened yet."""

    name: str
    #: why it cannot be opened, known already
    error: PageError | None = None


def is_url(name: str) -> bool:
    """Whether a name is meant as a URL rather than a path."""
    return "://" in name[:12]


def page_refs(names: Iterable[str | os.PathLike[str]]) -> Iterator[PageRef]:
    """Spread folders into their pages; everything else stands for itself.

    Args:
        names: URLs, paths of files and folders, "-" for standard input.

    Yields:
        One reference a page, folders in sorted order; a folder without pages becomes one with an error.

    """
    for given in names:
        name = os.fspath(given)
        if name == "-" or is_url(name) or not os.path.isdir(name):
            yield PageRef(name)
            continue
        found = False
        for folder, subfolders, files in os.walk(name):
            subfolders.sort()
            for file in sorted(files):
                if Path(file).suffix.lower() not in _PARTS and not file.startswith("."):
                    found = True
                    yield PageRef(os.path.join(folder, file))
        if not found:
            yield PageRef(name, NotFoundError(name, "the folder holds no page to read"))


def open_page(page: PageRef | str | os.PathLike[str], *, allow_private: bool = False) -> Page:
    """Get the bytes of one page.

    Args:
        page: a URL, the path of a file, "-" for standard input, or a PageRef.
        allow_private: let URLs lead to private addresses.

    Raises:
        PageError: it cannot be opened; the subclass and the message say why.

    """
    if isinstance(page, PageRef):
        if page.error is not None:
            raise page.error
        name = page.name
    else:
        name = os.fspath(page)
    if is_url(name):
        from sayso.pages.fetch import fetch  # httpx takes 0.1 s to import, and only URLs need it

        return fetch(name, allow_private=allow_private)
    if name == "-":
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
        return _page(name, content, "")
    return _page(name, _read_file(name), SUFFIXES.get(Path(name).suffix.lower(), ""))


def _read_file(name: str) -> bytes:
    if not name:
        raise NotFoundError(name, "the name is empty; give a path, a URL, or - for standard input")
    try:
        path = Path(name)
        if path.is_dir():
            raise NotFoundError(name, "is a folder, not a page; read() takes one page, read_many() takes folders")
        if path.exists() and not path.is_file():
            raise PageError(name, "is no ordinary file; pipe it in with -")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        hint = f"; for a web page write https://{name}" if "." in name.split("/", maxsplit=1)[0] and "/" in name else ""
        raise NotFoundError(name, f"no such file{hint}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PageError(name, f"cannot be opened: {reason}") from None


def _page(name: str, content: bytes, content_type: str) -> Page:
    if len(content) > MAX_BYTES:
        raise TooLargeError(name, f"is over the limit of {MAX_BYTES:,} bytes")
    return Page(
        name=legible(name),
        content=content,
        content_type=content_type,
        declared_charset=None,
        sha256=hashlib.sha256(content).hexdigest(),
        fetched_at=datetime.now(UTC),
    )
