"""What kind of holder a phrase describes: "two senior officials", "the ministry", "most voters"."""

from __future__ import annotations

import re

from sayso.reading.names import is_organisation
from sayso.types import SourceKind

DOCUMENT = re.compile(
    r"""(?ix)\b(?:reports?|polls?|models?|guidelines|flier|op-?eds?|pieces?|surveys?|stud(?:y|ies)|letters?|statements?|dossiers?|investigations?|inquir(?:y|ies)|subpoenas?|findings?|notes?|lists?|claims?|memos?|memorandum|lawsuits?|suits?|bills?|laws?|tweets?|ads?
    |articles?|e-?mails?|transcripts?|documents?|data|figures|books?|videos?|records|filings?|complaints?|indictments?|editorials?
    |columns?|stor(?:y|ies)|posts?|messages?|analys[ie]s|estimates?|resolutions?|amendments?|constitution|statutes?|rules?|orders?
    |ruling|decisions?|treat(?:y|ies)|agreements?|documentary|film|speech|tapes?|recordings?|footage|photos?|cables?|census|index
    |audit|research|evidence|papers|files|proverb|headlines?|signs?|banners?|website|page|release|affidavits?|warrants?|petitions?
    |plan|proposal|model|remarks|comments|testimony|review|results|numbers?|statistics|database|draft|manifesto|pamphlet|bible|quran|adage)\b(?!\ (?:by|from)\ )"""
)
ANONYMOUS = re.compile(
    r"""(?ix)\b(?:officials?|sources?|aides?|insiders?|advisers?|advisors?|staffers?|diplomats?|operatives?|people\ familiar|persons?\ familiar
    |friends?|allies|ally|associates?|strategists?|whistle-?blowers?|informants?|accusers?|colleagues?|person|source|employees?|witness)\b"""
)
_WITHHELD = re.compile(
    r"""(?ix)\b(?:anonym\w+|unnamed|unidentified|familiar\ with|condition\ of\ anonymity|senior|sources?|declined\ to\ be|insiders?|person\ close|close\ to)\b"""
)
_PLURAL_GROUP = re.compile(
    r"""(?ix)\b(?:people|critics|supporters|voters|experts|analysts|some|many|most|others|those|republicans|democrats|lawmakers|members|americans
    |men|women|children|police|majority|percent|percentage|half|\w+(?:ists|ers|ors|ans|ians|ents|ants|ees|ves|ics|ies|als|tors))\b"""
)
#: where what follows tells more of a noun
_CLAUSE = re.compile(r",| (?:who|which|that|whose) ")
#: one word for many people, and what counts them
_CROWD = re.compile(
    r"(?i)media|press|public|world|family|mob|left|right|resistance|circle|base|anybody|anyone|everyone|everybody|neither|both|all|others"
)
_SHARE = re.compile(
    r"(?i)\d(?:%| percent| per cent)|\b(?:one|two|three|four|five|six|seven|eight|nine|\d+) (?:in|out of) (?:\d+|ten|five|four|three)\b"
)
_ORGANISATION = re.compile(
    r"""(?ix)\b(?:compan(?:y|ies)|administration|government|campaigns?|ministr(?:y|ies)|agenc(?:y|ies)|networks?|newspapers?|papers?|courts?
    |committees?|part(?:y|ies)|police|department|firms?|groups?|organi[sz]ations?|councils?|parliament|congress|senate|house|panel|board|team
    |union|states?|countr(?:y|ies)|nations?|regime|army|military|authorit(?:y|ies)|bank|university|school|city|county|commission|cabinet
    |office|bureau|coalition|alliance|outlet|magazine|site|channel|station|jury|white\ house|pentagon|kremlin|church|foundation|institute|intelligence)\b"""
)
PERSON = re.compile(
    r"""(?ix)\b(?:man|woman|boy|girl|lawyer|judge|professor|senator|president|spokes(?:man|woman|person)|mother|father|wife|husband|son|daughter
    |brother|sister|candidate|nominee|leader|minister|chief|mayor|governor|secretary|director|author|writer|reporter|host|officer|doctor|general
    |king|queen|prince|pope|congress(?:man|woman)|representative|attorney|ambassador|chairman|chairwoman|ceo|founder|teacher|student|resident
    |one|another|killer|suspect|victim|billionaire|mogul|businessman|real\ estate|incumbent|speaker|prosecutor|adviser|expert|analyst|counsel|justice|contractor|employee|worker|engineer|veteran|activist|organi[sz]er|researcher|scientist
    |economist|historian|head|boss|chancellor|deputy|captain|colonel|cardinal|witness|priest|imam|rabbi|coach|envoy|diplomat)\b"""
)
#: where a noun phrase goes on behind its noun
_GOES_ON = re.compile(
    r"""(?ix) \ (?:of|from|in|at|who|with|for|by|on|to|that|close|familiar|about|among|against|released|published|sent|compiled
    |commissioned|prepared|written|meeting|taken|briefed)\ |,"""
)


def kind_of(words: str, named: bool = False) -> SourceKind:
    """What kind of holder a phrase describes."""
    head = _GOES_ON.split(words)[0]
    last = head.split()[-1].lower().strip('[]“”"') if head.split() else ""
    if last == "sources":
        return SourceKind.ANONYMOUS
    if re.match(r"(?i)an? (?:\w+ )?number$", head):
        return SourceKind.GROUP
    if (_CROWD.fullmatch(last) or _SHARE.search(_CLAUSE.split(words)[0])) and not DOCUMENT.search(head):
        return SourceKind.GROUP
    if re.search(r"(?i)\b(?:percent|majority|half|third|quarter|most|many|some)\b", head) and not DOCUMENT.search(head):
        return SourceKind.ANONYMOUS if ANONYMOUS.search(last) and _WITHHELD.search(words) else SourceKind.GROUP
    if DOCUMENT.fullmatch(last) or (DOCUMENT.search(last) and not named):
        return SourceKind.DOCUMENT
    if ANONYMOUS.fullmatch(last):
        plural = last.endswith("s") or last in ("allies", "people")
        if _WITHHELD.search(words) or not plural:
            return SourceKind.ANONYMOUS
        return SourceKind.GROUP
    if _ORGANISATION.fullmatch(last):
        return SourceKind.ORGANISATION
    if PERSON.fullmatch(last):
        return SourceKind.PERSON
    if is_plural(head) or _PLURAL_GROUP.search(last):
        return SourceKind.GROUP
    if _WITHHELD.search(words) and ANONYMOUS.search(words):
        return SourceKind.ANONYMOUS
    if _ORGANISATION.search(head):
        return SourceKind.ORGANISATION
    if PERSON.search(head):
        return SourceKind.PERSON
    if re.search(r"(?:or|er|ist|man|woman|ian|ant|ee)$", last):
        return SourceKind.PERSON
    if is_organisation(words):
        return SourceKind.ORGANISATION
    return SourceKind.DOCUMENT if last and not head.split()[-1].strip('[“"')[:1].isupper() else SourceKind.PERSON


def is_plural(words: str) -> bool:
    """Whether a phrase speaks of several."""
    head = re.split(r"(?i) (?:of|from|in|at|who|with|for|by|on|to|that) |,", words)[0]
    if re.search(r"(?i) and ", words):
        return True
    last = head.split()[-1].lower() if head.split() else ""
    return (last.endswith("s") and not last.endswith(("ss", "us", "is"))) or last in (
        "people",
        "men",
        "women",
        "police",
    )
