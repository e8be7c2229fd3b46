"""Migrations, from the first table on: each runs once, in order, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, inspect, select, text, update
from sqlalchemy.schema import CreateIndex

from sayso.errors import LedgerError
from sayso.ledger import entities, schema, sqlite


def _first(connection: Connection) -> None:
    """All tables of the first version."""
    schema.metadata.create_all(
        connection, tables=[t for t in schema.metadata.sorted_tables if t is not schema.versions]
    )
    if connection.dialect.name == "sqlite":
        sqlite.create_search(connection)


def _in_time(connection: Connection) -> None:
    """The index of statements in the order of time."""
    connection.execute(CreateIndex(schema.statements_in_time, if_not_exists=True))


def _copies(connection: Connection) -> None:
    """Which articles are copies; those that are there already stay as they are."""
    if "copy_of" not in {column["name"] for column in inspect(connection).get_columns("articles")}:
        connection.execute(text("ALTER TABLE articles ADD COLUMN copy_of INTEGER REFERENCES articles (id)"))


def _by_entity(connection: Connection) -> None:
    """An index of sources that also tells in how many articles one stands, for the one that did not."""
    connection.execute(CreateIndex(schema.sources_by_entity, if_not_exists=True))
    connection.execute(text("DROP INDEX IF EXISTS ix_sources_entity_id"))


def _short(connection: Connection) -> None:
    """Names are looked up without accents and middle initials, and organisations by their initials as well."""
    if "surname" in {column["name"] for column in inspect(connection).get_columns("entities")}:
        connection.execute(text("ALTER TABLE entities RENAME COLUMN surname TO short"))
        connection.execute(text("DROP INDEX IF EXISTS ix_entities_surname"))
        connection.execute(text("CREATE INDEX ix_entities_short ON entities (short)"))
    table = schema.entities
    decided = entities.decided(connection)
    for row in connection.execute(select(table).where(table.c.lookup.is_not(None))).all():
        if row.id not in decided:  # what people renamed and split off is found as they left it
            named = entities.is_name(row.name, row.kind)
            keys = {key: find(row.name, row.kind) if named else None for key, find in entities.KEYS.items()}
            connection.execute(update(table).where(table.c.id == row.id).values(**keys))


def _carried(connection: Connection) -> None:
    """Links may be carried over from others."""
    if "carried_from" not in {column["name"] for column in inspect(connection).get_columns("links")}:
        reference = "INTEGER REFERENCES links (id) ON DELETE CASCADE"
        connection.execute(text(f"ALTER TABLE links ADD COLUMN carried_from {reference}"))
        connection.execute(text("CREATE INDEX ix_links_carried_from ON links (carried_from)"))


#: in order; never change one that was released, append another
MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_first, _in_time, _copies, _by_entity, _short, _carried)


def migrate(engine: Engine) -> None:
    """Bring a ledger to this version's schema.

    Raises:
        LedgerError: the ledger was made by a newer sayso, or is a database of something else.

    """
    with engine.connect() as connection:
        found = set(inspect(connection).get_table_names())
        if found and "versions" not in found:
            raise LedgerError(
                f"{engine.url.database}: a database, but no ledger of sayso's; give another file with --ledger"
            )
        if "versions" in found and _version(connection) == len(MIGRATIONS):
            return
    with engine.execution_options(writes=True).begin() as connection:
        schema.versions.create(connection, checkfirst=True)
        version = _version(connection)
        if version > len(MIGRATIONS):
            raise LedgerError(
                f"{engine.url.database}: made by a newer sayso (schema {version}, expected up to {len(MIGRATIONS)})"
            )
        for number, run in enumerate(MIGRATIONS[version:], version + 1):
            run(connection)
            connection.execute(
                schema.versions.insert().values(
                    number=number, applied_at=datetime.now(UTC).isoformat(timespec="seconds")
                )
            )


def _version(connection: Connection) -> int:
    return max(connection.execute(select(schema.versions.c.number)).scalars(), default=0)
