"""Fit the weights of relations: python -m training.links [RELATIONS.jsonl …] [--articles POOL]

Prints the weights that relating/scoring.py holds: multinomial logistic regression (L2) over its features, on labelled
pairs of stories that the pair model was not trained on, and on two of the invented affairs (benchmarks/sagas). Pairs
that `sayso add` would compare and nobody labelled stand for the many that are nothing to one another, with little
weight, since labellers overlook some.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from sqlalchemy import Connection

from benchmarks import sagas
from benchmarks.relations import LABELS, POOL, Silent, find_statement, ledger_of, load, texts
from benchmarks.sagas import filled, labelled, told
from sayso.relating.links import comparable, worded
from sayso.relating.pairing import Pairing
from sayso.relating.pairs import ANSWERS, Pairs
from sayso.relating.scoring import FEATURES, features
from training.relations import near, stored

DECAY, UNLABELLED = 0.0005, 0.3
#: what a labelled pair of an invented affair weighs: each dispute is told many times there
RETOLD = 0.4
#: the third affair stays unseen
_SAGAS = ("dam", "mayor")
_SEED = 7


class Examples(NamedTuple):
    """Pairs of statements."""

    #: [pairs, features]
    seen: torch.Tensor
    #: index into ANSWERS [pairs]
    answers: torch.Tensor
    #: what each weighs [pairs]
    weights: torch.Tensor


def of_pool(relations: Sequence[Path], pool: Path, file: Path | None, pairs: Pairs, most: int) -> Examples:
    """Labelled pairs of stories of the pool, and some that nobody labelled."""
    rows = [pair for path in relations for pair in load(path)]
    names = list(dict.fromkeys(side["id"] for p in rows for side in (p["first"], p["second"])))
    articles = texts(pool, set(names))
    with (
        tempfile.TemporaryDirectory() as folder,
        ledger_of(names, articles, file or Path(folder) / "stories.db", Silent()) as ledger,
        ledger._engine.connect() as connection,
    ):
        find = find_statement(connection)
        known = {(find(p["first"]) or 0, find(p["second"]) or 0): p["relation"] for p in rows}
        return examples(connection, known, pairs, most, 1.0)


def of_saga(folder: Path, pairs: Pairs) -> Examples:
    """All pairs of an invented affair that `sayso add` would compare, and all labelled ones."""
    with filled(folder, Silent()) as ledger:
        among = told(ledger)
        known = labelled(sagas.load(folder), among)
        with ledger._engine.connect() as connection:
            return examples(connection, known, pairs, len(among) ** 2, RETOLD)


def examples(
    connection: Connection, relations: Mapping[tuple[int, int], str], pairs: Pairs, most: int, weight: float
) -> Examples:
    """Labelled pairs of a ledger, and some of those that it would compare.

    Args:
        connection: to the ledger.
        relations: of two statements by their numbers there.
        pairs: the pair model.
        most: so many pairs that nobody labelled, at random.
        weight: of a labelled pair.

    """
    claims, vectors, alike = stored(connection)
    place = {claim.id: number for number, claim in enumerate(claims)}
    known: dict[tuple[int, int], str] = {}
    for (one, other), relation in relations.items():
        a, b = place.get(one), place.get(other)
        if a is not None and b is not None and a != b:
            known[min(a, b), max(a, b)] = "conflicts" if relation == "revises" else relation
    others = sorted(near(claims, vectors, alike) - set(known))
    compared = set(known) | set(random.Random(_SEED).sample(others, min(most, len(others))))
    order = sorted(
        pair
        for pair in compared
        if comparable(claims[pair[0]], claims[pair[1]], float(vectors[pair[0]] @ vectors[pair[1]]))
    )
    verdicts = pairs.judge([worded(claims[a], claims[b]) for a, b in order])
    seen = [
        features(Pairing(claims[a], claims[b], float(vectors[a] @ vectors[b]), float(alike[a, b])), verdict)
        for (a, b), verdict in zip(order, verdicts, strict=True)
    ]
    answers = [ANSWERS.index(known.get(pair, "none")) for pair in order]
    weights = [weight if pair in known else UNLABELLED for pair in order]
    return Examples(torch.tensor(seen), torch.tensor(answers), torch.tensor(weights))


def fitted(seen: torch.Tensor, answers: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Weights [answers, features]."""
    scale = seen.std(0).clamp(min=1e-3)
    scale[0] = 1
    table = torch.zeros(len(ANSWERS), len(FEATURES), requires_grad=True)
    optimizer = torch.optim.LBFGS([table], max_iter=500)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        fit = torch.nn.functional.cross_entropy(seen / scale @ table.T, answers, reduction="none")
        total = fit @ weights / weights.sum() + DECAY * (table**2).sum()
        total.backward()
        return total

    optimizer.step(loss)
    return (table / scale).detach()


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    judged = [LABELS / f"relations-{name}.jsonl" for name in ("weights", "drawn", "shown")]
    parser.add_argument("relations", type=Path, nargs="*", default=judged)
    parser.add_argument("--articles", type=Path, default=POOL)
    parser.add_argument("--ledger", type=Path, help="kept, and gone on with when it is there")
    parser.add_argument("--pairs", type=Path, help="folder of the pair model; the shipped one by default")
    parser.add_argument("--most", type=int, default=18000, help="pairs that nobody labelled, at random")
    options = parser.parse_args()
    pairs = Pairs(options.pairs)
    parts = [of_pool(options.relations, options.articles, options.ledger, pairs, options.most)]
    parts += [of_saga(sagas.FOLDER / name, pairs) for name in _SAGAS]
    seen, answers, weights = (torch.cat(column) for column in zip(*parts, strict=True))
    table = fitted(seen, answers, weights)
    right = (seen @ table.T).argmax(1) == answers
    share = 100 * float(right[weights != UNLABELLED].float().mean())
    print(f"{len(seen)} pairs, {share:.1f} % of the labelled ones right")
    print("_WEIGHTS = (")
    for row in table.tolist():
        print("    (" + ", ".join(f"{value:.2f}" for value in row) + "),")
    print(")")


if __name__ == "__main__":
    main()
