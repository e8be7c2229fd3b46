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


class Link(NamedTuple):
    """A relation between two statements; the first was told first, as far as that is known."""

    first: int
    second: int
    kind: LinkKind
    score: float


#: cosine from which two claims are compared at all
NEAR = 0.5
#: pairs that one new claim is compared with, the nearest
MOST = 8
#: words of a run that make two contents one quotation
_RUN = 6
#: share of the shorter one's words that stand in the longer one
_CONTAINED = 0.75
#: cosine from which one source's two like claims are one utterance
_SAME = 0.8
#: probability that the pair model must give
_CONTRADICTS = 0.8
_ENTAILS = 0.6


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
    same = a.entity is not None and a.entity == b.entity
    like = a.factuality.polarity == b.factuality.polarity
    if (same or not (a.named and b.named)) and like and (score := _one_utterance(a, b, cosine, verdict, same)):
        return Link(a.id, b.id, LinkKind.REPEATS, score)
    kind, score = _stance(a, b, verdict)
    if kind is None:
        return None
    if same:
        if kind is LinkKind.AGREES:
            return Link(a.id, b.id, LinkKind.REPEATS, score) if cosine >= _SAME else Link(a.id, b.id, kind, score)
        return Link(a.id, b.id, LinkKind.REVISES, score) if a.day != b.day else None
    return Link(a.id, b.id, kind, score)


def _one_utterance(a: Claim, b: Claim, cosine: float, verdict: Verdict, same: bool) -> float:
    """How surely two reports tell the same words; 0 when they do not."""
    run = shared_run(a.text, b.text)
    if run >= _RUN + 2 or (same and run >= _RUN):
        return 0.95
    if same and containment(a.text, b.text) >= _CONTAINED and min(len(a.text.split()), len(b.text.split())) >= 4:
        return 0.85
    if same and cosine >= _SAME and verdict.entails >= _ENTAILS:
        return round(min(cosine, verdict.entails), 4)
    return 0.0


def _stance(a: Claim, b: Claim, verdict: Verdict) -> tuple[LinkKind | None, float]:
    """Agreement or conflict of two committed claims: the contents' relation, turned by how they are held."""
    signs = a.factuality.polarity + b.factuality.polarity
    if "u" in signs:
        return None, 0.0
    entails, contradicts = verdict.entails, verdict.contradicts
    if signs in ("+-", "-+"):  # P by one, denied P by the other
        return (LinkKind.CONFLICTS, round(entails, 4)) if entails >= _ENTAILS else (None, 0.0)
    if signs == "--":  # only who denies the same denies alike
        both = min(verdict.forth, verdict.back)
        return (LinkKind.AGREES, round(both, 4)) if both >= _ENTAILS else (None, 0.0)
    if contradicts >= _CONTRADICTS:
        return LinkKind.CONFLICTS, round(contradicts, 4)
    if entails >= _ENTAILS:
        return LinkKind.AGREES, round(entails, 4)
    return None, 0.0


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
