"""Options and error handling that the commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from sayso.errors import SaysoError, UsageError

if TYPE_CHECKING:
    from sayso.ledger import Ledger

Row = TypeVar("Row")

LedgerOption = Annotated[
    Path | None,
    typer.Option(
        "--ledger", metavar="FILE", help="The ledger; $SAYSO_LEDGER or ./sayso.db by default.", show_default=False
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document a line.")]
LimitOption = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many.")]
OffsetOption = Annotated[int, typer.Option("--offset", metavar="N", min=0, help="Leave out so many before.")]
SourceOption = Annotated[str | None, typer.Option("--source", metavar="NAME", help="Said by.", show_default=False)]
ActOption = Annotated[
    str | None, typer.Option("--act", metavar="ACT", help="state, deny, allege, admit, promise …", show_default=False)
]
PolarityOption = Annotated[
    str | None,
    typer.Option("--polarity", metavar="SIGN", help="+ committed to, - denied, u neither.", show_default=False),
]
OutletOption = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Told by.", show_default=False)]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="On or after, 2017-02-10.", show_default=False)
]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="On or before.", show_default=False)]
StoryOption = Annotated[int | None, typer.Option("--story", metavar="N", help="In this story.", show_default=False)]


def require_view(path: Path) -> None:
    """Refuse to write a view over anything that is none.

    Raises:
        UsageError: there is something else, or nowhere to write to.

    """
    from sayso.exports.html import is_view

    try:
        if path.exists() and not is_view(path):
            raise UsageError(f"{path} is there and no view that sayso wrote; give another file with --html")
        if not path.parent.is_dir():
            raise UsageError(f"{path.parent} is no folder; give another file with --html")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}; give another file with --html") from None


def ledger_path(given: Path | None) -> Path:
    """The ledger that a command means."""
    return given or Path(os.environ.get("SAYSO_LEDGER") or "sayso.db")


@contextmanager
def opened(given: Path | None, *, create: bool = False) -> Iterator[Ledger]:
    """The ledger, closed again whatever happens."""
    from sayso.ledger import Ledger

    with Ledger(ledger_path(given), create=create) as ledger:
        yield ledger


@contextmanager
def told() -> Iterator[None]:
    """Errors as one line on standard error, and the exit status that goes with them."""
    try:
        yield
    except SaysoError as error:
        typer.echo(f"sayso: {error}", err=True)
        raise typer.Exit(2 if isinstance(error, UsageError) else 1) from None
    except KeyboardInterrupt:
        typer.echo("sayso: stopped", err=True)
        raise typer.Exit(130) from None


def chosen(**filters: Any) -> dict[str, Any]:
    """Filters that were given, dates and acts checked."""
    for name in ("since", "until"):
        if filters.get(name) is not None and not _is_date(filters[name]):
            raise UsageError(f"--{name} is {filters[name]!r}; expected a date such as 2017-02-10, 2017-02 or 2017")
    if filters.get("act") is not None:
        from sayso.types import Act

        if filters["act"] not in set(Act):
            raise UsageError(f"--act is {filters['act']!r}; expected one of {', '.join(Act)}")
    return {name: value for name, value in filters.items() if value is not None}


def _is_date(value: str) -> bool:
    import re
    from datetime import date

    if re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", value, re.ASCII) is None:
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True


def page_of(rows: list[Row], limit: int) -> tuple[list[Row], bool]:
    """So many of the rows, one more of which was asked for, and whether there is more."""
    return rows[:limit], len(rows) > limit


def print_json(rows: Iterable[Any]) -> None:
    """Rows as JSON documents, one a line."""
    from sayso.exports.json import dumps

    for row in rows:
        data = asdict(row) if is_dataclass(row) and not isinstance(row, type) else row
        sys.stdout.write(dumps(data) + "\n")
    sys.stdout.flush()
