"""What a page costs as the ledger grows: python -m benchmarks.growth [--articles 600] [--plot FILE.svg]

Articles of the pool go into a fresh ledger, one after the other on one thread. Prints, for every hundred, the mean
seconds a page for reading and for writing and relating it, and the process's memory; the plot shows the seconds over
the ledger's size. The articles are not part of the project.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.relations import article_of
from benchmarks.stories import POOL, lines
from sayso.ledger import Ledger
from sayso.ledger.adding import prepare, write
from sayso.reader import Reader

_STEP = 100


def measure(count: int) -> list[tuple[int, float, float, float]]:
    """For every hundred articles: how many there are, seconds a page to read, to write and relate, and MB."""
    reader = Reader()
    rows = []
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "growth.db") as ledger:
        reading = writing = 0.0
        for number, row in enumerate((d for d in lines(POOL) if d["date"][:4].isdigit()), 1):
            began = time.perf_counter()
            article = article_of({**row, "text": f"{row['title']}\n\n{row['text']}"})
            prepared = prepare(reader.read(article), ledger._relater)
            read = time.perf_counter()
            write(ledger._engine, prepared, ledger._relater)
            reading += read - began
            writing += time.perf_counter() - read
            if number % _STEP == 0:
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                rows.append((number, reading / _STEP, writing / _STEP, memory))
                print(f"{number:6} {reading / _STEP:6.3f} {writing / _STEP:6.3f} {memory:7.0f}", flush=True)
                reading = writing = 0.0
            if number == count:
                break
    return rows


def svg(rows: list[tuple[int, float, float, float]]) -> str:
    """The plot: seconds a page over articles in the ledger."""
    width, height, top = 640, 320, 1.15 * max(max(r[1], r[2]) for r in rows)

    def line(column: int, colour: str) -> str:
        points = " ".join(f"{50 + 560 * r[0] / rows[-1][0]:.0f},{280 - 250 * r[column] / top:.0f}" for r in rows)
        return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'

    labels = "".join(
        f'<text x="{50 + 560 * share:.0f}" y="300" text-anchor="middle">{rows[-1][0] * share:.0f}</text>'
        f'<text x="44" y="{284 - 250 * share:.0f}" text-anchor="end">{top * share:.2f}</text>'
        for share in (0.0, 0.5, 1.0)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="12">'
        f'<rect width="{width}" height="{height}" fill="white"/><path d="M50 30V280H610" fill="none" stroke="#888"/>'
        f'{line(1, "#0b5c8a")}{line(2, "#a63d00")}{labels}<text x="330" y="316" text-anchor="middle">articles in the '
        'ledger</text><text x="60" y="24" fill="#0b5c8a">seconds a page to read</text><text x="240" y="24" '
        'fill="#a63d00">seconds a page to write and relate</text></svg>\n'
    )


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--plot", type=Path, default=None)
    options = parser.parse_args()
    if not POOL.exists():
        sys.exit(f"{POOL} is not there")
    print("articles, seconds to read, to write and relate, MB")
    rows = measure(options.articles)
    if options.plot:
        options.plot.write_text(svg(rows), encoding="utf8")


if __name__ == "__main__":
    main()
