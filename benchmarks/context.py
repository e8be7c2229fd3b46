"""Public corpora that sayso was not made for, as context: python -m benchmarks.context [--gap FILE] [--uw FILE]

    GAP   ambiguous pronouns of Wikipedia (Webster et al. 2018): each is resolved as if it were the source of an
          attribution. A name counts as found when it and the resolved source's name share all words of the shorter;
          F1 over the names as its authors define it, for feminine and masculine pronouns, and their ratio; accuracy
          over pronouns that mean one of the two names.
    UW    factuality of events (Lee et al. 2015), from -3 (certainly not) to 3: an event within the content of an
          attribution is as firm as that, any other as its sentence in the author's voice; mean absolute error and
          Pearson's r, beside the error of one value for all.

The corpora are not part of the project.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from pathlib import Path
from statistics import correlation, fmean, median

from benchmarks.attribution import page
from benchmarks.corpora import shared
from benchmarks.statements import same_name
from sayso import Reader, Reading
from sayso.reading.sources import find_sources
from sayso.reading.stance import author_stance
from sayso.types import Attribution, Block, BlockKind, Span

GAP, UW = shared("coreference/gap/development.tsv"), shared("factuality/uw/dev.jsonl")
#: sentences that are read as one article
_TOGETHER = 20
_SURE = {"CT": 3.0, "PR": 2.0, "PS": 1.0, "U": 0.0}


def gap(path: Path) -> dict[str, float]:
    """Figures on GAP, in per cent."""
    hits: dict[str, list[tuple[bool, bool]]] = {"feminine": [], "masculine": []}
    right = one = 0
    with path.open(encoding="utf8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            found = _holder(row["Text"], row["Pronoun"], int(row["Pronoun-offset"]))
            gold = [row[f"{name}-coref"] == "TRUE" for name in "AB"]
            called = [bool(found) and same_name(row[name], found) for name in "AB"]
            hits["feminine" if row["Pronoun"].lower() in ("she", "her", "hers") else "masculine"] += zip(
                gold, called, strict=True
            )
            one += any(gold)
            right += any(gold) and gold == called
    f1 = {gender: 100 * _f1(pairs) for gender, pairs in hits.items()}
    return {
        "F1": 100 * _f1([pair for pairs in hits.values() for pair in pairs]),
        **{f"F1, {gender}": value for gender, value in f1.items()},
        "feminine to masculine": 100 * f1["feminine"] / f1["masculine"],
        "the right one of the two names": 100 * right / one,
    }


def _holder(text: str, pronoun: str, offset: int) -> str:
    """The name of whom a pronoun means; "" when it stays open."""
    after = re.compile(r"\w+").search(text, offset + len(pronoun))
    cue = Span(*after.span()) if after else Span(offset, offset + len(pronoun))
    attribution = Attribution((Span(offset, offset + len(pronoun)),), (cue,), (), 1.0)
    sources, (resolved,) = find_sources(text, [Block(Span(0, len(text)), BlockKind.PARAGRAPH)], [attribution])
    return "" if resolved.source is None else sources[resolved.source].name


def _f1(pairs: list[tuple[bool, bool]]) -> float:
    return 2 * sum(g and c for g, c in pairs) / max(1, sum(g for g, _ in pairs) + sum(c for _, c in pairs))


def uw(path: Path) -> dict[str, float]:
    """Figures on UW."""
    with path.open(encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    documents = [rows[at : at + _TOGETHER] for at in range(0, len(rows), _TOGETHER)]
    pages = [page(f"{n}", "\n\n".join(row["text"] for row in document)) for n, document in enumerate(documents)]
    gold, found, lost = [], [], 0
    for document, reading in zip(documents, Reader().read_many(pages), strict=True):
        at = 0
        for row in document:
            start = reading.article.text.find(row["text"], at) if isinstance(reading, Reading) else -1
            if start < 0:  # too short for an article, or furniture
                lost += len(row["targets"])
                continue
            at = start + len(row["text"])
            words = [start + match.start() for match in re.finditer(r"\S+", row["text"])]
            gold += [target["label"] for target in row["targets"]]
            found += [_value(reading, words[t["span1"][0]], row["text"]) for t in row["targets"]]
    middle = median(gold)
    return {
        "events": len(gold),
        "events in what is no article": lost,
        "mean absolute error": fmean(abs(g - f) for g, f in zip(gold, found, strict=True)),
        "Pearson's r": correlation(gold, found),
        "mean absolute error of one value": fmean(abs(g - middle) for g in gold),
    }


def _value(reading: Reading, place: int, sentence: str) -> float:
    """How firmly an event is put by the innermost that holds it."""
    held = [
        (sum(span.end - span.start for span in a.content), s.factuality.value)
        for a, s in zip(reading.attributions, reading.statements, strict=True)
        if any(span.start <= place < span.end for span in a.content)
    ]
    value = min(held)[1] if held else author_stance(sentence).value
    return _SURE[value[:-1]] * (-1 if value[-1] == "-" else 1)


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gap", type=Path, default=GAP)
    parser.add_argument("--uw", type=Path, default=UW)
    options = parser.parse_args()
    for name, path, measure in (("GAP", options.gap, gap), ("UW", options.uw, uw)):
        if not path.exists():
            sys.exit(f"{path} is not there; give its place with --{name.lower()}")
        print(name)
        for figure, value in measure(path).items():
            print(f"  {figure:34} {value:7.2f}")


if __name__ == "__main__":
    main()
