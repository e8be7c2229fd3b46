"""Into the ledger: a page, its article, sources and statements, and what they are to those already there.

One page is one transaction: whatever ends the process, the page is in whole or not at all.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, delete, func, select, update

from sayso.ledger import entities, sqlite
from sayso.ledger.schema import articles, inserted, links, pages, sources, statements, stories
from sayso.relating.claims import Claim, spoken, text_of
from sayso.relating.copies import LOOK, is_copy, resemblance, signature
from sayso.relating.links import Link, LinkKind, again, best, by_own_source, candidates, pairs_of, told_again
from sayso.relating.pairs import Pairs
from sayso.relating.sentences import WIDTH, Claims, Sentences
from sayso.relating.stories import nearest, topic
from sayso.relating.tellings import carried, key, relate, tellings_of
from sayso.types import Act, Factuality, Reading, SourceKind, Span, Statement

Floats = NDArray[np.float32]
#: articles with their day and cosine, the most like first
Alike = list[tuple[int, str | None, float]]

#: articles that a new one's statements are compared with: the most like it
_NEIGHBOURS = 40
#: cosine from which articles are alike at all
_ALIKE = 0.3


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a page."""

    page: str
    article: int
    #: "added", "new version", "known" or "read anew"
    outcome: str
    statements: int
    #: links by kind
    links: dict[str, int]


class Relater:
    """The models that relating needs, loaded when they are first asked, and the articles' vectors, kept in step."""

    def __init__(self) -> None:
        self._sentences: Sentences | None = None
        self._claims: Claims | None = None
        self._pairs: Pairs | None = None
        self._ids: list[int] = []
        self._days: list[str | None] = []
        self._vectors: Floats = np.zeros((0, WIDTH), np.float32)
        self._signatures: dict[int, NDArray[np.uint32]] = {}
        self._seen = 0

    @property
    def sentences(self) -> Sentences:
        """The encoder of articles."""
        self._sentences = self._sentences or Sentences()
        return self._sentences

    @property
    def claims(self) -> Claims:
        """The encoder of statements."""
        self._claims = self._claims or Claims()
        return self._claims

    @property
    def pairs(self) -> Pairs:
        """The pair model."""
        self._pairs = self._pairs or Pairs()
        return self._pairs

    def catch_up(self, connection: Connection) -> None:
        """Take in the articles that were added since, by whatever process."""
        rows = connection.execute(
            select(
                articles.c.id, articles.c.published, articles.c.vector, articles.c.signature, articles.c.copy_of
            ).where(articles.c.id > self._seen)
        ).all()  # fmt: skip
        if rows:
            self._ids += [row.id for row in rows]
            self._days += [row.published for row in rows]
            self._vectors = np.concatenate([self._vectors, np.stack([unpacked(row.vector) for row in rows])])
            self._signatures |= {row.id: np.frombuffer(row.signature, np.uint32) for row in rows if row.copy_of is None}
            self._seen = max(self._seen, *self._ids)

    def alike(self, vector: Floats) -> Alike:
        """The articles most like one: row, day and cosine, the most like first."""
        if not self._ids:
            return []
        near = self._vectors @ vector
        order = np.argsort(-near, kind="stable")[: 4 * _NEIGHBOURS]
        return [(self._ids[i], self._days[i], float(near[i])) for i in order if near[i] >= _ALIKE]

    def originals(self, alike: Alike) -> dict[int, float]:
        """Of the articles most like one those that are no copies, for what these say stands elsewhere: cosines."""
        found = [(number, cosine) for number, _, cosine in alike if number in self._signatures]
        return dict(found[:_NEIGHBOURS])

    def original(self, connection: Connection, prepared: Prepared, alike: Alike) -> int | None:
        """The article that a new one is a copy of, whatever stands around both."""
        article = prepared.reading.article
        text = " ".join(article.slice(block.span) for block in article.readable)
        for number in self.originals(alike):
            if resemblance(self._signatures[number], prepared.signature) < LOOK:
                continue
            known = connection.execute(select(articles.c.text).where(articles.c.id == number)).scalar_one()
            if is_copy(text, known):
                return number
        return None

    def turn_round(self, connection: Connection, article: int) -> None:
        """Where a new article came out before the one that it is a copy of, that one is the copy."""
        known = articles.alias("known")
        later = known.c.published > articles.c.published
        query = select(articles.c.copy_of).join(known, known.c.id == articles.c.copy_of).where(articles.c.id == article)
        original = connection.execute(query.where(later)).scalar()
        if original is None:
            return
        those = (articles.c.copy_of == original) | (articles.c.id == original)
        connection.execute(update(articles).where(those, articles.c.id != article).values(copy_of=article))
        connection.execute(update(articles).where(articles.c.id == article).values(copy_of=None))
        self.forget()
        self.catch_up(connection)

    def forget(self) -> None:
        """Start anew, after articles were taken out."""
        self._ids, self._days, self._signatures, self._seen = [], [], {}, 0
        self._vectors = np.zeros((0, WIDTH), np.float32)


def packed(vector: Floats) -> bytes:
    """A vector as it is stored."""
    return vector.astype(np.float16).tobytes()


def unpacked(stored: bytes) -> Floats:
    """A stored vector."""
    return np.frombuffer(stored, np.float16).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reading with all that needs no database: ready to be written."""

    reading: Reading
    claims: tuple[str, ...]
    vectors: Floats
    article_vector: Floats
    signature: NDArray[np.uint32]


def prepare(reading: Reading, relater: Relater) -> Prepared:
    """Claims and vectors of a reading."""
    text = reading.article.text
    claims = tuple(
        text_of(words(text, s.content, s.referents), *_speaker(reading, s), s.act) for s in reading.statements
    )
    worded = [
        spoken(_speaker(reading, s)[0], claim, s.factuality.polarity, s.act, _cue(reading, s))
        for s, claim in zip(reading.statements, claims, strict=True)
    ]
    lead = " ".join(text[b.span.start : b.span.end] for b in reading.article.readable[:6])
    whole = relater.sentences.vectors([topic(reading.article.headline, lead)])[0]
    return Prepared(reading, claims, relater.claims.vectors(worded), whole, signature(text))


def digest(text: str) -> str:
    """SHA-256 of an article's text."""
    return hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()


def misplaced(connection: Connection, article: int, text: str) -> Iterator[str]:
    """Which of an article's spans do not hold what is stored beside them, or lie outside of its text."""

    def outside(spans: Any) -> bool:
        return not all(0 <= start < end <= len(text) for start, end in spans)

    sources_here = select(sources).where(sources.c.article_id == article)
    mentions = {s.id: s.mentions for s in connection.execute(sources_here)}
    for s in connection.execute(select(statements).where(statements.c.article_id == article)):
        held = ((s.cue, s.cue_spans), (s.content, s.content_spans))
        if outside(s.source_spans) or any(words(text, [Span(*x) for x in spans]) != kept for kept, spans in held):
            yield f"statement {s.id}: its spans do not hold its words"
        elif s.source_spans and s.source_id is not None:
            begin, end = s.source_spans[0]
            if not any(start < end and begin < stop for start, stop in mentions[s.source_id]):
                yield f"statement {s.id}: its source is not mentioned where it is said to stand"
    for s in connection.execute(sources_here):
        if outside(s.mentions):
            yield f"source {s.name}: its mentions lie outside of the text"


def words(text: str, spans: Iterable[Span], replaced: Sequence[tuple[Span, str]] = ()) -> str:
    """The words under some spans, as one line; some of them replaced."""
    parts = []
    for start, end in spans:
        at, part = start, ""
        for (first, last), other in replaced:
            if at <= first and last <= end:
                part, at = part + text[at:first] + other, last
        parts.append(part + text[at:end])
    return re.sub(r"\s+", " ", " … ".join(parts)).strip()


def _speaker(reading: Reading, statement: Statement) -> tuple[str, SourceKind]:
    if statement.source is None:
        return "", SourceKind.UNSOURCED
    source = reading.sources[statement.source]
    return "" if source.kind in (SourceKind.UNSOURCED, SourceKind.AUTHOR) else source.name, source.kind


def _cue(reading: Reading, statement: Statement) -> str:
    index = statement.attribution
    return "" if index is None else words(reading.article.text, reading.attributions[index].cue)


def write(engine: Engine, prepared: Prepared, relater: Relater) -> Added:
    """Write one page and relate it, in one transaction."""
    reading = prepared.reading
    page = reading.article.page
    with _writing(engine, relater) as connection:
        known = connection.execute(
            select(articles.c.id, func.count(statements.c.id))
            .join(pages, pages.c.id == articles.c.page_id)
            .outerjoin(statements, statements.c.article_id == articles.c.id)
            .where(pages.c.sha256 == page.sha256)
            .group_by(articles.c.id)
        ).first()
        if known:
            return Added(page.name, known[0], "known", known[1], {})
        page_row = inserted(connection,
            pages.insert().values(
                sha256=page.sha256, name=page.name, url=page.url, content_type=page.content_type,
                declared_charset=page.declared_charset, fetched_at=page.fetched_at.isoformat(timespec="seconds"),
                content=zlib.compress(page.content, 6),
            )
        )  # fmt: skip
        address = _address(reading)
        version = (
            1
            + connection.execute(
                select(func.count()).select_from(articles).where(articles.c.address == address)
            ).scalar_one()
        )
        article = _write_article(connection, prepared, page_row, address, version, relater)
        made = _write_statements(connection, prepared, article, relater)
        outcome = "added" if version == 1 else "new version"
        return Added(page.name, article, outcome, len(reading.statements), made)


@contextmanager
def _writing(engine: Engine, relater: Relater) -> Iterator[Connection]:
    """One transaction; what it took back, the relater forgets."""
    try:
        with engine.execution_options(writes=True).begin() as connection:
            yield connection
    except BaseException:
        relater.forget()
        raise


def rewrite(engine: Engine, article: int, prepared: Prepared, relater: Relater) -> Added:
    """Replace the machine's judgements of an article by those of a new reading; people's stay."""
    with _writing(engine, relater) as connection:
        _clear(connection, article)
        story = connection.execute(select(articles.c.story_id).where(articles.c.id == article)).scalar_one()
        connection.execute(
            update(articles).where(articles.c.id == article).values(**_article_values(prepared), story_id=story)
        )
        sqlite.index_article(connection, article, prepared.reading.article.text)
        relater.forget()
        made = _write_statements(connection, prepared, article, relater)
    return Added(prepared.reading.article.page.name, article, "read anew", len(prepared.reading.statements), made)


def _clear(connection: Connection, article: int) -> None:
    sqlite.forget_article(connection, article)
    ids = select(statements.c.id).where(statements.c.article_id == article)
    connection.execute(delete(links).where(links.c.first_id.in_(ids) | links.c.second_id.in_(ids)))
    connection.execute(delete(statements).where(statements.c.article_id == article))
    connection.execute(delete(sources).where(sources.c.article_id == article))


def _address(reading: Reading) -> str:
    article = reading.article
    name = article.page.name
    # what comes by standard input is no version of what came before
    at = article.page.sha256 if name == "-" else str(Path(name).absolute())
    return article.canonical_url or article.page.url or at


def _article_values(prepared: Prepared) -> dict[str, Any]:
    article = prepared.reading.article
    return {
        "headline": article.headline,
        "byline": article.byline,
        "outlet": article.outlet,
        "published": article.published.value[:10] if article.published else None,
        "text": article.text,
        "text_sha256": digest(article.text),
        "model": prepared.reading.model,
        "added_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "vector": packed(prepared.article_vector),
        "signature": prepared.signature.tobytes(),
    }


def _write_article(
    connection: Connection, prepared: Prepared, page: int, address: str, version: int, relater: Relater
) -> int:
    relater.catch_up(connection)
    values = _article_values(prepared)
    alike = relater.alike(prepared.article_vector)
    story = _story(connection, alike, values["published"])
    if story is None:
        title = prepared.reading.article.headline or prepared.reading.article.page.name
        story = inserted(connection, stories.insert().values(title=title))
    original = relater.original(connection, prepared, alike)
    row = articles.insert().values(
        page_id=page, address=address, version=version, story_id=story, copy_of=original, **values
    )
    article = inserted(connection, row)
    if original is not None:
        relater.turn_round(connection, article)
    sqlite.index_article(connection, article, prepared.reading.article.text)
    return article


def _story(connection: Connection, alike: Sequence[tuple[int, str | None, float]], day: str | None) -> int | None:
    """The story that a new article joins."""
    article = nearest(alike, day)
    return (
        None
        if article is None
        else connection.execute(select(articles.c.story_id).where(articles.c.id == article)).scalar()
    )


def _write_sources(
    connection: Connection, reading: Reading, article: int, story: int | None
) -> tuple[dict[int, int], dict[int, int]]:
    """Sources of an article, full names first: the entity and the row of each."""
    held: dict[int, int] = {}
    placed: dict[int, int] = {}
    for number, source in sorted(enumerate(reading.sources), key=lambda pair: -len(pair[1].name.split())):
        held[number] = entities.resolve(connection, article, story, source)
        values = {
            "article_id": article, "number": number, "entity_id": held[number], "name": source.name,
            "kind": source.kind.value, "roles": list(source.roles), "speaks_for": source.speaks_for,
            "mentions": [list(m) for m in source.mentions],
        }  # fmt: skip
        placed[number] = inserted(connection, sources.insert().values(**values))
    return held, placed


def _write_statements(connection: Connection, prepared: Prepared, article: int, relater: Relater) -> dict[str, int]:
    reading = prepared.reading
    text = reading.article.text
    row = connection.execute(select(articles.c.story_id, articles.c.published).where(articles.c.id == article)).one()
    held, placed = _write_sources(connection, reading, article, row.story_id)
    names = entities.names(connection, set(held.values()))
    called = {i: entities.spoken_of(reading.sources[i].name, names[entity]) for i, entity in held.items()}
    for index, (statement, claim, vector) in enumerate(
        zip(reading.statements, prepared.claims, prepared.vectors, strict=True)
    ):
        attribution = reading.attributions[index]
        content = words(text, attribution.content)
        values = {
            "article_id": article,
            "number": index,
            "parent": attribution.parent,
            "source_id": None if statement.source is None else placed[statement.source],
            "entity_id": None if statement.source is None else held[statement.source],
            "candidates": [reading.sources[i].name for i in statement.candidates],
            "chain": ["(unnamed)" if i is None else reading.sources[i].name for i in statement.chain],
            "act": statement.act.value,
            "factuality": statement.factuality.value,
            "relay": statement.relay.value,
            "said_on": statement.said_on.value if statement.said_on else None,
            "said_basis": statement.said_on.basis if statement.said_on else None,
            "about": statement.about.value if statement.about else None,
            "day": statement.said_on.value.partition("/")[0] if statement.said_on else row.published,
            "score": statement.score,
            "source_spans": [list(s) for s in attribution.source],
            "cue_spans": [list(s) for s in attribution.cue],
            "content_spans": [list(s) for s in attribution.content],
            "cue": words(text, attribution.cue),
            "content": content,
            "claim": claim,
            "vector": packed(vector),
        }
        number = inserted(connection, statements.insert().values(**values))
        speaker = "" if statement.source is None else called[statement.source]
        sqlite.index_statement(connection, number, content, speaker, reading.article.headline or "")
    return _relate(connection, prepared, article, relater)


def claims_of(connection: Connection, article_ids: Sequence[int]) -> tuple[list[Claim], Floats]:
    """The statements of some articles, for relating."""
    rows = connection.execute(
        select(
            statements.c.id, statements.c.article_id, statements.c.entity_id, statements.c.act, statements.c.factuality,
            statements.c.day, statements.c.claim, statements.c.number, statements.c.parent, statements.c.vector,
            sources.c.kind, sources.c.name, statements.c.cue,
        )
        .outerjoin(sources, sources.c.id == statements.c.source_id)
        .where(statements.c.article_id.in_(article_ids), statements.c.content != "")
        .order_by(statements.c.id)
    ).all()  # fmt: skip
    found = [
        Claim(
            r.id, r.article_id, r.entity_id, SourceKind(r.kind) if r.kind else None,
            Act(r.act), Factuality(r.factuality), r.day, r.claim, r.number, r.parent, r.name or "", r.cue,
        )
        for r in rows
    ]  # fmt: skip
    vectors = np.stack([unpacked(r.vector) for r in rows]) if rows else np.zeros((0, WIDTH), np.float32)
    return found, vectors


def _links_among(connection: Connection, article_ids: Sequence[int]) -> tuple[dict[int, Link], list[Link]]:
    """Links between the statements of some articles: those found, by their numbers, and those carried over."""
    first, second = statements.alias("first"), statements.alias("second")
    rows = connection.execute(
        select(links)
        .join(first, first.c.id == links.c.first_id)
        .join(second, second.c.id == links.c.second_id)
        .where(first.c.article_id.in_(article_ids), second.c.article_id.in_(article_ids))
        .order_by(links.c.id)
    )
    every = {r.id: (Link(r.first_id, r.second_id, LinkKind(r.kind), r.score), r.carried_from) for r in rows}
    found = {number: link for number, (link, origin) in every.items() if origin is None}
    return found, [link for link, origin in every.values() if origin is not None]


def _relate(connection: Connection, prepared: Prepared, article: int, relater: Relater) -> dict[str, int]:
    """Links of a new article's statements with one another and with those of the articles most like it."""
    copied = connection.execute(select(articles.c.copy_of).where(articles.c.id == article)).scalar()
    relater.catch_up(connection)
    copies = connection.execute(select(articles.c.id).where(articles.c.copy_of == article)).scalars().all()
    alike = relater.originals(relater.alike(prepared.article_vector)) | dict.fromkeys([article, *copies], 1.0)
    new, vectors = claims_of(connection, [article])
    old, others = claims_of(connection, list(alike))
    # what a copy merely tells again is linked to its original alone, whose links hold for it
    copying = [again(c, o) for c in new for o in old if o.article == copied and told_again(c, o)]
    repeated = {number for link in copying for number in (link.first, link.second)}
    own = [i for i, claim in enumerate(new) if claim.id not in repeated]
    new, vectors = [new[i] for i in own], vectors[own]
    closeness = np.array([alike[claim.article] for claim in old], np.float32)
    denying, denied = (np.array([c.factuality.polarity == "-" for c in claims], bool) for claims in (new, old))
    found = candidates(vectors, others, closeness, denying, denied, by_own_source(new, old))
    # what stands in a copy is no telling by itself
    apart = {claim.id for claim in (*old, *new) if claim.article in copies or (copied and claim.article == article)}
    known, over = _links_among(connection, list(alike))
    near = pairs_of(found, new, old)
    made = best([*copying, *relate(near, new, old, closeness, relater.pairs.judge, list(known.values()), apart)])
    if made:
        numbered = links.insert().returning(links.c.id, sort_by_parameter_order=True)
        numbers = connection.execute(numbered, [_link_values(link) for link in made]).scalars().all()
        claims = {claim.id: claim for claim in (*old, *new)}
        _carry_over(connection, dict(zip(numbers, made, strict=True)), known, over, claims, apart)
    return dict(Counter(link.kind.value for link in made))


def _link_values(link: Link) -> dict[str, Any]:
    return {"first_id": link.first, "second_id": link.second, "kind": link.kind.value, "score": link.score}


def _carry_over(
    connection: Connection,
    made: dict[int, Link],
    known: dict[int, Link],
    over: Sequence[Link],
    claims: dict[int, Claim],
    apart: set[int],
) -> None:
    """Write links of claims as those of their other tellings: the new links, and those of what is now told again."""
    told = tellings_of([*known.values(), *made.values()], apart)
    retold = {end for link in made.values() if link.kind is LinkKind.REPEATS for end in (link.first, link.second)}
    touched = {number: link for number, link in known.items() if not retold.isdisjoint((link.first, link.second))}
    origins = touched | made
    linked = {key(link.first, link.second) for link in (*made.values(), *known.values(), *over)}
    numbers = list(origins)
    rows = [
        _link_values(link) | {"carried_from": numbers[index]}
        for index, link in carried(list(origins.values()), told, claims, linked)
    ]
    if rows:
        connection.execute(links.insert(), rows)
