"""What stretch of time a time expression names, and what time a content speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from sayso.reading.dates import TimeExpression
from sayso.types import Span, When

_EARLY = re.compile(r"(?i)\b(early|mid|late)[ -](?:in |on )?")


def interval(expression: TimeExpression, text: str) -> str | None:
    """The ISO 8601 date, month, year or interval of a time expression; None for durations and what is vague.

    >>> interval(TimeExpression(Span(0, 0), "DATE", "2017-W06", "explicit"), "")
    '2017-02-06/2017-02-12'
    """
    value = expression.value.split("T")[0]
    if "X" in value or expression.type in ("DURATION", "SET") or value.endswith("REF"):
        return None
    if month := re.fullmatch(r"(\d{4})-(\d\d)", value):
        early = _EARLY.search(text, max(0, expression.span.start - 9), expression.span.end)
        if early:
            first, last = {"early": ("01", "10"), "mid": ("11", "20")}.get(early[1].lower(), ("21", ""))
            last = last or f"{(date(int(month[1]), int(month[2]), 1) + relativedelta(day=31)).day}"
            return f"{value}-{first}/{value}-{last}"
        return value
    if week := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(week[1]), min(int(week[2]), 52), 1)
        begin = monday + timedelta(days=5 if week[3] else 0)
        return f"{begin.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        number = 3 * int(quarter[2]) - 2
        return f"{quarter[1]}-{number:02}/{quarter[1]}-{number + 2:02}"
    if season := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        number = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season[2]]
        end = date(int(season[1]), number, 1) + relativedelta(months=2)
        return f"{season[1]}-{number:02}/{end.year}-{end.month:02}"
    if re.fullmatch(r"\d{3}", value):
        return f"{value}0/{value}9"
    return value if re.fullmatch(r"\d{4}(?:-\d\d-\d\d)?", value) else None


def when_of(expression: TimeExpression, text: str) -> When | None:
    """What a time expression names; None for durations and what is vague."""
    value = interval(expression, text)
    if value is None:
        return None
    same = re.match(r"(?i)(?:that|the)(?: very)? same ", text[expression.span.start : expression.span.end])
    return When(value, "same time" if same else expression.basis, expression.span)


def about(text: str, content: Sequence[Span], times: Sequence[TimeExpression]) -> When | None:
    """The time that a content speaks of: the first that it names."""
    for span in content:
        for time in times[bisect_left(times, span.start, key=lambda t: t.span.start) :]:
            if time.span.start >= span.end:
                break
            if when := when_of(time, text):
                return when
    return None
