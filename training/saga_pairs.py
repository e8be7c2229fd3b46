"""Pairs of invented affairs to train on: python -m training.saga_pairs --out PAIRS.jsonl [--pairs MODEL]

The affairs of training/sagas, as those of benchmarks/sagas but others. Lines as training/relations.py writes them: the
labelled pairs, and for each affair some that nobody labelled, as nothing: all that are something were to be labelled.
Without any the model takes two claims of one affair that have nothing to do with one another for a conflict. The hard
ones are those that `sayso add` would compare and a pair model takes for something.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Container
from itertools import combinations
from pathlib import Path

from benchmarks.relations import Silent
from benchmarks.sagas import filled, labelled, load, told
from sayso.relating.claims import Claim
from sayso.relating.copies import shared_run
from sayso.relating.links import worded
from sayso.relating.pairs import Pairs
from training.relations import COPIED, line, near, stored

FOLDER = Path(__file__).with_name("sagas")
#: a pair model that says less than this of nothing takes a pair for something
HARD = 0.5


def pairs_of(folder: Path, model: Pairs, most_hard: int, most_near: int, most_anywhere: int) -> list[str]:
    """Lines of one affair.

    Args:
        folder: of the affair.
        model: takes some of the unlabelled pairs that would be compared for something.
        most_hard: so many of those.
        most_near: so many of all unlabelled pairs that would be compared.
        most_anywhere: so many of all unlabelled pairs.

    """
    with filled(folder, Silent()) as ledger:
        relations = labelled(load(folder), told(ledger))
        with ledger._engine.connect() as connection:
            claims, vectors, alike = stored(connection)
    by_id = {claim.id: claim for claim in claims}
    found = [line(by_id[a], by_id[b], folder.name, r) for (a, b), r in relations.items() if a in by_id and b in by_id]
    known = {frozenset(pair) for pair in relations}
    compared = near(claims, vectors, alike)
    rng = random.Random(7)
    open_ones = [(i, j) for i, j in sorted(compared) if unrelated(claims[i], claims[j], known)] if most_hard else []
    verdicts = model.judge([worded(claims[i], claims[j]) for i, j in open_ones])
    hard = [pair for pair, verdict in zip(open_ones, verdicts, strict=True) if verdict.none < HARD]
    chosen: set[tuple[int, int]] = set()
    everything = combinations(range(len(claims)), 2)
    for pairs, most in ((hard, most_hard), (compared, most_near), (everything, most_anywhere)):
        others = [(i, j) for i, j in sorted(pairs) if (i, j) not in chosen and unrelated(claims[i], claims[j], known)]
        chosen |= set(rng.sample(others, min(most, len(others))))
    return found + [line(claims[i], claims[j], folder.name, "none") for i, j in sorted(chosen)]


def unrelated(a: Claim, b: Claim, known: Container[frozenset[int]]) -> bool:
    """Whether two claims may count as nothing to one another, since nobody labelled them."""
    return (
        frozenset((a.id, b.id)) not in known
        and not a.shares_source(b)  # who says the like again may well repeat it
        and shared_run(a.text, b.text) < COPIED
    )


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, help="folder of the pair model; the shipped one by default")
    parser.add_argument("--hard", type=int, default=700, help="unlabelled pairs it takes for something, per affair")
    parser.add_argument("--near", type=int, default=300, help="of the unlabelled pairs that are compared, per affair")
    parser.add_argument("--anywhere", type=int, default=1000, help="of all unlabelled pairs, per affair")
    options = parser.parse_args()
    model = Pairs(options.pairs)
    with options.out.open("w", encoding="utf8") as out:
        for folder in sorted(f for f in options.folder.iterdir() if f.is_dir()):
            lines = pairs_of(folder, model, options.hard, options.near, options.anywhere)
            out.writelines(lines)
            print(f"{folder.name}: {len(lines)} pairs", flush=True)


if __name__ == "__main__":
    main()
