"""Names in the text: where somebody or something is named, and which of these names are one and the same.

Rules for written English: runs of capitalised words, titles before them, appositions behind them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from sayso.reading.drafts import DATELINE
from sayso.reading.gazetteer import (
    ABBREVIATED,
    DAYS,
    FEMALE,
    MALE,
    ORGANISATION,
    PLACES,
    STARTERS,
    TITLES,
)
from sayso.types import Block, BlockKind, SourceKind, Span

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_](?:[\w]|[-’'](?=\w)|\.(?=[A-Z]\.))*\.?|\d+|[^\w\s]")
_PARTICLES = frozenset("of for de la van von bin al del da di der den ten ter ibn el le and the & elect".split())
_DEPARTMENTS = re.compile(
    r"of (?:the )?(?:State|Defen[sc]e|Homeland Security|Education|Energy|Labor|Commerce|Agriculture|Interior|Treasury"
    r"|Health and Human Services|Housing and Urban Development|Transportation|Veterans Affairs|Justice"
    r"|National Intelligence|Central Intelligence|Management and Budget|Foreign Affairs|the Treasury)\b"
)
#: a name of person that ends like a month or a day: "Theresa May"
_SURNAMED = re.compile(r"\b(?:[A-Z][a-z]+|Mr\.?|Mrs\.?|Ms\.?) (May|March|June|April|August|Sunday|Friday)\b(?! \d)")
_ADJECTIVE = ("ican", "ssian", "inian", "aeli", "yrian", "ritish", "hinese", "rench", "erman", "rish", "us", "u.s")
#: behind a name, not behind another word with a capital
_SAID = r"(?:said|says|told|denied|denies|admitted|added|insisted|claimed|argued|wrote|warned)\b"
_SPEAKS = re.compile(rf"(?:(?<!s) |, (?:the|a|an|who|his|her|its|whose) [^,.;\n]{{2,60}}, ){_SAID}")
#: before an adjective: "South African"
_REGIONS = frozenset("north south east west central latin african native asian".split())
#: letters of a word in capitals that is no acronym
_LOUD = 4
_APPOSITION = re.compile(
    r"""(?x), \ (?:the\ |a\ |an\ )?(?!(?:who|which|that|and|but|or|as|if|in|on|at|to|for|with|by|from|when|while|after|before|because
    |is|was|has|had|he|she|it|they|\w+ed|\w+ing|told|said|says)\b) ((?:[a-z][\w’'-]+|[A-Z][\w.’'&-]*)
    (?:\ (?:[\w’'&/-]+|(?:[A-Z]\.)+|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|St)\.)){1,14})[,.;)]"""
)
_LOWER_TITLE = re.compile(
    r"""(?x)((?:(?:[A-Z][\w.’'-]*|[a-z]+ing|former|then|senior|chief|deputy|national|foreign|prime|acting|defen[sc]e|political|lead|vice)\ ){0,5}
    (?:president|prime\ minister|minister|spokesman|spokeswoman|spokesperson|director|secretary|chairman|chairwoman|senator|governor|mayor
    |general|adviser|advisor|lawyer|attorney|prosecutor|judge|professor|candidate|nominee|ambassador|leader|chief|analyst|strategist|economist
    |researcher|scientist|activist|co-host|host|reporter|correspondent|editor|author|billionaire|businessman|king|queen|officer|sheriff|head)(?:\ of\ (?:the\ )?[A-Z][\w’'-]*(?:\ [A-Z][\w’'-]*){0,3})?),?\ $"""
)
#: "Obama-era", "Utah-based"
_DERIVED = re.compile(r"-(?:era|based|led|esque|style|backed|born|held|like|related|controlled|appointed|area|bound)$")
#: a word that stands for a body that has been named in full: "the Ministry"
_BODY_ALONE = re.compile(
    r"Administration|Agency|Association|Authority|Bank|Board|Bureau|Commission|Committee|Council|Court|Department|Foundation"
    r"|Fund|Institute|Ministry|Mission|Office|Party|Service|Union|University"
)
#: where somebody or something is: a place
_PLACED = re.compile(
    r"(?<!confidence )(?<!faith )(?<!trust )(?<!interest )(?<!interested )(?<!belief )(?<!believe )(?<!believed )(?<!involved )"
    r"\b(?:in|across|throughout|near|outside)\s$"
)
#: small words that make a name the one of a body: "the Obama administration"
_BODY = re.compile(r"(?:['’]s?)? (?:administration|campaign|government|transition team|foundation)\b")


@dataclass
class Name:
    """Someone or something that the article names, in all the forms that it uses."""

    #: the fullest form
    full: str
    kind: SourceKind
    mentions: list[Span] = field(default_factory=list)
    #: words before or behind the name that say what its bearer is
    roles: list[str] = field(default_factory=list)
    #: "m" or "f" where a title or the first name tells
    gender: str | None = None
    #: whether more than its form tells that this is a person
    certain: bool = False

    @property
    def last(self) -> str:
        """The surname of a person; the last word of anything else."""
        return surname(self.full)


def surname(name: str) -> str:
    """The last word of a name that is no "Jr."."""
    words = [w for w in name.split() if w.rstrip(".").lower() not in {"jr", "sr", "ii", "iii"}]
    return words[-1] if words else name


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of capitalised words."""

    span: Span
    #: the title before it, "" when none
    title: str
    #: whether it is one word at the head of a sentence, which may be capitalised for that alone
    doubtful: bool


def find_names(text: str, blocks: Sequence[Block]) -> list[Name]:
    """All that the given blocks name, in the order of their first mention."""
    lower = Counter(m[0] for b in blocks for m in re.finditer(r"\b[a-z]+\b", text[b.span.start : b.span.end]))
    full = {m[1] for m in _SURNAMED.finditer(text)}
    shouted = [b for b in blocks if _shouted(text, b)]
    runs = [run for block in blocks if block not in shouted for run in _runs(text, block, lower, full)]
    names = _together(text, runs)
    _in_headlines(text, shouted, names)
    for name in names:
        if name.kind is SourceKind.PERSON:
            _describe(text, name)
    return sorted(names, key=lambda n: n.mentions[0])


def _shouted(text: str, block: Block) -> bool:
    """Whether a headline capitalises every word, so that capitals tell nothing."""
    words = re.findall(r"[^\W\d_]{4,}", text[block.span.start : block.span.end])
    return block.kind is BlockKind.HEADLINE and sum(w[0].isupper() for w in words) > 0.7 * len(words)


def _in_headlines(text: str, headlines: Sequence[Block], names: Sequence[Name]) -> None:
    """Find in such headlines what the body names, and the first names of those whom it calls by the last."""
    for block in headlines:
        for name in names:
            last = name.full.title()
            before = re.search(rf"(\w*)\.? ([A-Z][a-z]+) {re.escape(last)}\b", text[block.span.start : block.span.end])
            if (
                before is None
                or " " in last
                or name.kind is SourceKind.GROUP
                or _kind(last, "") is not SourceKind.PERSON
            ):
                continue
            if before[2] in MALE | FEMALE or (before[1].lower() in TITLES and before[2].lower() not in TITLES):
                name.full, name.kind = f"{before[2]} {last}", SourceKind.PERSON
                name.gender = name.gender or _gender("", name.full)
        taken: list[Span] = []
        for name in sorted(names, key=lambda n: -len(n.full)):
            for form in dict.fromkeys((name.full, name.last)):
                pattern = rf"(?<!\w){re.escape(form)}(?!\w)"
                for match in re.finditer(pattern, text[block.span.start : block.span.end], re.IGNORECASE):
                    span = Span(block.span.start + match.start(), block.span.start + match.end())
                    if len(form) > 2 and not any(span.start < t.end and t.start < span.end for t in taken):
                        taken.append(span)
                        name.mentions.append(span)
                        name.mentions.sort()


def _describe(text: str, name: Name) -> None:
    """What stands around the first mentions of a person: "the White House spokesman Jo Roe", "Jo Roe, the director"."""
    for mention in name.mentions[:3]:
        behind = _APPOSITION.match(text, mention.end)
        before = _LOWER_TITLE.search(text[max(0, mention.start - 70) : mention.start])
        for role in (before and before[1], behind and behind[1]):
            if role and role not in name.roles:
                name.roles.append(role)


def _runs(text: str, block: Block, lower: Counter[str], surnames: set[str]) -> Iterable[_Run]:
    """Runs of capitalised words of a block, titles cut off."""
    dateline = DATELINE.match(text, *block.span)
    words = list(_WORD.finditer(text, dateline.end() if dateline else block.span.start, block.span.end))
    i = 0
    while i < len(words):
        if not _capital(words[i][0], surnames):
            i += 1
            continue
        j = i + 1
        while j < len(words) and text[words[j - 1].end() : words[j].start()] in (" ", "-", "\u00a0"):
            if (
                re.search(r"(?:[a-z]{2,}|[A-Z]{3,})\.$", words[j - 1][0])
                and words[j - 1][0].rstrip(".").lower() not in ABBREVIATED
            ):
                break  # the end of a sentence
            if _capital(words[j][0], surnames):
                j += 1
            elif words[j][0].lower() in _PARTICLES and _joined(text, words, i, j):
                j = _joined(text, words, i, j)
            else:
                break
        first = i == 0 or words[i - 1][0][-1] in '.!?:“"‘—–-•'
        yield from _cut(text, words[i:j], first=first, lower=lower)
        i = j


def _capital(word: str, surnames: Set[str] = frozenset()) -> bool:
    bare = word.rstrip(".")
    return word[0].isupper() and (bare not in DAYS or bare in surnames)


def _joined(text: str, words: list[re.Match[str]], start: int, at: int) -> int:
    """One past a capitalised word that particles lead to, "Department of the Interior"; 0 when none."""
    behind = at + 1
    if behind < len(words) and words[behind][0] == "the" and words[at][0] == "of":
        behind += 1
    if behind >= len(words) or not _capital(words[behind][0]):
        return 0
    begin = start + 1 if words[start][0] == "The" and start + 1 < at else start
    before = text[words[begin].start() : words[at - 1].end()]
    particle = words[at][0].lower()
    if particle in ("and", "&"):
        tail = re.match(
            r"(?:[A-Z]\w+ ){0,3}(?:Administration|Services?|Enforcement|Prevention|Relations|Budget|Medicine)\b",
            text[words[behind].start() : words[behind].start() + 60],
        )
        known = re.search(r"\b(?:for|of|on)\b", before) and ORGANISATION.search(before)
        whole = re.match(r"(?:[A-Z]\w+ ){1,3}(?:Authority|Agency|Commission|Committee|Board|Council|Bureau|Office)\b",
                         text[words[behind].start() : words[behind].start() + 60])  # fmt: skip
        short = whole and _initials(f"{before} {whole[0]}")
        named = short and re.search(rf"\b{short}\b", text)
        return behind + 1 if particle == "&" or tail or known or named else 0
    if particle in ("of", "for", "the") and before.split()[0] in STARTERS:
        return 0
    return behind + 1


def _without_starters(
    words: list[re.Match[str]], *, first: bool, lower: Counter[str]
) -> tuple[list[re.Match[str]], bool]:
    """A run without what only begins a sentence, and whether it still begins it."""
    while words and (
        words[0][0].replace("’", "'") in STARTERS
        or _DERIVED.search(words[0][0])
        or (first and len(words) > 1 and words[0][0].endswith("ly"))
        or (first and len(words) == 1 and lower[words[0][0].lower()])
    ):
        words, first = words[1:], False
    loud = next((i for i, w in enumerate(words) if not w[0].isupper() or len(w[0]) < _LOUD), 0)
    return words[loud:] if loud > 1 else words, first  # "JUST WATCHED Orlo"


def _cut(text: str, words: list[re.Match[str]], *, first: bool, lower: Counter[str]) -> Iterable[_Run]:
    """The name of a run without starters of sentences before it and without titles."""
    words, first = _without_starters(words, first=first, lower=lower)
    if not words:
        return
    last_title = -1
    for i, word in enumerate(words[:-1]):
        if word[0].rstrip(".").lower() in TITLES:
            last_title = i
    begin = last_title + 1
    department = _DEPARTMENTS.match(text, words[last_title].end() + 1) if last_title >= 0 else None
    if department and department.end() < words[-1].start():
        begin = next(i for i, w in enumerate(words) if w.start() >= department.end())
    body = len(words) > 2 and words[1][0] in ("of", "for") and ORGANISATION.fullmatch(words[0][0])
    organisation = body or ORGANISATION.search(text[words[begin].start() : words[-1].end()])
    department = None if body else department  # "Ministry of Foreign Affairs"
    post = (
        begin < len(words) and words[begin][0] in ("of", "for") and not body
    )  # "Chief Executive Officer of Pell Line"
    if last_title >= 0 and organisation and not department and not post:
        begin = 0  # "White House", "National Security Council", "Republican Party": the title is part of the name
    headed = begin > 0 and words[begin][0] in ("of", "for")
    while begin < len(words) - 1 and words[begin][0].lower() in _PARTICLES:
        begin += 1
    if headed and _person_at(text, words, begin) == begin:  # "Chief Executive of Pellard"
        words, begin = words[begin:], 0
    title = text[words[0].start() : words[begin].start()].strip() if begin else ""
    if not organisation:  # "Marco Rubio of Florida", "Bruce Riedel of the Brookings Institution"
        of = next((i for i in range(begin + 2, len(words)) if words[i][0] in ("of", "for")), None)
        if of is not None and (words[begin][0] in MALE | FEMALE or title):
            words = words[:of]
    elif len(words) > begin + 3 and words[begin][0] in MALE | FEMALE:
        of = next((i for i in range(begin + 2, len(words)) if words[i][0] in ("of", "for")), None)
        words = words[:of] if of is not None else words
    if not organisation and words[begin][0] in MALE | FEMALE:
        # "Jo Roe Jo Anne Roe": a link's text before the sentence
        words = words[: next((i for i in range(begin + 2, len(words)) if words[i][0] == words[begin][0]), None)]
    end = words[-1].end()
    if text[end - 1] == "." and not re.search(
        r"(?:\b[A-Z]|Jr|Sr|Inc|Co|Corp|Ltd)\.$", text[words[begin].start() : end]
    ):
        end -= 1
    begin = _person_at(text, words, begin)
    title = text[words[0].start() : words[begin].start()].strip() if begin else ""
    span = Span(words[begin].start(), end)
    name = text[span.start : span.end]
    possessive = re.search(r"['’]s?$", name)
    if possessive:
        span = Span(span.start, span.end - len(possessive[0]))
    bare = text[span.start : span.end].lower().rstrip(".").split()
    described = all(w in TITLES or w in _REGIONS or w.endswith(_ADJECTIVE) for w in bare)
    if span.end - span.start > 1 and (organisation or not described):
        body = _BODY.match(text, span.end)
        if body and not title:
            span = Span(span.start, body.end())
        doubtful = first and len(words) == 1 and not title and not _SPEAKS.match(text, span.end)
        doubtful = doubtful and not (text[span.start : span.end].isupper() and text.startswith(":", span.end))
        yield _Run(span, title, doubtful)


def _person_at(text: str, words: Sequence[re.Match[str]], begin: int) -> int:
    """Where in a run somebody is named behind a post or an owner: "CNN Commentator Jo Roe", "Sarava's Jo Roe"."""
    for i in range(max(begin + 1, len(words) - 3), len(words) - 1):
        before = text[words[begin].start() : words[i].start()]
        if words[i - 1][0].lower() in _PARTICLES or ORGANISATION.search(text, words[i].start(), words[-1].end()):
            continue
        owner = re.search(r"['’]s?\s$", before)
        body = ORGANISATION.search(before) or re.fullmatch(r"[A-Z]{2,}['’]s? ", before)
        given = words[i][0] in MALE or words[i][0] in FEMALE
        post = owner or body or before.strip() in PLACES or words[i - 1][0].lower() in TITLES
        if (given and post) or (owner and body and len(words) - i == 2):
            return i
    return begin


def _together(text: str, runs: Sequence[_Run]) -> list[Name]:
    """Which runs name the same: full names first, then surnames, acronyms and repetitions."""
    names: list[Name] = []
    by_form: dict[str, Name] = {}
    by_last: dict[str, list[Name]] = {}

    def add(run: _Run, name: Name) -> None:
        name.mentions.append(run.span)
        if run.title and run.title not in name.roles:
            name.roles.append(run.title)
        name.gender = name.gender or _gender(run.title, name.full)

    sure = {_normal(text[r.span.start : r.span.end]) for r in runs if not r.doubtful}
    sure |= {word for form in sure for word in form.split()}
    runs = [r for r in runs if not r.doubtful or _normal(text[r.span.start : r.span.end]) in sure]
    longest_first = sorted(runs, key=lambda r: (-len(text[r.span.start : r.span.end].split()), r.span))
    for run in longest_first:
        form = _normal(text[run.span.start : run.span.end])
        known = by_form.get(form.lower())
        if known is None:
            kind = _kind(form, run.title)
            words = form.split()
            holders = by_last.get(words[-1].lower(), [])
            if (len(words) == 1 and kind is SourceKind.PERSON) or (len(words) == 1 and not run.title):
                known = _bearer(holders, run, text)
            if known is None and len(words) == 1 and form.replace(".", "").isupper() and len(form) > 1:
                known = next((n for n in names if _stands_for(form.replace(".", ""), n, text)), None)
                if known is not None:
                    known.kind = SourceKind.ORGANISATION
            if known is None and len(words) == 1 and _BY_FIRST_NAME.search(run.title):
                called = [n for n in names if n.full.startswith(f"{form} ") and n.kind is SourceKind.PERSON]
                known = called[0] if len(called) == 1 else None
            if known is None and _BODY_ALONE.fullmatch(form):
                whole = [n for n in names if re.search(rf"\b{form}\b", n.full) and n.kind is SourceKind.ORGANISATION]
                known = whole[0] if len(whole) == 1 else None
            if known is None:
                known = Name(form, kind)
                names.append(known)
                placed = len(words) > 1 and words[0] in PLACES - MALE - FEMALE and not run.title  # "Venezuela Orlo"
                if kind is SourceKind.PERSON and not placed:
                    by_last.setdefault(surname(form).lower(), []).append(known)
            if len(words) > 1 or known.full == form:
                by_form[form.lower()] = known
        add(run, known)
    for name in names:
        name.mentions.sort()
        name.gender = name.gender or _gender("", name.full)
        plain = name.kind is SourceKind.PERSON and not name.roles
        if plain and ((" " not in name.full and _is_place(text, name)) or _is_thing(text, name)):
            name.kind = SourceKind.ORGANISATION
        name.certain = bool(name.gender or name.roles or (" " in name.full and not re.search(r"\d|@", name.full)))
    return names


#: "Sir Alban" is Alban Crowe
_BY_FIRST_NAME = re.compile(r"\b(?:Sir|Dame|Prince|Princess|King|Queen|Sister|Brother)$")


def _is_thing(text: str, name: Name) -> bool:
    """Whether a name without a first name never stands without the article: "the Lantern Gala"."""
    return name.gender is None and all(text[max(0, m.start - 4) : m.start].lower() == "the " for m in name.mentions)


def _is_place(text: str, name: Name) -> bool:
    """Whether a name of one word is that of where something is: "in Orvania", never "Orvania's" doings."""
    return any(
        _PLACED.search(text, max(0, m.start - 24), m.start) and not re.match(r"['’]|\s+[A-Z]", text[m.end : m.end + 2])
        for m in name.mentions
    )


def _normal(form: str) -> str:
    return re.sub(r"\s+", " ", form.replace("’", "'")).strip()


def _bearer(holders: Sequence[Name], run: _Run, text: str) -> Name | None:
    """Of several people of one surname the only one named just before, else the one named most; none of the other sex."""
    gender = _gender(run.title, "")
    if len(holders) < 2:
        return next((n for n in holders if gender is None or n.gender in (None, gender)), None)
    fitting = [n for n in holders if gender is None or n.gender in (None, gender)] or list(holders)
    near = [n for n in fitting if any(run.span.start - 300 < m.start < run.span.start for m in n.mentions)]
    return max(near if len(near) == 1 else fitting, key=lambda n: len(n.mentions))


def _initials(full: str) -> str:
    return "".join(w[0] for w in re.split(r"[\s-]", full) if w[:1].isupper())


def _stands_for(acronym: str, name: Name, text: str) -> bool:
    """Whether an acronym is the short form of a name: "GM" of General Motors Co., "USCIS" of what it stands behind."""
    initials, of_all = _initials(name.full), "".join(w[0] for w in name.full.split()).upper()
    if len(acronym) > 1 and " " in name.full and acronym in (initials, initials[:-1], initials[1:], of_all):
        return name.kind is not SourceKind.PERSON
    return any(text.startswith(f" ({acronym})", m.end) for m in name.mentions)


def _kind(form: str, title: str) -> SourceKind:
    words = form.split()
    if words[-1] in ("Democrats", "Republicans", "Dems", "Conservatives", "Liberals", "Tories", "Dreamers"):
        return SourceKind.GROUP
    if _BODY.search(form):
        return SourceKind.ORGANISATION
    given = words[0] in MALE or words[0] in FEMALE
    if ORGANISATION.search(form) or form.strip("'") in PLACES or (words[-1] in PLACES and not given):
        return SourceKind.ORGANISATION
    if title:
        return SourceKind.PERSON
    if given or re.search(r"\b[A-Z]\. \w", form):
        return SourceKind.PERSON
    if form.replace(".", "").isupper() and len(words) == 1:
        return SourceKind.ORGANISATION
    if words[-1].endswith(("ians", "eans", "icans", "ists", "ers", "Saudis", "crats", "ites")) and len(words) < 3:
        return SourceKind.GROUP
    if re.search(r"\b(?:of|for|the|and)\b|&", form):
        return SourceKind.ORGANISATION
    return SourceKind.PERSON


def is_organisation(words: str) -> bool:
    """Whether what is written so is, by its words alone, a body: "CNN", "Alabama", "the F.B.I."."""
    bare = re.sub(r"(?i)^the ", "", words).strip()
    acronym = bare.replace(".", "").isalpha() and bare.replace(".", "").isupper() and len(bare) > 1
    return acronym or bare in PLACES or ORGANISATION.search(bare) is not None


def _gender(title: str, full: str) -> str | None:
    lowered = title.lower()
    if re.search(
        r"\b(?:mr|king|prince|sir|lord|congressman|spokesman|chairman|father|pope|businessman|actor)\b", lowered
    ):
        return "m"
    if re.search(r"\b(?:mrs|ms|miss|queen|princess|dame|lady|congresswoman|spokeswoman|chairwoman|actress)\b", lowered):
        return "f"
    first = full.split(maxsplit=1)[0] if " " in full else ""
    return "m" if first in MALE else "f" if first in FEMALE else None
