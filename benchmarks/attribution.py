"""Attributions of the shipped reader against gold: python -m benchmarks.attribution [--data FILE] [--model FOLDER]

Reads each document as a plain-text page, as `sayso read FILE.txt` does, and prints precision, recall and F1 as
benchmarks/scoring.py defines them, and the calibration of the score. FILE is a PolNeAR-shaped `.jsonl`
(`{"id", "text", "attributions"}` a line); the corpus is not part of the project.

PolNeAR's annotators were to mark nothing within the content of another attribution, so what the reader finds nested
there is neither right nor wrong by this corpus, and is left out; another line has the figures with it counted as
wrong. benchmarks/labelled.py measures nested attributions, on articles that have them marked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.corpora import shared
from benchmarks.scoring import Prf, pair, score, token_sets
from sayso import Page, Reader, Reading

DEV = shared("attribution/polnear/dev.jsonl")


def page(name: str, text: str) -> Page:
    """A text as a plain-text page."""
    content = text.encode()
    return Page(name, content, "text/plain", "utf-8", hashlib.sha256(content).hexdigest(), datetime.now(UTC))


def load(path: Path) -> list[dict[str, Any]]:
    """The documents of a `.jsonl` file."""
    with path.open(encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def read(documents: Sequence[dict[str, Any]], reader: Reader) -> dict[str, Reading]:
    """Read every document; one that cannot be read ends the run, for then the figures would be of another set."""
    out = {}
    for document, result in zip(documents, reader.read_many(page(d["id"], d["text"]) for d in documents), strict=True):
        if not isinstance(result, Reading):
            sys.exit(f"{result.page}: {result.error}")
        if result.article.text != document["text"]:
            sys.exit(f"{document['id']}: the article's text is not the file's, so its offsets do not compare")
        out[document["id"]] = result
    return out


def plain(reading: Reading, nested: bool = True) -> list[dict[str, Any]]:
    """Attributions as the scorer takes them."""
    return [
        {"source": a.source, "cue": a.cue, "content": a.content, "parent": a.parent, "score": a.score}
        for a in reading.attributions
        if nested or a.parent is None
    ]


def table(documents: Sequence[dict[str, Any]], readings: dict[str, Reading], nested: bool = False) -> dict[str, Prf]:
    """Figures over all documents."""
    return score(
        {d["id"]: d["text"] for d in documents},
        {d["id"]: d["attributions"] for d in documents},
        {name: plain(reading, nested) for name, reading in readings.items()},
    )


def judged(
    documents: Sequence[dict[str, Any]], readings: dict[str, Reading], nested: bool = False
) -> list[tuple[float, bool]]:
    """For every attribution found: its score, and whether gold has it (has a partner)."""
    rows = []
    for document in documents:
        found = plain(readings[document["id"]], nested)
        gold, predicted = token_sets(document["text"], document["attributions"]), token_sets(document["text"], found)
        partnered = {j for _, j in pair(gold, predicted)}
        rows += [(a["score"], j in partnered) for j, a in enumerate(found)]
    return rows


def calibration_error(rows: Iterable[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error over equally wide bins (Guo et al. 2017)."""
    rows = list(rows)
    error = 0.0
    for i in range(bins):
        inside = [(s, hit) for s, hit in rows if i / bins <= s < (i + 1) / bins or (i == bins - 1 and s == 1)]
        if inside:
            mean_score = sum(s for s, _ in inside) / len(inside)
            mean_hit = sum(hit for _, hit in inside) / len(inside)
            error += len(inside) / len(rows) * abs(mean_score - mean_hit)
    return error


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DEV)
    parser.add_argument("--model", type=Path, default=None, help="a model folder; the shipped one by default")
    parser.add_argument("--publishers", action="store_true", help="print the figures of each publisher as well")
    parser.add_argument("--json", action="store_true", help="print the table as JSON")
    options = parser.parse_args()
    if not options.data.exists():
        sys.exit(f"{options.data} is not there; give the corpus with --data")
    documents = load(options.data)
    readings = read(documents, Reader(options.model))
    figures = table(documents, readings)
    if options.json:
        print(json.dumps(figures))
        return
    for name, (p, r, f) in figures.items():
        print(f"{name:18} P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {100 * f:5.1f}")
    names = ("detect", "relation lenient", "relation exact")
    strict = table(documents, readings, nested=True)
    print("nested ones counted as wrong: " + ", ".join(f"{name} F1 {100 * strict[name][2]:.1f}" for name in names))
    for publisher in sorted({d["publisher"] for d in documents}) if options.publishers else ():
        own = [d for d in documents if d["publisher"] == publisher]
        figures = table(own, readings)
        print(f"{publisher}, {len(own)} articles: " + ", ".join(f"{n} F1 {100 * figures[n][2]:.1f}" for n in names))
    everything = read(documents, Reader(options.model, min_score=0))
    print(f"expected calibration error of the score {calibration_error(judged(documents, everything)):.3f}")


if __name__ == "__main__":
    main()
