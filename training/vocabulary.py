"""A smaller vocabulary for a model that must be small: python -m training.vocabulary POOL.jsonl.gz --out tokenizer.json

Keeps the word pieces of all-MiniLM-L6-v2's tokenizer that are most frequent in the pool, and all single characters, so
that a rare word falls into more pieces and none becomes unknown. The pieces keep their numbers; `compact` gives them
new ones, which export does.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from benchmarks.relations import POOL
from training.base import wordpiece

MOST = 15_000
#: number of the last of the pieces that are none of the text, which keep theirs: [CLS], [SEP]
LAST = 103


def frequent(tokenizer: Tokenizer, articles: Path) -> Counter[int]:
    """How often each piece occurs in the articles, by its number."""
    found: Counter[int] = Counter()
    with gzip.open(articles, "rt", encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            found.update(tokenizer.encode(f"{row['title']}\n\n{row['text']}", add_special_tokens=False).ids)
    return found


def smaller(tokenizer: Tokenizer, counts: Counter[int], most: int) -> Tokenizer:
    """The tokenizer with so many pieces, which keep their numbers."""
    parts = json.loads(tokenizer.to_str())
    vocabulary = parts["model"]["vocab"]
    kept = {p for p, number in vocabulary.items() if number <= LAST or len(p.removeprefix("##")) == 1}
    for number, _ in counts.most_common():
        if len(kept) >= most:
            break
        kept.add(tokenizer.id_to_token(number))
    parts["model"]["vocab"] = {piece: number for piece, number in vocabulary.items() if piece in kept}
    return Tokenizer.from_str(json.dumps(parts))


def compact(tokenizer: Tokenizer) -> tuple[Tokenizer, np.ndarray]:
    """The tokenizer with its pieces numbered from 0, and the numbers that they had."""
    parts = json.loads(tokenizer.to_str())
    ordered = sorted(parts["model"]["vocab"].items(), key=lambda item: item[1])
    parts["model"]["vocab"] = {piece: new for new, (piece, _) in enumerate(ordered)}
    for token in parts["added_tokens"]:
        token["id"] = parts["model"]["vocab"][token["content"]]
    parts["post_processor"] = None
    return Tokenizer.from_str(json.dumps(parts)), np.array([old for _, old in ordered])


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="?", default=POOL)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=MOST)
    options = parser.parse_args()
    tokenizer = wordpiece()
    counts = frequent(tokenizer, options.articles)
    small = smaller(tokenizer, counts, options.most)
    small.save(str(options.out), pretty=False)
    kept = set(small.get_vocab().values())
    share = sum(count for number, count in counts.items() if number in kept) / counts.total()
    print(f"{len(kept)} pieces, {100 * share:.2f} per cent of those that occur")


if __name__ == "__main__":
    main()
