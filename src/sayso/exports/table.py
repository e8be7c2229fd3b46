"""Statements as CSV for spreadsheets. A cell that a spreadsheet would run as a formula gets an apostrophe before it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from sayso.exports.wording import CONTROL

if TYPE_CHECKING:
    from sayso.ledger import Entry

COLUMNS = (
    *("id", "who", "kind", "chain", "act", "factuality", "relay", "said_on", "said_basis", "about", "cue", "content"),
    *("score", "article", "headline", "outlet", "published", "page", "story", "content_spans", "within"),
)
#: what spreadsheets take for a formula, also behind white space
_FORMULA = re.compile(r"\s*[=+\-@\t\r|%]")


def cell(value: object) -> str:
    """A value as text that no spreadsheet runs.

    >>> cell("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple):
        value = "; ".join(f"{v[0]}-{v[1]}" if isinstance(v, tuple) else str(v) for v in value)
    text = CONTROL.sub("\ufffd", str(value))
    return f"'{text}" if _FORMULA.match(text) else text


def write_csv(out: TextIO, entries: Iterable[Entry]) -> None:
    """One row for each statement, with a header."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow([cell(getattr(entry, column)) for column in COLUMNS])
