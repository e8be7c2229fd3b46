"""The words of the calendar: tables, pieces of patterns, and what is so many units from a date.

Calendar arithmetic is dateutil's.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = {
    word: number
    for number, words in enumerate(
        """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty
    """.split()
    )
    for word in [words]
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
PARTS = {
    "morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "overnight": "TNI", "midday": "TMI",
    "noon": "T12:00", "midnight": "T24:00", "lunchtime": "TMI", "daytime": "TDT", "dawn": "TMO", "mid-day": "TMI",
}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "weekend": "WE", "month": "M", "quarter": "Q",
    "year": "Y", "decade": "E", "century": "C",
}  # fmt: skip
HOLIDAYS = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new year's day": (1, 1),
    "new year's eve": (12, 31), "halloween": (10, 31), "independence day": (7, 4), "valentine's day": (2, 14),
    "veterans day": (11, 11),
}  # fmt: skip

MONTH = r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|Jun\.|Jul\.)"
DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon\.|Tues\.|Wed\.|Thurs\.|Fri\.|Sat\.|Sun\.)"
UNIT = r"(?P<unit>seconds?|minutes?|hours?|days?|weeks?|weekends?|months?|quarters?|years?|decades?|centur(?:y|ies))"
NUMBER = (
    r"(?P<number>\d[\d,]*(?:\.\d+)?|a few|a couple of|a couple|several|few|some|many|dozens of|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
)
PART = r"(?P<part>morning|afternoon|evening|night|overnight)"
MODIFIER = r"(?:(?P<mod>early|earlier|late|later|mid|middle|beginning|end)[ -](?:in |of |on |the )*)?"
CLOCK = r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d))? ?(?P<half>(?-i:a\.m\.?|p\.m\.?|am|pm|AM|PM)\b\.?)(?: ?(?:E[DS]?T|GMT|P[DS]?T|C[DS]?T|BST|CET|UTC|Eastern|local time))?"

#: words of a year as it is spoken
SPOKEN = dict(zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True)) | dict(
    zip(
        "nineteen twenty thirty forty fifty sixty seventy eighty ninety".split(), [19, *range(20, 100, 10)], strict=True
    )
)

#: of a number; a longer one counts no years
_DIGITS = 8


def number_of(word: str) -> int | None:
    """The value of a number in figures or words; None for "several"."""
    word = word.lower().removesuffix(" of").replace(",", "")
    if re.fullmatch(r"[\d.]+", word):
        return int(float(word)) if len(word) <= _DIGITS and word.count(".") < 2 else None
    return NUMBERS.get(word)


def month_of(word: str) -> int:
    """The number of a month, whose name may be cut short."""
    return MONTHS[word.lower().rstrip(".")]


def unit_of(word: str) -> str:
    """A unit in the singular."""
    word = word.lower()
    return {"centuries": "century"}.get(word, word.removesuffix("s"))


def weekday_of(name: str) -> int:
    """0 for Monday to 6, from a name that may be cut short."""
    return next(i for i, day in enumerate(WEEKDAYS) if day.startswith(name.lower().rstrip(".")[:3]))


def iso(day: date | None) -> str:
    """A TIMEX3 value, also of a day that is not known."""
    return day.isoformat() if day else "XXXX-XX-XX"


def shifted(anchor: date, unit: str, number: int) -> str:
    """The date so many units from the anchor, as exact as the unit."""
    try:
        if unit == "decade":
            return f"{(anchor.year + 10 * number) // 10:03}"
        if unit == "century":
            return f"{(anchor.year + 100 * number) // 100:02}"
        if unit == "year":
            return f"{anchor.year + number:04}"
        if unit == "quarter":
            moved = anchor + relativedelta(months=3 * number)
            return f"{moved.year}-Q{(moved.month - 1) // 3 + 1}"
        if unit == "month":
            moved = anchor + relativedelta(months=number)
            return f"{moved.year}-{moved.month:02}"
        if unit == "week":
            year, week, _ = (anchor + timedelta(weeks=number)).isocalendar()
            return f"{year}-W{week:02}"
        if unit == "day":
            return (anchor + timedelta(days=number)).isoformat()
    except (ValueError, OverflowError):
        return "PAST_REF" if number < 0 else "FUTURE_REF"
    return anchor.isoformat()
