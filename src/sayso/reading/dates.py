"""When: time expressions with TIMEX3 values, by a small grammar of news English.

Values follow TimeML's TIMEX3 (Pustejovsky et al. 2003): "2017-02-10", "2017-W06", "2017-02-10TEV", "P2W", "PAST_REF".
There is no clock here: what is relative is relative to the publication, or stays open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from sayso.reading.timewords import (
    CLOCK,
    DAY,
    HOLIDAYS,
    MODIFIER,
    MONTH,
    NUMBER,
    ORDINALS,
    PART,
    PARTS,
    SEASONS,
    SPOKEN,
    UNIT,
    UNITS,
    WEEKDAY,
    YEAR,
    iso,
    month_of,
    number_of,
    shifted,
    unit_of,
    weekday_of,
)
from sayso.types import Block, Span


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that speak of a time."""

    span: Span
    #: TIMEX3 type: DATE, TIME, DURATION or SET
    type: str
    #: TIMEX3 value
    value: str
    #: "explicit", "relative to publication" or "relative to text"
    basis: str


@dataclass
class _Context:
    """What a rule may look at."""

    text: str
    at: int
    anchor: date | None
    #: the date named last before
    last: date | None

    @property
    def quarterly(self) -> bool:
        """Whether the sentences before compare a quarter with another."""
        return "quarter" in self.text[max(0, self.at - 400) : self.at].lower()

    @property
    def ahead(self) -> bool:
        """Whether the sentence speaks of what is to come."""
        head = max(self.text.rfind(mark, max(0, self.at - 200), self.at) for mark in (". ", "\n", "; "))
        before = self.text[max(0, head) : self.at]
        behind = self.text[self.at : self.at + 25]
        return (bool(_FUTURE.search(before)) and not _HAPPENED.search(before)) or bool(
            re.match(r"\w+ (?:will|would)\b", behind)
        )


#: what is told of the past right before
_HAPPENED = re.compile(
    r"(?i)\b(?!scheduled|planned|expected|supposed|slated)(?:said|told|was|were|had|bought|fell|rose|\w{3,}ed)\b[^,]*$"
)
_FUTURE = re.compile(
    r"(?i)\b(?:will|'ll|would|to be|scheduled|next|plans?|planned|planning|expect(?:s|ed)?|upcoming|going to|due|deadline|expires?|set (?:for|to)|is to|are to)\b"
)
_Rule = Callable[[re.Match[str], _Context], "tuple[str, str, str] | None"]
_RULES: list[tuple[re.Pattern[str], _Rule]] = []


def _rule(pattern: str, flags: int = re.IGNORECASE) -> Callable[[_Rule], _Rule]:
    def register(rule: _Rule) -> _Rule:
        _RULES.append((re.compile(pattern, flags), rule))
        return rule

    return register


#: what happens again and again has no date
_EACH = ("each", "every")
#: months from now that a month without a year may be away and still be the coming one
_SOON = 2
#: days from which a date without a year is not the coming one
_NEAR = 75
_EXPLICIT, _PUBLICATION, _TEXT = "explicit", "relative to publication", "relative to text"


def _basis(context: _Context) -> str:
    return _PUBLICATION if context.anchor else _TEXT


# clock times


@_rule(rf"\b(?:(?:at|about|around) )?{CLOCK}(?:,? (?:on )?{WEEKDAY})?")
def _clock(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    hour = int(m["hour"]) % 12 + (12 if m["half"][0].lower() == "p" else 0)
    day = _weekday(m["weekday"], c) if m["weekday"] else c.anchor
    return "TIME", f"{iso(day)}T{hour:02}:{m['minute'] or '00'}", _basis(c)


# dates written out


@_rule(rf"\b(?:{WEEKDAY},? )?{MONTH} {DAY},? (?:of )?{YEAR}\b")
@_rule(rf"\b(?:{WEEKDAY},? )?(?:the )?{DAY}(?: of)? {MONTH},? {YEAR}\b")
def _full(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    try:
        return "DATE", date(int(m["year"]), month_of(m["month"]), int(m["day"])).isoformat(), _EXPLICIT
    except ValueError:
        return None


@_rule(rf"\b{YEAR}-(?P<m>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?:[T ](?P<clock>\d\d:\d\d(?::\d\d)?))?\b")
def _numeric(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    day = f"{m['year']}-{m['m']}-{m['day']}"
    return ("TIME", f"{day}T{m['clock']}", _EXPLICIT) if m["clock"] else ("DATE", day, _EXPLICIT)


@_rule(
    r"\b(?P<m>0?[1-9]|1[0-2])[/-](?P<day>0?[1-9]|[12]\d|3[01])[/-](?P<year>(?:19|20)?\d\d)\b(?: (?P<clock>\d\d:\d\d(?::\d\d)?))?"
)
def _american(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    year = int(m["year"]) if len(m["year"]) == 4 else 1900 + int(m["year"]) + (100 if int(m["year"]) < 50 else 0)
    try:
        day = date(year, int(m["m"]), int(m["day"])).isoformat()
    except ValueError:
        return None
    return ("TIME", f"{day}T{m['clock']}", _EXPLICIT) if m["clock"] else ("DATE", day, _EXPLICIT)


@_rule(rf"\b(?:{WEEKDAY},? )?{MONTH} {DAY}\b(?!,? \d{{4}}|:\d|\.\d)(?: {PART})?")
@_rule(rf"\b(?:{WEEKDAY},? )?(?:the )?{DAY}(?: of)? {MONTH}\b(?! \d{{4}})", 0)
def _month_day(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    month, day = month_of(m["month"]), int(m["day"])
    anchor = c.anchor or c.last
    if anchor is None:
        return "DATE", f"XXXX-{month:02}-{day:02}", _TEXT
    best: date | None = None
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            day_of = date(year, month, day)
        except ValueError:
            continue
        # what is to come only when the sentence says so, or when it is near
        if day_of <= anchor + timedelta(days=_NEAR) or (c.ahead and best is not None and (anchor - best).days > _NEAR):
            best = day_of if day_of <= anchor + timedelta(days=300) else best
    if best is None:
        return None
    groups = m.groupdict()
    return "DATE", best.isoformat() + (PARTS[groups["part"].lower()] if groups.get("part") else ""), _basis(c)


@_rule(rf"\b{MODIFIER}{MONTH},? (?:of )?{YEAR}\b")
def _month_year(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    return "DATE", f"{m['year']}-{month_of(m['month']):02}", _EXPLICIT


@_rule(
    rf"\b(?i:(?P<which>last|next|each|every|this|this past|in|since|until|by|of|from|through|for|late|early|mid|in early|in late)[ -])(?:the )?{MODIFIER}{MONTH}(?![\w.]* \d|\w)(?P<year> (?:last|this|next) year)?",
    0,
)
def _bare_month(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    if m["year"] and c.anchor:
        year = c.anchor.year + {"last": -1, "next": 1}.get(m["year"].split()[0], 0)
        return "DATE", f"{year}-{month_of(m['month']):02}", _PUBLICATION
    return _named_month(m["month"], m["which"].lower(), c)


def _named_month(name: str, which: str, c: _Context) -> tuple[str, str, str]:
    month, anchor = month_of(name), c.anchor or c.last
    if anchor is None or which in _EACH:
        return "DATE", f"XXXX-{month:02}", _TEXT
    year = anchor.year
    ahead = month - anchor.month
    if which == "this":
        pass
    elif c.anchor is None:  # the nearest to the date named before
        year += 1 if month - anchor.month < -6 else -1 if month - anchor.month > 6 else 0
    elif which == "next" or (ahead < -1 and c.ahead and which not in ("last", "since")):
        year += ahead <= 0
    elif which in ("last", "since"):
        year -= ahead > 0 or (which == "last" and ahead == 0)
    elif ahead > 0 and not (c.ahead or ahead <= _SOON or which in ("by", "until")):
        year -= 1
    return "DATE", f"{year}-{month:02}", _basis(c)


@_rule(
    r"\b(?P<month>January|February|April|June|July|August|September|October|November|December)\b(?![\w.]* \d)(?=[,.;'’)]| [a-z])",
    0,
)
def _lone_month(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    return _named_month(m["month"], "", c)


# years, decades, seasons, quarters


@_rule(
    rf"\b(?:{MONTH} )?(?P<century>nineteen|twenty)[ -](?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?P<ones>one|two|three|four|five|six|seven|eight|nine))?\b(?! (?:million|billion|thousand|percent|per cent))"
)
def _spoken_year(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    year = 100 * SPOKEN[m["century"].lower()] + SPOKEN[m["tens"].lower()] + SPOKEN.get((m["ones"] or "").lower(), 0)
    return "DATE", f"{year}-{month_of(m['month']):02}" if m["month"] else str(year), _EXPLICIT


@_rule(
    r"\b(?:(?:the|its|their|this|(?P<which>this|last) year['’]s) )?(?:fiscal )?(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th|final|latest|current)[ -](?:fiscal )?quarter(?:,? (?:of |in )?(?:fiscal )?(?P<year>(?:19|20)\d\d))?\b"
)
def _quarter(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    number = ORDINALS.get(m["ordinal"].lower())
    anchor = c.anchor or c.last
    if number is None:
        if anchor is None:
            return "DATE", "XXXX-QX", _TEXT
        back = anchor - relativedelta(months=3)
        return "DATE", f"{back.year}-Q{(back.month - 1) // 3 + 1}", _basis(c)
    if m["year"]:
        return "DATE", f"{m['year']}-Q{number}", _EXPLICIT
    if anchor is None:
        return "DATE", f"XXXX-Q{number}", _TEXT
    if m["which"]:
        return "DATE", f"{anchor.year - (m['which'].lower() == 'last')}-Q{number}", _basis(c)
    year = anchor.year - (number > (anchor.month - 1) // 3 + 1 and not c.ahead)
    return "DATE", f"{year}-Q{number}", _basis(c)


@_rule(
    r"\b(?:the )?(?:(?P<mod>early|late|mid)[ -])?(?:the )?(?:(?P<century>1[5-9]|20)?(?P<decade>\d)0s|['’](?P<short>\d)0s)\b"
)
def _decade(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    if m["century"]:
        return "DATE", f"{m['century']}{m['decade']}", _EXPLICIT
    if m["short"] and m["short"] in "3456789":
        return "DATE", f"19{m['short']}", _EXPLICIT
    return None


@_rule(
    rf"\b(?:(?P<which>last|next|this|this past|the|late|early|in|of|since) )(?:the )?(?P<season>spring|summer|fall|autumn|winter)(?:(?: of)? {YEAR})?\b"
)
@_rule(rf"\b(?P<season>spring|summer|autumn|winter)(?: of)? {YEAR}\b")
def _season(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    groups = m.groupdict()
    season = SEASONS[m["season"].lower()]
    if m["year"]:
        return "DATE", f"{m['year']}-{season}", _EXPLICIT
    anchor = c.anchor or c.last
    which = (groups.get("which") or "").lower()
    if m["season"].lower() == "fall" and which not in ("last", "next", "this", "this past", "late", "early"):
        return None
    if anchor is None:
        return "DATE", f"XXXX-{season}", _TEXT
    begins = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season]
    year = anchor.year
    if which == "next":
        year += anchor.month >= begins
    elif which == "last" and anchor.month < begins + 3:
        year -= 1
    return "DATE", f"{year}-{season}", _basis(c)


@_rule(
    rf"\b(?:(?P<mod>early|late|mid|end of|beginning of)[ -])?(?:fiscal |fiscal year |calendar |the year )?{YEAR}\b(?!['’]s|-\d|[,.]\d)"
)
def _year(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    before = c.text[max(0, c.at - 2) : c.at]
    if before.endswith(("$", "£", "€", "#", "/")) or re.match(
        r" (?:percent|people|men|dead|jobs|votes|miles|feet|points|shares)", c.text[m.end() :]
    ):
        return None
    return "DATE", m["year"], _EXPLICIT


# weekdays


def _weekday(name: str, c: _Context, shift: int = 0) -> date | None:
    anchor = c.anchor
    if anchor is None:
        return None
    number = weekday_of(name)
    back = (anchor.weekday() - number) % 7
    if shift > 0:
        return anchor + timedelta(days=(number - anchor.weekday()) % 7 or 7)
    if shift < 0:
        return anchor - timedelta(days=back or 7)
    before = c.text[max(0, c.at - 60) : c.at]
    if back and (_COMING.search(before) or (_UP_TO.search(before) and not _HAD.search(c.text, c.at - 40, c.at + 40))):
        return anchor + timedelta(days=7 - back)
    return anchor - timedelta(days=back)


#: what makes the weekday right behind it the coming one
_COMING = re.compile(
    r"(?i)\b(?:will|(?<!had been )scheduled|to be \w+|(?<!-)expected|plan(?:s|ned)? to|planned an?|(?:are|is|were|was) planning|is to|are to|set to|would be \w+ing|as (?:soon|early|late) as|next|coming)\b(?! (?:said|say))[^,.;\"”]*$"
)
_UP_TO = re.compile(r"(?i)\b(?:until|by|before|from|starting|beginning)(?: on| the| at \w+)? $")
#: "until Thursday they had not" looks back
_HAD = re.compile(r"(?i)\b(?:had|was|were|his|her|their|its)\b|(?<=day)['’]s ")


@_rule(
    rf"\b(?:(?P<mod>early|late|later|earlier) )?(?:(?P<which>last|next|each|every|this|this past|this coming) )?{WEEKDAY}(?: {PART})?\b(?!['’]s (?:Journal|Night))"
)
def _week_day(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    which = (m["which"] or "").lower()
    day = _weekday(
        m["weekday"], c, 1 if which in ("next", "this coming") else -1 if which in ("last", "this past") else 0
    )
    part = PARTS[m["part"].lower()] if m["part"] else ""
    if day is None or which in _EACH:
        number = weekday_of(m["weekday"]) + 1
        return ("TIME" if part else "DATE"), f"XXXX-WXX-{number}{part}", _TEXT
    return ("TIME" if part else "DATE"), day.isoformat() + part, _PUBLICATION


# relative to the anchor


@_rule(
    r"\b(?:(?P<mod>early|earlier|late|later) )?(?P<word>today|tonight|yesterday|tomorrow|last night|this (?P<part>morning|afternoon|evening))(?: (?P<part2>morning|afternoon|evening|night))?\b"
)
def _today(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    word = m["word"].lower()
    shift = {"yesterday": -1, "tomorrow": 1, "last night": -1}.get(word, 0)
    part = (
        PARTS["night"] if word in ("tonight", "last night") else PARTS.get((m["part"] or m["part2"] or "").lower(), "")
    )
    day = c.anchor + timedelta(days=shift) if c.anchor else None
    return ("TIME" if part else "DATE"), iso(day) + part, _basis(c)


@_rule(
    rf"\b(?:about |nearly |almost |more than |at least |only |just |some )?{NUMBER}[ -]{UNIT}(?:-long)? (?P<way>ago|earlier|before|later|after|from now|hence)\b"
)
@_rule(rf"\b(?P<number>a)[ -]{UNIT}[ -](?P<way>ago|earlier)\b")
def _ago(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    number, unit, way = number_of(m["number"]), unit_of(m["unit"]), m["way"].lower()
    if way in ("before", "after", "later", "earlier") and number is not None and (c.last or c.anchor) is None:
        return None
    if number is None or unit == "weekend":
        return "DATE", "PAST_REF" if way in ("ago", "earlier", "before") else "FUTURE_REF", _basis(c)
    anchor = c.anchor if way in ("ago", "from now", "hence", "earlier") else (c.last or c.anchor)
    if anchor is None:
        return "DATE", "PAST_REF" if way == "ago" else "FUTURE_REF", _TEXT
    if unit == "year" and number == 1 and c.quarterly and way in ("ago", "earlier"):
        return "DATE", shifted(anchor, "quarter", -5), _basis(c)
    sign = 1 if way in ("later", "after", "from now", "hence") else -1
    return "DATE", shifted(anchor, unit, sign * number), _basis(c)


@_rule(
    rf"\b(?:(?P<mod>early|earlier|late|later|the end of|end of|beginning of|the beginning of|mid) )?(?P<which>last|next|this|the previous|the following|the coming|this past|the past|the current) {UNIT}\b(?! (?:and|or) a half)"
)
def _last_unit(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    which, unit = m["which"].lower(), unit_of(m["unit"])
    if m["unit"].lower().endswith("s") and unit != "century":
        return ("DATE", "PAST_REF" if which in ("last", "the past", "this past") else "FUTURE_REF", _basis(c))
    if unit in ("second", "minute", "hour"):
        return None
    shift = {"last": -1, "the previous": -1, "this past": -1, "next": 1, "the following": 1, "the coming": 1}.get(
        which, 0
    )
    anchor = (c.last or c.anchor) if which in ("the previous", "the following") else c.anchor
    if anchor is None:
        return "DATE", f"XXXX-{UNITS[unit]}X" if unit in ("week", "quarter") else "XXXX", _TEXT
    if unit == "weekend":
        year, week, _ = (
            anchor
            + timedelta(
                weeks=shift if which == "next" else (shift if anchor.weekday() > 4 else -1 if which != "this" else 0)
            )
        ).isocalendar()
        return "DATE", f"{year}-W{week:02}-WE", _basis(c)
    if which == "the past":
        return "DURATION", f"P1{UNITS[unit]}", _EXPLICIT
    return "DATE", shifted(anchor, unit, shift), _basis(c)


@_rule(r"\b(?:over |during |on )?the weekend\b")
def _weekend(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    if c.anchor is None:
        return "DATE", "XXXX-WXX-WE", _TEXT
    year, week, _ = (c.anchor - timedelta(weeks=0 if c.anchor.weekday() > 4 else 1)).isocalendar()
    return "DATE", f"{year}-W{week:02}-WE", _PUBLICATION


@_rule(
    r"\b(?:(?:that|the) (?:very )?same (?:day|evening|night|afternoon|morning)|that (?:day|night|morning|afternoon|evening)|the (?:next|following|previous) (?:day|morning|night)|a day (?:earlier|later|before|after))\b"
)
def _same_day(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    words = m[0].lower()
    shift = (
        1
        if re.search(r"next|following|later|after\b(?!noon)", words)
        else -1
        if re.search(r"previous|earlier|before", words)
        else 0
    )
    return "DATE", iso(c.last + timedelta(days=shift) if c.last else None), _TEXT


@_rule(
    r"\b(?P<name>Christmas(?: Day| Eve)?|New Year['’]s (?:Day|Eve)|Halloween|Independence Day|Valentine['’]s Day|Veterans Day|Thanksgiving(?: Day)?|Labor Day|Memorial Day)\b",
    0,
)
def _holiday(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    name = m["name"].lower().replace("’", "'")
    if name not in HOLIDAYS:
        if c.anchor is None:
            return None
        if name.startswith("thanksgiving"):
            first = date(c.anchor.year - (c.anchor.month < 9 and not c.ahead), 11, 1)
            return "DATE", (first + timedelta(days=(3 - first.weekday()) % 7 + 21)).isoformat(), _basis(c)
        if name == "labor day":
            first = date(c.anchor.year, 9, 1)
            return "DATE", (first + timedelta(days=-first.weekday() % 7)).isoformat(), _basis(c)
        last = date(c.anchor.year, 5, 31)
        return "DATE", (last - timedelta(days=last.weekday())).isoformat(), _basis(c)
    month, day = HOLIDAYS[name]
    return "DATE", f"{c.anchor.year if c.anchor else 'XXXX'}-{month:02}-{day:02}", _basis(c)


# durations and sets


@_rule(rf"\b(?:the )?(?:past|last|first|next|previous|coming|preceding|final|latest) {NUMBER} {UNIT}\b")
@_rule(
    rf"\b(?:the )?{NUMBER}(?: full| whole| entire| straight| consecutive| long| more)?[ -]{UNIT}(?:-long)?\b(?![ -]old\b(?! (?:war|conflict|dispute)))"
)
def _duration(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    unit, number = unit_of(m["unit"]), number_of(m["number"])
    if unit == "weekend":
        return None
    if m["number"].lower() in ("a", "an") and re.match(
        r"(?i).*\b(?:per cent|percent|times|twice|once|\$[\d.,]+|million|billion|dollars) $",
        c.text[max(0, c.at - 20) : c.at],
    ):
        return "SET", f"P1{UNITS[unit]}", _EXPLICIT
    code = UNITS[unit]
    amount = "X" if number is None else str(number)
    if code == "E" and number is not None:
        return "DURATION", f"P{10 * number}Y", _EXPLICIT
    if code == "C" and number is not None:
        return "DURATION", f"P{100 * number}Y", _EXPLICIT
    return "DURATION", f"PT{amount}{code[1]}" if code.startswith("T") else f"P{amount}{code}", _EXPLICIT


@_rule(
    r"\b(?:for|over|in|after|spent|took|lasted|within) (?P<unit>seconds|minutes|hours|days|weeks|months|years|decades|centuries)\b"
)
@_rule(r"\b(?P<unit>hours|days|weeks|months|years|decades) (?:before|after|of)\b")
def _vague_duration(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    code = UNITS[unit_of(m["unit"])]
    return "DURATION", f"PTX{code[1]}" if code.startswith("T") else f"PX{code}", _EXPLICIT


@_rule(
    r"\b(?:every|each) (?:other )?(?P<unit>hour|day|week|weekend|month|quarter|year|decade)\b|\b(?P<adverb>daily|weekly|monthly|annually|yearly|nightly|hourly)\b|\bevery (?P<w>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|morning|night|evening)\b"
)
def _set(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    unit = m["unit"] or {
        "daily": "day",
        "weekly": "week",
        "monthly": "month",
        "quarterly": "quarter",
        "annually": "year",
        "yearly": "year",
        "nightly": "day",
        "hourly": "hour",
    }.get((m["adverb"] or "").lower())
    if unit is None:
        return "SET", "P1D" if m["w"].lower() in PARTS else "P1W", _EXPLICIT
    code = UNITS[unit.lower()]
    return "SET", f"PT1{code[1]}" if code.startswith("T") else f"P1{code}", _EXPLICIT


# vague times


@_rule(
    r"\b(?:now|currently|current(?! account)|at present|presently|nowadays|at the moment|these days|right now|at this (?:time|point|stage)|for the time being)\b"
)
def _present(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    return "DATE", "PRESENT_REF", _basis(c)


@_rule(
    r"\b(?:recently|in the past(?! (?:\w+ ){0,2}(?:day|week|month|quarter|year|decade))|(?:in )?recent (?:years|months|weeks|days|decades|times)|(?:in )?the recent past|not long ago|long ago|lately|(?:years|months|weeks|days|decades|hours) ago)\b"
)
def _past(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    return "DATE", "PAST_REF", _basis(c)


@_rule(
    r"\b(?:in the (?:near |foreseeable )?future|the (?:near )?future|(?:in )?(?:the )?coming (?:years|months|weeks|days|decades))\b"
)
def _future(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    return "DATE", "FUTURE_REF", _basis(c)


@_rule(
    r"\b(?:the|this|that) (?P<unit>year|quarter|month|week)(?:['’]s)?\b(?![ -](?:before|after|of|when|that|ago|earlier|later|end\b|old|long))|\b(?:the )?year[ -](?:ago|earlier)(?: (?:quarter|period))?\b"
)
def _the_unit(m: re.Match[str], c: _Context) -> tuple[str, str, str] | None:
    anchor = c.anchor
    if anchor is None:
        return None
    if m["unit"] is None:
        return (
            "DATE",
            shifted(anchor, "quarter", -5) if c.quarterly or "quarter" in m[0] else str(anchor.year - 1),
            _basis(c),
        )
    if m["unit"].lower() == "quarter":
        back = anchor - relativedelta(months=3)
        return "DATE", f"{back.year}-Q{(back.month - 1) // 3 + 1}", _basis(c)
    return "DATE", shifted(anchor, m["unit"].lower(), 0), _basis(c)


#: words that every rule's match contains, so that most places of a text cost nothing
_TRIGGER = re.compile(
    r"""(?ix)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b\d{4}|\d{1,2}[/:-]\d|\d0s\b|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day|\.)
    |\b(?:nineteen|twenty|to(?:day|night|morrow)|yesterday|night|morning|afternoon|evening|second|minute|hour|day|week|weekend|month|quarter|year|decade|centur|spring|summer|autumn
    |fall|winter|christmas|thanksgiving|new\ year|halloween|labor|memorial|veterans|independence|valentine|now|current|present|recent|previous|formerly|lately
    |soon|shortly|future|daily|weekly|monthly|quarterly|annually|yearly|nightly|hourly|nowadays|moment|ago|past|coming|these|time|long)|\d\ ?[ap]\.?m"""
)


def find_times(text: str, blocks: Sequence[Block], published: date | None) -> tuple[TimeExpression, ...]:
    """Time expressions of the given blocks, in order, not overlapping.

    Args:
        text: the article's text.
        blocks: the blocks that were read, in order.
        published: what "today" means; None when the page does not say.

    """
    found: list[TimeExpression] = []
    last: date | None = None
    for block in blocks:
        if not _TRIGGER.search(text, *block.span):
            continue
        matches: list[tuple[int, int, int, re.Match[str], _Rule]] = []
        for order, (pattern, rule) in enumerate(_RULES):
            matches += [(m.start(), -m.end(), order, m, rule) for m in pattern.finditer(text, *block.span)]
        end = block.span.start
        for start, negative, _, match, rule in sorted(matches, key=lambda m: m[:3]):
            if start < end:
                continue
            made = rule(match, _Context(text, start, published, last))
            if made is None:
                continue
            kind, value, basis = made
            if kind in ("DATE", "TIME") and (day := re.match(r"\d{4}-\d\d-\d\d", value)):
                try:
                    last = date.fromisoformat(day[0])
                except ValueError:  # "February 31, 2017"
                    continue
            span = _trimmed(text, Span(start, -negative))
            found.append(TimeExpression(span, kind, value, basis))
            end = span.end
    return tuple(found)


_LEAD = re.compile(
    r"(?i)^(?:in|on|since|until|by|of|from|through|for|at|about|around|over|during|after|spent|took|lasted|within|nearly|almost|only|just|some) (?=\S)"
)
_TAIL = re.compile(r"(?i) (?:before|after|of)$|['’]s$")


def _trimmed(text: str, span: Span) -> Span:
    """An expression without the preposition that leads it."""
    words = text[span.start : span.end]
    lead = _LEAD.match(words)
    start = span.start + (lead.end() if lead else 0)
    tail = _TAIL.search(words)
    return Span(start, span.end - (len(tail[0]) if tail and tail.start() > start - span.start else 0))
