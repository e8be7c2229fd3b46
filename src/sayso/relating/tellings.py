"""Relating claims by all their tellings: one utterance is told in many articles, in other words each time.

Whether it conflicts with another is seen more surely from all their tellings than from one pair; and what is found of
one telling holds of the others, to which it is carried over.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.relating.claims import Claim
from sayso.relating.links import (
    Link,
    LinkKind,
    again,
    best,
    comparable,
    may_carry,
    possible,
    related,
    told_again,
    worded,
)
from sayso.relating.pairing import Pairing, in_time
from sayso.relating.pairs import Verdict

#: share of a repetition from which it is another telling of the same
_TOLD = 0.5
#: how sure of a conflict the pair model must be of two claims for other tellings to be looked at, and of how many each
_PLAUSIBLE, _MOST_ASKED = 0.5, 3
#: to how many other tellings of a claim a link is carried over, and from what score; a conflict, less often right there
_MOST_CARRIED, _LEAST, _LEAST_OF_CONFLICT = 12, 0.25, 0.45

#: see Pairs.judge
Judge = Callable[[list[tuple[str, str]], list[tuple[str, ...]]], list[Verdict]]
#: of a claim by its number, other tellings of it and the share of the repetition, the surest first
Tellings = Mapping[int, Sequence[tuple[int, float]]]


def tellings_of(links: Iterable[Link | None], apart: Collection[int] = ()) -> Tellings:
    """Which claims are tellings of one another.

    Args:
        links: among them repetitions.
        apart: claims that do not count: those of copies, which are told again by what they copy alone.

    """
    told: dict[int, dict[int, float]] = {}
    for link in links:
        if link is None or link.kind is not LinkKind.REPEATS or link.score < _TOLD:
            continue
        if link.first not in apart and link.second not in apart:
            told.setdefault(link.first, {})[link.second] = link.score
            told.setdefault(link.second, {})[link.first] = link.score
    return {number: sorted(others.items(), key=lambda o: (-o[1], o[0])) for number, others in told.items()}


def relate(
    near: Sequence[tuple[int, int, float]],
    new: Sequence[Claim],
    old: Sequence[Claim],
    closeness: NDArray[np.float32],
    judge: Judge,
    known: Sequence[Link] = (),
    apart: Collection[int] = (),
) -> list[Link]:
    """What candidate pairs are to one another; the pair model is asked only where it may make a difference.

    Args:
        near: index of the new claim, index of the old one, cosine; see links.pairs_of.
        new: the new claims.
        old: those they are compared with.
        closeness: how like the new claims' article is to that of each old one, [old].
        judge: the pair model, see Pairs.judge.
        known: links of the old claims.
        apart: see `tellings_of`.

    """
    found: list[Link | None] = []
    asked, words, answers = [], [], []
    for i, j, cosine in near:
        a, b = new[i], old[j]
        if told_again(a, b):
            found.append(again(a, b))
            continue
        pairing = Pairing(a, b, cosine, float(closeness[j]))
        if makes := possible(pairing):
            asked.append(pairing)
            # as they came: the pair model's answer hangs on the order a little
            words.append(worded(a, b))
            answers.append(makes)
    verdicts = judge(words, answers) if asked else []
    alone = [related(pairing, verdict) for pairing, verdict in zip(asked, verdicts, strict=True)]
    told = tellings_of([*known, *found, *alone], apart)
    claims = {claim.id: claim for claim in (*old, *new)}
    others = [
        _others(pairing.a, pairing.b, told, claims)
        if verdict.conflicts >= _PLAUSIBLE and (link is None or link.kind is not LinkKind.REPEATS)
        else []
        for pairing, verdict, link in zip(asked, verdicts, alone, strict=True)
    ]
    conflicting = {key(p.a.id, p.b.id): v.conflicts for p, v in zip(asked, verdicts, strict=True)}
    unasked = sorted({key(x, y) for pairs in others for x, y, _ in pairs} - conflicting.keys())
    # the later one first, as a new one is compared with old ones
    reworded = [worded(claims[y], claims[x]) for x, y in unasked]
    more = judge(reworded, [("conflicts",)] * len(unasked)) if unasked else []
    conflicting |= {both: verdict.conflicts for both, verdict in zip(unasked, more, strict=True)}
    for pairing, verdict, link, seen in zip(asked, verdicts, alone, others, strict=True):
        evidence = [(conflicting[key(x, y)], weight) for x, y, weight in seen]
        found.append(related(pairing, verdict, evidence) if seen else link)
    return best(found)


def key(one: int, other: int) -> tuple[int, int]:
    """Two numbers, the lesser first."""
    return min(one, other), max(one, other)


def _with_itself(claim: int, told: Tellings, most: int, among: Collection[int]) -> list[tuple[int, float]]:
    others = [telling for telling in told.get(claim, ()) if telling[0] in among]
    return [(claim, 1.0), *others[:most]]


def _others(a: Claim, b: Claim, told: Tellings, claims: Mapping[int, Claim]) -> list[tuple[int, int, float]]:
    """Pairs of other tellings of two claims, and what each weighs."""
    first, second = (_with_itself(c.id, told, _MOST_ASKED, claims) for c in (a, b))
    return [
        (x, y, one * other)
        for x, one in first
        for y, other in second
        if (x, y) != (a.id, b.id) and x != y and comparable(claims[x], claims[y], 1.0)
    ]


def carried(
    links: Sequence[Link], told: Tellings, claims: Mapping[int, Claim], linked: Collection[tuple[int, int]]
) -> list[tuple[int, Link]]:
    """Links of claims as those of their other tellings, where there is none.

    Args:
        links: that were found, not carried over themselves; repetitions are passed over.
        told: the tellings.
        claims: by their numbers.
        linked: pairs that have a link, see `key`.

    Returns:
        The index of the link that each is carried over from, and itself.

    """
    seen, found = set(linked), []
    for index, link in sorted(enumerate(links), key=lambda item: (-item[1].score, item[0])):
        if link.kind is LinkKind.REPEATS or not {link.first, link.second} <= claims.keys():
            continue
        least = _LEAST_OF_CONFLICT if link.kind is LinkKind.CONFLICTS else _LEAST
        held = [claims[end].factuality.polarity for end in (link.first, link.second)]
        for x, one in _with_itself(link.first, told, _MOST_CARRIED, claims):
            for y, other in _with_itself(link.second, told, _MOST_CARRIED, claims):
                a, b, score = claims[x], claims[y], round(link.score * one * other, 4)
                if key(x, y) in seen or score < least or [a.factuality.polarity, b.factuality.polarity] != held:
                    continue
                if may_carry(link.kind, a, b):
                    seen.add(key(x, y))
                    first, second = in_time(a, b)
                    found.append((index, Link(first.id, second.id, link.kind, score)))
    return found
