"""What speaks for each relation of two claims: a log-linear model over the pair model's verdict, words, sources, days.

The pair model knows what was said; that two reports share a run of words, have one source, or stand in one article, is
seen more surely from outside. training/links.py fits the weights on labelled pairs that the pair model has not seen.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, log

from sayso.relating.copies import containment, shared_run
from sayso.relating.pairing import Pairing
from sayso.relating.pairs import Verdict
from sayso.types import Act

#: what is seen without the pair model
_SEEN = (
    "any pair", "one source", "one article", "one source in one article", "names in common", "run of words",
    "run of five", "run of seven", "words in common", "cosine", "articles' cosine", "one open", "both open",
    "one denies", "both deny", "length", "lengths apart", "one day", "one unnamed", "a denial", "a belief", "a wish",
    "an allegation", "words in common, one source", "words of content", "hardly a content",
    "words in common, one denies", "cosine, one denies", "hardly a content, one denies", "one negated",
    "words in common, one negated", "cosine, one negated",
)  # fmt: skip
#: what is seen of its verdict
_JUDGED = (
    "log repeats", "log agrees", "log conflicts", "log none", "log repeats, one source", "log conflicts, one source",
    "log conflicts, one denies", "log conflicts, one negated",
)  # fmt: skip
FEATURES = _SEEN + _JUDGED
#: a row of weights for each answer of the pair model
_WEIGHTS: tuple[tuple[float, ...], ...] = (
    (-0.32, 0.05, 0.30, 0.44, 0.53, 1.08, 0.56, -1.17, -0.01, 1.13, -0.43, -0.23, 0.58, 0.01, 0.25, -0.67, -0.09, 0.69, -0.49, 0.03, -0.43, 0.66, -0.11, -0.09, -0.08, -0.33, 0.26, 0.59, -0.06, -0.29, 0.81, -0.97, 0.68, -0.08, -0.24, 0.04, -0.06, -0.06, 0.11, -0.06),
    (-0.41, -0.54, -0.50, -0.51, 0.02, -0.04, -0.36, -0.15, 0.60, 0.77, 0.88, -0.40, -1.20, -0.63, 1.08, 0.45, -0.04, -0.27, 0.17, -0.03, 0.13, -1.07, -0.16, -0.19, -0.07, 0.08, 0.50, 0.75, -0.44, -0.03, -0.60, -0.43, -0.12, 0.54, -0.13, 0.05, 0.09, -0.25, 0.00, -0.01),
    (-0.32, 0.14, -0.05, -0.34, -0.12, -0.93, 0.54, 0.47, -0.01, -1.54, 0.45, -0.45, -0.01, 0.23, -1.93, -0.66, 0.11, 0.00, 0.13, 0.14, -0.06, 0.31, 0.20, -0.04, 0.65, -0.22, -0.66, -1.04, 0.82, -0.18, 0.58, 1.44, -0.24, -0.28, 0.44, -0.19, -0.03, 0.18, 0.10, 0.05),
    (1.05, 0.35, 0.25, 0.41, -0.43, -0.12, -0.74, 0.86, -0.58, -0.36, -0.89, 1.08, 0.63, 0.39, 0.60, 0.87, 0.02, -0.42, 0.19, -0.14, 0.35, 0.10, 0.06, 0.32, -0.49, 0.47, -0.10, -0.29, -0.33, 0.50, -0.79, -0.05, -0.32, -0.18, -0.06, 0.09, 0.01, 0.14, -0.21, 0.02),
)  # fmt: skip
_LEAST = 1e-4
#: a content of fewer words, "the allegations against him", says little by itself
_BARE = 4


def features(pairing: Pairing, verdict: Verdict) -> list[float]:
    """What is seen of a pair, in the order of FEATURES.

    Args:
        pairing: the two claims.
        verdict: of the pair model.

    """
    return [*_seen(pairing), *_judged(pairing, verdict)]


def weighed(pairing: Pairing, verdict: Verdict) -> Verdict:
    """Probabilities of the relations."""
    judged = _judged(pairing, verdict)
    scores = [
        score + sum(w * f for w, f in zip(row[len(_SEEN) :], judged, strict=True))
        for score, row in zip(_scored(pairing), _WEIGHTS, strict=True)
    ]
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    return Verdict(*(power / sum(powers) for power in powers))


@lru_cache(maxsize=1024)  # a pair is weighed several times, and a page has some hundred of them
def _scored(pairing: Pairing) -> list[float]:
    """What speaks for each relation without the pair model."""
    seen = _seen(pairing)
    return [sum(w * f for w, f in zip(row, seen, strict=False)) for row in _WEIGHTS]


def _judged(pairing: Pairing, verdict: Verdict) -> list[float]:
    repeats, agrees, conflicts, none = (log(max(_LEAST, share)) for share in verdict)
    own, negated, denies = float(pairing.one_source), float(pairing.negated), float(pairing.a.opposed(pairing.b))
    return [
        repeats, agrees, conflicts, none, own * repeats, own * conflicts, denies * conflicts, negated * conflicts,
    ]  # fmt: skip


def _seen(pairing: Pairing) -> list[float]:
    a, b, cosine = pairing.a, pairing.b, pairing.cosine
    own = float(pairing.one_source)
    together = float(a.article == b.article)
    first, second = ({w for w in c.who.lower().split() if len(w) > 3} for c in (a, b))
    run = shared_run(a.text, b.text)
    common = containment(a.text, b.text)
    lengths = [len(c.text.split()) for c in (a, b)]
    acts = {a.act, b.act}
    denies, negated = float(a.opposed(b)), float(pairing.negated)
    bare = float(pairing.substance < _BARE)
    return [
        1.0, own, together, own * together, float(bool(first & second) and not own), min(run, 20) / 10,
        float(run >= 5), float(run >= 7), common, cosine, pairing.alike, float("u" in pairing.signs),
        float(pairing.signs == "uu"), denies, float(pairing.signs == "--"), min(*lengths, 20) / 20,
        abs(lengths[0] - lengths[1]) / 30, float(a.day == b.day), float(not (a.named and b.named)),
        float(Act.DENY in acts), float(bool(acts & {Act.BELIEVE, Act.KNOW})),
        float(bool(acts & {Act.REQUEST, Act.INTEND, Act.PROMISE})), float(Act.ALLEGE in acts), own * common,
        min(pairing.substance, 20) / 10, bare, denies * common, denies * cosine, denies * bare, negated,
        negated * common, negated * cosine,
    ]  # fmt: skip
