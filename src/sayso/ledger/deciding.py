"""What people decide about sources: who is one, who is two, and what they are called. Machines do not undo it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update

from sayso.errors import UsageError
from sayso.ledger import entities as people
from sayso.ledger import sqlite
from sayso.ledger.schema import articles, decisions, entities, links, sources, statements


def _record(connection: Connection, person: str, action: str, subject: Any, before: Any, after: Any) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        decisions.insert().values(person=person, at=at, action=action, subject=subject, before=before, after=after)
    )


def _named(new_name: str) -> str:
    name = " ".join(new_name.split())
    if not re.search(r"\w", name):
        raise UsageError(f"the new name is {new_name!r}; give one with a letter in it")
    return name


def merge(connection: Connection, person: str, into: str, other: str) -> str:
    """Two are one: everything of `other` becomes that of `into`."""
    kept, gone = people.one(connection, into), people.one(connection, other)
    if kept.id == gone.id:
        raise UsageError(f"{into!r} and {other!r} are the same source already")
    for table in (sources, statements):
        connection.execute(update(table).where(table.c.entity_id == gone.id).values(entity_id=kept.id))
    connection.execute(update(entities).where(entities.c.id == gone.id).values(merged_into=kept.id))
    _record(
        connection, person, "merge", {"entity": gone.id}, {"name": gone.name}, {"entity": kept.id, "name": kept.name}
    )
    _settle(connection, kept.id)
    return f"{gone.name} is {kept.name} now"


def split(connection: Connection, person: str, name: str, articles: Sequence[int], new_name: str) -> str:
    """In some articles a name means somebody else; who was merged into a source is taken out of it again."""
    old, new_name = people.one(connection, name), _named(new_name)
    keys = [people.lookup(new_name, kind.value) for kind in people.LASTING]
    within = entities.c.merged_into == old.id
    gone = connection.execute(select(entities).where(within, entities.c.lookup.in_(keys))).first()
    if gone is not None:
        return _unmerged(connection, person, old, gone)
    held = connection.execute(
        select(func.count())
        .select_from(sources)
        .where(sources.c.entity_id == old.id, sources.c.article_id.in_(articles))
    ).scalar_one()
    if not articles:
        raise UsageError(f"no {new_name!r} was merged into {old.name}; say with --article where {new_name!r} is meant")
    if not held:
        raise UsageError(f"{old.name} says nothing in article {', '.join(map(str, articles))}")
    fresh = people.new(connection, new_name, old.kind, lasting=False)
    # found by its full name; only the decision leads there
    connection.execute(update(entities).where(entities.c.id == fresh).values(lookup=people.lookup(new_name, old.kind)))
    for table in (sources, statements):
        connection.execute(
            update(table).where(table.c.entity_id == old.id, table.c.article_id.in_(articles)).values(entity_id=fresh)
        )
    _record(
        connection, person, "split", {"entity": old.id, "articles": list(articles)}, {"name": old.name},
        {"entity": fresh, "name": new_name},
    )  # fmt: skip
    _settle(connection, fresh)
    return f"{new_name} (number {fresh}) apart from {old.name}"


def _unmerged(connection: Connection, person: str, kept: Any, gone: Any) -> str:
    """Take back that one is another: what articles call by its name is its own again."""
    rows = connection.execute(select(sources.c.id, sources.c.name).where(sources.c.entity_id == kept.id)).all()
    its = [row.id for row in rows if people.lookup(row.name, gone.kind) in (gone.lookup, gone.short)]
    connection.execute(update(entities).where(entities.c.id == gone.id).values(merged_into=None))
    connection.execute(update(sources).where(sources.c.id.in_(its)).values(entity_id=gone.id))
    connection.execute(update(statements).where(statements.c.source_id.in_(its)).values(entity_id=gone.id))
    _record(
        connection, person, "unmerge", {"entity": gone.id}, {"entity": kept.id, "name": kept.name}, {"name": gone.name}
    )
    _settle(connection, gone.id)
    return f"{gone.name} (number {gone.id}) is no longer {kept.name}"


def _settle(connection: Connection, entity: int) -> None:
    """Take out links that a decision has made untrue, and make statements findable by who is now said to speak.

    One source is in no conflict with itself, and two do not change one account. What else there is between them is
    found when the articles are read anew.
    """
    first, second = statements.alias("first"), statements.alias("second")
    pairs = (
        select(links.c.id)
        .join(first, first.c.id == links.c.first_id)
        .join(second, second.c.id == links.c.second_id)
        .where(or_(first.c.entity_id == entity, second.c.entity_id == entity))
    )
    one = first.c.entity_id == second.c.entity_id
    wrong = or_((links.c.kind == "conflicts") & one, (links.c.kind == "revises") & ~one)
    ids = connection.execute(pairs.where(wrong)).scalars().all()
    connection.execute(delete(links).where(links.c.id.in_(ids)))
    query = (
        select(statements.c.id, statements.c.content, sources.c.name, entities.c.name, articles.c.headline)
        .join(sources, sources.c.id == statements.c.source_id)
        .join(entities, entities.c.id == statements.c.entity_id)
        .join(articles, articles.c.id == statements.c.article_id)
        .where(statements.c.entity_id == entity)
    )
    for number, content, told, called, headline in connection.execute(query).all():
        sqlite.forget_statement(connection, number)
        sqlite.index_statement(connection, number, content, people.spoken_of(told, called), headline or "")


def rename(connection: Connection, person: str, name: str, new_name: str) -> str:
    """A better name for a source."""
    old, new_name = people.one(connection, name), _named(new_name)
    connection.execute(update(entities).where(entities.c.id == old.id).values(name=new_name))
    _record(connection, person, "rename", {"entity": old.id}, {"name": old.name}, {"name": new_name})
    _settle(connection, old.id)
    return f"{old.name} is called {new_name} now"
