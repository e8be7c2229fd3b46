"""From two statements to what they are to one another: repeats, agrees, conflicts, revises.

Pure: claims, their vectors and the pair model's verdicts in, links out. A shown conflict that is none costs trust, so
every threshold leans to precision; benchmarks/relations.py measures them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.relating.claims import Claim, spoken
from sayso.relating.copies import content_words, shared_run
from sayso.relating.pairing import Pairing, in_time, on_other_days, share_a_name
from sayso.relating.pairs import ANSWERS, Verdict
from sayso.relating.scoring import weighed
from sayso.relating.wording import leaves_open, merely_unaware, negates, numbers_apart, substance, unaware
from sayso.types import Act, SourceKind


class LinkKind(StrEnum):
    """What two statements are to one another."""

    REPEATS = "repeats"  # the same utterance
    AGREES = "agrees"
    CONFLICTS = "conflicts"
    REVISES = "revises"  # the same source, a changed account


class Link(NamedTuple):
    """A relation between two statements; the first was told first, as far as that is known."""

    first: int
    second: int
    kind: LinkKind
    score: float


#: nearness from which two claims are compared at all, and two of one source or with a denial, which are few: their
#: cosine and this share of that of their articles
NEAR, NEAR_FEW, TOGETHER = 0.4, 0.3, 0.25
#: pairs that one new claim is compared with, the nearest; a new denial; and how many by its own source
MOST, MOST_OF_DENIAL, MOST_OF_OWN = 32, 48, 8
#: shares that make a link; two people by name seldom tell one utterance
_REPEATS, _AGREES, _CONTRADICTED = 0.15, 0.45, 0.4
_REPEATS_OF_TWO = 0.5
#: both claims must have so many words of content, and be so near to conflict, to agree
_WORDS, _FACING, _NEARBY = 3, 0.4, 0.5
#: the pair model must be so sure of a conflict, over all tellings (see pooled), or of one claim, by itself
_CONTRARY, _BACKED = 0.7, 0.5
#: the doubt beside its verdicts, and how many of them it weighs as much as
_DOUBT, _DOUBTS = 0.3, 0.5
#: of P and P denied in like words lesser shares will do
_LIKE, _LIKE_CONTRARY = 0.25, 0.1
#: "denied the allegations" is against what others accuse the denier of by name, of lesser shares
_ACCUSED, _ACCUSED_CONTRARY = 0.15, 0.3
#: probability of one content, and nearness, from which what a source holds otherwise than before is a revision; and
#: of a conflict, where it holds P on one day and not P in like words on another; what is admitted later needs none
_CHANGED, _ALIKE, _NO_LONGER = 0.7, 0.6, 0.3
#: share of a conflict from which what a source says on another day revises, in whatever words
_TURNING = 0.2
#: asked for, hoped for, promised or left unsaid, and later so: no account has changed
_NO_ACCOUNT = (Act.REQUEST, Act.INTEND, Act.PROMISE, Act.QUESTION, Act.DECLINE)
#: least score of a link that is read off the words
_BY_WORDS = 0.5
#: what the pair model says at its surest
_SURE = tuple(Verdict(*(0.994 if answer == sure else 0.002 for answer in range(4))) for sure in range(3))
#: words of content that one utterance has at least, and the share of them that two tellings have in common
_SAME_WORDS, _SAME = 4, 0.8
#: nearness, or words in a row, from which open claims of sources that go by two names may be one utterance
_ONE, _RUN = 0.5, 4
#: who may be anybody
_UNNAMED = frozenset((SourceKind.ANONYMOUS, SourceKind.UNSOURCED, None))
_ACCUSES = re.compile(r"(?i)accus|alleg|blam|charg|claim|suspect")
_TITLES = frozenset("Mr Mrs Ms Miss Dr President Senator Sen Minister Mayor General Gen Governor Gov Judge".split())
_ACCUSATION = re.compile(
    r"""(?ix) (?:(?:
        all | any | the | these | those | such | their | his | her | its | numerous | of | in | that | against | him
        | them | it | false | validity | account | (?:allegation|accusation|claim|charge|report)s? | wrongdoing
        | involvement | responsibility | role | knowledge
    )\b\s*)+"""
)


def candidates(
    vectors: NDArray[np.float32],
    among: NDArray[np.float32],
    alike: NDArray[np.float32],
    denying: NDArray[np.bool_],
    denied: NDArray[np.bool_],
    own: NDArray[np.bool_],
) -> list[tuple[int, int, float]]:
    """For each claim the nearest others, the nearest denials and the nearest by its own source.

    Denials are few, and what they deny is worded otherwise; so is what a source says when it changes its account.

    Args:
        vectors: of the new claims, unit length, [new, width].
        among: of those they are compared with, [old, width].
        alike: how like the new claims' article is to that of each old one, [old].
        denying: which of the new claims are denials, [new].
        denied: which of the old ones are, [old].
        own: which of the old ones are by the new one's source, [new, old].

    Returns:
        Index of the new one, index of the other, cosine; each pair once, none less near than that.

    """
    if not len(vectors) or not len(among):
        return []
    cosines = vectors @ among.T
    near = cosines + TOGETHER * alike
    old_denials = np.flatnonzero(denied)
    found = []
    for i, row in enumerate(near):
        best = set(_nearest(row, MOST_OF_DENIAL if denying[i] else MOST))
        best |= {int(old_denials[k]) for k in _nearest(row[old_denials], MOST)}
        its = np.flatnonzero(own[i])
        best |= {int(its[k]) for k in _nearest(row[its], MOST_OF_OWN)}
        few = own[i] | denied | denying[i]
        found += [(i, j, float(cosines[i, j])) for j in sorted(best) if row[j] >= (NEAR_FEW if few[j] else NEAR)]
    return found


def _nearest(row: NDArray[np.float32], most: int) -> list[int]:
    best: list[int] = (np.argpartition(row, -most)[-most:] if len(row) > most else np.arange(len(row))).tolist()
    return best


def told_again(a: Claim, b: Claim) -> bool:
    """Whether two claims are one utterance by their words alone, so that the pair model need not be asked.

    Nearly all words of content are the same, held in the same way, and the sources may be one.
    """
    if a.factuality.polarity != b.factuality.polarity or numbers_apart(a, b) or negates(a) != negates(b):
        return False
    first, second = content_words(a.text), content_words(b.text)
    if min(len(first), len(second)) < _SAME_WORDS or len(first & second) < _SAME * max(len(first), len(second)):
        return False
    return a.shares_source(b) or share_a_name(a, b) or not _UNNAMED.isdisjoint((a.kind, b.kind))


def again(a: Claim, b: Claim) -> Link:
    """The link of two claims of which `told_again` holds."""
    first, second = in_time(a, b)
    return Link(first.id, second.id, LinkKind.REPEATS, 1.0)


def possible(pairing: Pairing) -> tuple[str, ...]:
    """The answers that would make two claims something to one another, were the pair model sure of them."""
    return tuple(answer for answer, sure in zip(ANSWERS, _SURE, strict=False) if related(pairing, sure))


def related(pairing: Pairing, verdict: Verdict, evidence: Sequence[tuple[float, float]] = ()) -> Link | None:
    """What two claims are to one another; None when nothing.

    Args:
        pairing: the two.
        verdict: of the pair model.
        evidence: its probability of a conflict between other tellings of the two, and what each weighs.

    """
    shares = weighed(pairing, verdict)
    if pairing.one_source and len(set(pairing.signs)) == 2:
        return _held_otherwise(pairing, shares, verdict.repeats + verdict.agrees)
    contrary = pooled(verdict.conflicts, evidence)
    kind = _kind(pairing, shares, verdict, contrary)
    if kind is None:
        return None
    share = max(verdict.conflicts, _NO_LONGER) if kind is LinkKind.REVISES else getattr(shares, kind.value)
    if kind is LinkKind.CONFLICTS and contrary >= _CONTRARY:
        share = max(share, contrary)
    if pairing.turned_round:
        share = max(share, _BY_WORDS)
    return Link(pairing.a.id, pairing.b.id, kind, round(share, 4))


def pooled(verdict: float, evidence: Iterable[tuple[float, float]] = ()) -> float:
    """How surely two claims conflict, by the pair model's verdicts on all their tellings.

    Args:
        verdict: its probability of a conflict for the pair itself.
        evidence: the same for pairs of other tellings, and what each weighs.

    """
    seen = [(verdict, 1.0), (_DOUBT, _DOUBTS), *evidence]
    return sum(share * weight for share, weight in seen) / sum(weight for _, weight in seen)


def worded(a: Claim, b: Claim) -> tuple[str, str]:
    """Two claims as the pair model is to see them; what one source holds in two ways is compared for its content."""
    if a.shares_source(b) and a.factuality.polarity != b.factuality.polarity:
        return spoken(a.who, a.text, "+"), spoken(b.who, b.text, "+")
    return a.spoken, b.spoken


def may_carry(kind: LinkKind, x: Claim, y: Claim) -> bool:
    """Whether what was found of other tellings may hold of two claims: what is asked of any two, but for verdicts."""
    if x.id == y.id or not comparable(x, y, 1.0) or "u" in x.factuality.polarity + y.factuality.polarity:
        return False
    if min(substance(x), substance(y)) < _WORDS or told_again(x, y):
        return False
    if kind is LinkKind.REVISES:
        changed = x.shares_source(y) and on_other_days(x, y) and x.article != y.article and in_time(x, y) == (x, y)
        return changed and {x.act, y.act}.isdisjoint(_NO_ACCOUNT)
    if x.shares_source(y) or share_a_name(x, y):
        return False
    return kind is LinkKind.AGREES or ("PS" not in x.factuality + y.factuality and not merely_unaware(x, y))


def _kind(pairing: Pairing, shares: Verdict, verdict: Verdict, contrary: float) -> LinkKind | None:
    a, b, others = pairing.a, pairing.b, pairing.others
    worded_alike = pairing.in_like_words or pairing.turned_round
    least = _REPEATS_OF_TWO if pairing.two_people else _REPEATS
    if shares.repeats >= least and not a.opposed(b) and not worded_alike:
        return LinkKind.REPEATS
    if "u" in pairing.signs:
        return None  # who leaves a question open is bound to nothing
    held = "PS" not in a.factuality + b.factuality  # what may be so leaves room for the contrary
    changed = pairing.one_source and pairing.on_other_days
    if pairing.turned_round:
        return LinkKind.CONFLICTS if others and held else LinkKind.REVISES if changed else None
    if others and (_denies_accusation(a, b) or _denies_accusation(b, a)):
        accused = shares.conflicts >= _ACCUSED and verdict.conflicts >= _ACCUSED_CONTRARY
        return LinkKind.CONFLICTS if accused else None
    if pairing.substance < _WORDS:
        return None
    denied = others and pairing.in_like_words and a.opposed(b)
    if denied and shares.conflicts >= _LIKE and verdict.conflicts >= _LIKE_CONTRARY:
        return LinkKind.CONFLICTS
    facing = held and pairing.cosine >= _FACING and not merely_unaware(a, b)
    if others and facing and shares.conflicts >= _CONTRADICTED and contrary >= _CONTRARY:
        return LinkKind.CONFLICTS
    admitted = b.act is Act.ADMIT or verdict.conflicts >= _NO_LONGER
    turning = facing and contrary >= _CONTRARY and shares.conflicts >= _TURNING
    if changed and (turning or (pairing.in_like_words and admitted)):
        return LinkKind.REVISES
    backed = verdict.repeats + verdict.agrees >= _BACKED and pairing.cosine >= _NEARBY and not pairing.negated
    return LinkKind.AGREES if shares.agrees >= _AGREES and backed else None


def by_own_source(new: Sequence[Claim], old: Sequence[Claim]) -> NDArray[np.bool_]:
    """Which of the old claims are by the source of each new one, [new, old]."""
    first, second = (np.array([-1 - k if c.entity is None else c.entity for c in claims], np.int64)
                     for k, claims in enumerate((new, old)))  # fmt: skip
    return np.asarray(first[:, None] == second[None, :])


def _denies_accusation(denial: Claim, other: Claim) -> bool:
    """Whether one denies "the allegations", and the other accuses the denier, by name."""
    signs = denial.factuality.polarity + other.factuality.polarity
    accuses = other.act is Act.ALLEGE or _ACCUSES.search(other.cue) is not None
    if signs != "-+" or not accuses or not _ACCUSATION.fullmatch(denial.text):
        return False
    names = [w for w in re.findall(r"\w+", denial.who) if len(w) > 3]
    # "Mr Orlo" may be meant, "Dora Orlo" is not, where Bastien Orlo denies
    return bool(names) and any(
        not before or before in names or before in _TITLES
        for before in re.findall(rf"(?:\b([A-Z]\w+)\.? )?\b{re.escape(names[-1])}\b", other.text)
    )


def _held_otherwise(pairing: Pairing, shares: Verdict, same: float) -> Link | None:
    """One source, committed to a content and then to its contrary or to neither: on another day a changed account."""
    a, b = pairing.a, pairing.b
    if pairing.on_other_days and a.article != b.article:
        wished = not {a.act, b.act}.isdisjoint(_NO_ACCOUNT)
        if same < _CHANGED or pairing.cosine < _ALIKE or pairing.substance < _WORDS or wished:
            return None
        if any(c.factuality.polarity == "u" and not leaves_open(c) for c in (a, b)):
            return None  # who "discussed the ban" had taken no position on it
        # "denied that he was shown it" and "said he was not" is one account; so is "knew of no talks" in two ways
        kept = not pairing.negated if a.opposed(b) else unaware(a) and unaware(b)
        return Link(a.id, b.id, LinkKind.REPEATS if kept else LinkKind.REVISES, round(same, 4))
    repeated = shares.repeats >= _REPEATS and not a.opposed(b)
    return Link(a.id, b.id, LinkKind.REPEATS, round(shares.repeats, 4)) if repeated else None


def best(links: Iterable[Link | None]) -> list[Link]:
    """Links without repetition, in a fixed order."""
    kept: dict[tuple[int, int], Link] = {}
    for link in links:
        if link is not None and (link.first, link.second) not in kept:
            kept[link.first, link.second] = link
    return sorted(kept.values())


def comparable(a: Claim, b: Claim, cosine: float) -> bool:
    """Whether two claims can be anything to one another.

    Of "X said that Y denied P" the outer one holds the inner one. What commits to nothing is at most told again.
    """
    if a.article == b.article and (a.number in {b.parent, b.number} or a.parent == b.number):
        return False
    committed = a.factuality.polarity != "u" and b.factuality.polarity != "u"
    return committed or a.shares_source(b) or _may_be_one(a, b, cosine)


def _may_be_one(a: Claim, b: Claim, cosine: float) -> bool:
    """Whether two claims of sources that go by two names may be one utterance."""
    one = cosine >= _ONE and (share_a_name(a, b) or not (a.named and b.named))
    return one or shared_run(a.text, b.text) >= _RUN


def pairs_of(
    found: Sequence[tuple[int, int, float]], new: Sequence[Claim], old: Sequence[Claim]
) -> list[tuple[int, int, float]]:
    """Candidate pairs that are worth a look, each once."""
    seen: set[tuple[int, int]] = set()
    out = []
    for i, j, cosine in found:
        a, b = new[i], old[j]
        key = (min(a.id, b.id), max(a.id, b.id))
        if a.id != b.id and key not in seen and comparable(a, b, cosine):
            seen.add(key)
            out.append((i, j, cosine))
    return out
