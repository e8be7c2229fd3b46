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
    (-0.22, 0.69, -0.12, -0.10, 0.08, -0.31, 0.49, 0.39, 0.75, 0.77, 0.60, -0.75, 0.29, 1.25, -0.68, 0.04, 0.16, -0.04, 0.80, -0.93, -0.08, 0.68, -0.44, -0.54, -0.53, 0.51, -0.09, -0.04, -0.23, 0.59, 0.20, -0.09, 0.57, 0.33, 0.13, 0.17, -0.27, 0.70, -1.51, -0.13),
    (-0.42, -0.08, 0.56, -0.23, -0.13, -0.06, -0.41, -0.51, 0.03, -0.57, -0.70, 0.06, 0.87, 0.50, 0.60, -0.92, -1.02, -0.70, 1.07, 0.85, -0.06, -0.13, 0.21, 0.10, -0.06, -0.70, -0.05, -0.25, 0.24, -0.94, -0.33, 0.00, -0.12, 1.78, 0.03, -0.35, 0.14, -0.57, -0.26, 0.06),
    (0.06, -0.16, -0.32, 0.53, -0.20, -0.18, 0.14, -0.34, -0.39, -0.57, 0.57, 0.27, -0.29, -1.65, 0.39, -0.25, 0.20, -0.12, -2.25, -0.65, 0.21, -0.08, 0.09, 0.55, 0.08, 0.12, 0.13, 0.16, -0.05, -0.05, 0.60, -0.28, -0.08, -1.09, 0.00, 0.56, -0.33, 0.16, 1.95, 0.02),
    (0.58, -0.45, -0.12, -0.21, 0.25, 0.55, -0.22, 0.46, -0.39, 0.37, -0.47, 0.41, -0.87, -0.10, -0.32, 1.13, 0.66, 0.86, 0.38, 0.73, -0.07, -0.47, 0.13, -0.10, 0.51, 0.07, 0.01, 0.14, 0.04, 0.40, -0.46, 0.37, -0.37, -1.02, -0.16, -0.38, 0.47, -0.29, -0.18, 0.05),
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
