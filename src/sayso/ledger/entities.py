"""Sources across articles: which source of an article is whom in the ledger, people's decisions minded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, Connection, func, or_, select, update

from sayso.errors import UsageError
from sayso.ledger.schema import articles, decisions, entities, inserted, sources, statements
from sayso.types import Source, SourceKind

#: only these may be the same in several articles
LASTING = frozenset({SourceKind.PERSON, SourceKind.ORGANISATION})
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
#: no more than what it is: not the name of a body
_BODIES = frozenset(
    """
    police government court company agency department council committee party administration ministry board union group
    state city county jury media press authorities
    """.split()
)
#: letters that no accent is split from
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
#: fewer initials than this mean too much: "US", "EU"
_INITIALS = 3
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
_CALLINGS = frozenset().union(*_WALKS)
#: articles as unlike as this, by the cosine of their vectors, are no sign that a name in both is one person's
_UNLIKE = 0.25
#: of a known person so many articles are looked at
_LOOKED_AT = 50
#: of several bearers of a surname one is meant who says so many times as much as the next
_FOREMOST = 5


def lookup(name: str, kind: str = SourceKind.PERSON.value) -> str:
    """What a name is found by: lower case, without accents and marks, a person's without titles and middle initials."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    plain = re.sub(r"['’]s?\b", "", "".join(c for c in plain if not unicodedata.combining(c)))
    if kind != SourceKind.PERSON.value:
        words = re.findall(r"[^\W_]+", re.sub(r"\b(?:\w\.){2,}", lambda m: m[0].replace(".", "") + " ", plain))
        return " ".join(words[words[:1] == ["the"] :])
    words = re.findall(r"[^\W_]+", plain)
    kept = [w for w in words if w not in _TITLES] or words
    return " ".join(w for i, w in enumerate(kept) if len(w) > 1 or i in (0, len(kept) - 1))


def short(name: str, kind: str) -> str | None:
    """What else a name is found by: a person's surname, an organisation's initials when it has three or more."""
    words = lookup(name, kind).split()
    if kind == SourceKind.PERSON.value:
        return words[-1] if words else None
    named = [w for w in re.findall(r"[^\W_]+", name) if w not in _SMALL]
    telling = len(words) > 1 and len(named) >= _INITIALS and all(w[0].isupper() for w in named)
    return "".join(w[0] for w in named).lower() if telling else None


#: the columns that an entity is found by
KEYS: dict[str, Callable[[str, str], str | None]] = {"lookup": lookup, "short": short}


def is_name(name: str, kind: str) -> bool:
    """Whether this names somebody, so that it may mean the same in another article: not "A spokesman for the port"."""
    words = re.sub(r"^[Tt]he ", "", name).split()
    if not name[:1].isupper() or not words or words[0].lower() in _DESCRIBES:
        return False
    if kind != SourceKind.PERSON.value:
        return words[0].lower() not in _BODIES if len(words) == 1 else any(not w[0].islower() for w in words)
    small = [w for w in words if w[0].islower() and not re.match(r"(?:al|el|d)[-’']", w)]
    called = all(w.lower().strip(".") in _TITLES | _CALLINGS for w in words)
    return all(w in _PARTICLES for w in small) and not called


def resolve(connection: Connection, article: int, story: int | None, source: Source) -> int:
    """The ledger's entity for a source of an article; made when there is none.

    Args:
        connection: within the transaction that adds the article.
        article: the article's row.
        story: its story, which tells namesakes apart.
        source: as the reading has it.

    """
    kind = source.kind.value
    if source.kind not in LASTING or not is_name(source.name, kind):
        return new(connection, source.name, kind, lasting=False)
    context = _Context(connection, article, story, source)
    known = context.person() if source.kind is SourceKind.PERSON else context.organisation()
    return _decided(connection, known or new(connection, source.name, kind), article)


def new(connection: Connection, name: str, kind: str, *, lasting: bool = True) -> int:
    """The number of an entity made for this name; one that is not lasting is found by nobody else."""
    keys = {key: find(name, kind) for key, find in KEYS.items()} if lasting else {}
    return inserted(connection, entities.insert().values(name=name, kind=kind, **keys))


class _Context:
    """A source where it stands: who of those that are known it may be."""

    def __init__(self, connection: Connection, article: int, story: int | None, source: Source) -> None:
        self.connection, self.article, self.story, self.source = connection, article, story, source
        self.key = lookup(source.name, source.kind.value)
        self.walks = _walks(source.roles)

    def person(self) -> int | None:
        """Who has this full name; of a surname alone the only bearer in the story or the ledger, or the foremost."""
        last = self.key.split()[-1]
        rows = self._known(or_(entities.c.short == last, entities.c.lookup == self.key))
        near = self._in_story(rows)
        if self.key == last:
            rows = _apart(rows)
            bearers = [row for row in rows if row.id in near] or [row for row in rows if self._may_be(row.id)]
            return self._foremost(bearers)
        named = [row for row in rows if self._fits(row)]
        named = [row for row in named if row.id in near] or [row for row in named if self._may_be(row.id)]
        if named:
            alike = [row for row in named if self.walks & _walks(self._told(row.id).roles)] if len(named) > 1 else named
            return int((alike or named)[0].id)
        # "Peskov" was known before "Dmitry Peskov"
        alone = [row for row in _apart(rows) if row.lookup == last]
        return self._widened([row for row in alone if row.id in near or self._shares_office(row.id)])

    def organisation(self) -> int | None:
        """Which has this name; or these initials, in the story or alone in the ledger."""
        named = self._known(entities.c.lookup == self.key)
        if named:
            return int(named[0].id)
        if len(self.key) >= _INITIALS and self.source.name.replace(".", "").isupper():
            rows = _apart(self._known(entities.c.short == self.key))
            near = self._in_story(rows)
            bearers = [row for row in rows if row.id in near] or rows
            return int(bearers[0].id) if len(bearers) == 1 else None
        initials = short(self.source.name, self.source.kind.value)
        rows = _apart(self._known(entities.c.lookup == initials)) if initials else []
        near = self._in_story(rows)
        return self._widened([row for row in rows if row.id in near])

    def _known(self, where: ColumnElement[bool]) -> list[Any]:
        """Entities of the source's kind, those among them that people merged into another one."""
        query = select(entities.c.id, entities.c.name, entities.c.lookup, entities.c.merged_into)
        alike = entities.c.kind == self.source.kind.value
        # where both fit, the one that is left comes first
        order = (entities.c.merged_into.is_not(None), entities.c.id)
        return list(self.connection.execute(query.where(where, alike).order_by(*order)).all())

    def _widened(self, rows: Sequence[Any]) -> int | None:
        """The first of those known by their short name alone, which this is the full name of."""
        known = rows[0].id if rows else None
        if known is not None and not _renamed(self.connection, known):
            name, kind = self.source.name, self.source.kind.value
            values = {"name": name, "lookup": self.key, "short": short(name, kind)}
            self.connection.execute(update(entities).where(entities.c.id == known).values(**values))
        return known

    def _in_story(self, rows: Sequence[Any]) -> set[int]:
        """Which of these stand in the story."""
        if self.story is None or not rows:
            return set()
        within = select(articles.c.id).where(articles.c.story_id == self.story)
        query = select(sources.c.entity_id).where(
            sources.c.article_id.in_(within), sources.c.entity_id.in_([row.id for row in rows])
        )
        return set(self.connection.execute(query.distinct()).scalars())

    def _fits(self, row: Any) -> bool:
        """Whether two full names may be one person's: "Dora Pell", "Dora B. Pell"; not "Dora B." and "Dora C. Pell"."""
        first, second = row.lookup.split(), self.key.split()
        if len(first) < 2 or (first[0], first[-1]) != (second[0], second[-1]):
            return False
        shorter, longer = sorted((set(first), set(second)), key=len)
        own = _initials(self.source.name)
        known = {_initials(name) for name in self._called(row)} if own else set()
        return shorter <= longer and known <= {own, ""}

    def _called(self, row: Any) -> set[str]:
        """What articles call an entity; the name that people gave it says nothing of that."""
        return self._told(row.id).names | (set() if _renamed(self.connection, row.id) else {row.name})

    def _told(self, entity: int) -> _Told:
        """What is told of an entity, in the articles that it first stood in."""
        query = select(sources.c.name, sources.c.roles, sources.c.article_id).where(sources.c.entity_id == entity)
        rows = self.connection.execute(query.order_by(sources.c.article_id).limit(_LOOKED_AT)).all()
        return _Told(
            {row.name for row in rows}, [role for row in rows for role in row.roles], {row.article_id for row in rows}
        )

    def _shares_office(self, entity: int) -> bool:
        return bool(_callings(self.source.roles) & _callings(self._told(entity).roles) & _WALKS[0])

    def _may_be(self, entity: int) -> bool:
        """Whether a namesake is the same: unless it is of another walk of life, in articles about something else."""
        if not self.walks:
            return True
        told = self._told(entity)
        theirs = _walks(told.roles)
        if not theirs or self.walks & theirs:
            return True
        wanted = {self.article, *told.articles}
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


def _apart(rows: Sequence[Any]) -> list[Any]:
    """Entities without those that people merged into another one of them."""
    ids = {row.id for row in rows}
    return [row for row in rows if row.merged_into not in ids]


class _Told(NamedTuple):
    """What a ledger holds of an entity."""

    names: set[str]
    roles: list[str]
    articles: set[int]


def _initials(name: str) -> str:
    """Single letters of a name: "H.W." and "J. D." are "hw" and "jd"."""
    return "".join(re.findall(r"\b([^\W\d_])(?:\.|(?= ))", name)).lower()


def _callings(roles: Iterable[str]) -> set[str]:
    """What roles say that somebody is, "senator"."""
    words = {word for role in roles for word in re.findall(r"[a-z]+", role.lower())}
    return words & _CALLINGS


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
    merged: dict[int, int] = {}
    splits: list[tuple[int, list[int], int]] = []
    rows = connection.execute(
        select(decisions.c.action, decisions.c.subject, decisions.c.after).order_by(decisions.c.id)
    )
    for action, subject, after in rows:
        if action == "merge":
            merged[subject["entity"]] = after["entity"]
        elif action == "unmerge":
            merged.pop(subject["entity"], None)
        elif action == "split":
            splits.append((subject["entity"], subject["articles"], after["entity"]))
    passed: set[int] = set()
    while entity not in passed:
        passed.add(entity)
        apart = (new for old, within, new in reversed(splits) if old == entity and article in within)
        entity = next(apart, merged.get(entity, entity))
    return entity


def names(connection: Connection, wanted: set[int]) -> dict[int, str]:
    """What some entities are called."""
    rows = connection.execute(select(entities.c.id, entities.c.name).where(entities.c.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def decided(connection: Connection) -> set[int]:
    """Entities that people decided something about."""
    rows = connection.execute(select(decisions.c.subject, decisions.c.after)).all()
    return {side["entity"] for row in rows for side in (row.subject, row.after) if side and "entity" in side}


#: of the largest number of an entity
_DIGITS = 18


def find(connection: Connection, name: str) -> list[Any]:
    """Entities that a name means: by number, by full name, by surname, by a part of the name.

    A name that people gave, or that of who was merged, leads to whoever it is now.
    """
    if name.isdecimal():
        return _live(connection, entities.c.id == int(name)) if len(name) <= _DIGITS else []
    keys = [key for kind in (SourceKind.PERSON, SourceKind.ORGANISATION) if (key := lookup(name, kind.value))]
    given = _given_names(connection)
    for where in (
        or_(func.lower(entities.c.name) == name.lower(), entities.c.id.in_([e for e, n in given if n in keys])),
        entities.c.lookup.in_(keys),
        entities.c.short.in_(keys),
        or_(
            entities.c.id.in_([e for e, n in given if any(key in n for key in keys)]),
            *(entities.c.lookup.contains(key, autoescape=True) for key in keys),
        ),
    ):
        if rows := _live(connection, entities.c.lookup.is_not(None) & where):
            return rows
    return []


def _live(connection: Connection, where: ColumnElement[bool]) -> list[Any]:
    """Some entities, each once; who was merged is whoever it was merged into."""
    rows = asked = connection.execute(select(entities).where(where)).all()
    known: dict[int, Any] = {}
    while rows:
        known |= {row.id: row for row in rows}
        onward = {row.merged_into for row in rows if row.merged_into is not None} - known.keys()
        rows = connection.execute(select(entities).where(entities.c.id.in_(onward))).all() if onward else []
    found: dict[int, Any] = {}
    for row in asked:
        path: list[int] = []
        while row.merged_into is not None and row.id not in path:
            path.append(row.id)
            row = known[row.merged_into]
        # older versions let two be merged into one another: then each of them is still somebody
        around = path[path.index(row.id) :] if row.id in path else [row.id]
        found |= {number: known[number] for number in around}
    return [found[number] for number in sorted(found)]


def _given_names(connection: Connection) -> list[tuple[int, str]]:
    """What people call sources: entity, and the name as it is looked up."""
    query = (
        select(decisions.c.subject, decisions.c.after).where(decisions.c.action == "rename").order_by(decisions.c.id)
    )
    last = {subject["entity"]: after["name"] for subject, after in connection.execute(query)}
    return [(entity, lookup(name, SourceKind.PERSON.value) or "") for entity, name in last.items()]


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


def spoken_of(told: str, called: str) -> str:
    """The names of a source that it is searched by: the article's, and what it is called in the ledger."""
    return told if told == called else f"{told} {called}"
