"""One page against a hand-made reading of it: python -m benchmarks.gold_page PAGE GOLD.json

GOLD.json holds `{"attributions": [{"source", "cue", "content": [[start, end], …], "parent": ID or null, …}]}` with
offsets into the page's text. Prints the table of benchmarks/scoring.py, what was missed, and what was found beside it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.attribution import plain
from benchmarks.scoring import pair, score, token_sets
from sayso import Reader


def main() -> None:
    """Print the table and the differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--model", type=Path, default=None, help="a model folder; the shipped one by default")
    options = parser.parse_args()
    reading = Reader(options.model).read(options.page)
    text, found = reading.article.text, plain(reading)
    gold = json.loads(options.gold.read_text(encoding="utf8"))["attributions"]
    for name, (p, r, f) in score({"page": text}, {"page": gold}, {"page": found}).items():
        print(f"{name:18} P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {100 * f:5.1f}")
    pairs = pair(token_sets(text, gold), token_sets(text, found))
    for label, rows, partnered in (
        ("missed", gold, {i for i, _ in pairs}),
        ("beside gold", found, {j for _, j in pairs}),
    ):
        for i, row in enumerate(rows):
            if i not in partnered:
                print(
                    label,
                    *(" … ".join(text[s:e] for s, e in row[role]) or "–" for role in ("source", "cue", "content")),
                    sep=" | ",
                )


if __name__ == "__main__":
    main()
