"""What a page costs as the ledger grows: python -m benchmarks.growth [--multiply 1000 10000] [--plot SVG]

Articles of the pool go into a fresh ledger, one after the other on one thread. Then the ledger is multiplied: each
article is told again under other numbers, its vectors turned a little, until it holds so many; and fresh articles are
added to that. Prints the mean seconds a page for reading and for writing and relating it, and the process's memory; the
plot shows the seconds over the ledger's size. The articles are not part of the project.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, Table, func, insert, select

from benchmarks.relations import article_of
from benchmarks.stories import POOL, lines
from sayso.ledger import Ledger, sqlite
from sayso.ledger.adding import packed, prepare, unpacked, write
from sayso.ledger.schema import articles, pages, sources, statements
from sayso.reader import Reader
from sayso.relating.sentences import WIDTH

_STEP = 100
#: how many fresh articles are added to a multiplied ledger
_FRESH = 30
#: cosine of a told-again article's or statement's vector with that of the first
_TURNED = 0.8
_SEED = 7


class Cost(NamedTuple):
    """What a page costs in a ledger of so many articles."""

    articles: int
    reading: float  # seconds
    writing: float  # seconds, relating with it
    memory: float  # MB, the most so far


def measure(count: int, sizes: Sequence[int]) -> list[Cost]:
    """Costs for every hundred articles up to `count`, and then in a ledger multiplied to each of `sizes`."""
    reader = Reader()
    pool = (row for row in lines(POOL) if row["date"][:4].isdigit())
    costs = []
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "growth.db") as ledger:

        def add(rows: Sequence[dict[str, Any]], size: int) -> None:
            reading = writing = 0.0
            for row in rows:
                began = time.perf_counter()
                article = article_of({**row, "text": f"{row['title']}\n\n{row['text']}"})
                prepared = prepare(reader.read(article), ledger._relater)
                read = time.perf_counter()
                write(ledger._engine, prepared, ledger._relater)
                reading += read - began
                writing += time.perf_counter() - read
            reading, writing = reading / len(rows), writing / len(rows)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            costs.append(Cost(size, reading, writing, memory))
            print(f"{size:6} {reading:6.3f} {writing:6.3f} {memory:7.0f}", flush=True)

        for at in range(_STEP, count + 1, _STEP):
            add(list(islice(pool, _STEP)), at)
        fresh = list(islice(pool, _FRESH * len(sizes)))
        for place, size in enumerate(sizes):
            multiply(ledger, size)
            add(fresh[place * _FRESH : (place + 1) * _FRESH], size)
    return costs


def multiply(ledger: Ledger, size: int) -> None:
    """Tell the ledger's articles again, with their statements, until there are `size`; people stay the same ones."""
    rng = np.random.default_rng(_SEED)

    def turned(stored: bytes) -> bytes:
        away = rng.standard_normal(WIDTH).astype(np.float32)
        vector = _TURNED * unpacked(stored) + (1 - _TURNED**2) ** 0.5 * away / np.linalg.norm(away)
        return packed(vector)

    with ledger._writing() as connection:
        first = connection.execute(select(articles).order_by(articles.c.id)).mappings().all()
        held = {a: connection.execute(select(func.max(t.c.id))).scalar_one() for a, t in _TABLES.items()}
        for number in range(size - len(first)):
            old, name = first[number % len(first)], f"told-{size}-{number}"
            rows = {kind: _of_article(connection, table, old) for kind, table in _TABLES.items()}
            places: dict[str, dict[int, int]] = {}
            for kind, table in _TABLES.items():
                places[kind] = {row["id"]: held[kind] + i for i, row in enumerate(rows[kind], 1)}
                held[kind] += len(rows[kind])
                for row in rows[kind]:
                    row["id"] = places[kind][row["id"]]
                    row |= {k: places[t][row[k]] for k, t in _REFERENCES.items() if row.get(k) is not None}
                    if "sha256" in row:
                        row |= {"sha256": name.rjust(64, "-"), "name": name}
                    if "signature" in row:
                        row |= {"address": name, "copy_of": None}
                        row["signature"] = rng.integers(0, 2**32, len(row["signature"]) // 4, np.uint32).tobytes()
                    if "vector" in row:
                        row["vector"] = turned(row["vector"])
                if rows[kind]:
                    connection.execute(insert(table), rows[kind])
            sqlite.index_article(connection, rows["articles"][0]["id"], rows["articles"][0]["text"])
            for row in rows["statements"]:
                sqlite.index_statement(connection, row["id"], row["content"], "", "")


_TABLES = {"pages": pages, "articles": articles, "sources": sources, "statements": statements}
_REFERENCES = {"page_id": "pages", "article_id": "articles", "source_id": "sources"}


def _of_article(connection: Connection, table: Table, article: Mapping[str, Any]) -> list[dict[str, Any]]:
    own = {"pages": table.c.id == article["page_id"], "articles": table.c.id == article["id"]}
    where = own[table.name] if table.name in own else table.c.article_id == article["id"]
    return [dict(row) for row in connection.execute(select(table).where(where)).mappings()]


def svg(costs: Sequence[Cost]) -> str:
    """The plot: seconds a page over articles in the ledger, which are on a logarithmic scale."""
    width, height, top = 640, 320, 1.15 * max(max(cost.reading, cost.writing) for cost in costs)
    low, high = costs[0].articles, costs[-1].articles

    def across(size: int) -> float:
        return 50 + 560 * log(size / low) / log(high / low)

    def line(seconds: Callable[[Cost], float], colour: str) -> str:
        points = " ".join(f"{across(c.articles):.0f},{280 - 250 * seconds(c) / top:.0f}" for c in costs)
        return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'

    labels = "".join(
        f'<text x="44" y="{284 - 250 * share:.0f}" text-anchor="end">{top * share:.2f}</text>'
        for share in (0.0, 0.5, 1.0)
    ) + "".join(
        f'<text x="{across(c.articles):.0f}" y="300" text-anchor="middle">{c.articles}</text>'
        for k, c in enumerate(costs)
        if k == 0 or c.articles > 2 * costs[k - 1].articles or c is costs[-1]
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="12">'
        f'<rect width="{width}" height="{height}" fill="white"/><path d="M50 30V280H610" fill="none" stroke="#888"/>'
        f"{line(lambda c: c.reading, '#0b5c8a')}{line(lambda c: c.writing, '#a63d00')}{labels}"
        '<text x="330" y="316" text-anchor="middle">articles in the ledger</text>'
        '<text x="60" y="24" fill="#0b5c8a">seconds a page to read</text><text x="240" y="24" '
        'fill="#a63d00">seconds a page to write and relate</text></svg>\n'
    )


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--multiply", type=int, nargs="*", default=(1000, 3000, 10000))
    parser.add_argument("--plot", type=Path, default=None)
    options = parser.parse_args()
    if not POOL.exists():
        sys.exit(f"{POOL} is not there")
    print("articles, seconds to read, to write and relate, MB")
    costs = measure(options.articles, options.multiply)
    if options.plot:
        options.plot.write_text(svg(costs), encoding="utf8")


if __name__ == "__main__":
    main()
