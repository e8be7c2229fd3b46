"""Stories: python -m benchmarks.stories [--among 2000]

Triplets of BASIL (one event told by three outlets; Fan et al. 2019) hidden among articles of the pool, put into stories
one after the other by day as `sayso add` does it. B-cubed precision, recall and F1 (Bagga and Baldwin 1998) of BASIL's
articles. The articles are not part of the project.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpora import shared
from sayso.relating.sentences import Sentences
from sayso.relating.stories import nearest, topic

BASIL, POOL = shared("stories/basil/train.jsonl.gz"), shared("stories/abp_sample.jsonl.gz")


def lines(path: Path) -> list[dict[str, Any]]:
    """The documents of a gzipped `.jsonl`."""
    with gzip.open(path, "rt", encoding="utf8") as rows:
        return [json.loads(row) for row in rows]


def measure(basil: Path = BASIL, among: int = 2000) -> dict[str, float]:
    """Per cent."""
    wanted = [
        (d["date"], topic(d["title"], " ".join(itertools.chain(*d["body-paragraphs"]))), d["triplet-uuid"])
        for d in lines(basil)
    ]
    pool = [d for d in lines(POOL) if d["date"][:4].isdigit()]
    hidden = random.Random(7).sample(pool, min(among, len(pool)))
    rows = sorted(
        [*wanted, *((d["date"][:10], topic(d["title"], d["text"]), None) for d in hidden)], key=lambda r: r[0]
    )
    vectors = Sentences().vectors([text for _, text, _ in rows])
    story: list[int] = []
    for i, (day, _, _) in enumerate(rows):
        near = vectors[:i] @ vectors[i]
        order = np.argsort(-near, kind="stable")[:48]
        joined = nearest([(int(j), rows[j][0], float(near[j])) for j in order], day)
        story.append(i if joined is None else story[joined])
    chosen = [i for i, row in enumerate(rows) if row[2] is not None]
    sizes, golds = Counter(story), Counter(rows[i][2] for i in chosen)
    both = Counter((story[i], rows[i][2]) for i in chosen)
    p = sum(both[story[i], rows[i][2]] / sizes[story[i]] for i in chosen) / len(chosen)
    r = sum(both[story[i], rows[i][2]] / golds[rows[i][2]] for i in chosen) / len(chosen)
    return {"precision": 100 * p, "recall": 100 * r, "B-cubed F1": 200 * p * r / (p + r)}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=BASIL)
    parser.add_argument("--among", type=int, default=2000)
    options = parser.parse_args()
    if not options.data.exists():
        sys.exit(f"{options.data} is not there; give BASIL's train.jsonl.gz with --data")
    for name, value in measure(options.data, options.among).items():
        print(f"{name:12} {value:5.1f}")


if __name__ == "__main__":
    main()
