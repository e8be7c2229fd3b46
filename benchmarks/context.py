"""Public corpora that sayso was not made for, as context: python -m benchmarks.context [--gap|--gum|--uw FILE]

    GAP   ambiguous pronouns of Wikipedia (Webster et al. 2018): each is resolved as if it were the source of an
          attribution. A name counts as found when it and the resolved source's name share all words of the shorter;
          F1 over the names as its authors define it, for feminine and masculine pronouns, and their ratio; accuracy
          over pronouns that mean one of the two names.
    GUM   coreference in news (Zeldes 2017), 24 documents: every marked mention of a person or an organisation is
          resolved as if it were the source of an attribution, and those with one source are one cluster; F1 of MUC,
          B-cubed and CEAF (phi 4) over all clusters, single mentions with them, and their mean, which is CoNLL's.
          Mentions are given. Wants the extra "train".
    UW    factuality of events (Lee et al. 2015), from -3 (certainly not) to 3: an event within the content of an
          attribution is as firm as that, any other as its sentence in the author's voice; mean absolute error and
          Pearson's r, beside the error of one value for all.

The corpora are not part of the project.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import correlation, fmean, median

import numpy as np

from benchmarks.attribution import page
from benchmarks.corpora import shared
from benchmarks.statements import same_name
from sayso import Reader, Reading
from sayso.reading.sources import find_sources
from sayso.reading.stance import author_stance
from sayso.types import Attribution, Block, BlockKind, Span

GAP, GUM = shared("coreference/gap/development.tsv"), shared("coreference/gum/news.conllu.gz")
UW = shared("factuality/uw/dev.jsonl")
#: sentences that are read as one article
_TOGETHER = 20
#: document and place
Mention = tuple[int, Span]
Clusters = Sequence[frozenset[Mention]]
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


def gum(path: Path) -> dict[str, float]:
    """Figures on GUM, in per cent."""
    gold: list[frozenset[Mention]] = []
    found: list[frozenset[Mention]] = []
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for number, (text, blocks, clusters) in enumerate(_gum_documents(lines)):
            # a span that two entities have cannot be two sources
            spans = sorted({span for cluster in clusters for span in cluster})
            attributions = [Attribution((span,), (_word_behind(text, span),), (), 1.0) for span in spans]
            _, resolved = find_sources(text, blocks, attributions)
            held: dict[int, set[Mention]] = {}
            for index, (span, who) in enumerate(zip(spans, resolved, strict=True)):
                held.setdefault(-1 - index if who.source is None else who.source, set()).add((number, span))
            gold += [frozenset((number, span) for span in cluster) for cluster in clusters]
            found += [frozenset(cluster) for cluster in held.values()]
    scores = {name: 100 * _harmonic(*measure(gold, found)) for name, measure in _MEASURES.items()}
    return {"mentions": sum(map(len, gold)), **scores, "CoNLL F1": fmean(scores.values())}


def _gum_documents(lines: Iterable[str]) -> Iterator[tuple[str, list[Block], list[set[Span]]]]:
    """Text, paragraphs and clusters of people and organisations of each document."""
    text, starts = "", [0]
    clusters: dict[str, set[Span]] = {}
    opened: dict[str, list[tuple[int, bool]]] = {}
    for line in (*lines, "# newdoc"):
        if line.startswith("# newdoc"):
            if text:
                ends = [*starts[1:], len(text)]
                blocks = [
                    Block(Span(start, len(text[:end].rstrip())), BlockKind.PARAGRAPH if start else BlockKind.HEADLINE)
                    for start, end in zip(starts, ends, strict=True)
                    if text[start:end].strip()
                ]
                yield text, blocks, [spans for spans in clusters.values() if spans]
            text, starts, clusters, opened = "", [0], {}, {}
        elif line.startswith("# newpar ") or line.strip() == "# newpar":
            if text:
                text = text.rstrip() + "\n\n"
                starts.append(len(text))
        elif re.match(r"\d+\t", line):
            fields = line.rstrip("\n").split("\t")
            start, text = len(text), text + fields[1]
            marks = re.search(r"(?:^|\|)Entity=([^|]+)", fields[9])
            for mark in re.findall(r"\([^()]+\)?|[^()]+\)", marks[1] if marks else ""):
                entity = mark.strip("()").split("-")
                if mark.startswith("("):
                    opened.setdefault(entity[0], []).append((start, entity[1] in ("person", "organization")))
                if mark.endswith(")") and opened.get(entity[0]):
                    begin, wanted = opened[entity[0]].pop()
                    if wanted:
                        clusters.setdefault(entity[0], set()).add(Span(begin, len(text)))
            text += "" if "SpaceAfter=No" in fields[9] else " "


def _word_behind(text: str, span: Span) -> Span:
    """What stands in for the cue."""
    word = re.compile(r"\w+").search(text, span.end)
    return Span(*word.span()) if word else span


def _muc(gold: Clusters, found: Clusters) -> tuple[float, float]:
    return _links(gold, found), _links(found, gold)


def _links(whole: Clusters, parts: Clusters) -> float:
    """Share of the links within clusters that others keep, by Vilain et al. 1995."""
    place = {mention: number for number, cluster in enumerate(parts) for mention in cluster}
    kept = sum(len(cluster) - len({place.get(m, (m,)) for m in cluster}) for cluster in whole)
    return kept / max(1, sum(len(cluster) - 1 for cluster in whole))


def _b_cubed(gold: Clusters, found: Clusters) -> tuple[float, float]:
    return _shared(gold, found), _shared(found, gold)


def _shared(whole: Clusters, parts: Clusters) -> float:
    """Of each mention's cluster the share that it has there too, by Bagga and Baldwin 1998."""
    of = {mention: cluster for cluster in parts for mention in cluster}
    shares = [len(cluster & of.get(m, frozenset())) / len(cluster) for cluster in whole for m in cluster]
    return fmean(shares)


def _ceaf(gold: Clusters, found: Clusters) -> tuple[float, float]:
    """The best one-to-one alignment of clusters by 2|A∩B| / (|A|+|B|), by Luo 2005."""
    from scipy.optimize import linear_sum_assignment

    of: dict[Mention, int] = {mention: number for number, cluster in enumerate(found) for mention in cluster}
    table = np.zeros((len(gold), len(found)))
    for row, cluster in enumerate(gold):
        for column in {of[m] for m in cluster if m in of}:
            other = found[column]
            table[row, column] = 2 * len(cluster & other) / (len(cluster) + len(other))
    total = float(table[linear_sum_assignment(table, maximize=True)].sum())
    return total / len(gold), total / len(found)


_MEASURES = {"MUC": _muc, "B-cubed": _b_cubed, "CEAF": _ceaf}


def _harmonic(first: float, second: float) -> float:
    return 2 * first * second / (first + second) if first + second else 0.0


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
    parser.add_argument("--gum", type=Path, default=GUM)
    parser.add_argument("--uw", type=Path, default=UW)
    options = parser.parse_args()
    for name, path, measure in (("GAP", options.gap, gap), ("GUM", options.gum, gum), ("UW", options.uw, uw)):
        if not path.exists():
            sys.exit(f"{path} is not there; give its place with --{name.lower()}")
        print(name)
        for figure, value in measure(path).items():
            print(f"  {figure:34} {value:7.2f}")


if __name__ == "__main__":
    main()
