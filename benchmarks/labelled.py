"""The shipped reader on the articles that we labelled: python -m benchmarks.labelled [--labels FILE] [--articles FILE]

The labels stand in `benchmarks/labels/` as ids, hashes and offsets (`docs/labelling.md`); the articles, opinion columns
and foreign affairs among them, are not part of the project. Prints precision, recall and F1 for each register, and of

    all            every attribution, as benchmarks/scoring.py defines detect, exact and lenient
    nested         those inside another's content: lenient, and the parents are partners too
    unsourced      hearsay, nobody named: lenient, and no source
    headlines      those in the title
    running        contents that go on into another paragraph
    traps          scare quotes, titles, acts of speech without content: the share that was left alone, as recall
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.attribution import plain, read
from benchmarks.corpora import shared
from benchmarks.labelling import labelled, parse
from benchmarks.scoring import Prf, Roles, lenient, pair, prf, score, token_sets
from sayso import Reader
from sayso.pages import open_page, read_article

LABELS, FORMS = Path(__file__).parent / "labels", Path(__file__).parent / "forms"
DEV = LABELS / "dev.jsonl"
ARTICLES = shared("stories/abp_sample.jsonl.gz")

#: one labelled or predicted attribution: `{"source", "cue", "content": [[start, end], …], "parent": index or None}`
Row = Mapping[str, Any]


def invented() -> list[dict[str, Any]]:
    """The pages in `benchmarks/forms/`, which we wrote, with their labels: transcripts, posts, releases, furniture."""
    documents = []
    for labels in sorted(FORMS.glob("*.labels.txt")):
        path = next(p for p in FORMS.glob(f"{labels.name.removesuffix('.labels.txt')}.*") if p != labels)
        text = read_article(open_page(path)).text
        found, problems = parse(text, labels.read_text(encoding="utf8").splitlines())
        if problems:
            sys.exit(f"{labels}: " + "; ".join(problems))
        documents.append({"id": path, "text": text, "set": "invented", **found._asdict()})
    return documents


def predictions(documents: Sequence[dict[str, Any]], reader: Reader) -> dict[str, list[Row]]:
    """What the reader makes of each document."""
    pages = [d for d in documents if isinstance(d["id"], Path)]
    readings = read([d for d in documents if d not in pages], reader) | {d["id"]: reader.read(d["id"]) for d in pages}
    return {name: plain(reading) for name, reading in readings.items()}


def phenomena(documents: Sequence[dict[str, Any]], predicted: Mapping[str, Sequence[Row]]) -> dict[str, Prf]:
    """Precision, recall and F1 of each line of the module's docstring but `all`."""
    count: Counter[str] = Counter()
    for document in documents:
        text, gold, found = document["text"], document["attributions"], predicted[document["id"]]
        golds, founds = token_sets(text, gold), token_sets(text, found)
        partner = dict(pair(golds, founds))
        for name, belongs, fits in _LINES:
            count[f"{name} gold"] += sum(belongs(text, row) for row in gold)
            count[f"{name} found"] += sum(belongs(text, row) for row in found)
            for i, j in partner.items():
                if belongs(text, gold[i]) and lenient(golds[i], founds[j]) and fits(gold[i], found[j], partner):
                    count[f"{name} recalled"] += 1
                    count[f"{name} precise"] += belongs(text, found[j])
        trapped = list(_sprung(text, document["traps"], founds))
        count["traps gold"] += len(trapped)
        count["traps recalled"] += len(trapped) - sum(trapped)
    table = {
        name: prf(count[f"{name} precise"], count[f"{name} found"], count[f"{name} recalled"], count[f"{name} gold"])
        for name, _, _ in _LINES
    }
    left_alone = count["traps recalled"] / count["traps gold"] if count["traps gold"] else 0.0
    return table | {"traps": (left_alone, left_alone, left_alone)}


def _nested(_: str, row: Row) -> bool:
    return row["parent"] is not None


def _unsourced(_: str, row: Row) -> bool:
    return not row["source"]


def _headline(text: str, row: Row) -> bool:
    return bool(row["cue"][0][0] < text.index("\n"))


def _running(text: str, row: Row) -> bool:
    return len(row["content"]) > 0 and "\n" in text[row["content"][0][0] : row["content"][-1][1]]


def _any(gold: Row, found: Row, partner: Mapping[int, int]) -> bool:
    return True


def _right_parent(gold: Row, found: Row, partner: Mapping[int, int]) -> bool:
    return found["parent"] is not None and partner.get(gold["parent"]) == found["parent"]


_LINES: tuple[tuple[str, Callable[[str, Row], bool], Callable[[Row, Row, Mapping[int, int]], bool]], ...] = (
    ("nested", _nested, _right_parent),
    ("unsourced", _unsourced, _any),
    ("headlines", _headline, _any),
    ("running", _running, _any),
)


def _sprung(text: str, traps: Sequence[Sequence[int]], found: Sequence[Roles]) -> Iterator[bool]:
    """Whether each trap was taken for a cue, or for a whole content."""
    for trap in token_sets(text, [{"cue": [t]} for t in traps]):
        words = trap["cue"]
        yield any((row["cue"] and row["cue"] <= words) or words == row["content"] for row in found)


def table(documents: Sequence[dict[str, Any]], predicted: Mapping[str, Sequence[Row]]) -> dict[str, Prf]:
    """All figures of the given documents."""
    texts = {d["id"]: d["text"] for d in documents}
    figures = score(texts, {d["id"]: d["attributions"] for d in documents}, predicted)
    kept = ("detect", "source exact", "cue exact", "content exact", "relation exact", "relation lenient")
    return {name: figures[name] for name in kept} | phenomena(documents, predicted)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=Path, default=DEV)
    parser.add_argument("--articles", type=Path, default=ARTICLES, help="the pool that the articles come from")
    parser.add_argument("--model", type=Path, default=None, help="a model folder; the shipped one by default")
    parser.add_argument("--other", type=Path, default=None, help="score these labels instead of the reader's")
    options = parser.parse_args()
    if not options.articles.exists():
        sys.exit(f"{options.articles} is not there; give the articles with --articles")
    documents = labelled(options.labels, options.articles)
    if options.other:
        other = {d["id"]: d["attributions"] for d in labelled(options.other, options.articles)}
        documents = [d for d in documents if d["id"] in other]
        predicted: Mapping[str, Sequence[Row]] = other
    else:
        documents += invented()
        predicted = predictions(documents, Reader(options.model))
    for register in ["all", *sorted({d["set"] for d in documents})]:
        chosen = [d for d in documents if register in ("all", d["set"])]
        print(f"{register}: {len(chosen)} articles, {sum(len(d['attributions']) for d in chosen)} attributions")
        for name, (p, r, f) in table(chosen, predicted).items():
            print(f"  {name:18} P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {100 * f:5.1f}")


if __name__ == "__main__":
    main()
