"""The ledger's tables, as SQLAlchemy Core: the same on SQLite and PostgreSQL. What only SQLite has stands in sqlite.py.

An article's row keeps its text, so that a statement's spans can be shown without reading the page again; the page's row
keeps the raw bytes, so that the text can be derived anew. Machine judgements (articles, sources, statements, links) can
be replaced by reading again; `decisions` are people's, and only ever grow.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    literal_column,
)

metadata = MetaData()

#: which migrations have run
versions = Table(
    "versions", metadata, Column("number", Integer, primary_key=True), Column("applied_at", String, nullable=False)
)

pages = Table(
    "pages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("url", String),
    Column("content_type", String, nullable=False),
    Column("declared_charset", String),
    Column("fetched_at", String, nullable=False),
    #: zlib
    Column("content", LargeBinary, nullable=False),
)

stories = Table("stories", metadata, Column("id", Integer, primary_key=True), Column("title", String, nullable=False))

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page_id", ForeignKey("pages.id"), nullable=False, unique=True),
    #: what tells that a page is another version of one already known: its canonical URL, URL or path
    Column("address", String, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("headline", String),
    Column("byline", String),
    Column("outlet", String, index=True),
    Column("published", String, index=True),
    Column("text", Text, nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("model", String, nullable=False),
    Column("added_at", String, nullable=False),
    Column("story_id", ForeignKey("stories.id"), index=True),
    #: the article of which this is a copy, as of a wire story
    Column("copy_of", ForeignKey("articles.id")),
    #: of headline and lead, [384] float16
    Column("vector", LargeBinary, nullable=False),
    #: MinHash of the text, see relating/copies.py
    Column("signature", LargeBinary, nullable=False),
)

#: a source across articles: the same person in all of them is one
entities = Table(
    "entities",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    #: what it is looked up by: lower case, a person's without titles; NULL for who is never merged
    Column("lookup", String, index=True),
    #: what else it is looked up by: a person's surname, an organisation's initials
    Column("short", String, index=True),
    #: a human merged it into another
    Column("merged_into", ForeignKey("entities.id")),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("entity_id", ForeignKey("entities.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("speaks_for", String),
    Column("mentions", JSON, nullable=False),
    UniqueConstraint("article_id", "number"),
)

statements = Table(
    "statements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("parent", Integer),
    Column("source_id", ForeignKey("sources.id")),
    Column("entity_id", ForeignKey("entities.id"), index=True),
    Column("candidates", JSON, nullable=False),
    #: names, outermost first
    Column("chain", JSON, nullable=False),
    Column("act", String, nullable=False, index=True),
    Column("factuality", String, nullable=False),
    Column("relay", String, nullable=False),
    Column("said_on", String),
    Column("said_basis", String),
    Column("about", String),
    #: what it is ordered by in time: when it was said, else when it was published
    Column("day", String, index=True),
    Column("score", Float, nullable=False),
    Column("source_spans", JSON, nullable=False),
    Column("cue_spans", JSON, nullable=False),
    Column("content_spans", JSON, nullable=False),
    Column("cue", Text, nullable=False),
    Column("content", Text, nullable=False),
    #: the content with "I" and "he" resolved, which is what is compared
    Column("claim", Text, nullable=False),
    #: of the claim, [384] float16
    Column("vector", LargeBinary, nullable=False),
    UniqueConstraint("article_id", "number"),
)

#: between two statements, the earlier added one first
links = Table(
    "links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("first_id", ForeignKey("statements.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("second_id", ForeignKey("statements.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String, nullable=False, index=True),
    Column("score", Float, nullable=False),
    #: the link between other tellings of the two that it was carried over from, with which it goes
    Column("carried_from", ForeignKey("links.id", ondelete="CASCADE"), index=True),
    UniqueConstraint("first_id", "second_id", "kind"),
)

#: what people decided: who, when, what, about what, before and after. Only ever appended to
decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String, nullable=False),
    Column("at", String, nullable=False),
    #: "merge", "split" or "rename"
    Column("action", String, nullable=False),
    Column("subject", JSON, nullable=False),
    Column("before", JSON),
    Column("after", JSON),
)

#: statements in the order of time, those without a day last: every answer is in this order, so an index has to hold it
IN_TIME = (func.coalesce(statements.c.day, literal_column("'~'")), statements.c.article_id, statements.c.number)

Index("articles_by_day", articles.c.published, articles.c.id)
Index("statements_by_entity", statements.c.entity_id, statements.c.day)
statements_in_time = Index("statements_in_time", *IN_TIME)
sources_by_entity = Index("sources_by_entity", sources.c.entity_id, sources.c.article_id)


def inserted(connection: Connection, row: Insert) -> int:
    """Insert a row and return its number."""
    key: Any = connection.execute(row).inserted_primary_key
    return int(key[0])
