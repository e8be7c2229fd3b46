"""Flat spans of the shipped reader, as CofeNet reports them: python -m benchmarks.flat_spans [--data FILE]

Exact F1 of sources, cues and contents without linking them (CofeNet, COLING 2022): a span counts when its role, first
and last token are all right. FILE holds one item a line, `{"id", "tokens", "labels"}` with BIO labels; items of one id
are one article, read as a page of their detokenized text. Attributions nested in others are left out, for the labels
have none. The corpus is not part of the project.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.attribution import load, page
from benchmarks.corpora import shared
from benchmarks.scoring import ROLES, Prf, prf
from sayso import Reader, Reading

VALID = shared("attribution/cofenet/valid.jsonl")

#: how the corpus writes what no page has
_WRITTEN = {"``": "“", "''": "”", "`": "‘", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "--": "–"}
_NO_SPACE_BEFORE = (*".,:;?!%)]”", "n't", "'s", "'re", "'ve", "'ll", "'d", "'m", "...")
_NO_SPACE_BEHIND = tuple("“‘([$#")


def detokenize(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """A text and where each token stands in it."""
    text, places = "", []
    for token in tokens:
        word = _WRITTEN.get(token, token)
        if text and not word.startswith(_NO_SPACE_BEFORE) and not text.endswith(_NO_SPACE_BEHIND):
            text += " "
        places.append((len(text), len(text) + len(word)))
        text += word
    return text, places


def tags(reading: Reading, places: Sequence[tuple[int, int]]) -> list[str]:
    """BIO labels of the tokens at these places of an article; of two spans on a token that of the surer counts."""
    labels = ["O"] * len(places)
    for attribution in sorted(reading.attributions, key=lambda a: -a.score):
        if attribution.parent is not None:
            continue
        for role in ROLES:
            for start, end in getattr(attribution, role):
                covered = [i for i, (s, e) in enumerate(places) if s < end and e > start]
                if covered and all(labels[i] == "O" for i in covered):
                    labels[covered[0]] = f"B-{role}"
                    labels[covered[0] + 1 : covered[-1] + 1] = [f"I-{role}"] * (len(covered) - 1)
    return labels


def spans(labels: Sequence[str]) -> set[tuple[str, int, int]]:
    """Role, first and last token of each span; an inside that continues nothing opens one."""
    found, start = set(), None
    for i, label in enumerate([*labels, "O"]):
        if start is not None and label != f"I-{start[0]}":
            found.add((start[0], start[1], i - 1))
            start = None
        if label != "O" and start is None:
            start = (label[2:], i)
    return found


def measure(items: Sequence[dict[str, Any]], reader: Reader) -> dict[str, Prf]:
    """Precision, recall and F1 of each role."""
    gold: set[tuple[Any, ...]] = set()
    found: set[tuple[Any, ...]] = set()
    articles = [list(group) for _, group in itertools.groupby(items, key=lambda item: item["id"])]
    texts = [[detokenize(item["tokens"]) for item in article] for article in articles]
    pages = (page(a[0]["id"], "\n\n".join(text for text, _ in parts)) for a, parts in zip(articles, texts, strict=True))
    for article, parts, reading in zip(articles, texts, reader.read_many(pages), strict=True):
        if not isinstance(reading, Reading):
            sys.exit(f"{reading.page}: {reading.error}")
        at = 0
        for number, (item, (text, places)) in enumerate(zip(article, parts, strict=True)):
            start = reading.article.text.index(text, at)
            at = start + len(text)
            labels = tags(reading, [(start + s, start + e) for s, e in places])
            gold |= {(item["id"], number, *span) for span in spans(item["labels"])}
            found |= {(item["id"], number, *span) for span in spans(labels)}

    def of(role: str) -> Prf:
        wanted, have = ({s for s in side if s[2] == role} for side in (gold, found))
        return prf(len(wanted & have), len(have), len(wanted & have), len(wanted))

    return {role: of(role) for role in ROLES}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=VALID)
    parser.add_argument("--model", type=Path, default=None, help="a model folder; the shipped one by default")
    options = parser.parse_args()
    if not options.data.exists():
        sys.exit(f"{options.data} is not there; give the corpus with --data")
    for role, (p, r, f) in measure(load(options.data), Reader(options.model)).items():
        print(f"{role:8} P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {100 * f:5.1f}")


if __name__ == "__main__":
    main()
