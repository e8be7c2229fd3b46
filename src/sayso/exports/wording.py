"""How statements are put in words, on the terminal and on pages alike."""

from __future__ import annotations

import re

from sayso.types import Reading, Relay, SourceKind, Statement

#: control characters, escape codes among them, halves of characters, and the marks that turn the direction of text
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def who(reading: Reading, statement: Statement) -> str:
    """Who holds a statement and on whose word: "Dmitry Peskov ◂ unnamed report"."""
    if statement.source is None:
        named = " or ".join(reading.sources[i].name for i in statement.candidates)
        return f"unsure: {named}" if named else "unsure"
    source = reading.sources[statement.source]
    holder = {SourceKind.UNSOURCED: "hearsay", SourceKind.AUTHOR: "the author"}.get(source.kind, source.name)
    relayers = [
        "unnamed report" if i is None else reading.sources[i].name for i in statement.chain if i != statement.source
    ]
    return " ◂ ".join([holder, *reversed(relayers)])


def how(statement: Statement) -> str:
    """The act, the factuality, and the relay where it is not neutral: "deny CT-", "state CT+, distances"."""
    relay = "" if statement.relay is Relay.NEUTRAL else f", {statement.relay.value}"
    return f"{statement.act.value} {statement.factuality.value}{relay}"


#: bases of a day that the statement's own sentence does not name
INFERRED = frozenset({"same time", "same source before", "same source after", "day of the article"})


def said_on(value: str, basis: str | None) -> str:
    """When something was said, for people; "~10 Feb 2017" where another sentence names the day."""
    return ("~" if basis in INFERRED else "") + day(value)


def day(value: str) -> str:
    """A date or interval for people: "10 Feb 2017", "Jan 2017", "1 Jan 2017 to 10 Jan 2017"."""
    return " to ".join(_day(part) for part in value.split("/"))


def _day(value: str) -> str:
    year, _, rest = value.partition("-")
    month, _, number = rest.partition("-")
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return " ".join(part for part in (number.lstrip("0"), names[int(month) - 1] if month else "", year) if part)
