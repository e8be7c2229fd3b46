"""PolNeAR documents as training windows: word pieces, cue labels, and role labels and stance for each cue."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.labelling import article_text, labelled, pool
from sayso.reading.judging import ACTS, FACTUALITIES, RELAYS
from sayso.reading.quotes import find_quotations
from sayso.reading.tokens import Tokens, pieces, tokenize
from sayso.types import Block, BlockKind, Span
from training.model import CONTENT, SOURCE

#: where what we labelled is kept
LABELS = Path("benchmarks/labels")
#: a stance that nobody labelled
UNLABELLED = (-100, -100, -100)

#: of an article by id, the labels of its attributions by number
StanceLabels = Mapping[str, Mapping[int, dict[str, Any]]]


@dataclass
class Document:
    """A tokenized document with its gold attributions as word indices."""

    id: str
    text: str
    tokens: Tokens
    #: words that may be cues or not, as the annotators were not to mark nested ones, [words]
    unknown: np.ndarray
    #: source and content labels of every word, of whichever outermost attribution has it, [words]
    flat: np.ndarray
    #: for each attribution: cue (start, end), and the role label of every word
    cues: list[tuple[int, int]]
    roles: list[np.ndarray]
    #: of each attribution, numbers of act, factuality and relay in sayso.reading.judging; -100 where unknown
    stances: list[tuple[int, int, int]]


@dataclass
class Example:
    """One window: model inputs and labels, unpadded."""

    ids: np.ndarray
    features: np.ndarray
    first: np.ndarray
    #: -100 where unknown
    cue_labels: np.ndarray
    flat: np.ndarray
    cues: list[tuple[int, int]]
    roles: list[np.ndarray]
    stances: list[tuple[int, int, int]]


def stance_labels() -> StanceLabels:
    """The statements that were labelled to train on, less those that stance-dev.jsonl measures."""
    found: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for row in _rows("statements-train.jsonl"):
        found[row["id"]] |= {i: label for i, label in enumerate(row["statements"]) if label}
    for row in _rows("stance-dev.jsonl"):
        found[row["id"]].pop(row["attribution"], None)
    for row in _rows("stance-train.jsonl"):
        found[row["id"]][row["attribution"]] = row
    return found


def stance_dev() -> StanceLabels:
    """The statements of whole articles that were labelled to measure with."""
    return {
        row["id"]: {i: label for i, label in enumerate(row["statements"]) if label}
        for name in ("statements-dev.jsonl", "statements-polnear.jsonl")
        for row in _rows(name)
    }


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with (LABELS / name).open(encoding="utf8") as lines:
        yield from map(json.loads, lines)


def numbers(label: Mapping[str, Any] | None) -> tuple[int, int, int]:
    """Numbers of a label's act, factuality and relay."""
    if label is None:
        return UNLABELLED
    return ACTS.index(label["act"]), FACTUALITIES.index(label["factuality"]), RELAYS.index(label["relay"])


def paragraphs(text: str) -> list[Block]:
    """Blocks of a PolNeAR text: its paragraphs, the first of them the headline."""
    spans = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    return [Block(s, BlockKind.PARAGRAPH if i else BlockKind.HEADLINE) for i, s in enumerate(spans)]


def load(path: Path, tokenizer: Any, stances: StanceLabels) -> list[Document]:
    """Read a PolNeAR file (`train.jsonl`, `dev.jsonl`), in which nested attributions are not marked."""
    with path.open(encoding="utf8") as lines:
        records = list(map(json.loads, lines))
    return [document(record, tokenizer, stances.get(record["id"], {}), nested=False) for record in records]


def load_labels(labels: Path, articles: Path, tokenizer: Any, stances: StanceLabels) -> list[Document]:
    """Read articles labelled by hand, nested attributions included (`benchmarks/labelling.py`)."""
    records = labelled(labels, articles)
    return [document(record, tokenizer, stances.get(record["id"], {}), nested=True) for record in records]


def load_unlabelled(articles: Path, tokenizer: Any) -> list[Document]:
    """Read the articles of the pool that no label file names, so that none is learned from that others measure with."""
    named = {json.loads(line).get("id") for path in LABELS.glob("*.jsonl") for line in path.open(encoding="utf8")}
    relations = (json.loads(line) for path in LABELS.glob("relations-*.jsonl") for line in path.open(encoding="utf8"))
    named |= {side["id"] for line in relations for side in (line["first"], line["second"])}
    return [
        document({"id": record["id"], "text": article_text(record), "attributions": []}, tokenizer, {}, nested=True)
        for record in pool(articles)
        if record["id"] not in named
    ]


def document(
    record: dict[str, Any], tokenizer: Any, stances: Mapping[int, Mapping[str, Any]], *, nested: bool
) -> Document:
    """Tokenize one record and put its attributions on words.

    Args:
        record: `{"id", "text", "attributions": [{"source", "cue", "content", "parent"}]}`.
        tokenizer: the encoder's.
        stances: labels of act, factuality and relay, by the number of the attribution.
        nested: whether nested attributions are marked; else nothing is known of cues within contents.

    """
    text, blocks = record["text"], paragraphs(record["text"])
    tokens = tokenize(tokenizer, text, blocks, find_quotations(text, [b.span for b in blocks]))
    cues, roles, known = [], [], []
    unknown, flat = np.zeros(len(tokens), bool), np.zeros(len(tokens), np.int64)
    for number, attribution in enumerate(record["attributions"]):
        cue = np.flatnonzero(_cover(tokens, attribution["cue"]))
        if not len(cue):
            continue
        labels = np.zeros(len(tokens), np.int64)
        for name, begin in (("content", CONTENT), ("source", SOURCE)):
            covered = _cover(tokens, attribution[name]) & (labels == 0)
            covered[cue[0] : cue[-1] + 1] = False
            labels[covered] = begin + 1
            labels[covered & ~np.concatenate([[False], covered[:-1]])] = begin
        cues.append((int(cue[0]), int(cue[-1]) + 1))
        roles.append(labels)
        known.append(numbers(stances.get(number)))
        if attribution.get("parent") is None:
            flat[flat == 0] = labels[flat == 0]
        unknown |= np.isin(labels, (CONTENT, CONTENT + 1)) & (not nested)
    # PolNeAR marks performed acts, our labels have them for traps: training takes no side
    unknown |= _cover(tokens, record.get("traps", []))
    for low, high in cues:
        unknown[low:high] = False
    return Document(record["id"], text, tokens, unknown, flat, cues, roles, known)


def _cover(tokens: Tokens, spans: list[list[int]]) -> np.ndarray:
    covered = np.zeros(len(tokens), bool)
    for start, end in spans:
        covered |= (tokens.starts < end) & (tokens.ends > start)
    return covered


def epoch_windows(documents: list[Document], size: int, rng: random.Random) -> Iterator[Example]:
    """Cut every document into windows of at most `size` pieces, at other places in every epoch."""
    for doc in documents:
        start, limit = 0, rng.randint(size // 3, size)
        while start < len(doc.tokens):
            end = int(np.searchsorted(doc.tokens.first, doc.tokens.first[start] + limit, side="right")) - 1
            end = min(max(end, start + 1), len(doc.tokens))
            if end < len(doc.tokens):
                heads = np.flatnonzero(np.diff(doc.tokens.block[start : end + 1])) + start + 1
                if len(heads) and heads[-1] > start + 2 * (end - start) // 3:
                    end = int(heads[-1])
            yield example(doc, start, end, headline=rng.random() < 0.7)
            start, limit = end, size


def example(doc: Document, start: int, end: int, headline: bool = True) -> Example:
    """The window of words `[start, end)`; without `headline`, the headline is not marked as one."""
    ids, features, first = pieces(doc.tokens, start, end)
    if not headline:
        features[:, 1] %= 2
    cue_labels = np.zeros(end - start, np.int64)
    cues, roles, stances = [], [], []
    for (low, high), labels, stance in zip(doc.cues, doc.roles, doc.stances, strict=True):
        if start <= low and high <= end:
            cues.append((low - start, high - start))
            cue_labels[low - start : high - start] = 2
            cue_labels[low - start] = 1
            window = labels[start:end].copy()
            if window[0] in (SOURCE + 1, CONTENT + 1):
                window[0] -= 1
            roles.append(window)
            stances.append(stance)
    cue_labels[doc.unknown[start:end] & (cue_labels == 0)] = -100
    return Example(ids, features, first, cue_labels, doc.flat[start:end], cues, roles, stances)
