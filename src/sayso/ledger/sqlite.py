"""What only SQLite has: its pragmas, full-text search (FTS5), and how it says that a disk is full."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError

from sayso.errors import LedgerError

#: seconds that one process waits for another to finish its page
_PATIENCE = 60
#: attempts at what does not wait for a lock by itself, and seconds between them
_TRIES, _PAUSE = 200, 0.05
#: "SQLite format 3" with an application id of ours would do; the header tells a database from another file
_HEADER = b"SQLite format 3\x00"


def connect(path: Path) -> Engine:
    """An engine on one file, safe for several processes at once."""
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": _PATIENCE})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, and no sooner
        for pragma in (f"busy_timeout={_PATIENCE * 1000}", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        _write_ahead(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # a reader that turns writer half way would have to give up; whoever may write takes the lock at once
        options = connection.get_execution_options()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn on the write-ahead log, for good; of two processes that make a ledger at once one has to try again."""
    for attempt in range(_TRIES):
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            # this change alone does not wait for a lock
            if "locked" not in str(error) or attempt == _TRIES - 1:
                raise
            time.sleep(_PAUSE)


def is_database(path: Path) -> bool:
    """Whether a file is an SQLite database, or empty."""
    with path.open("rb") as file:
        head = file.read(len(_HEADER))
    return head in (b"", _HEADER)


def create_search(connection: Connection) -> None:
    """The full-text index, and the guard that decisions only grow."""
    connection.execute(
        text(
            "CREATE VIRTUAL TABLE search USING "
            "fts5(content, source, headline, tokenize='porter unicode61 remove_diacritics 2')"
        )
    )
    connection.execute(
        text("CREATE VIRTUAL TABLE article_search USING fts5(body, tokenize='porter unicode61 remove_diacritics 2')")
    )
    for action in ("UPDATE", "DELETE"):
        connection.execute(
            text(
                f"CREATE TRIGGER decisions_no_{action.lower()} BEFORE {action} ON decisions "
                "BEGIN SELECT RAISE(ABORT, 'decisions are only ever appended to'); END"
            )
        )


def index_statement(connection: Connection, number: int, content: str, source: str, headline: str) -> None:
    """Make a statement findable."""
    connection.execute(
        text("INSERT INTO search(rowid, content, source, headline) VALUES (:n, :c, :s, :h)"),
        {"n": number, "c": content, "s": source, "h": headline},
    )


def forget_statement(connection: Connection, number: int) -> None:
    """Take a statement out of the index."""
    connection.execute(text("DELETE FROM search WHERE rowid = :n"), {"n": number})


def index_article(connection: Connection, number: int, body: str) -> None:
    """Make an article's text findable."""
    connection.execute(text("INSERT INTO article_search(rowid, body) VALUES (:n, :b)"), {"n": number, "b": body})


def forget_article(connection: Connection, article: int) -> None:
    """Take an article and its statements out of the indexes."""
    connection.execute(
        text("DELETE FROM search WHERE rowid IN (SELECT id FROM statements WHERE article_id = :a)"), {"a": article}
    )
    connection.execute(text("DELETE FROM article_search WHERE rowid = :a"), {"a": article})


def matching(words: str) -> str:
    """A query for FTS5 in which every word must occur; quotation marks keep words together, nothing else is special."""
    parts = words.split('"')
    terms = [f'"{part.strip()}"' for part in parts[1::2] if part.strip()]
    terms += [f'"{word}"' for part in parts[::2] for word in part.split()]
    return " ".join(terms)


MATCH_STATEMENTS = "+statements.id IN (SELECT rowid FROM search WHERE search MATCH :words)"
MATCH_ARTICLES = "statements.article_id IN (SELECT rowid FROM article_search WHERE article_search MATCH :words)"


def sound(connection: Connection) -> str:
    """ "ok", or what SQLite's own check finds wrong."""
    return str(connection.execute(text("PRAGMA quick_check")).scalar())


def explained(error: Exception, path: Path) -> LedgerError:
    """A database error in words that say what to do."""
    said = str(getattr(error, "orig", None) or error)
    if "disk is full" in said or "database or disk is full" in said:
        return LedgerError(f"{path}: the disk is full; nothing that was added before is lost. Make room and add again")
    if "readonly" in said or "read-only" in said:
        return LedgerError(f"{path}: the file or its folder is read-only; give another place with --ledger")
    if "locked" in said:
        return LedgerError(
            f"{path}: another process has held the ledger for {_PATIENCE} seconds; wait for it and try again"
        )
    if "not a database" in said or "malformed" in said:
        return LedgerError(f"{path}: this is no ledger, or it is damaged ({said}); restore it from a copy")
    if "unable to open" in said:
        return LedgerError(f"{path}: cannot be opened or made; is the folder there and may you write to it?")
    return LedgerError(f"{path}: {said}")


DATABASE_ERRORS = (DatabaseError, sqlite3.Error)
