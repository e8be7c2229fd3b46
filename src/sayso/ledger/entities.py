"""Sources across articles: which source of an article is whom in the ledger, and what people decided about that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import Connection, func, select, update

from sayso.errors import UsageError
from sayso.ledger.schema import decisions, entities, inserted, sources, statements
from sayso.types import Source, SourceKind

#: only these may be the same in several articles
_LASTING = frozenset({SourceKind.PERSON, SourceKind.ORGANISATION})
_TITLES = frozenset(
    """
    the mr mrs ms miss dr sir president sen senator rep representative gov governor prime minister secretary
    general gen judge justice former
    """.split()
)
#: of two bearers of one name whose roles are alike less than this, and who share no story, each is somebody else
_ALIKE = 40.0


def lookup(name: str) -> str:
    """What a name is found by: lower case, without titles and marks."""
    words = re.findall(r"[^\W_]+", re.sub(r"['’]s?\b", "", name.lower()))
    kept = [w for w in words if w not in _TITLES] or words
    return " ".join(kept)


def resolve(connection: Connection, article: int, story: int | None, source: Source) -> int:
    """The ledger's entity for a source of an article; made when there is none.

    Args:
        connection: within the transaction that adds the article.
        article: the article's row.
        story: its story, which tells namesakes apart.
        source: as the reading has it.

    """
    if source.kind not in _LASTING or not source.name[:1].isupper():
        return _new(connection, source.name, source.kind.value, None, None)
    key = lookup(source.name)
    words = key.split()
    person = source.kind is SourceKind.PERSON
    if person and len(words) == 1:
        known = _by_surname(connection, words[0], story)
    else:
        rows = connection.execute(
            select(entities).where(entities.c.lookup == key, entities.c.kind == source.kind.value)
        )
        found = [row for row in rows if not person or _same_person(connection, row.id, story, source)]
        known = found[0].id if found else None
        if known is None and person and len(words) > 1:  # "Peskov" was known before "Dmitry Peskov"
            known = _widened(connection, source.name, key, words[-1], story)
    if known is None:
        known = _new(connection, source.name, source.kind.value, key, words[-1] if person and words else None)
    return _decided(connection, known, article)


def _new(connection: Connection, name: str, kind: str, key: str | None, surname: str | None) -> int:
    row = entities.insert().values(name=name, kind=kind, lookup=key, surname=surname)
    return inserted(connection, row)


def _by_surname(connection: Connection, surname: str, story: int | None) -> int | None:
    """The one person of that surname in the story; else the only one in the ledger."""
    rows = connection.execute(select(entities.c.id).where(entities.c.surname == surname)).scalars().all()
    if len(rows) > 1 and story is not None:
        rows = [r for r in rows if _in_story(connection, r, story)]
    return rows[0] if len(rows) == 1 else None


def _widened(connection: Connection, name: str, key: str, surname: str, story: int | None) -> int | None:
    row = connection.execute(
        select(entities.c.id).where(entities.c.lookup == surname, entities.c.kind == SourceKind.PERSON.value)
    ).first()
    if row is None or story is None or not _in_story(connection, row.id, story):
        return None
    if not _renamed(connection, row.id):
        connection.execute(update(entities).where(entities.c.id == row.id).values(name=name, lookup=key))
    return int(row.id)


def _in_story(connection: Connection, entity: int, story: int) -> bool:
    from sayso.ledger.schema import articles

    query = (
        select(sources.c.id)
        .join(articles, articles.c.id == sources.c.article_id)
        .where(sources.c.entity_id == entity, articles.c.story_id == story)
        .limit(1)
    )
    return connection.execute(query).first() is not None


def _same_person(connection: Connection, entity: int, story: int | None, source: Source) -> bool:
    """Whether a namesake is the same: in the same story, or with roles that are alike, or with none to tell by."""
    if not source.roles or (story is not None and _in_story(connection, entity, story)):
        return True
    known = connection.execute(select(sources.c.roles).where(sources.c.entity_id == entity).limit(50)).scalars().all()
    roles = [role for row in known for role in row]
    return not roles or max(fuzz.token_set_ratio(a, b) for a in source.roles for b in roles) >= _ALIKE


# what people decided


def _renamed(connection: Connection, entity: int) -> bool:
    rows = connection.execute(select(decisions.c.subject).where(decisions.c.action == "rename")).scalars()
    return any(subject["entity"] == entity for subject in rows)


def _decided(connection: Connection, entity: int, article: int) -> int:
    """Where people's merges and splits lead a machine's choice."""
    rows = connection.execute(
        select(decisions.c.action, decisions.c.subject, decisions.c.after).order_by(decisions.c.id)
    )
    for action, subject, after in rows:
        if (action == "merge" and subject["entity"] == entity) or (
            action == "split" and subject["entity"] == entity and article in subject["articles"]
        ):
            entity = after["entity"]
    return entity


def find(connection: Connection, name: str) -> list[Any]:
    """Entities that a name means: by number, by full name, by surname, by a part of the name; merged ones left out."""
    live = entities.c.merged_into.is_(None) & entities.c.lookup.is_not(None)
    if name.isdigit():
        return list(connection.execute(select(entities).where(entities.c.id == int(name))))
    key = lookup(name)
    for where in (
        func.lower(entities.c.name) == name.lower(),
        entities.c.lookup == key,
        entities.c.surname == key,
        entities.c.lookup.contains(key, autoescape=True),
    ):
        rows = list(connection.execute(select(entities).where(live, where).order_by(entities.c.id)))
        if rows:
            return rows
    return []


def one(connection: Connection, name: str) -> Any:
    """The one entity that a name means.

    Raises:
        UsageError: there is none, or there are several.

    """
    rows = find(connection, name)
    if len(rows) == 1:
        return rows[0]
    if not rows:
        raise UsageError(f"no source named {name!r}; sayso sources lists them")
    several = ", ".join(f"{row.name} (number {row.id})" for row in rows[:6])
    raise UsageError(f"{name!r} may be {several}; give the number")


def _record(connection: Connection, person: str, action: str, subject: Any, before: Any, after: Any) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        decisions.insert().values(person=person, at=at, action=action, subject=subject, before=before, after=after)
    )


def merge(connection: Connection, person: str, into: str, other: str) -> str:
    """Two are one: everything of `other` becomes that of `into`."""
    kept, gone = one(connection, into), one(connection, other)
    if kept.id == gone.id:
        raise UsageError(f"{into!r} and {other!r} are the same source already")
    for table in (sources, statements):
        connection.execute(update(table).where(table.c.entity_id == gone.id).values(entity_id=kept.id))
    connection.execute(update(entities).where(entities.c.id == gone.id).values(merged_into=kept.id))
    _record(
        connection, person, "merge", {"entity": gone.id}, {"name": gone.name}, {"entity": kept.id, "name": kept.name}
    )
    return f"{gone.name} is {kept.name} now"


def split(connection: Connection, person: str, name: str, articles: Sequence[int], new_name: str) -> str:
    """In some articles a name means somebody else."""
    old = one(connection, name)
    held = connection.execute(
        select(func.count())
        .select_from(sources)
        .where(sources.c.entity_id == old.id, sources.c.article_id.in_(articles))
    ).scalar_one()
    if not held:
        raise UsageError(f"{old.name} says nothing in article {', '.join(map(str, articles))}")
    fresh = _new(connection, new_name, old.kind, lookup(new_name), None)  # only the decision leads there
    for table in (sources, statements):
        connection.execute(
            update(table).where(table.c.entity_id == old.id, table.c.article_id.in_(articles)).values(entity_id=fresh)
        )
    _record(
        connection, person, "split", {"entity": old.id, "articles": list(articles)}, {"name": old.name},
        {"entity": fresh, "name": new_name},
    )  # fmt: skip
    return f"{new_name} (number {fresh}) apart from {old.name}"


def rename(connection: Connection, person: str, name: str, new_name: str) -> str:
    """A better name for a source."""
    old = one(connection, name)
    connection.execute(update(entities).where(entities.c.id == old.id).values(name=new_name))
    _record(connection, person, "rename", {"entity": old.id}, {"name": old.name}, {"name": new_name})
    return f"{old.name} is called {new_name} now"
