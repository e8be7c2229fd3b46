"""Two claims side by side, and what is seen of them before the pair model is asked.

Each thing is worked out once and when it is first needed: which answers would matter is asked before the pair model is,
what its answer makes of the two afterwards, and again when other tellings are known.
"""

from __future__ import annotations

import re
from functools import cached_property

from sayso.relating.claims import Claim
from sayso.relating.copies import content_words
from sayso.relating.wording import negates, substance, turned_round
from sayso.types import SourceKind

#: P and P denied have so many words of content in common, and this share of the shorter one's
_COMMON, _SHARE = 3, 0.5


class Pairing:
    """Two claims, the earlier first.

    Args:
        a: one claim.
        b: the other.
        cosine: of their vectors.
        alike: cosine of their articles' vectors.

    """

    def __init__(self, a: Claim, b: Claim, cosine: float, alike: float) -> None:
        self.a, self.b = in_time(a, b)
        self.cosine = cosine
        self.alike = alike

    @cached_property
    def one_source(self) -> bool:
        """Whether both are known to be by one source."""
        return self.a.shares_source(self.b)

    @cached_property
    def others(self) -> bool:
        """Whether their sources are two for sure."""
        return not self.one_source and not share_a_name(self.a, self.b)

    @cached_property
    def two_people(self) -> bool:
        """Whether their sources are two people called by names that have nothing in common."""
        first, second = (_personal_name(c) for c in (self.a, self.b))
        return self.others and bool(first and second) and not first & second

    @cached_property
    def signs(self) -> str:
        """Their polarities: "++", "+-", "u+"."""
        return self.a.factuality.polarity + self.b.factuality.polarity

    @cached_property
    def on_other_days(self) -> bool:
        """Whether they are known to have been made on two days."""
        return on_other_days(self.a, self.b)

    @cached_property
    def negated(self) -> bool:
        """Whether one of them is held against its own words and the other is not."""
        return negates(self.a) != negates(self.b)

    @cached_property
    def in_like_words(self) -> bool:
        """Whether one holds what the other holds against, in much the same words: P, and P denied or negated."""
        if not self.negated:
            return False
        first, second = (content_words(c.text) - content_words(c.who) for c in (self.a, self.b))
        common = len(first & second)
        return common >= _COMMON and common >= _SHARE * min(len(first), len(second))

    @cached_property
    def turned_round(self) -> bool:
        """See `wording.turned_round`."""
        return turned_round(self.a, self.b)

    @cached_property
    def substance(self) -> int:
        """Words of content of the one that has fewer."""
        return min(substance(self.a), substance(self.b))


def _personal_name(claim: Claim) -> frozenset[str]:
    """The words of a person's name; none of "the foreign minister" or "Obama spokesman"."""
    words = re.findall(r"[\w'’.-]+", claim.who)
    return frozenset(words) if claim.kind is SourceKind.PERSON and all(w[0].isupper() for w in words) else frozenset()


def in_time(a: Claim, b: Claim) -> tuple[Claim, Claim]:
    """Two claims by their days; as they were added where one has none."""
    first, second = (a.day, b.day) if a.day and b.day else ("", "")
    return (b, a) if (second, b.id) < (first, a.id) else (a, b)


def on_other_days(a: Claim, b: Claim) -> bool:
    """Whether two claims are known to have been made on two days: "2031" may be any day of that year."""
    first, second = a.day or "", b.day or ""
    return not first.startswith(second) and not second.startswith(first)


def share_a_name(a: Claim, b: Claim) -> bool:
    """Whether two sources may be one under two names: "Jorin" and "Jorin Tapscombe"."""
    first, second = ({w for w in re.findall(r"\w+", c.who) if len(w) > 3 and w[0].isupper()} for c in (a, b))
    return bool(first & second)
