"""Time expressions against TimeBank and AQUAINT: python -m benchmarks.times [--data tbaq.zip]

The measure of TempEval-3: an expression is found when it shares a character with one of the gold's (relaxed), and its
value is right when it is the same string; F1 of both. The date of creation anchors what is relative, as the publication
date of an article does, and is itself not counted. The corpus is not part of the project.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.corpora import shared
from sayso.reading.dates import find_times
from sayso.types import Block, BlockKind, Span

TBAQ = shared("temporal/tbaq.zip")
_TIMEX = re.compile(r"<TIMEX3\b([^>]*)>(.*?)</TIMEX3>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def documents(path: Path) -> Iterator[tuple[str, str, date | None, list[tuple[Span, str]]]]:
    """Name, text, date of creation, and the gold's spans with their values."""
    with zipfile.ZipFile(path) as archive:
        for name in sorted(n for n in archive.namelist() if n.endswith(".tml")):
            source = archive.read(name).decode("utf8", "replace")
            creation = re.search(r"<DCT>.*?value=\"(\d{4}-\d\d-\d\d)", source, re.DOTALL)
            body = re.search(r"<TEXT>(.*?)</TEXT>", source, re.DOTALL)
            if body is None:
                continue
            text, gold, position = "", [], 0
            for match in _TIMEX.finditer(body[1]):
                text += html.unescape(_TAG.sub("", body[1][position : match.start()]))
                words = html.unescape(_TAG.sub("", match[2]))
                value = re.search(r'\bvalue="([^"]*)"', match[1])
                gold.append((Span(len(text), len(text) + len(words)), value[1] if value else ""))
                text, position = text + words, match.end()
            text += html.unescape(_TAG.sub("", body[1][position:]))
            yield name, text, date.fromisoformat(creation[1]) if creation else None, gold


def measure(path: Path, show: int = 0) -> dict[str, float]:
    """F1 in per cent of relaxed identification and of values."""
    count: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for _, text, created, gold in documents(path):
        flat = text.replace("\n", " ")
        found = find_times(flat, [Block(Span(0, len(flat)), BlockKind.PARAGRAPH)], created)
        taken: set[int] = set()
        for span, value in gold:
            hit = next(
                (
                    i
                    for i, f in enumerate(found)
                    if i not in taken and f.span.start < span.end and span.start < f.span.end
                ),
                None,
            )
            count["gold"] += 1
            if hit is None:
                wrong[f"missed  {flat[span.start : span.end]!r} {value}"] += 1
                continue
            taken.add(hit)
            count["hit"] += 1
            count["right"] += found[hit].value == value
            if found[hit].value != value:
                wrong[f"value   {flat[span.start : span.end]!r} {value} <- {found[hit].value}"] += 1
        count["found"] += len(found)
        for i, f in enumerate(found):
            if i not in taken:
                wrong[f"too many {flat[f.span.start : f.span.end]!r} {f.value}"] += 1
    for line, times in wrong.most_common(show):
        print(times, line)
    return {
        "identification": 200 * count["hit"] / (count["gold"] + count["found"]),
        "value": 200 * count["right"] / (count["gold"] + count["found"]),
        "precision": 100 * count["hit"] / count["found"],
        "recall": 100 * count["hit"] / count["gold"],
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=TBAQ)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="also the N commonest mistakes")
    options = parser.parse_args()
    if not options.data.exists():
        sys.exit(f"{options.data} is not there; give tbaq.zip with --data")
    for name, value in measure(options.data, options.show).items():
        print(f"{name:15} {value:5.1f}")


if __name__ == "__main__":
    main()
