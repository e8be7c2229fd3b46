"""The ledger: many pages in one file, and what they say to one another.

ledger = sayso.open_ledger("talks.db")
for added in ledger.add(["pages/", "https://example.org/story"]):
...
for pair in ledger.conflicts(source="Vassoul"):
print(pair.first.who, pair.first.content, "|", pair.second.who, pair.second.content)
"""

from __future__ import annotations

import getpass
import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from sayso.errors import LedgerError, PageError, UsageError
from sayso.ledger import adding, deciding, migrations, queries, sqlite
from sayso.ledger.adding import Added, Prepared, Relater
from sayso.ledger.queries import (
    PAGE,
    ArticleEntry,
    Entry,
    Filters,
    LinkEntry,
    SourceEntry,
    StoryEntry,
)
from sayso.ledger.schema import articles, decisions, pages, statements
from sayso.types import Article, Failure, Page, Reading

if TYPE_CHECKING:
    from sayso.reader import Readable, Reader

__all__ = [
    "Added",
    "ArticleEntry",
    "Drift",
    "Entry",
    "Filters",
    "Ledger",
    "LinkEntry",
    "SourceEntry",
    "StoryEntry",
]

Drift = tuple[int, str]


class Ledger:
    """A ledger file.

    Args:
        path: an SQLite file; made, with its tables, when it is not there and `create` is set.
        create: whether to make it.

    Raises:
        LedgerError: it cannot be opened or made, or is none.

    """

    def __init__(self, path: str | os.PathLike[str], *, create: bool = True) -> None:
        self.path = Path(path)
        if not self.path.exists() and not create:
            raise LedgerError(f"{self.path}: no ledger there; sayso add PAGE makes one")
        if self.path.is_dir():
            raise LedgerError(f"{self.path}: a folder; give a file with --ledger")
        try:
            if self.path.exists() and not sqlite.is_database(self.path):
                raise LedgerError(
                    f"{self.path}: this is no ledger, and is left as it is; give another file with --ledger"
                )
        except OSError as error:
            raise LedgerError(f"{self.path}: {error.strerror}") from None
        self._engine = sqlite.connect(self.path)
        self._relater = Relater()
        with self._told():
            migrations.migrate(self._engine)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Database errors as LedgerError."""
        try:
            yield
        except OverflowError:  # the database holds whole numbers up to 2^63
            raise UsageError("a number is too large; sayso search, stories and sources give numbers") from None
        except sqlite.DATABASE_ERRORS as error:
            raise sqlite.explained(error, self.path) from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._told(), self._engine.execution_options(writes=True).begin() as connection:
            yield connection

    # putting in

    def add(
        self, given: Iterable[Readable], *, reader: Reader | None = None, threads: int | None = None
    ) -> Iterator[Added | Failure]:
        """Read pages and write them, each in one transaction; what is there already is left alone.

        Args:
            given: URLs, paths, "-", pages or articles, as for Reader.read_many.
            reader: with settings of your own.
            threads: how many pages are read at once.

        Yields:
            What became of each page, or why it could not be read.

        Raises:
            LedgerError: the ledger cannot be written; what was yielded before is in it.

        """
        from sayso.reader import Reader, in_order

        # each step is safe to repeat, so whatever ended a run, the same command goes on
        reader = reader or Reader()
        known = self._known()

        def attempt(ref: Readable) -> Prepared | Added | Failure:
            try:
                opened = reader.open(ref)
                page = opened.page if isinstance(opened, Article) else opened
                if there := known.get(page.sha256):
                    return Added(page.name, there, "known", 0, {})
                return adding.prepare(reader.read(opened), self._relater)
            except PageError as error:
                return Failure(error.page, error)

        for result in in_order(attempt, reader.spread(given), threads):
            if isinstance(result, Prepared):
                with self._told():
                    yield adding.write(self._engine, result, self._relater)
            else:
                yield result

    def _known(self) -> dict[str, int]:
        with self._reading() as connection:
            rows = connection.execute(
                select(pages.c.sha256, articles.c.id).join(articles, articles.c.page_id == pages.c.id)
            )
            return {row[0]: row[1] for row in rows}

    def reread(self, *, reader: Reader | None = None) -> Iterator[Added | Failure]:
        """Read every page anew from its stored bytes: the machine's judgements are replaced, people's stay."""
        from sayso.reader import Reader

        reader = reader or Reader()
        for number, page in self._stored():
            try:
                prepared = adding.prepare(reader.read(page), self._relater)
            except PageError as error:
                yield Failure(page.name, error)
                continue
            with self._told():
                yield adding.rewrite(self._engine, number, prepared, self._relater)

    def verify(self) -> Iterator[Drift]:
        """Derive every article's text from its stored bytes anew and compare it and all spans with what is stored.

        Yields:
            Article number and what has drifted; nothing when all is as it was.

        """
        from sayso.pages import read_article

        with self._reading() as connection:
            if (said := sqlite.sound(connection)) != "ok":
                yield 0, f"the file itself is damaged: {said}"
        for number, page in self._stored():
            if hashlib.sha256(page.content).hexdigest() != page.sha256:
                yield number, "the stored bytes are not those that were added"
                continue
            try:
                text = read_article(page).text
            except PageError as error:
                yield number, f"cannot be read any more: {error.reason}"
                continue
            with self._reading() as connection:
                row = connection.execute(
                    select(articles.c.text, articles.c.text_sha256).where(articles.c.id == number)
                ).one()
                if adding.digest(row.text) != row.text_sha256:
                    yield number, "the stored text is not the one that was read"
                    continue
                if row.text != text:
                    yield number, "the text comes out differently; sayso reread brings the ledger to this version"
                    continue
                yield from ((number, what) for what in adding.misplaced(connection, number, text))

    def _stored(self) -> Iterator[tuple[int, Page]]:
        with self._reading() as connection:
            numbers = connection.execute(select(articles.c.id).order_by(articles.c.id)).scalars().all()
        for number in numbers:
            yield number, self._page(number)

    def _page(self, article: int) -> Page:
        with self._reading() as connection:
            row = connection.execute(select(pages).join(articles).where(articles.c.id == article)).one()
        return Page(
            row.name, zlib.decompress(row.content), row.content_type, row.declared_charset, row.sha256,
            datetime.fromisoformat(row.fetched_at), row.url,
        )  # fmt: skip

    # asking

    def search(
        self, words: str, *, in_articles: bool = False, limit: int | None = PAGE, offset: int = 0, **filters: Any
    ) -> list[Entry]:
        """Statements whose content, source or headline holds all words; see queries.Filters for the filters."""
        with self._reading() as connection:
            return queries.entries(
                connection, Filters(**filters), words=words, in_articles=in_articles, limit=limit, offset=offset
            )

    def statements(self, *, limit: int | None = PAGE, offset: int = 0, **filters: Any) -> list[Entry]:
        """Statements in the order of time."""
        with self._reading() as connection:
            return queries.entries(connection, Filters(**filters), limit=limit, offset=offset)

    def days(self, **filters: Any) -> list[tuple[str | None, int]]:
        """How many statements on which day, in the order of time, those without a day last."""
        with self._reading() as connection:
            return queries.days(connection, Filters(**filters))

    def who(self, name: str, *, limit: int | None = PAGE, offset: int = 0) -> tuple[list[Entry], list[LinkEntry]]:
        """All that a source said, by date, and where it changed its account.

        Raises:
            UsageError: the name means nobody here.

        """
        with self._reading() as connection:
            said = queries.entries(connection, Filters(source=name), limit=limit, offset=offset)
            changed = queries.linked(connection, ["revises"], Filters(source=name), limit=None, once=False)
        return said, changed

    def conflicts(self, *, limit: int | None = PAGE, offset: int = 0, **filters: Any) -> list[LinkEntry]:
        """Pairs that cannot both stand, the surest first."""
        return self.links(["conflicts"], limit=limit, offset=offset, **filters)

    def links(
        self, kinds: Sequence[str], *, least: float = 0.0, limit: int | None = PAGE, offset: int = 0, **filters: Any
    ) -> list[LinkEntry]:
        """Pairs of the given kinds: repeats, agrees, conflicts, revises; with scores of at least `least`.

        What several articles tell of a pair that is no repetition comes once, see LinkEntry.again.
        """
        with self._reading() as connection:
            return queries.linked(connection, kinds, Filters(**filters), least=least, limit=limit, offset=offset)

    def origins(self, statement: int) -> tuple[Entry, list[LinkEntry]]:
        """A statement, and every telling of it that is known, in the order of time.

        Raises:
            UsageError: no statement has that number.

        """
        with self._reading() as connection:
            found = queries.entries(connection, ids=[statement])
            if not found:
                raise UsageError(f"no statement {statement} in this ledger; sayso search gives the numbers")
            return found[0], queries.origins(connection, statement)

    def stories(self, *, limit: int | None = PAGE, offset: int = 0) -> list[StoryEntry]:
        """Stories, the largest first."""
        with self._reading() as connection:
            return queries.story_entries(connection, limit=limit, offset=offset)

    def sources(self, name: str | None = None, *, limit: int | None = PAGE, offset: int = 0) -> list[SourceEntry]:
        """People and organisations by how much they say."""
        with self._reading() as connection:
            return queries.source_entries(connection, name, limit=limit, offset=offset)

    def article(self, number: int) -> tuple[ArticleEntry, list[Entry]]:
        """An article and its statements in the order of the text."""
        with self._reading() as connection:
            entry = queries.article_entry(connection, number)
            ids = connection.execute(select(statements.c.id).where(statements.c.article_id == number)).scalars().all()
            said = queries.entries(connection, ids=ids, limit=None) if ids else []
        return entry, sorted(said, key=lambda s: s.id)

    def reading_of(self, number: int, *, reader: Reader | None = None) -> Reading:
        """An article read anew from its stored bytes, for the HTML view."""
        from sayso.reader import Reader

        self.article(number)
        return (reader or Reader()).read(self._page(number))

    def stats(self) -> dict[str, int]:
        """How much there is of everything."""
        with self._reading() as connection:
            return queries.counts(connection)

    def everything(self, **filters: Any) -> Iterator[Entry]:
        """All statements, for exports."""
        with self._reading() as connection:
            yield from queries.everything(connection, Filters(**filters))

    def check(self) -> str:
        """ "ok", or what the database's own check finds wrong."""
        with self._reading() as connection:
            return sqlite.sound(connection)

    # people's decisions

    def merge_sources(self, into: str, other: str, *, person: str | None = None) -> str:
        """Decide that two sources are one."""
        return self._decide(lambda c, who: deciding.merge(c, who, into, other), person)

    def split_source(self, name: str, in_articles: Sequence[int], new_name: str, *, person: str | None = None) -> str:
        """Decide that in some articles a source is somebody else."""
        return self._decide(lambda c, who: deciding.split(c, who, name, in_articles, new_name), person)

    def rename_source(self, name: str, new_name: str, *, person: str | None = None) -> str:
        """Decide what a source is called."""
        return self._decide(lambda c, who: deciding.rename(c, who, name, new_name), person)

    def decisions(self) -> list[dict[str, Any]]:
        """All that people decided, in order."""
        with self._reading() as connection:
            return [dict(row._mapping) for row in connection.execute(select(decisions).order_by(decisions.c.id))]

    def _decide(self, action: Callable[[Connection, str], str], person: str | None) -> str:
        with self._writing() as connection:
            return action(connection, person or _user())


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
