"""From two statements to what they are to one another: repeats, agrees, conflicts, revises.

Pure: claims, their vectors and the pair model's verdicts in, links out. A shown conflict that is none costs trust, so
every threshold leans to precision; benchmarks/relations.py measures them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from re import IGNORECASE, sub
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.relating.copies import containment, shared_run
from sayso.relating.pairs import Verdict
from sayso.types import Act, Factuality


class LinkKind(StrEnum):
    """What two statements are to one another."""

    REPEATS = "repeats"  # the same utterance
    AGREES = "agrees"
    CONFLICTS = "conflicts"
    REVISES = "revises"  # the same source, a changed account


@dataclass(frozen=True, slots=True)
class Claim:
    """What relating needs of a statement."""

    id: int
    article: int
    #: the ledger-wide source; None where it is open
    entity: int | None
    #: whether that source may be the same in another article: not for "officials"
    named: bool
    act: Act
    factuality: Factuality
    #: ISO day for the order in time
    day: str | None
    #: the content, with "I" and "he" resolved
    text: str
    #: number in its article, and that of the statement it is nested in
    number: int
    parent: int | None
    #: the holder's name, "" when there is none
    who: str = ""

    @property
    def spoken(self) -> str:
        """What the pair model sees: who, and the claim."""
        return f"{self.who}: {self.text}" if self.who else self.text


class Link(NamedTuple):
    """A relation between two statements; the first was told first, as far as that is known."""

    first: int
    second: int
    kind: LinkKind
    score: float


#: cosine from which two claims are compared at all
NEAR = 0.4
#: pairs that one new claim is compared with, the nearest
MOST = 8
#: words of a run that make two contents one quotation, and one source's
_RUN, _OWN_RUN = 7, 5
#: share of the shorter one's words that stand in the longer one, of at least so many words
_CONTAINED, _WORDS = 0.6, 3
#: probability and cosine from which one source's two claims are one utterance
_SAME, _CLOSE = 0.7, 0.4
#: probabilities that the pair model must give; a denial meets its assertion in like words, which it sees more surely
_CONTRADICTS, _DENIED, _CHANGED = 0.9, 0.15, 0.2
#: to agree the claims entail one another: the stronger way, the weaker way, and cosine
_ENTAILS, _BACK, _NEARBY = 0.75, 0.4, 0.5


def candidates(vectors: NDArray[np.float32], among: NDArray[np.float32]) -> list[tuple[int, int, float]]:
    """For each claim the nearest others.

    Args:
        vectors: of the new claims, unit length, [new, width].
        among: of those they are compared with, [old, width].

    Returns:
        Index of the new one, index of the other, cosine; at most MOST for each new one, none under NEAR.

    """
    if not len(vectors) or not len(among):
        return []
    near = vectors @ among.T
    found = []
    for i, row in enumerate(near):
        best = np.argpartition(row, -MOST)[-MOST:] if len(row) > MOST else np.arange(len(row))
        found += [(i, int(j), float(row[j])) for j in best if row[j] >= NEAR]
    return found


def related(a: Claim, b: Claim, cosine: float, verdict: Verdict) -> Link | None:
    """What two claims are to one another; None when nothing."""
    if a.article == b.article and (a.number in {b.parent, b.number} or a.parent == b.number):
        return None  # "X said that Y denied P": the outer one holds the inner one
    if (b.day or "", b.id) < (a.day or "", a.id):
        a, b = b, a
    own = a.entity is not None and a.entity == b.entity
    # one article's "officials" and "a senior official", a headline's "Minister", may be one; two names are two
    kin = own or (a.article == b.article and not (a.named and b.named)) or _share_a_name(a, b)
    signs = a.factuality.polarity + b.factuality.polarity
    score = 0.0 if signs in ("+-", "-+") else _one_utterance(a, b, cosine, verdict, kin)
    if score:
        return Link(a.id, b.id, LinkKind.REPEATS, score)
    if "u" in signs:
        return None
    if signs in ("+-", "-+"):  # P by one, P denied by the other
        return _opposed(a, b, verdict.entails, own, kin) if verdict.entails >= _DENIED else None
    if verdict.contradicts >= _CONTRADICTS and signs == "++":
        return _opposed(a, b, verdict.contradicts, own, kin)
    mutual = verdict.entails >= _ENTAILS and min(verdict.forth, verdict.back) >= _BACK
    if mutual and cosine >= _NEARBY and not kin:
        return Link(a.id, b.id, LinkKind.AGREES, round(verdict.entails, 4))
    return None


def _opposed(a: Claim, b: Claim, score: float, own: bool, kin: bool) -> Link | None:
    """A conflict between two sources; a changed account of one, on another day."""
    if own:
        changed = a.day != b.day and score > _CHANGED
        return Link(a.id, b.id, LinkKind.REVISES, round(score, 4)) if changed else None
    return None if kin else Link(a.id, b.id, LinkKind.CONFLICTS, round(score, 4))


def _share_a_name(a: Claim, b: Claim) -> bool:
    first, second = ({w for w in claim.who.lower().split() if len(w) > 3} for claim in (a, b))
    return bool(first & second)


def _one_utterance(a: Claim, b: Claim, cosine: float, verdict: Verdict, kin: bool) -> float:
    """How surely two reports tell the same words; 0 when they do not."""
    run = shared_run(a.text, b.text)
    if run >= _RUN or (kin and run >= _OWN_RUN):
        return 0.95
    shortest = min(len(a.text.split()), len(b.text.split()))
    if kin and shortest >= _WORDS and containment(a.text, b.text) >= _CONTAINED:
        return 0.85
    if kin and cosine >= _CLOSE and verdict.entails >= _SAME:
        return round(verdict.entails, 4)
    return 0.0


def best(links: Iterable[Link | None]) -> list[Link]:
    """Links without repetition, in a fixed order."""
    kept: dict[tuple[int, int], Link] = {}
    for link in links:
        if link is not None and (link.first, link.second) not in kept:
            kept[link.first, link.second] = link
    return sorted(kept.values())


def compared(a: Claim, b: Claim) -> bool:
    """Whether the pair model needs to see two claims: two questions commit to nothing, whatever they say."""
    committed = a.factuality.polarity != "u" and b.factuality.polarity != "u"
    return committed or (a.entity is not None and a.entity == b.entity)


def text_of(content: str, speaker: str, act: Act) -> str:
    """A content as a claim that stands by itself: "I did not meet him" by Vassoul is "Vassoul did not meet him".

    Args:
        content: the words, spans joined.
        speaker: the holder's name, "" when there is none.
        act: "he denied having met" and "she said she had met" speak of the holder too.

    """
    text = sub(r"^(?:that|of|as|whether) ", "", content.strip(" \"“”‘’'"), flags=IGNORECASE)
    if not speaker:
        return text
    text = sub(r"\bI['’]m\b", f"{speaker} is", text)
    text = sub(r"\bI['’]ve\b", f"{speaker} has", text)
    text = sub(r"\bI['’]d\b", f"{speaker} would", text)
    text = sub(r"\bI['’]ll\b", f"{speaker} will", text)
    text = sub(r"\bI am\b", f"{speaker} is", text)
    text = sub(r"\bI have\b", f"{speaker} has", text)
    text = sub(r"\bI\b", speaker, text)
    text = sub(r"\bmy\b", f"{speaker}'s", text)
    text = sub(r"^(?:he|she|they|it)\b", speaker, text, flags=IGNORECASE)
    if act in (Act.DENY, Act.ADMIT):  # "denied having met", "admitted being there", "denied taking bribes"
        text = sub(r"^having\b", f"{speaker} had", text)
        text = sub(r"^being\b", f"{speaker} was", text)
        text = sub(r"^(?=[a-z]+ing\b)", f"{speaker} was ", text)
    return text


def pairs_of(
    found: Sequence[tuple[int, int, float]], new: Sequence[Claim], old: Sequence[Claim]
) -> list[tuple[int, int, float]]:
    """Candidate pairs that are worth a look, each once."""
    seen: set[tuple[int, int]] = set()
    out = []
    for i, j, cosine in found:
        a, b = new[i], old[j]
        key = (min(a.id, b.id), max(a.id, b.id))
        if a.id != b.id and key not in seen and compared(a, b):
            seen.add(key)
            out.append((i, j, cosine))
    return out
