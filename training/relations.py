"""Labelled relations as pairs to train on: python -m training.relations RELATIONS.jsonl ARTICLES --out PAIRS.jsonl

Writes lines of {first, second, label} for training/pairs.py: the claims as the ledger has them, and what their contents
are to one another. "P" and "P denied" that conflict entail one another as contents; two assertions that conflict
contradict one another. Who is uncommitted teaches nothing.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from sqlalchemy import select

from benchmarks.relations import find_statement, ledger_of, load, texts
from sayso.ledger.adding import claims_of
from sayso.ledger.schema import articles


def content_label(relation: str, signs: set[str]) -> str | None:
    """What the contents are to one another, given the relation of the statements and their polarities."""
    if relation == "none":
        return "neither"
    if "u" in signs:
        return None
    if relation in ("conflicts", "revises"):
        return "contradicts" if signs == {"+"} else "entails" if signs == {"+", "-"} else None
    return "entails" if len(signs) == 1 else None


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("relations", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    pairs = load(options.relations)
    names = list(dict.fromkeys(side["id"] for p in pairs for side in (p["first"], p["second"])))
    pool = texts(options.articles, set(names))
    written = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        ledger_of(names, pool, Path(folder) / "stories.db") as ledger,
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
            label = content_label(pair["relation"], {a.factuality.polarity, b.factuality.polarity})
            if label:
                out.write(json.dumps({"first": a.spoken, "second": b.spoken, "label": label}) + "\n")
                written += 1
    print(f"{written} of {len(pairs)} pairs")


if __name__ == "__main__":
    main()
