"""Relations between statements against our labels: python -m benchmarks.relations [--model FOLDER]

    python -m benchmarks.relations pack FOLDER --out FILE      what labellers wrote, as ids and offsets
    python -m benchmarks.relations agree FIRST.jsonl SECOND.jsonl
    python -m benchmarks.relations                             precision, recall and F1 of each relation

The labelled stories go into a fresh ledger, as `sayso add` does it; a labelled pair has the relation that the ledger
gives it, or none. Pairs that nobody labelled are not counted, so precision is that among labelled pairs, hard negatives
with them. The articles are not part of the project.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from benchmarks.attribution import page
from benchmarks.corpora import shared
from benchmarks.labelling import digest
from sayso.ledger import Ledger
from sayso.ledger.schema import articles, links, pages, statements
from sayso.pages import read_article
from sayso.reader import Reader
from sayso.relating.pairs import Verdict
from sayso.types import Article, Dated

LABELS = Path(__file__).parent / "labels"
DEV, SHOWN = LABELS / "relations-dev.jsonl", LABELS / "relations-shown.jsonl"
POOL = shared("stories/abp_sample.jsonl.gz")
KINDS = ("repeats", "agrees", "conflicts", "revises")


def texts(pool: Path, wanted: set[str]) -> dict[str, dict[str, Any]]:
    """Articles of the pool by id, with the text that was labelled."""
    with gzip.open(pool, "rt", encoding="utf8") as lines:
        rows = {row["id"]: row for row in map(json.loads, lines) if row["id"] in wanted}
    return {name: {**row, "text": f"{row['title']}\n\n{row['text']}"} for name, row in rows.items()}


def article_of(row: dict[str, Any]) -> Article:
    """An article of the pool as sayso reads it, with the day that the pool gives."""
    read = read_article(page(row["id"], row["text"]))
    return dataclasses.replace(read, published=Dated(row["date"][:10], "text"), outlet=row["outlet"])


def load(path: Path) -> list[dict[str, Any]]:
    """Labelled pairs."""
    with path.open(encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def pack(folder: Path, out: Path, suffix: str) -> None:
    """FOLDER/index.json and FOLDER/STORY.<suffix>.txt as offsets."""
    index = json.loads((folder / "index.json").read_text(encoding="utf8"))
    rows = []
    for path in sorted(folder.glob(f"*.{suffix}.txt")):
        story = path.name.split(".")[0]
        for line in path.read_text(encoding="utf8").splitlines():
            parts = [part.strip() for part in line.split("|")]
            if len(parts) != 3 or parts[2] not in (*KINDS, "none"):
                continue
            sides = []
            for side in parts[:2]:
                name, _, number = side.partition(".")
                entry = index.get(f"{story}.{name}")
                if entry and number.isdigit() and int(number) < len(entry["statements"]):
                    cue, content = entry["statements"][int(number)]
                    sides.append({"id": entry["id"], "sha256": entry["sha"], "cue": cue[0], "content": content})
            if len(sides) == 2:
                rows.append({"story": story, "first": sides[0], "second": sides[1], "relation": parts[2]})
    out.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows), encoding="utf8")
    print(len(rows), Counter(row["relation"] for row in rows))


class Silent:
    """Stands in for the pair model where only the statements are wanted."""

    def judge(self, pairs: Sequence[tuple[str, str]], answers: object = None) -> list[Verdict]:
        """Nothing is anything to anything."""
        return [Verdict(0.0, 0.0, 0.0, 1.0)] * len(pairs)


def ledger_of(names: list[str], pool: dict[str, dict[str, Any]], path: Path, pairs: Any = None) -> Ledger:
    """A ledger with these articles; `pairs` in place of the shipped pair model."""
    ledger = Ledger(path)
    ledger._relater._pairs = pairs
    reader = Reader()
    for result in ledger.add([article_of(pool[name]) for name in names], reader=reader):
        if not hasattr(result, "outcome"):
            sys.exit(f"{result}")
    return ledger


def find_statement(connection: Connection) -> Callable[[dict[str, Any]], int | None]:
    """A function from a labelled statement to the ledger's number of it: the one whose cue is at the same place."""
    by_page: dict[str, list[Any]] = {}
    for row in connection.execute(
        select(statements.c.id, statements.c.cue_spans, pages.c.name)
        .join(articles, articles.c.id == statements.c.article_id)
        .join(pages, pages.c.id == articles.c.page_id)
    ):
        by_page.setdefault(row.name, []).append(row)

    def find(side: dict[str, Any]) -> int | None:
        start, end = side["cue"]
        return next(
            (r.id for r in by_page.get(side["id"], []) if any(s < end and start < e for s, e in r.cue_spans)), None
        )

    return find


def predicted(ledger: Ledger, pairs: list[dict[str, Any]]) -> list[str | None]:
    """The relation that the ledger gives each labelled pair; None where one of the two statements was not found."""
    with ledger._engine.connect() as connection:
        find = find_statement(connection)
        known = {
            frozenset((a, b)): kind
            for a, b, kind in connection.execute(select(links.c.first_id, links.c.second_id, links.c.kind))
        }
    out: list[str | None] = []
    for pair in pairs:
        a, b = find(pair["first"]), find(pair["second"])
        out.append(None if a is None or b is None else known.get(frozenset((a, b)), "none"))
    return out


def figures(gold: list[str], found: list[str | None]) -> dict[str, float]:
    """Precision, recall and F1 in per cent of each relation."""
    out: dict[str, float] = {}
    for kind in KINDS:
        hit = sum(g == f == kind for g, f in zip(gold, found, strict=True))
        p = 100 * hit / max(1, sum(f == kind for f in found))
        r = 100 * hit / max(1, sum(g == kind for g in gold))
        out |= {f"{kind} precision": p, f"{kind} recall": r, f"{kind} F1": 2 * p * r / (p + r) if p + r else 0.0}
    return out


def settled(labels: Path) -> list[dict[str, Any]]:
    """Labelled pairs but those on which a second reader differs."""
    pairs = load(labels)
    second = labels.with_name(labels.name.replace(".jsonl", "-second.jsonl"))
    other = {_key(p): p["relation"] for p in load(second)} if second.exists() else {}
    return [p for p in pairs if other.get(_key(p), p["relation"]) == p["relation"]]


def measure(labels: Path = DEV, pool: Path = POOL) -> tuple[dict[str, float], list[Any]]:
    """Figures, and each labelled pair with what was found."""
    pairs = settled(labels)
    names = list(dict.fromkeys(side["id"] for p in pairs for side in (p["first"], p["second"])))
    rows = texts(pool, set(names))
    for p in pairs:
        for side in (p["first"], p["second"]):
            if digest(rows[side["id"]]["text"]) != side["sha256"]:
                sys.exit(f"{side['id']}: the article's text is not the one that was labelled")
    names.sort(key=lambda n: rows[n]["date"])
    with tempfile.TemporaryDirectory() as folder, ledger_of(names, rows, Path(folder) / "stories.db") as ledger:
        found = predicted(ledger, pairs)
    return figures([p["relation"] for p in pairs], found), list(zip(pairs, found, strict=True))


def _key(pair: dict[str, Any]) -> tuple[Any, ...]:
    sides = [(s["id"], *s["cue"]) for s in (pair["first"], pair["second"])]
    return tuple(sorted(sides))


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", nargs="?", default="measure", choices=("measure", "pack", "agree"))
    parser.add_argument("what", nargs="*", type=Path)
    parser.add_argument("--labels", type=Path, default=DEV)
    parser.add_argument("--articles", type=Path, default=POOL)
    parser.add_argument("--suffix", default="first", help="of the labellers' files")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--show", action="store_true", help="also every labelled pair with another relation than found")
    options = parser.parse_args()
    if options.command == "pack":
        return pack(options.what[0], options.out, options.suffix)
    if options.command == "agree":
        first, second = ({_key(p): p["relation"] for p in load(path)} for path in options.what)
        both = first.keys() & second.keys()
        print(f"{100 * sum(first[k] == second[k] for k in both) / max(1, len(both)):.1f} % of {len(both)} pairs")
        print(Counter((first[k], second[k]) for k in both if first[k] != second[k]).most_common(12))
        return None
    if not options.articles.exists():
        sys.exit(f"{options.articles} is not there; give the articles with --articles")
    table, pairs = measure(options.labels, options.articles)
    print(
        f"{len(pairs)} pairs, {Counter(p['relation'] for p, _ in pairs)}, {sum(f is None for _, f in pairs)} not found"
    )
    for name, value in table.items():
        print(f"{name:20} {value:5.1f}")
    if options.show:
        pool = texts(options.articles, {s["id"] for p, _ in pairs for s in (p["first"], p["second"])})
        for p, found in pairs:
            if found != p["relation"]:
                words = [
                    re.sub(r"\s+", " ", " … ".join(pool[s["id"]]["text"][a:b] for a, b in s["content"]))[:150]
                    for s in (p["first"], p["second"])
                ]
                print(f"{p['relation']} <- {found}\n   {words[0]}\n   {words[1]}")
    return None


if __name__ == "__main__":
    main()
