"""Asking the ledger: statements by words and filters, links, stories, counts. Every answer is paged."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, String, cast, func, literal_column, or_, select, text

from sayso.errors import UsageError
from sayso.ledger import entities as people
from sayso.ledger import sqlite
from sayso.ledger.schema import IN_TIME, articles, entities, links, pages, sources, statements, stories

#: rows of an answer, when nobody says how many
PAGE = 50
#: roles that are shown of a source
_ROLES = 12
#: of the link with which a chain of repetitions begins, and of those that it goes on with
_LIKELY, _SURE = 0.3, 0.6
#: rows that are fetched by their numbers in one query
_AT_ONCE = 500
#: years that what was said over a time may have begun before
_LASTING = 1
#: numbers that one query asks for
_NUMBERS = 8000


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement as the ledger shows it."""

    id: int
    who: str
    kind: str | None
    #: relayers outermost first, ending with who
    chain: tuple[str, ...]
    act: str
    factuality: str
    relay: str
    said_on: str | None
    said_basis: str | None
    about: str | None
    #: when it was said, else when it was published
    day: str | None
    cue: str
    content: str
    source_spans: tuple[tuple[int, int], ...]
    cue_spans: tuple[tuple[int, int], ...]
    content_spans: tuple[tuple[int, int], ...]
    score: float
    article: int
    headline: str | None
    outlet: str | None
    published: str | None
    page: str
    story: int | None
    #: the article that this one is a copy of
    copy_of: int | None
    #: the statement whose content this one stands in, and what is done there: denied, asked, said
    within: int | None
    within_act: str | None

    @property
    def when_told(self) -> tuple[str, bool, int]:
        """What sorts tellings: when the article came out, not when what it tells was said; a copy comes behind."""
        return self.published or self.day or "~", self.copy_of is not None, self.id

    @property
    def relayers(self) -> tuple[str, ...]:
        """The chain without who it ends with, which the author, hearsay and an unsure source are no part of."""
        return self.chain if self.kind in (None, "author", "unsourced") else self.chain[:-1]


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """Two statements and what they are to one another."""

    kind: str
    score: float
    first: Entry
    second: Entry
    #: the same between other tellings of the two: a wire story in forty papers is one origin. Numbers of statements
    again: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows an answer; all that are given must hold."""

    source: str | None = None
    act: str | None = None
    polarity: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    story: int | None = None


def entries(
    connection: Connection,
    filters: Filters | None = None,
    *,
    words: str | None = None,
    ids: Sequence[int] | None = None,
    in_articles: bool = False,
    limit: int | None = PAGE,
    offset: int = 0,
) -> list[Entry]:
    """Statements in the order of time, then of the text.

    Args:
        connection: to the ledger.
        filters: narrow the answer.
        words: full-text search; all must occur.
        ids: only these statements.
        in_articles: search the articles' whole text rather than contents, sources and headlines.
        limit: at most so many; None for all.
        offset: leave out so many before.

    """
    query = _narrowed(connection, select(statements.c.id), filters or Filters())
    if words is not None:
        terms = sqlite.matching(words)
        if not terms:
            raise UsageError(f"nothing to search for in {words!r}; give a word")
        query = query.where(text(sqlite.MATCH_ARTICLES if in_articles else sqlite.MATCH_STATEMENTS)).params(words=terms)
    if ids is not None:
        query = query.where(statements.c.id.in_(ids))
    chosen = connection.execute(query.order_by(*IN_TIME).limit(limit).offset(offset)).scalars().all()
    return list(_fetched(connection, chosen))


def days(connection: Connection, filters: Filters | None = None) -> list[tuple[str | None, int]]:
    """How many statements on which day, in the order of time, those without a day last."""
    query = _narrowed(connection, select(statements.c.day, func.count()), filters or Filters())
    rows = connection.execute(query.group_by(statements.c.day)).all()
    return sorted(((row[0], row[1]) for row in rows), key=lambda row: row[0] or "~")


def everything(connection: Connection, filters: Filters | None = None) -> Iterator[Entry]:
    """All statements in the order of time, some at a time, so that memory does not grow with what they say."""
    query = _narrowed(connection, select(statements.c.id), filters or Filters())
    yield from _fetched(connection, connection.execute(query.order_by(*IN_TIME)).scalars().all())


def _fetched(connection: Connection, chosen: Sequence[int]) -> Iterator[Entry]:
    """Statements by number. Their rows are wide and need four tables, so which and in what order is asked before."""
    for at in range(0, len(chosen), _AT_ONCE):
        ids = chosen[at : at + _AT_ONCE]
        found = {row.id: _entry(row) for row in connection.execute(_entries().where(statements.c.id.in_(ids)))}
        yield from (found[number] for number in ids)


_OUTER = statements.alias("outer_statements")
_SHOWN = [column for column in statements.c if column.name not in ("claim", "vector", "parent")]


def _entries() -> Select[Any]:
    return (
        select(
            *_SHOWN, entities.c.name.label("who"), sources.c.kind, articles.c.headline, articles.c.outlet,
            articles.c.published, articles.c.story_id, articles.c.copy_of, pages.c.name.label("page"), pages.c.url,
            _OUTER.c.id.label("within"), _OUTER.c.act.label("within_act"),
        )
        .join(articles, articles.c.id == statements.c.article_id)
        .join(pages, pages.c.id == articles.c.page_id)
        .outerjoin(sources, sources.c.id == statements.c.source_id)
        .outerjoin(entities, entities.c.id == statements.c.entity_id)
        .outerjoin(_OUTER, (_OUTER.c.article_id == statements.c.article_id) & (_OUTER.c.number == statements.c.parent))
    )  # fmt: skip


def _narrowed(connection: Connection, query: Select[Any], filters: Filters) -> Select[Any]:
    if filters.source is not None:
        found = [row.id for row in people.find(connection, filters.source)]
        if found:
            query = query.where(statements.c.entity_id.in_(found))
        else:  # groups and unnamed sources are nobody's in particular: by their words
            called = select(sources.c.id).where(sources.c.name.icontains(filters.source, autoescape=True))
            if connection.execute(called.limit(1)).first() is None:
                raise UsageError(f"no source named {filters.source!r}; sayso sources lists them")
            query = query.where(statements.c.source_id.in_(called))
    if filters.act is not None:
        query = query.where(statements.c.act == filters.act)
    if filters.story is not None:
        within = select(articles.c.id).where(articles.c.story_id == filters.story)
        if connection.execute(within.limit(1)).first() is None:
            raise UsageError(f"no story {filters.story} in this ledger; sayso stories lists them")
        query = query.where(statements.c.article_id.in_(within))
    if filters.outlet is not None:
        issued = select(articles.c.id).where(articles.c.outlet.ilike(f"%{filters.outlet}%"))
        # an outlet has many statements: the plus keeps the database from fetching and sorting them all
        query = query.where(literal_column("+statements.article_id").in_(issued))
    if filters.polarity is not None:
        if filters.polarity not in ("+", "-", "u"):
            raise UsageError(f"polarity is {filters.polarity!r}; expected +, - or u")
        query = query.where(statements.c.factuality.like(f"%{filters.polarity}"))
    if filters.since is not None:
        # what is dated by month or year may fall in the time as well, and so may what begins before
        year, month = filters.since[:4], filters.since[:7]
        ends = func.substr(statements.c.said_on, func.length(statements.c.said_on) // 2 + 2)
        lasts = statements.c.said_on.like("%/%") & (ends >= filters.since)
        since = or_(statements.c.day >= filters.since, statements.c.day.in_([year, month]), lasts)
        query = query.where(IN_TIME[0] >= f"{int(year) - _LASTING:04}", since, statements.c.day.is_not(None))
    if filters.until is not None:
        query = query.where(IN_TIME[0] <= f"{filters.until}~", statements.c.day.is_not(None))
    return query


def _entry(row: Any) -> Entry:
    if row.who:
        who = row.who
    elif row.kind in ("unsourced", "author"):
        who = {"unsourced": "hearsay", "author": "the author"}[row.kind]
    else:
        who = "unsure" + (f": {' or '.join(row.candidates)}" if row.candidates else "")
    return Entry(
        row.id, who, row.kind, tuple(row.chain), row.act, row.factuality, row.relay, row.said_on, row.said_basis,
        row.about, row.day, row.cue, row.content, _spans(row.source_spans), _spans(row.cue_spans),
        _spans(row.content_spans), row.score, row.article_id, row.headline, row.outlet, row.published,
        row.url or row.page, row.story_id, row.copy_of, row.within, row.within_act,
    )  # fmt: skip


def _spans(stored: Any) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in stored)


def linked(
    connection: Connection,
    kinds: Sequence[str],
    filters: Filters | None = None,
    *,
    least: float = 0.0,
    limit: int | None = PAGE,
    offset: int = 0,
    once: bool = True,
) -> list[LinkEntry]:
    """Pairs of statements, the surest first.

    Args:
        connection: to the ledger.
        kinds: of the links.
        filters: must hold for one of the two.
        least: score of a pair.
        limit: at most so many; None for all.
        offset: leave out so many before.
        once: a pair that is told in several articles comes once, between its first tellings; repetitions always all.

    """
    query = select(links).where(links.c.kind.in_(kinds), links.c.score >= least)
    query = query.order_by(links.c.score.desc(), links.c.id)
    held = _narrowed(connection, select(statements.c.id), filters) if filters and filters != Filters() else None
    if once and list(kinds) != ["repeats"]:
        rows = connection.execute(query).all()
        if held is not None:  # few links are told apart by more than their ends
            fitting = {row.id for row in _by_number(connection, held, _ends(rows))}
            rows = [row for row in rows if row.first_id in fitting or row.second_id in fitting]
        shown = _grouped(connection, rows)[offset : None if limit is None else offset + limit]
    else:
        if held is not None:
            query = query.where(or_(links.c.first_id.in_(held), links.c.second_id.in_(held)))
        shown = [[row] for row in connection.execute(query.limit(limit).offset(offset))]
    ids = _ends(group[0] for group in shown)
    by_id = {entry.id: entry for entry in entries(connection, ids=sorted(ids), limit=None)} if ids else {}
    return [
        LinkEntry(
            row.kind, max(r.score for r in (row, *again)), by_id[row.first_id], by_id[row.second_id],
            tuple((other.first_id, other.second_id) for other in again),
        )
        for row, *again in shown
    ]  # fmt: skip


def _ends(rows: Iterable[Any]) -> set[int]:
    return {number for row in rows for number in (row.first_id, row.second_id)}


def _grouped(connection: Connection, rows: Sequence[Any]) -> list[list[Any]]:
    """Links in the order given, those that only tellings set apart together; first that of the first tellings."""
    told = _tellings(connection, _ends(rows))
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        pair = sorted((told.get(row.first_id, row.first_id), told.get(row.second_id, row.second_id)))
        groups.setdefault((row.id,) if row.kind == "repeats" else (row.kind, *pair), []).append(row)
    several = _ends(row for g in groups.values() if len(g) > 1 for row in g)
    day = {r.id: r.day or "~" for r in _by_number(connection, select(statements.c.id, statements.c.day), several)}
    return [
        g if len(g) == 1 else sorted(g, key=lambda r: (day[r.first_id], day[r.second_id], r.id))
        for g in groups.values()
    ]


def _tellings(connection: Connection, numbers: set[int]) -> dict[int, int]:
    """Those of some statements that surely repeat one another, each with one of them for all."""
    sure = select(links.c.first_id, links.c.second_id).where(links.c.kind == "repeats", links.c.score >= _SURE)
    told: dict[int, int] = {}

    def root(number: int) -> int:
        while (up := told.setdefault(number, number)) != number:
            told[number] = told[up]
            number = up
        return number

    for one, other in _by_number(connection, sure, numbers, links.c.first_id):
        if other in numbers:
            told[root(one)] = root(other)
    return {number: root(number) for number in list(told)}


def _by_number(
    connection: Connection, query: Select[Any], numbers: Iterable[int], column: Any = statements.c.id
) -> Iterator[Any]:
    """Rows with one of many numbers, some at a time."""
    wanted = sorted(numbers)
    for at in range(0, len(wanted), _NUMBERS):
        yield from connection.execute(query.where(column.in_(wanted[at : at + _NUMBERS])))


def origins(connection: Connection, statement: int) -> list[LinkEntry]:
    """All tellings that a statement's repeats lead to, sure ones any further, as links in the order of time."""
    seen, frontier, least = {statement}, {statement}, _LIKELY
    found: dict[int, Any] = {}
    while frontier:
        rows = connection.execute(
            select(links).where(
                links.c.kind == "repeats",
                links.c.score >= least,
                or_(links.c.first_id.in_(frontier), links.c.second_id.in_(frontier)),
            )
        ).all()
        least = _SURE
        found |= {row.id: row for row in rows}
        frontier = {n for row in rows for n in (row.first_id, row.second_id)} - seen
        seen |= frontier
    by_id = {entry.id: entry for entry in entries(connection, ids=sorted(seen), limit=None)}
    pairs = []
    for row in found.values():
        first, second = sorted((by_id[row.first_id], by_id[row.second_id]), key=lambda e: e.when_told)
        pairs.append(LinkEntry(row.kind, row.score, first, second))
    return sorted(pairs, key=lambda pair: (pair.first.when_told, pair.second.when_told))


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """A story and how much of it there is."""

    id: int
    title: str
    articles: int
    statements: int
    first: str | None
    last: str | None
    conflicts: int


def story_entries(connection: Connection, *, limit: int | None = PAGE, offset: int = 0) -> list[StoryEntry]:
    """Stories, the largest first."""
    many = func.count(articles.c.id)
    query = (
        select(stories.c.id, stories.c.title, many, func.min(articles.c.published), func.max(articles.c.published))
        .join(articles, articles.c.story_id == stories.c.id)
        .group_by(stories.c.id, stories.c.title)
        .order_by(many.desc(), stories.c.id)
    )
    rows = connection.execute(query.limit(limit).offset(offset)).all()
    # what is in them is counted for these alone
    within = (
        select(articles.c.story_id, func.count(statements.c.id))
        .join(statements, statements.c.article_id == articles.c.id)
        .where(articles.c.story_id.in_([row[0] for row in rows]))
        .group_by(articles.c.story_id)
    )
    told = {row[0]: row[1] for row in connection.execute(within)}
    held = select(statements.c.id, articles.c.story_id).join(articles, articles.c.id == statements.c.article_id)
    ours = held.where(articles.c.story_id.in_([row[0] for row in rows])).subquery()
    either = (ours.c.id == links.c.first_id) | (ours.c.id == links.c.second_id)
    conflicts = select(links, ours.c.story_id).join(ours, either).where(links.c.kind == "conflicts").distinct()
    disputed: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(conflicts.order_by(links.c.score.desc(), links.c.id)):
        disputed[row.story_id].append(row)
    return [
        StoryEntry(number, title, size, told.get(number, 0), first, last, len(_grouped(connection, disputed[number])))
        for number, title, size, first, last in rows
    ]


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source across articles."""

    id: int
    name: str
    kind: str
    statements: int
    articles: int
    aliases: tuple[str, ...]
    roles: tuple[str, ...]


def source_entries(
    connection: Connection, name: str | None = None, *, limit: int | None = PAGE, offset: int = 0
) -> list[SourceEntry]:
    """Sources by how much they say; only lasting ones, people and organisations."""
    held = select(statements.c.entity_id, func.count().label("said")).group_by(statements.c.entity_id).subquery()
    query = (
        select(entities.c.id, entities.c.name, entities.c.kind, held.c.said)
        .join(held, held.c.entity_id == entities.c.id)
        .where(entities.c.lookup.is_not(None), entities.c.merged_into.is_(None))
        .order_by(held.c.said.desc(), entities.c.id)
    )
    if name is not None:
        query = query.where(entities.c.id.in_([row.id for row in people.find(connection, name)]))
    rows = connection.execute(query.limit(limit).offset(offset)).all()
    those = sources.c.entity_id.in_([row.id for row in rows])
    names: dict[int, dict[str, None]] = {row.id: {} for row in rows}
    roles: dict[int, dict[str, None]] = {row.id: {} for row in rows}
    # a much quoted source has thousands of rows, but few names and roles
    called = (sources.c.entity_id, sources.c.name, cast(sources.c.roles, String).label("roles"))
    for row in connection.execute(select(*called).where(those).group_by(*called).order_by(func.min(sources.c.id))):
        names[row.entity_id][row.name] = None
        roles[row.entity_id] |= dict.fromkeys(json.loads(row.roles))
    many = func.count(func.distinct(sources.c.article_id))
    counted = select(sources.c.entity_id, many).where(those).group_by(sources.c.entity_id)
    within = {row[0]: row[1] for row in connection.execute(counted)}
    return [SourceEntry(*row, within[row.id], tuple(names[row.id]), tuple(roles[row.id])[:_ROLES]) for row in rows]


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article as the ledger keeps it."""

    id: int
    page: str
    url: str | None
    headline: str | None
    byline: str | None
    outlet: str | None
    published: str | None
    version: int
    story: int | None
    #: the article that this one is a copy of
    copy_of: int | None
    model: str
    text: str


def article_entry(connection: Connection, number: int) -> ArticleEntry:
    """One article.

    Raises:
        UsageError: there is none of that number.

    """
    row = connection.execute(
        select(articles, pages.c.name, pages.c.url).join(pages).where(articles.c.id == number)
    ).first()
    if row is None:
        raise UsageError(f"no article {number} in this ledger; sayso search and sayso stories give the numbers")
    return ArticleEntry(
        row.id, row.name, row.url, row.headline, row.byline, row.outlet, row.published, row.version, row.story_id,
        row.copy_of, row.model, row.text,
    )  # fmt: skip


def counts(connection: Connection) -> dict[str, int]:
    """How much there is of everything."""
    tables = {"pages": pages, "articles": articles, "stories": stories, "statements": statements}
    found = {name: connection.execute(select(func.count()).select_from(t)).scalar_one() for name, t in tables.items()}
    found["sources"] = connection.execute(
        select(func.count())
        .select_from(entities)
        .where(entities.c.lookup.is_not(None), entities.c.merged_into.is_(None))
    ).scalar_one()
    for kind, number in connection.execute(
        select(links.c.kind, func.count()).group_by(links.c.kind).order_by(links.c.kind)
    ):
        found[kind] = number
    return found
