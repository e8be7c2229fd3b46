"""The reliability plot of the score: python -m benchmarks.reliability [--data FILE] [--out docs/reliability.svg]

For attributions of PolNeAR dev (nested ones left out) and of the articles that we labelled, by score in ten bins: how
many of them gold has. On the diagonal a score of 0.8 is right eight times in ten.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.attribution import DEV, calibration_error, judged, load, read
from benchmarks.labelled import ARTICLES
from benchmarks.labelled import DEV as LABELS
from benchmarks.labelling import labelled
from sayso import Reader

BINS, SIDE, EDGE = 10, 320, 46
COLOURS = {"PolNeAR dev": "#1f6f8b", "our labels": "#c8553d"}


def bins(rows: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Mean score, share right and size of each bin that has any."""
    found = []
    for i in range(BINS):
        inside = [(s, hit) for s, hit in rows if i / BINS <= s < (i + 1) / BINS or (i == BINS - 1 and s == 1)]
        if inside:
            n = len(inside)
            found.append((sum(s for s, _ in inside) / n, sum(hit for _, hit in inside) / n, n))
    return found


def svg(sets: dict[str, list[tuple[float, float, int]]]) -> str:
    """The plot; the area of a dot is the number of attributions in its bin."""

    def place(x: float, y: float) -> tuple[float, float]:
        return EDGE + SIDE * x, EDGE / 2 + SIDE * (1 - y)

    marks = []
    for tick in (0, 0.25, 0.5, 0.75, 1):
        (x, low), (left, y) = place(tick, 0), place(0, tick)
        marks.append(f'<text x="{x:.0f}" y="{low + 16:.0f}" text-anchor="middle">{tick:g}</text>')
        marks.append(f'<text x="{left - 6:.0f}" y="{y + 4:.0f}" text-anchor="end">{tick:g}</text>')
    (x0, y0), (x1, y1) = place(0, 0), place(1, 1)
    marks.append(f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#999" stroke-dasharray="4 4"/>')
    for row, (name, found) in enumerate(sets.items()):
        colour, points = COLOURS[name], [place(x, y) for x, y, _ in found]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        marks.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        for (x, y), (_, _, n) in zip(points, found, strict=True):
            marks.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{1 + (n / 12) ** 0.5:.1f}" fill="{colour}" opacity=".7"/>'
            )
        marks.append(f'<text x="{x0 + 12:.0f}" y="{y1 + 18 + 18 * row:.0f}" fill="{colour}">{name}</text>')
    size = SIDE + EDGE * 1.5
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size:.0f} {size + 14:.0f}" font-family="sans-serif" '
        f'font-size="12"><rect width="100%" height="100%" fill="#fff"/><rect x="{x0}" y="{y1}" width="{SIDE}" '
        f'height="{SIDE}" fill="none" stroke="#ccc"/>{"".join(marks)}<text x="{x0 + SIDE / 2:.0f}" y="{size + 6:.0f}" '
        f'text-anchor="middle">score</text><text transform="translate(12 {y1 + SIDE / 2:.0f}) rotate(-90)" '
        f'text-anchor="middle">share that gold has</text></svg>\n'
    )


def main() -> None:
    """Draw the plot, and print its points."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DEV)
    parser.add_argument("--articles", type=Path, default=ARTICLES, help="the texts of the labels")
    parser.add_argument("--out", type=Path, default=Path("docs/reliability.svg"))
    options = parser.parse_args()
    for path in (options.data, options.articles):
        if not path.exists():
            sys.exit(f"{path} is not there; give the corpora with --data and --articles")
    reader, sets = Reader(min_score=0), {}
    for name, documents, nested in (
        ("PolNeAR dev", load(options.data), False),
        ("our labels", labelled(LABELS, options.articles), True),
    ):
        rows = judged(documents, read(documents, reader), nested)
        sets[name] = bins(rows)
        print(f"{name}: expected calibration error {calibration_error(rows):.3f}")
        for score, right, n in sets[name]:
            print(f"  score {score:.2f}  right {right:.2f}  of {n}")
    options.out.write_text(svg(sets), encoding="utf8")


if __name__ == "__main__":
    main()
