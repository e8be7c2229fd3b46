"""Labelled relations as pairs to train on: python -m training.relations RELATIONS.jsonl ARTICLES --out PAIRS.jsonl

Writes lines of {first, second, relation} for training/pairs.py: the statements as the ledger words them for the pair
model.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from sqlalchemy import select

from benchmarks.relations import Silent, find_statement, ledger_of, load, texts
from sayso.ledger.adding import claims_of
from sayso.ledger.schema import articles


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("relations", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--out", type=Path, required=True)
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
        claims, _ = claims_of(connection, connection.execute(select(articles.c.id)).scalars().all())
        by_id = {claim.id: claim for claim in claims}
        find = find_statement(connection)
        for pair in pairs:
            a, b = (by_id.get(find(pair[side]) or 0) for side in ("first", "second"))
            if a is None or b is None:
                continue
            out.write(
                json.dumps(
                    {"story": pair["story"], "first": a.spoken, "second": b.spoken, "relation": pair["relation"]}
                )
                + "\n"
            )
            written += 1
    print(f"{written} of {len(pairs)} pairs")


if __name__ == "__main__":
    main()
