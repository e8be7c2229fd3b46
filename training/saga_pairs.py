"""Pairs of invented affairs to train on: python -m training.saga_pairs --out PAIRS.jsonl [--nothing 600]

The affairs of training/sagas, as those of benchmarks/sagas but others. Lines as training/relations.py writes them: the
labelled pairs, and for each affair some of those that `sayso add` would compare and nobody labelled, as nothing: all
that are something were to be labelled.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
from sqlalchemy import select

from benchmarks.relations import Silent
from benchmarks.sagas import filled, labelled, load, told
from sayso.ledger.adding import claims_of, unpacked
from sayso.ledger.schema import articles
from sayso.relating.copies import shared_run
from training.relations import COPIED, line, near

FOLDER = Path(__file__).with_name("sagas")


def pairs_of(folder: Path, nothing: int) -> list[str]:
    """Lines of one affair."""
    with filled(folder, Silent()) as ledger:
        relations = labelled(load(folder), told(ledger))
        with ledger._engine.connect() as connection:
            query = select(articles.c.id, articles.c.vector)
            stored = {row.id: unpacked(row.vector) for row in connection.execute(query)}
            claims, vectors = claims_of(connection, list(stored))
    by_id = {claim.id: claim for claim in claims}
    found = [line(by_id[a], by_id[b], folder.name, r) for (a, b), r in relations.items() if a in by_id and b in by_id]
    known = {frozenset(pair) for pair in relations}
    whole = np.stack([stored[claim.article] for claim in claims])
    others = [
        (claims[i], claims[j])
        for i, j in sorted(near(claims, vectors, whole @ whole.T))
        if frozenset((claims[i].id, claims[j].id)) not in known
        and not claims[i].shares_source(claims[j])  # who says the like again may well repeat it
        and shared_run(claims[i].text, claims[j].text) < COPIED
    ]
    chosen = random.Random(7).sample(others, min(nothing, len(others)))
    return found + [line(a, b, folder.name, "none") for a, b in chosen]


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--nothing", type=int, default=600, help="unlabelled pairs of each affair")
    options = parser.parse_args()
    with options.out.open("w", encoding="utf8") as out:
        for folder in sorted(f for f in options.folder.iterdir() if f.is_dir()):
            lines = pairs_of(folder, options.nothing)
            out.writelines(lines)
            print(f"{folder.name}: {len(lines)} pairs", flush=True)


if __name__ == "__main__":
    main()
