"""Sources across articles: which source of an article is whom in the ledger, and what people decided about that."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, func, or_, select, update

from sayso.errors import UsageError
from sayso.ledger.schema import articles, decisions, entities, inserted, sources, statements
from sayso.types import Source, SourceKind

#: only these may be the same in several articles
_LASTING = frozenset({SourceKind.PERSON, SourceKind.ORGANISATION})
_TITLES = frozenset(
    """
    the mr mrs ms miss dr sir president sen senator senators rep reps representative gov governor prime minister
    secretary general gen judge justice former
    """.split()
)
#: a description, not a name, begins with one of these, capitalised at the head of a sentence
_DESCRIBES = frozenset(
    """
    a an one two three another other others some many most several both all any each every his her their its our my
    your this that these those people officials sources critics
    """.split()
)
#: written small within the names of people
_PARTICLES = frozenset("al ap bin da de del den der di du e el ibn la le st ten ter van von y".split())
#: left out of initials
_SMALL = frozenset("The the of for and on in to a".split())
#: in what walk of life somebody is; words that fit several, "director", are left out
_WALKS = tuple(
    frozenset(words.split())
    for words in (
        """president senator sen rep representative congressman congresswoman gov governor mayor minister secretary
        ambassador candidate nominee speaker democrat republican spokesman spokeswoman spokesperson lawmaker chancellor
        premier senate parliament councilman councilwoman councillor envoy diplomat""",
        """quarterback striker footballer player coach pitcher boxer swimmer runner cyclist goalkeeper midfielder
        defender golfer skier sprinter athlete""",
        "actor actress singer rapper musician novelist painter comedian guitarist dancer sculptor playwright poet",
        "suspect defendant gunman shooter killer inmate robber burglar convict",
        "surgeon nurse physician biologist physicist chemist epidemiologist astronomer paediatrician pediatrician",
        """farmer teacher driver plumber waitress waiter student fisherman baker electrician cashier carpenter barber
        mechanic schoolboy schoolgirl pupil""",
    )
)
#: articles as unlike as this, by the cosine of their vectors, are no sign that a name in both is one person's
_UNLIKE = 0.25
#: of a known person so many articles are looked at
_LOOKED_AT = 50
#: of several bearers of a surname one is meant who says so many times as much as the next
_FOREMOST = 5


def lookup(name: str, kind: str = SourceKind.PERSON.value) -> str:
    """What a name is found by: lower case, without accents and marks, a person's without titles and middle initials."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", re.sub(r"['’]s?\b", "", plain.lower()))
    if kind != SourceKind.PERSON.value:
        return " ".join(words[words[:1] == ["the"] :])
    kept = [w for w in words if w not in _TITLES] or words
    return " ".join(w for i, w in enumerate(kept) if len(w) > 1 or i in (0, len(kept) - 1))


def short(name: str, kind: str) -> str | None:
    """What else a name is found by: a person's surname, an organisation's initials."""
    words = lookup(name, kind).split()
    if kind == SourceKind.PERSON.value:
        return words[-1] if words else None
    named = [w for w in re.findall(r"[^\W_]+", name) if w not in _SMALL]
    return "".join(w[0] for w in named).lower() if len(words) > 1 and all(w[0].isupper() for w in named) else None


def is_name(name: str, kind: str) -> bool:
    """Whether this names somebody, so that it may mean the same in another article: not "A spokesman for the port"."""
    words = name.split()
    if not name[:1].isupper() or words[0].lower() in _DESCRIBES:
        return False
    small = [w for w in words if w[0].islower() and not re.match(r"(?:al|el|d)[-’']", w)]
    return kind != SourceKind.PERSON.value or all(w in _PARTICLES for w in small)


def resolve(connection: Connection, article: int, story: int | None, source: Source) -> int:
    """The ledger's entity for a source of an article; made when there is none.

    Args:
        connection: within the transaction that adds the article.
        article: the article's row.
        story: its story, which tells namesakes apart.
        source: as the reading has it.

    """
    kind = source.kind.value
    if source.kind not in _LASTING or not is_name(source.name, kind):
        return _new(connection, source.name, kind, lasting=False)
    context = _Context(connection, article, story, source)
    known = context.person() if source.kind is SourceKind.PERSON else context.organisation()
    return _decided(connection, known or _new(connection, source.name, kind), article)


def _new(connection: Connection, name: str, kind: str, *, lasting: bool = True) -> int:
    keys = {"lookup": lookup(name, kind), "short": short(name, kind)} if lasting else {}
    return inserted(connection, entities.insert().values(name=name, kind=kind, **keys))


class _Context:
    """A source where it stands: who of those that are known it may be."""

    def __init__(self, connection: Connection, article: int, story: int | None, source: Source) -> None:
        self.connection, self.article, self.story, self.source = connection, article, story, source
        self.key = lookup(source.name, source.kind.value)

    def person(self) -> int | None:
        """Who has this full name; of a surname alone the only bearer in the story or the ledger, or the foremost."""
        last = self.key.split()[-1]
        rows = self._known(entities.c.short == last)
        if self.key == last:
            bearers = [row for row in rows if self._may_be(row.id)]
            near = [row for row in bearers if self._in_story(row.id)]
            return self._foremost(near or bearers)
        named = [row for row in rows if self._fits(row) and self._may_be(row.id)]
        if named:
            return int(named[0].id)
        # "Peskov" was known before "Dmitry Peskov"
        return self._widened([row for row in rows if row.lookup == last and self._may_be(row.id)])

    def organisation(self) -> int | None:
        """Which has this name; or these initials, in the story or alone in the ledger."""
        named = self._known(entities.c.lookup == self.key)
        if named:
            return int(named[0].id)
        if self.source.name.replace(".", "").isupper():
            rows = self._known(entities.c.short == self.key.replace(" ", ""))
            near = [row for row in rows if self._in_story(row.id)] or rows
            return int(near[0].id) if len(near) == 1 else None
        initials = short(self.source.name, self.source.kind.value)
        return self._widened(self._known(entities.c.lookup == initials)) if initials else None

    def _known(self, where: ColumnElement[bool]) -> list[Any]:
        query = select(entities.c.id, entities.c.name, entities.c.lookup)
        alike = entities.c.kind == self.source.kind.value
        return list(self.connection.execute(query.where(where, alike).order_by(entities.c.id)))

    def _widened(self, rows: Sequence[Any]) -> int | None:
        """One known by its short name alone, in the story or in the same office, which this is the full name of."""
        known = next((row.id for row in rows if self._in_story(row.id) or self._shares_office(row.id)), None)
        if known is not None and not _renamed(self.connection, known):
            name, kind = self.source.name, self.source.kind.value
            values = {"name": name, "lookup": self.key, "short": short(name, kind)}
            self.connection.execute(update(entities).where(entities.c.id == known).values(**values))
        return known

    def _in_story(self, entity: int) -> bool:
        query = (
            select(sources.c.id)
            .join(articles, articles.c.id == sources.c.article_id)
            .where(sources.c.entity_id == entity, articles.c.story_id == self.story)
            .limit(1)
        )
        return self.story is not None and self.connection.execute(query).first() is not None

    def _fits(self, row: Any) -> bool:
        """Whether two full names may be one person's: "Dora Pell", "Dora B. Pell"; not "Dora B." and "Dora C. Pell"."""
        first, second = row.lookup.split(), self.key.split()
        if len(first) < 2 or (first[0], first[-1]) != (second[0], second[-1]):
            return False
        shorter, longer = sorted((set(first), set(second)), key=len)
        middle = [re.findall(r" ([A-Z])\.? ", name) for name in (row.name, self.source.name)]
        return shorter <= longer and (not all(middle) or middle[0] == middle[1])

    def _told(self, entity: int) -> tuple[list[str], set[int]]:
        """Roles of an entity, and articles that it stands in; of a much quoted one some."""
        query = select(sources.c.roles, sources.c.article_id).where(sources.c.entity_id == entity).limit(_LOOKED_AT)
        rows = self.connection.execute(query).all()
        return [role for row in rows for role in row.roles], {row.article_id for row in rows}

    def _shares_office(self, entity: int) -> bool:
        return bool(_callings(self.source.roles) & _callings(self._told(entity)[0]))

    def _may_be(self, entity: int) -> bool:
        """Whether a namesake is the same: unless it is of another walk of life, in articles about something else."""
        roles, within = self._told(entity)
        mine, theirs = _walks(self.source.roles), _walks(roles)
        if not mine or not theirs or mine & theirs or self._in_story(entity):
            return True
        wanted = {self.article, *within}
        stored = self.connection.execute(select(articles.c.id, articles.c.vector).where(articles.c.id.in_(wanted)))
        vectors = {row.id: np.frombuffer(row.vector, np.float16).astype(np.float32) for row in stored}
        own = vectors.pop(self.article)
        return any(float(own @ vector) >= _UNLIKE for vector in vectors.values())

    def _foremost(self, bearers: Sequence[Any]) -> int | None:
        """The only one; of several the one known by a full name who says far more than the next."""
        if len(bearers) < 2:
            return bearers[0].id if bearers else None
        query = (
            select(statements.c.entity_id, func.count())
            .where(statements.c.entity_id.in_([row.id for row in bearers]))
            .group_by(statements.c.entity_id)
        )
        said = {row[0]: row[1] for row in self.connection.execute(query)}
        full = sorted((row for row in bearers if " " in row.lookup), key=lambda row: -said.get(row.id, 0))
        if full and (len(full) == 1 or said.get(full[0].id, 0) >= _FOREMOST * max(1, said.get(full[1].id, 0))):
            return int(full[0].id)
        # whoever it is, it is the one that the bare surname meant before
        return next((int(row.id) for row in bearers if row.lookup == self.key), None)


def _callings(roles: Iterable[str]) -> set[str]:
    """What roles say that somebody is, "senator"."""
    words = {word for role in roles for word in re.findall(r"[a-z]+", role.lower())}
    return words & frozenset().union(*_WALKS)


def _walks(roles: Iterable[str]) -> set[int]:
    """Walks of life that roles tell of."""
    callings = _callings(roles)
    return {number for number, walk in enumerate(_WALKS) if callings & walk}


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
    keys = [lookup(name, kind.value) for kind in (SourceKind.PERSON, SourceKind.ORGANISATION)]
    for where in (
        func.lower(entities.c.name) == name.lower(),
        entities.c.lookup.in_(keys),
        entities.c.short.in_(keys),
        or_(*(entities.c.lookup.contains(key, autoescape=True) for key in keys)),
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
    fresh = _new(connection, new_name, old.kind, lasting=False)
    # found by its full name; only the decision leads there
    connection.execute(update(entities).where(entities.c.id == fresh).values(lookup=lookup(new_name, old.kind)))
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
