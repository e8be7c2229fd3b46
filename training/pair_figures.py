"""How well encoder and pair model rank by themselves: python -m training.pair_figures

Average precision of the pair model's verdicts on the labelled development pairs whose statements are comparable; and of
the labelled pairs of an invented affair the share where one statement is among the twelve nearest of the other: those
are what the pair model is asked of.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from benchmarks import sagas
from benchmarks.relations import DEV, KINDS, POOL, Silent, find_statement, ledger_of, settled, texts
from sayso.relating.links import MOST, TOGETHER, comparable, worded
from sayso.relating.pairs import ANSWERS, Pairs, Verdict
from sayso.relating.sentences import Claims
from training.base import wordpiece
from training.pairs import NOTHING, encode, probabilities
from training.pairs import Pairs as Trained
from training.relations import near, stored


def judged(pairs: Sequence[tuple[str, str]], options: argparse.Namespace) -> Sequence[Verdict]:
    """Verdicts of a folder's model, or of a run's pairs.pt."""
    if options.pairs is None or options.pairs.is_dir():
        return Pairs(options.pairs).judge(pairs)
    trained = Trained(options.base, options.layers)
    trained.load_state_dict(torch.load(options.pairs, weights_only=True))
    rows = encode(wordpiece(options.tokenizer), [(a, b, NOTHING) for a, b in pairs])
    return [Verdict(*map(float, row)) for row in probabilities(trained, rows, torch.cpu._is_avx512_bf16_supported())]


def average_precision(right: Sequence[bool], scores: Sequence[float]) -> float:
    """Mean of the precisions down to each right one, the highest scores first."""
    hits = np.array(right)[np.argsort(-np.array(scores), kind="stable")]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())


def verdicts(options: argparse.Namespace) -> None:
    """Print how well verdicts rank the labelled pairs of the pool."""
    labelled = settled(options.labels)
    names = list(dict.fromkeys(side["id"] for p in labelled for side in (p["first"], p["second"])))
    with (
        tempfile.TemporaryDirectory() as folder,
        ledger_of(names, texts(POOL, set(names)), Path(folder) / "dev.db", Silent()) as ledger,
        ledger._engine.connect() as connection,
    ):
        claims, vectors, _ = stored(connection)
        find = find_statement(connection)
        place = {claim.id: number for number, claim in enumerate(claims)}
        found = [
            (place[a], place[b], pair["relation"])
            for pair in labelled
            if (a := find(pair["first"])) in place and (b := find(pair["second"])) in place and a != b
        ]
    known = {
        (a, b): relation for a, b, relation in found if comparable(claims[a], claims[b], float(vectors[a] @ vectors[b]))
    }
    shares = judged([worded(claims[a], claims[b]) for a, b in known], options)
    for kind in ANSWERS[:3]:
        right = [r == kind or (kind == "conflicts" and r == "revises") for r in known.values()]
        print(f"{kind}: average precision {average_precision(right, [getattr(v, kind) for v in shares]):.2f}")


def affair(name: str, options: argparse.Namespace) -> None:
    """Print how many labelled pairs of an affair are among the nearest, and how verdicts rank all that are compared."""
    folder = sagas.FOLDER / name
    with sagas.filled(folder, Silent(), Claims(options.claims)) as ledger:
        relations = sagas.labelled(sagas.load(folder), sagas.told(ledger))
        with ledger._engine.connect() as connection:
            claims, vectors, alike = stored(connection)
    number = {claim.id: n for n, claim in enumerate(claims)}
    known = {
        (min(number[a], number[b]), max(number[a], number[b])): relation
        for (a, b), relation in relations.items()
        if a in number and b in number
    }
    nearness = vectors @ vectors.T + TOGETHER * alike
    np.fill_diagonal(nearness, -9)
    rank = np.argsort(np.argsort(-nearness, axis=1), axis=1)
    compared = sorted(near(claims, vectors, alike))
    shares = judged([worded(claims[a], claims[b]) for a, b in compared], options)
    apart = [not claims[a].shares_source(claims[b]) for a, b in compared]
    for kind in KINDS:
        best = [min(rank[a, b], rank[b, a]) < MOST for (a, b), relation in known.items() if relation == kind]
        print(f"{name}, {kind}: {100 * np.mean(best):.0f} % of {len(best)} among the {MOST} nearest", end="")
        if kind in ANSWERS:
            right = [known.get(pair) == kind for pair in compared]
            scores = [
                getattr(share, kind) * (kind == "repeats" or two) for share, two in zip(shares, apart, strict=True)
            ]
            print(f"; average precision {average_precision(right, scores):.2f} of {len(right)} pairs", end="")
        print()


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, help="a folder, or a run's pairs.pt; the shipped one by default")
    parser.add_argument("--base", type=Path, help="folder of the base encoder of a pairs.pt, if not all-MiniLM-L6-v2")
    parser.add_argument("--layers", type=int, help="of it, if not all")
    parser.add_argument("--tokenizer", type=Path, help="that it was trained with, if not that of all-MiniLM-L6-v2")
    parser.add_argument("--labels", type=Path, default=DEV, help="labelled pairs of the pool")
    parser.add_argument("--affairs", nargs="*", default=["talks", "museum"])
    parser.add_argument("--claims", type=Path, help="folder of the claim encoder; the shipped one by default")
    options = parser.parse_args()
    for name in options.affairs:
        affair(name, options)
    verdicts(options)


if __name__ == "__main__":
    main()
