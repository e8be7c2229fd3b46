"""How attribution relations are scored against gold. One definition for training, benchmarks and the gate.

Only word tokens count (`\\w+`), so quotation marks and commas in or out of a span change nothing. A gold and a
predicted attribution are paired one to one, largest overlap first; a pair must share a cue or a content token.

    detect            a gold attribution has a partner
    ROLE exact        the role's token sets are the same
    ROLE overlap      they share a token
    ROLE soft         share of tokens, averaged over spans (soft precision and recall of Johansson and Moschitti 2010)
    relation exact    source, cue and content all exact (an absent source must be absent)
    relation lenient  content tokens overlap at Jaccard >= 0.5, and the sources share a token or are both absent
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

ROLES = ("source", "cue", "content")
_WORD = re.compile(r"\w+")

#: one attribution as token indices by role
Roles = Mapping[str, frozenset[int]]
#: precision, recall, F1; each 0 to 1
Prf = tuple[float, float, float]


def token_sets(text: str, attributions: Iterable[Mapping[str, Any]]) -> list[Roles]:
    """The word tokens of each role, from spans in code points."""
    tokens = [match.span() for match in _WORD.finditer(text)]
    starts, ends = [s for s, _ in tokens], [e for _, e in tokens]

    def cover(spans: Sequence[Sequence[int]]) -> frozenset[int]:
        return frozenset(i for a, b in spans for i in range(bisect_right(ends, a), bisect_left(starts, b)))

    return [{role: cover(a.get(role) or []) for role in ROLES} for a in attributions]


def pair(gold: Sequence[Roles], predicted: Sequence[Roles]) -> list[tuple[int, int]]:
    """One-to-one pairs (gold index, predicted index), largest overlap first; the cue weighs three times."""
    weighed = []
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            cue, content = len(g["cue"] & p["cue"]), len(g["content"] & p["content"])
            if cue or content:
                weighed.append((-(3 * cue + content + len(g["source"] & p["source"])), i, j))
    pairs: list[tuple[int, int]] = []
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    for _, i, j in sorted(weighed):
        if i not in taken_gold and j not in taken_predicted:
            taken_gold.add(i)
            taken_predicted.add(j)
            pairs.append((i, j))
    return pairs


def lenient(gold: Roles, predicted: Roles) -> bool:
    """Whether contents overlap at Jaccard >= 0.5, and the sources share a token or are both absent."""
    union = gold["content"] | predicted["content"]
    sources_meet = bool(gold["source"] & predicted["source"]) or not (gold["source"] or predicted["source"])
    return sources_meet and bool(union) and 2 * len(gold["content"] & predicted["content"]) >= len(union)


def score(
    texts: Mapping[str, str],
    gold: Mapping[str, Sequence[Mapping[str, Any]]],
    predicted: Mapping[str, Sequence[Mapping[str, Any]]],
) -> dict[str, Prf]:
    """Score documents by id; a document without a prediction counts as empty.

    Args:
        texts: the text of each document.
        gold: attributions of each document: `{"source": [[start, end], …], "cue": …, "content": …}`.
        predicted: the same, as read.

    Returns:
        Precision, recall and F1 by name, in the order of the module's docstring.

    """
    count: Counter[str] = Counter()
    soft: dict[str, float] = dict.fromkeys((f"{role} {side}" for role in ROLES for side in ("gold", "predicted")), 0.0)
    none: Roles = dict.fromkeys(ROLES, frozenset())
    for name, text in texts.items():
        golds, predictions = token_sets(text, gold[name]), token_sets(text, predicted.get(name, ()))
        pairs = pair(golds, predictions)
        for side, items, partners in (
            ("gold", golds, {i: predictions[j] for i, j in pairs}),
            ("predicted", predictions, {j: golds[i] for i, j in pairs}),
        ):
            count[side] += len(items)
            for index, item in enumerate(items):
                partner = partners.get(index, none)
                for role in ROLES:
                    count[f"{role} {side}"] += bool(item[role])
                    soft[f"{role} {side}"] += len(item[role] & partner[role]) / len(item[role]) if item[role] else 0.0
        count["detect"] += len(pairs)
        for i, j in pairs:
            g, p = golds[i], predictions[j]
            for role in ROLES:
                count[f"{role} exact"] += bool(g[role]) and g[role] == p[role]
                count[f"{role} overlap"] += bool(g[role] & p[role])
            count["relation exact"] += all(g[role] == p[role] for role in ROLES)
            count["relation lenient"] += lenient(g, p)

    table = {"detect": prf(count["detect"], count["predicted"], count["detect"], count["gold"])}
    for role in ROLES:
        n_predicted, n_gold = count[f"{role} predicted"], count[f"{role} gold"]
        for kind in ("exact", "overlap"):
            hits = count[f"{role} {kind}"]
            table[f"{role} {kind}"] = prf(hits, n_predicted, hits, n_gold)
        table[f"{role} soft"] = prf(soft[f"{role} predicted"], n_predicted, soft[f"{role} gold"], n_gold)
    for kind in ("relation exact", "relation lenient"):
        table[kind] = prf(count[kind], count["predicted"], count[kind], count["gold"])
    return table


def prf(hits_predicted: float, predicted: int, hits_gold: float, gold: int) -> Prf:
    """Precision, recall and F1 from hits among so many predicted and so many gold; none is 0."""
    precision = hits_predicted / predicted if predicted else 0.0
    recall = hits_gold / gold if gold else 0.0
    return precision, recall, (2 * precision * recall / (precision + recall) if precision + recall else 0.0)
