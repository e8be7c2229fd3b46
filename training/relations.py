"""Labelled relations as pairs to train on: python -m training.relations RELATIONS.jsonl ARTICLES --out PAIRS.jsonl

Writes lines of {first, second, relation} for training/pairs.py: the statements as the ledger words them for the pair
model. With --unlabelled also so many of the pairs that the model would be asked of and nobody labelled, their relation
null, for a teacher to say, with --hard so many more of those that the small pair model gives some share of anything,
and with --anywhere so many pairs of one story that it would not be asked of, as none. Those with a run of words in
common are left out.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, select

from benchmarks.relations import Silent, find_statement, ledger_of, load, texts
from sayso.ledger.adding import Floats, claims_of, unpacked
from sayso.ledger.schema import articles
from sayso.relating.claims import Claim
from sayso.relating.copies import shared_run
from sayso.relating.links import by_own_source, candidates, pairs_of, possible, worded
from sayso.relating.pairing import Pairing
from sayso.relating.pairs import PairModel, Verdict
from sayso.relating.sentences import shipped

#: words in a row that two claims have in common: likely a repetition that was overlooked
COPIED = 5
#: shares of the small pair model's answers that make a pair hard, and how many pairs it is asked of to find one
HARD = Verdict(repeats=0.15, agrees=0.15, conflicts=0.06, none=2.0)
_ASKED = 8


def stored(connection: Connection) -> tuple[list[Claim], Floats, Floats]:
    """All claims of a ledger, their vectors [claims, width], and the cosines of their articles [claims, claims]."""
    query = select(articles.c.id, articles.c.vector)
    whole = {row.id: unpacked(row.vector) for row in connection.execute(query)}
    claims, vectors = claims_of(connection, list(whole))
    rows = np.stack([whole[claim.article] for claim in claims])
    return claims, vectors, rows @ rows.T


def near(claims: Sequence[Claim], vectors: Floats, alike: Floats) -> set[tuple[int, int]]:
    """Indices of the pairs that `sayso add` would compare.

    Args:
        claims: of all articles, those of one together.
        vectors: of the claims, [claims, width].
        alike: cosines of their articles, [claims, claims].

    """
    found = set()
    denials = np.array([claim.factuality.polarity == "-" for claim in claims], bool)
    for _, group in groupby(range(len(claims)), key=lambda i: claims[i].article):
        own = list(group)
        held = by_own_source([claims[i] for i in own], claims)
        those = candidates(vectors[own], vectors, alike[own[0]], denials[own], denials, held)
        for i, j, _ in pairs_of(those, [claims[i] for i in own], claims):
            found.add((min(own[i], j), max(own[i], j)))
    return found


def unlabelled(
    claims: Sequence[Claim], vectors: Floats, alike: Floats, known: set[frozenset[int]], most: int, most_hard: int
) -> list[tuple[Claim, Claim]]:
    """Pairs of claims that the pair model would be asked of and nobody labelled, at random, and so many hard ones."""
    open_ones = [
        (claims[i], claims[j])
        for i, j in sorted(near(claims, vectors, alike))
        if frozenset((claims[i].id, claims[j].id)) not in known
        and shared_run(claims[i].text, claims[j].text) < COPIED
        and possible(Pairing(claims[i], claims[j], float(vectors[i] @ vectors[j]), float(alike[i, j])))
    ]
    random.Random(7).shuffle(open_ones)
    asked = open_ones[most : most + _ASKED * most_hard]
    verdicts = PairModel(shipped("pairs")).judge([worded(a, b) for a, b in asked])
    hard = [pair for pair, verdict in zip(asked, verdicts, strict=True) if any(map(float.__ge__, verdict, HARD))]
    return open_ones[:most] + hard[:most_hard]


def anywhere(
    claims: Sequence[Claim], alike: Floats, known: set[frozenset[int]], most: int, least: float = 0.5
) -> list[tuple[Claim, Claim]]:
    """Pairs of claims at random from articles as much alike as that, of two sources, that nobody labelled."""
    rng = random.Random(7)
    found: dict[tuple[int, int], None] = {}
    rows = np.argwhere(np.triu(alike >= least, 1))
    for i, j in rows[rng.sample(range(len(rows)), len(rows))]:
        a, b = claims[i], claims[j]
        if len(found) >= most:
            break
        if not a.shares_source(b) and frozenset((a.id, b.id)) not in known and shared_run(a.text, b.text) < COPIED:
            found[int(i), int(j)] = None
    return [(claims[i], claims[j]) for i, j in found]


def line(a: Claim, b: Claim, story: str, relation: str | None) -> str:
    """A pair as training/pairs.py reads it; None is for a relation that nobody told."""
    first, second = worded(a, b)
    if relation == "revises" and (first, second) != (a.spoken, b.spoken):
        relation = "held otherwise"  # the model compares the contents alone
    return json.dumps({"story": story, "first": first, "second": second, "relation": relation}) + "\n"


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("relations", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--unlabelled", type=int, default=0, help="so many pairs that nobody labelled")
    parser.add_argument("--hard", type=int, default=0, help="so many of these that the pair model takes for something")
    parser.add_argument("--anywhere", type=int, default=0, help="so many pairs that nobody labelled, near or not")
    parser.add_argument("--ledger", type=Path, help="kept, and gone on with when it is there")
    options = parser.parse_args()
    pairs = load(options.relations)
    names = list(dict.fromkeys(side["id"] for p in pairs for side in (p["first"], p["second"])))
    pool = texts(options.articles, set(names))
    written = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        ledger_of(names, pool, options.ledger or Path(folder) / "stories.db", Silent()) as ledger,
        ledger._engine.connect() as connection,
        options.out.open("w", encoding="utf8") as out,
    ):
        claims, vectors, alike = stored(connection)
        by_id = {claim.id: claim for claim in claims}
        find = find_statement(connection)
        known: set[frozenset[int]] = set()
        for pair in pairs:
            a, b = (by_id.get(find(pair[side]) or 0) for side in ("first", "second"))
            if a is None or b is None:
                continue
            out.write(line(a, b, pair["story"], pair["relation"]))
            known.add(frozenset((a.id, b.id)))
            written += 1
        most = options.unlabelled, options.hard
        others = unlabelled(claims, vectors, alike, known, *most) if any(most) else []
        out.writelines(line(a, b, "", None) for a, b in others)
        nothing = anywhere(claims, alike, known, options.anywhere) if options.anywhere else []
        out.writelines(line(a, b, "", "none") for a, b in nothing)
    print(f"{written} of {len(pairs)} labelled pairs, {len(others)} others, {len(nothing)} as none")


if __name__ == "__main__":
    main()
