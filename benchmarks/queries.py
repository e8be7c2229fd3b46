"""How long the ledger takes to answer: python -m benchmarks.queries [--statements 100000]

Fills a fresh ledger with invented statements, twenty to an article, whose words and sources are as unevenly spread as
in news, and prints the median and the longest of some calls of each question, in milliseconds.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert

from sayso.ledger import Ledger, sqlite
from sayso.ledger.schema import articles, entities, links, pages, sources, statements, stories

_EACH = 20
_ACTS = ("state", "believe", "request", "deny", "intend", "allege", "question", "admit")
_FACTUALITIES = ("CT+", "CT+", "CT+", "CT-", "Uu", "PR+", "PS+")
_SYLLABLES = "ba do ke li mo nu pra sel tor vin wes yar".split()
_BATCH = 2000
_SEED = 7


def _words(rng: np.random.Generator) -> list[str]:
    return ["".join(rng.choice(_SYLLABLES, 3)) for _ in range(5000)]


def fill(ledger: Ledger, count: int) -> None:
    """Write invented statements; the counts of words and sources fall off as 1/rank."""
    rng = np.random.default_rng(_SEED)
    vocabulary = _words(rng)
    zipf = 1 / np.arange(1, 5001)
    zipf /= zipf.sum()
    people = count // 20
    weights = 1 / np.arange(1, people + 1)
    weights /= weights.sum()
    titles = [word.title() for word in vocabulary]
    names = [f"{titles[i % 5000]} {titles[(i * 7 + i // 5000) % 5000]}son" for i in range(people)]
    number_of_articles = count // _EACH
    number_of_stories = max(1, number_of_articles // 5)
    vector = np.zeros(384, np.float16).tobytes()

    def text(length: int) -> str:
        return " ".join(vocabulary[i] for i in rng.choice(5000, length, p=zipf))

    def day(article: int) -> str:
        return f"{2015 + article % 4}-{1 + article % 12:02}-{1 + article % 28:02}"

    def in_batches(table: Any, rows: Iterator[dict[str, Any]]) -> None:
        while batch := list(islice(rows, _BATCH)):
            connection.execute(insert(table), batch)

    with ledger._writing() as connection:
        in_batches(stories, ({"id": i + 1, "title": text(8)} for i in range(number_of_stories)))
        in_batches(pages, (
            {"id": i, "sha256": f"{i:064}", "name": f"page-{i}.txt", "content_type": "text/plain",
             "fetched_at": "2026-01-01T00:00:00+00:00", "content": b""}
            for i in range(1, number_of_articles + 1)
        ))  # fmt: skip
        in_batches(articles, (
            {"id": i, "page_id": i, "address": f"page-{i}.txt", "version": 1, "headline": text(9), "byline": None,
             "outlet": f"The {titles[i % 60]} Post", "published": day(i), "text": text(600),
             "text_sha256": "", "model": "none", "added_at": "", "story_id": 1 + i // 5 % number_of_stories,
             "vector": vector, "signature": b""}
            for i in range(1, number_of_articles + 1)
        ))  # fmt: skip
        in_batches(entities, (
            {"id": i + 1, "name": n, "kind": "person", "lookup": n.lower(), "short": n.lower().split()[-1]}
            for i, n in enumerate(names)
        ))  # fmt: skip
        holders = rng.choice(people, count, p=weights) + 1
        # one source for whoever speaks in an article, however often
        held = {
            key: i for i, key in enumerate(dict.fromkeys((1 + i // _EACH, int(h)) for i, h in enumerate(holders)), 1)
        }
        in_batches(sources, (
            {"id": i, "article_id": article, "number": i, "entity_id": holder, "name": names[holder - 1],
             "kind": "person", "roles": ["mayor"], "speaks_for": None, "mentions": []}
            for (article, holder), i in held.items()
        ))  # fmt: skip
        in_batches(statements, (
            {"id": i + 1, "article_id": 1 + i // _EACH, "number": i % _EACH, "parent": None,
             "source_id": held[1 + i // _EACH, int(holders[i])],
             "entity_id": int(holders[i]), "candidates": [], "chain": [names[holders[i] - 1]],
             "act": _ACTS[int(rng.zipf(1.8)) % len(_ACTS)], "factuality": _FACTUALITIES[i % 7], "relay": "neutral",
             "said_on": None, "said_basis": None, "about": None, "day": day(1 + i // _EACH), "score": 0.9,
             "source_spans": [[0, 4]], "cue_spans": [[5, 9]], "content_spans": [[10, 90]], "cue": "said",
             "content": (said := text(14)), "claim": said, "vector": vector}
            for i in range(count)
        ))  # fmt: skip
        for i in range(1, number_of_articles + 1):
            sqlite.index_article(connection, i, text(600))
        rows = connection.execute(statements.select().with_only_columns(statements.c.id, statements.c.content)).all()
        for row in rows:
            sqlite.index_statement(connection, row.id, row.content, names[holders[row.id - 1] - 1], "")
        kinds = ("repeats",) * 14 + ("agrees",) * 3 + ("conflicts",) * 2 + ("revises",)
        pairs = {(int(min(p)), int(max(p))) for p in rng.integers(1, count + 1, (count // 5, 2)) if p[0] != p[1]}
        in_batches(links, (
            {"first_id": a, "second_id": b, "kind": kinds[k % 20], "score": (k % 100) / 100}
            for k, (a, b) in enumerate(sorted(pairs))
        ))  # fmt: skip


def questions(ledger: Ledger) -> dict[str, Callable[[], object]]:
    """What is asked, the common word, source and filter, which are the dearest, before the rare ones."""
    words = _words(np.random.default_rng(_SEED))
    often, seldom = words[0], words[3000]
    first, last = (s.name for s in (ledger.sources(limit=1)[0], ledger.sources(limit=1, offset=2000)[0]))
    repeated = ledger.links(["repeats"], limit=1)[0].first.id
    return {
        "search, the commonest word": lambda: ledger.search(often),
        "search, a rare word": lambda: ledger.search(seldom),
        "search, page 100": lambda: ledger.search(often, offset=5000),
        "search in articles": lambda: ledger.search(seldom, in_articles=True),
        "search, a source": lambda: ledger.search(often, source=first),
        "search, an act": lambda: ledger.search(often, act="deny"),
        "search, denials": lambda: ledger.search(often, polarity="-"),
        "search, an outlet": lambda: ledger.search(often, outlet="post"),
        "search, a span of days": lambda: ledger.search(often, since="2016-03", until="2016-05"),
        "statements": ledger.statements,
        "statements, denials": lambda: ledger.statements(polarity="-"),
        "statements, an outlet": lambda: ledger.statements(outlet="post"),
        "statements of a story": lambda: ledger.statements(story=7, limit=None),
        "who, the most quoted": lambda: ledger.who(first),
        "who, a rare one": lambda: ledger.who(last),
        "conflicts": ledger.conflicts,
        "conflicts, a source": lambda: ledger.conflicts(source=first),
        "conflicts, a story": lambda: ledger.conflicts(story=7),
        "conflicts, an outlet": lambda: ledger.conflicts(outlet="post"),
        "origins": lambda: ledger.origins(repeated),
        "stories": ledger.stories,
        "sources": ledger.sources,
        "article": lambda: ledger.article(9),
        "stats": ledger.stats,
    }


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--calls", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "queries.db") as ledger:
        fill(ledger, options.statements)
        print(f"{options.statements} statements; milliseconds, median and longest of {options.calls}")
        for name, ask in questions(ledger).items():
            took = []
            for _ in range(options.calls):
                began = time.perf_counter()
                ask()
                took.append(1000 * (time.perf_counter() - began))
            print(f"{name:30} {statistics.median(took):8.1f} {max(took):8.1f}", flush=True)


if __name__ == "__main__":
    main()
