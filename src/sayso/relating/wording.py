"""What is seen of two claims from their words alone: negation, numbers, and what is said otherwise in like words."""

from __future__ import annotations

import re
from functools import lru_cache

from sayso.relating.claims import Claim
from sayso.relating.copies import content_words
from sayso.types import Act

#: words in which a claim's own negation is looked for, not that of what it goes on to quote
_BEGINS = 10
_NOT = re.compile(r"(?i)\b(?:not?|never|nobody|nothing|none|neither|nor|without|cannot|false|untrue)\b|n[’']t\b")
_NUMBER = re.compile(
    r"""(?ix) \d[\d,.]*\d|\d | \b(?:once|twice|thrice|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve
    |dozens?|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?)\b"""
)
_UNAWARE = re.compile(
    r"""(?ix) (?: \b (?: no\ knowledge | un(?:aware|informed) | kn[eo]ws?\ (?:nothing|of\ no|no) )
    | (?:\bno|n[’'])t\ know | (?: \bnever | (?:\bno|n[’'])t (?:\ been)? )\ (?:aware|informed|told|heard) ) \b"""
)
#: what leaves a question open in so many words
_OPEN = re.compile(
    r"""(?ix) \b (?: whether | if | may | might | could | perhaps | maybe | possib\w+ | likely | doubt\w* | suspect\w*
    | un(?:sure|certain|clear|decided) | believes? | thinks? | guess\w* ) \b"""
)
_AWARE = re.compile(r"(?i)\b(?:kn[eo]w\w*|aware|told|informed|warned|briefed|reported to|shown)\b")
#: words that a negation or another tense brings in
_SLIGHT = frozenset(
    """
    no not never nobody nothing none neither nor without cannot false untrue ever any anyone anything did do does done
    had has have will would there don didn doesn wasn isn weren aren hadn hasn haven won wouldn t s
    """.split()
)
#: two claims in like words have so many words of content in common, and this share of the longer one's
_LEAST, _LIKE = 3, 0.8
#: texts of which what was seen is kept: a claim is looked at beside some hundred others
_KEPT = 4096


def negates(claim: Claim) -> bool:
    """Whether a claim is held against its own words: denied, or negated where it begins, not both."""
    return (claim.factuality.polarity == "-") != _begins_with_no(claim.text)


@lru_cache(maxsize=_KEPT)
def _begins_with_no(text: str) -> bool:
    return _NOT.search(" ".join(text.split()[:_BEGINS])) is not None


def unaware(claim: Claim) -> bool:
    """Whether a claim says that somebody did not know, by its content or by what leads to it."""
    by_cue = claim.act is Act.KNOW and claim.factuality.polarity == "u" and _NOT.search(claim.cue)
    return bool(by_cue or _UNAWARE.search(claim.text))


def leaves_open(claim: Claim) -> bool:
    """Whether a claim that commits to nothing says that its matter is open; "discussed the ban" says nothing of it."""
    words = f"{claim.cue} {' '.join(claim.text.split()[:_BEGINS])}"
    return claim.factuality.polarity == "u" and (_NOT.search(words) or _OPEN.search(words)) is not None


def merely_unaware(a: Claim, b: Claim) -> bool:
    """Whether one says that somebody did not know, and the other does not say that anybody did: both may well be."""
    first, second = unaware(a), unaware(b)
    return first != second and not _AWARE.search((b if first else a).text)


def substance(claim: Claim) -> int:
    """How many words of content a claim has besides its holder's name."""
    return len(content_words(claim.text) - content_words(claim.who))


def numbers(claim: Claim) -> frozenset[str]:
    """The numbers of a claim: "40" and "12000" and "twice"."""
    return _numbers(claim.text)


@lru_cache(maxsize=_KEPT)
def _numbers(text: str) -> frozenset[str]:
    return frozenset(m[0].lower().replace(",", "") for m in _NUMBER.finditer(text))


def numbers_apart(a: Claim, b: Claim) -> bool:
    """Whether each of two claims has a number that the other has not."""
    first, second = numbers(a), numbers(b)
    return bool(first - second and second - first)


def turned_round(a: Claim, b: Claim) -> bool:
    """Whether two claims say in like words, of the same names, what cannot both be: other numbers, or P and not P."""
    if not numbers_apart(a, b) and negates(a) == negates(b):
        return False
    first, second = _plain(a), _plain(b)
    common = len(first & second)
    return common >= max(_LEAST, _LIKE * max(len(first), len(second))) and _names(a) == _names(b)


def _plain(claim: Claim) -> frozenset[str]:
    return content_words(_NUMBER.sub(" ", claim.text)) - content_words(claim.who) - _SLIGHT


def _names(claim: Claim) -> set[str]:
    """Capitalised words but the first one and those of the holder's name."""
    words = re.findall(r"\w+", claim.text)[1:]
    return {w for w in words if w[0].isupper()} - set(re.findall(r"\w+", claim.who))
