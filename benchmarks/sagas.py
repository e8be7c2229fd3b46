"""Relations over whole invented affairs: python -m benchmarks.sagas [NAME …] [--shown]

Each folder of benchmarks/sagas holds the articles of one contested affair over three years, written for this, and
pairs.txt: words of the content of one statement, words of another's, and what they are to one another. The articles
go into a fresh ledger as `sayso add` does it. A labelled pair counts as found where any two statements that hold these
words are so related. Links that nobody labelled are not counted, so precision is that among the labelled pairs,
look-alikes with them; "shown and labelled" is the share of all conflicts and revisions shown that are labelled so, a
lower bound of what is right, for labellers overlook some. --shown lists them, for reading by eye.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from benchmarks.relations import KINDS, figures
from sayso.ledger import Ledger
from sayso.ledger.schema import articles, links, pages, statements

FOLDER = Path(__file__).parent / "sagas"
AGAINST = ("conflicts", "revises")


class Pair(NamedTuple):
    """Words of two statements' contents, each with its article's number, and their relation."""

    first: tuple[str, str]
    second: tuple[str, str]
    relation: str


class Told(NamedTuple):
    """A statement as the ledger has it."""

    id: int
    article: str
    content: str
    text: str


class Shown(NamedTuple):
    """A conflict or revision that the ledger shows."""

    kind: str
    score: float
    #: None where nobody labelled it
    label: str | None
    first: Told
    second: Told


class Measured(NamedTuple):
    """An affair: labelled pairs, what was found of each (None: no such statement), all conflicts and revisions."""

    pairs: list[Pair]
    found: list[str | None]
    shown: list[Shown]


def load(folder: Path) -> list[Pair]:
    """The labelled pairs of an affair; a line that is none is an error."""
    pairs = []
    texts = {path.stem: path.read_text(encoding="utf8") for path in folder.glob("[0-9]*.txt")}
    for line in (folder / "pairs.txt").read_text(encoding="utf8").splitlines():
        if line.strip():
            one, words, other, more, relation = (part.strip() for part in line.split(" | "))
            for number, run in ((one, words), (other, more)):
                if texts[number].count(run) != 1:
                    raise SystemExit(f"{folder.name} {number}: these words are not there once: {run}")
            pairs.append(Pair((one, words), (other, more), relation))
    return pairs


@contextmanager
def filled(folder: Path, pairs: Any = None, claims: Any = None) -> Iterator[Ledger]:
    """A ledger with the articles of an affair, for a while; `pairs` and `claims` in place of the shipped models."""
    with tempfile.TemporaryDirectory() as place, Ledger(Path(place) / "saga.db") as ledger:
        ledger._relater._pairs, ledger._relater._claims = pairs, claims
        for result in ledger.add(sorted(folder.glob("[0-9]*.txt"))):
            if not hasattr(result, "outcome"):
                raise SystemExit(f"{result}")
        yield ledger


def told(ledger: Ledger) -> list[Told]:
    """All statements, in the order of the ledger."""
    columns = (
        statements.c.id,
        pages.c.name,
        statements.c.content,
        statements.c.chain,
        statements.c.day,
        statements.c.cue,
    )
    query = (
        select(*columns)
        .join(articles, articles.c.id == statements.c.article_id)
        .join(pages, pages.c.id == articles.c.page_id)
    )
    with ledger._engine.connect() as connection:
        return [
            Told(r.id, Path(r.name).stem, r.content, f"{r.day} {' < '.join(r.chain)} {r.cue}: {r.content}")
            for r in connection.execute(query.order_by(statements.c.id))
        ]


def holding(side: tuple[str, str], among: Iterable[Told]) -> set[int]:
    """The statements of an article whose content holds these words."""
    number, words = side
    return {s.id for s in among if s.article == number and words in s.content}


def labelled(pairs: Iterable[Pair], among: Sequence[Told]) -> dict[tuple[int, int], str]:
    """The relations of statements by their numbers."""
    return {
        (a, b): pair.relation
        for pair in pairs
        for a in holding(pair.first, among)
        for b in holding(pair.second, among)
        if a != b
    }


def measure(folder: Path) -> Measured:
    """What the ledger makes of an affair."""
    pairs = load(folder)
    with filled(folder) as ledger:
        among = told(ledger)
        with ledger._engine.connect() as connection:
            rows = connection.execute(select(links.c.first_id, links.c.second_id, links.c.kind, links.c.score)).all()
    known = {frozenset((a, b)): kind for a, b, kind, _ in rows}
    gold = {frozenset(ids): relation for ids, relation in labelled(pairs, among).items()}
    by_id = {s.id: s for s in among}
    shown = [
        Shown(kind, score, gold.get(frozenset((a, b))), by_id[a], by_id[b])
        for a, b, kind, score in rows
        if kind in AGAINST
    ]
    found: list[str | None] = []
    for pair in pairs:
        first, second = holding(pair.first, among), holding(pair.second, among)
        kinds = {known.get(frozenset((a, b)), "none") for a in first for b in second if a != b}
        best = min(kinds, key=[*KINDS, "none"].index) if kinds else None
        found.append(pair.relation if pair.relation in kinds else best)
    return Measured(pairs, found, shown)


def table(parts: Sequence[Measured]) -> dict[str, float]:
    """Precision, recall and F1 in per cent of each relation; and of all conflicts and revisions the labelled ones."""
    gold = [pair.relation for part in parts for pair in part.pairs]
    shown = [s.label in AGAINST for part in parts for s in part.shown]
    figures_of_pairs = figures(gold, [kind for part in parts for kind in part.found])
    return figures_of_pairs | {"shown and labelled": 100 * sum(shown) / max(1, len(shown))}


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--shown", action="store_true", help="also all conflicts and revisions that were found")
    parser.add_argument("--missed", action="store_true", help="also the labelled pairs that were taken otherwise")
    options = parser.parse_args()
    names = options.names or sorted(f.name for f in options.folder.iterdir() if f.is_dir())
    parts = []
    for name in names:
        parts.append(measure(options.folder / name))
        pairs, found, shown = parts[-1]
        print(f"{name}: {len(pairs)} pairs, {found.count(None)} not found, {len(shown)} conflicts and revisions")
        for s in shown if options.shown else ():
            print(f"{s.kind} {s.score:.2f} ({s.label or 'not labelled'})")
            print("\n".join(f"   {side.article} {side.text}" for side in (s.first, s.second)))
        for pair, kind in zip(pairs, found, strict=True) if options.missed else ():
            if kind != pair.relation:
                print(f"{pair.relation} <- {kind}\n   {' '.join(pair.first)}\n   {' '.join(pair.second)}")
    print(Counter(pair.relation for part in parts for pair in part.pairs))
    for figure, value in table(parts).items():
        print(f"{figure:20} {value:5.1f}")


if __name__ == "__main__":
    main()
