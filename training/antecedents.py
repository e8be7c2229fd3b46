"""Fit the antecedent scorer: python -m training.antecedents STATEMENTS.jsonl LABELS.jsonl ARTICLES

Prints the weights that reading/antecedents.py holds. STATEMENTS holds who each attribution of LABELS is by, as
benchmarks/statement_labels.py packs it. For each pronoun that is a source a log-linear ranker (softmax over the
candidates, L2) learns to put the labelled holder first.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.attribution import page
from benchmarks.statement_labels import documents
from benchmarks.statements import attribution
from sayso.pages import read_article
from sayso.reading import sources
from sayso.reading.antecedents import PRONOUNS
from sayso.types import Span
from training.ranking import fitted

DECAY = 0.01


def examples(statements: Path, labels: Path, articles: Path) -> list[tuple[list[list[float]], int]]:
    """For each pronoun the features of its candidates, and which of them is the holder."""
    with statements.open(encoding="utf8") as lines:
        rows = {row["id"]: row["statements"] for row in map(json.loads, lines)}
    found: list[tuple[list[list[float]], int]] = []

    for name, document in documents(labels, articles, rows).items():
        article = read_article(page(name, document["text"]))
        attributions = [attribution(row) for row in document["attributions"]]
        finder = sources._Finder(article.text, article.readable, attributions, None)
        order = sorted(range(len(attributions)), key=lambda i: sources._order(attributions, i))
        for index in order:
            row, spans = rows[name][index], attributions[index].source
            word = article.text[spans[0].start : spans[0].end].lower() if spans else ""
            if row and isinstance(row["who"], list) and word in PRONOUNS:
                who = Span(*row["who"])
                candidates, right = [], None
                for number, entity in enumerate(finder.entities):
                    features = finder.antecedents.features(number, spans[0], word, attributions[index].parent)
                    if features is not None:
                        if any(m.start < who.end and who.start < m.end for m in entity.mentions):
                            right = len(candidates) if right is None else right
                        candidates.append(features)
                if right is not None and len(candidates) > 1:
                    found.append((candidates, right))
            finder.settle(index)
    return found


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("statements", "labels", "articles"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    weights = fitted(examples(options.statements, options.labels, options.articles), DECAY)
    print("_WEIGHTS = (" + ", ".join(f"{w:.2f}" for w in weights) + ")")


if __name__ == "__main__":
    main()
