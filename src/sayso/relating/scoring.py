"""What speaks for each relation of two claims: a log-linear model over the pair model's verdict, words, sources, days.

The pair model knows what was said; that two reports share a run of words, have one source, or stand in one article, is
seen more surely from outside. training/links.py fits the weights on labelled pairs that the pair model has not seen.
"""

from __future__ import annotations

from math import exp, log

from sayso.relating.claims import Claim
from sayso.relating.copies import containment, shared_run
from sayso.relating.pairs import Verdict
from sayso.relating.wording import negates, substance
from sayso.types import Act

FEATURES = (
    "any pair", "log repeats", "log agrees", "log conflicts", "log none", "one source", "one article",
    "one source in one article", "names in common", "run of words", "run of five", "run of seven", "words in common",
    "cosine", "articles' cosine", "one open", "both open", "one denies", "both deny", "length", "lengths apart",
    "one day", "one unnamed", "a denial", "a belief", "a wish", "an allegation", "log conflicts, one source",
    "log repeats, one source", "words in common, one source",
    "words of content", "hardly a content", "words in common, one denies", "cosine, one denies",
    "log conflicts, one denies", "hardly a content, one denies",
    "one negated", "words in common, one negated", "cosine, one negated", "log conflicts, one negated",
)  # fmt: skip
#: a row of weights for each answer of the pair model
_WEIGHTS: tuple[tuple[float, ...], ...] = (
    (-0.33, 0.65, -0.11, -0.16, -0.10, -0.07, 0.46, 0.18, 0.64, 1.17, 0.53, -1.06, 0.01, 0.96, -0.64, -0.14, 0.20, -0.15, 0.54, -0.85, -0.12, 0.70, -0.43, -0.30, -0.51, 0.72, -0.14, -0.07, -0.20, 0.18, -0.01, -0.24, 0.60, 0.11, 0.13, 0.52, -0.35, 0.96, -1.02, -0.08),
    (-0.44, -0.17, 0.58, -0.20, -0.03, 0.25, -0.53, -0.34, 0.04, -0.11, -0.52, -0.05, 0.78, 0.47, 0.70, -0.87, -0.97, -0.62, 0.93, 0.50, -0.08, -0.20, 0.10, 0.05, -0.03, -0.67, -0.18, -0.15, 0.31, -0.53, -0.14, 0.16, 0.04, 0.69, -0.00, -0.59, 0.10, -0.43, -0.28, 0.04),
    (0.03, -0.15, -0.33, 0.56, -0.04, -0.00, -0.07, -0.22, -0.25, -0.77, 0.56, 0.50, -0.13, -1.31, 0.59, -0.22, 0.17, -0.12, -2.06, -0.40, 0.13, -0.09, 0.09, 0.31, 0.06, 0.07, 0.23, 0.19, -0.02, -0.05, 0.51, -0.24, -0.20, -0.47, 0.01, 0.51, -0.21, 0.23, 1.31, 0.01),
    (0.74, -0.33, -0.15, -0.19, 0.18, -0.18, 0.14, 0.38, -0.43, -0.29, -0.57, 0.60, -0.66, -0.12, -0.65, 1.23, 0.60, 0.89, 0.59, 0.76, 0.06, -0.41, 0.23, -0.06, 0.48, -0.11, 0.09, 0.03, -0.09, 0.40, -0.36, 0.31, -0.44, -0.32, -0.13, -0.45, 0.47, -0.76, -0.00, 0.02),
)  # fmt: skip
_LEAST = 1e-4
#: a content of fewer words, "the allegations against him", says little by itself
_BARE = 4


def features(a: Claim, b: Claim, cosine: float, alike: float, verdict: Verdict) -> list[float]:
    """What is seen of a pair, in the order of FEATURES.

    Args:
        a: one claim.
        b: the other; their order does not matter.
        cosine: of their vectors.
        alike: cosine of their articles' vectors.
        verdict: of the pair model.

    """
    logs = [log(max(_LEAST, share)) for share in verdict]
    own = float(a.shares_source(b))
    together = float(a.article == b.article)
    first, second = ({w for w in c.who.lower().split() if len(w) > 3} for c in (a, b))
    run = shared_run(a.text, b.text)
    common = containment(a.text, b.text)
    signs = a.factuality.polarity + b.factuality.polarity
    lengths = [len(c.text.split()) for c in (a, b)]
    acts = {a.act, b.act}
    denies = float(a.opposed(b))
    negated = float(negates(a) != negates(b))
    least = min(substance(a), substance(b))
    bare = float(least < _BARE)
    return [
        1.0, *logs, own, together, own * together, float(bool(first & second) and not own),
        min(run, 20) / 10, float(run >= 5), float(run >= 7), common, cosine, alike,
        float("u" in signs), float(signs == "uu"), denies, float(signs == "--"),
        min(*lengths, 20) / 20, abs(lengths[0] - lengths[1]) / 30, float(a.day == b.day),
        float(not (a.named and b.named)), float(Act.DENY in acts), float(bool(acts & {Act.BELIEVE, Act.KNOW})),
        float(bool(acts & {Act.REQUEST, Act.INTEND, Act.PROMISE})), float(Act.ALLEGE in acts),
        own * logs[2], own * logs[0], own * common,
        min(least, 20) / 10, bare, denies * common, denies * cosine, denies * logs[2], denies * bare,
        negated, negated * common, negated * cosine, negated * logs[2],
    ]  # fmt: skip


def weighed(seen: list[float]) -> Verdict:
    """Probabilities of the relations, given the features."""
    scores = [sum(w * f for w, f in zip(row, seen, strict=True)) for row in _WEIGHTS]
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    return Verdict(*(power / sum(powers) for power in powers))
