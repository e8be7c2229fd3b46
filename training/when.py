"""Fit the scorer of days: python -m training.when

Prints the weights that reading/when.py holds. For each attribution of the training statements a log-linear ranker
(softmax over the candidate days and "not said", L2) learns to put the labelled day first. The day of those before it is
the labelled one in the first round, the one that the weights of the round before choose in later ones.
"""

from __future__ import annotations

import argparse
import json
import re
from datetime import date
from pathlib import Path

from benchmarks.attribution import page
from benchmarks.statement_labels import documents
from benchmarks.statements import LABELS, POOL, attribution
from sayso.pages import read_article
from sayso.reading import when
from sayso.reading.dates import find_times
from sayso.reading.sources import find_sources
from sayso.reading.stance import stance
from sayso.types import When
from training.ranking import fitted

DECAY, ROUNDS = 0.002, 3


def examples(statements: Path, labels: Path, articles: Path, gold: bool) -> list[tuple[list[list[float]], int]]:
    """For each labelled attribution the features of "not said" and of its candidates, and which of them is right."""
    with statements.open(encoding="utf8") as lines:
        rows = {row["id"]: row["statements"] for row in map(json.loads, lines)}
    found: list[tuple[list[list[float]], int]] = []
    for name, document in documents(labels, articles, rows).items():
        article = read_article(page(name, document["text"]))
        text, blocks = article.text, article.readable
        attributions = [attribution(row) for row in document["attributions"]]
        _, resolved = find_sources(text, blocks, attributions)
        day = re.match(r"\d{4}-\d\d-\d\d", document.get("date") or "")
        published = date.fromisoformat(day[0]) if day else None
        times = find_times(text, blocks, published)
        acts = [stance(text, a).act for a in attributions]
        dater = when.Dater(text, blocks, attributions, acts, [r.source for r in resolved], times, published)
        for index, row in enumerate(rows[name]):
            chosen = dater.choose(index)
            if row:
                candidates = dater.candidates(index)
                values = [c.when.value for c in candidates]
                said = row["said_on"]
                if not said or said in values:
                    right = 1 + values.index(said) if said else 0
                    found.append(([[0.0] * len(when.FEATURES), *(c.features for c in candidates)], right))
                if gold:
                    chosen = When(said, "labelled") if said else None
            dater.settle(index, chosen)
    return found


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=Path, default=LABELS / "statements-train.jsonl")
    parser.add_argument("--labels", type=Path, default=LABELS / "train.jsonl")
    parser.add_argument("--articles", type=Path, default=POOL)
    options = parser.parse_args()
    for number in range(ROUNDS):
        weights = fitted(examples(options.statements, options.labels, options.articles, gold=number == 0), DECAY)
        when._WEIGHTS = tuple(weights)
    print("_WEIGHTS = (" + ", ".join(map(str, weights)) + ")")
    for name, weight in zip(when.FEATURES, weights, strict=True):
        print(f"{weight:6.2f} {name}")


if __name__ == "__main__":
    main()
