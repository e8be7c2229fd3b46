"""How well a reader reads while it trains, before any rules: on PolNeAR dev and on our labels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer

from benchmarks.labelling import labelled
from benchmarks.scoring import score
from sayso.reading.decoding import Crf, cue_spans, viterbi
from sayso.reading.tokens import windows
from training.data import LABELS, Document, example, load, load_labels, stance_dev
from training.losses import collate
from training.model import CONTENT, REACH, SHARED, SOURCE, WINDOW, Reader, surroundings


@torch.no_grad()
def predict(reader: Reader, documents: list[Document], floor: float, half: bool) -> dict[str, list[dict[str, Any]]]:
    """Attributions of every document with all cues down to probability `floor`, before any rules."""
    reader.eval()
    crf = Crf(reader.crf.transitions.cpu().numpy(), reader.crf.initial.cpu().numpy())
    device = reader.crf.initial.device
    found: dict[str, list[dict[str, Any]]] = {}
    for doc in documents:
        rows = found.setdefault(doc.id, [])
        for window in windows(doc.tokens, WINDOW, SHARED):
            batch = {k: v.to(device) for k, v in collate([example(doc, window.start, window.end)]).items()}
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=half):
                vectors, scores = reader.encoder(batch["ids"], batch["features"], batch["mask"], batch["first"])
            cues = [
                c
                for c in cue_spans(scores[0].float().cpu().numpy(), floor)
                if window.own_start <= window.start + c.start < window.own_end
            ]
            if not cues:
                continue
            spans = torch.tensor([c[:2] for c in cues], device=device)
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=half):
                around = surroundings(spans, batch["words"].sum(1).expand(len(cues)), REACH)
                emissions, valid = reader.roles(
                    vectors, spans, torch.zeros(len(cues), dtype=torch.long, device=device), around
                )
            emissions[~around[1]] = torch.tensor([0.0, *[-1e4] * 4], dtype=emissions.dtype, device=device)
            labels = viterbi(emissions.float().cpu().numpy(), crf)
            offsets = around[0][:, 0].tolist()
            valid = torch.sigmoid(valid.float()).tolist()
            for cue, looked, real, offset, validity in zip(
                cues, labels, around[1].cpu().numpy(), offsets, valid, strict=True
            ):
                row = np.zeros(window.end - window.start, np.int64)
                row[offset : offset + real.sum()] = looked[real]
                row[cue.start : cue.end] = 0
                rows.append(
                    {
                        "cue": _spans(doc, window.start, np.arange(cue.start, cue.end)),
                        "source": _spans(doc, window.start, np.flatnonzero((row == SOURCE) | (row == SOURCE + 1))),
                        "content": _spans(doc, window.start, np.flatnonzero((row == CONTENT) | (row == CONTENT + 1))),
                        "probability": cue.probability,
                        "validity": validity,
                    }
                )
    return found


@torch.no_grad()
def tagged(reader: Reader, documents: list[Document], half: bool) -> tuple[float, float, float, int]:
    """Per cent of the labelled statements whose act, factuality and relay the stance tagger finds, and their number."""
    right, of = np.zeros(3), 0
    for doc in documents:
        for window in windows(doc.tokens, WINDOW, SHARED):
            batch = collate([example(doc, window.start, window.end)])
            known = (batch["stances"][:, 0] >= 0) & (batch["cues"][:, 0] + window.start >= window.own_start)
            known &= batch["cues"][:, 0] + window.start < window.own_end
            if not known.any():
                continue
            batch = {k: v.to(reader.crf.initial.device) for k, v in batch.items()}
            with torch.autocast(reader.crf.initial.device.type, dtype=torch.bfloat16, enabled=half):
                vectors, _ = reader.encoder(batch["ids"], batch["features"], batch["mask"], batch["first"])
                scores = reader.stance(vectors, batch["cues"][known], batch["owner"][known], batch["roles"][known])
            picks = torch.stack([s.argmax(1) for s in scores], 1)
            right += (picks == batch["stances"][known]).sum(0).cpu().numpy()
            of += int(known.sum())
    act, factuality, relay = (100 * right / max(of, 1)).tolist()
    return act, factuality, relay, of


def _spans(doc: Document, offset: int, words: np.ndarray) -> list[list[int]]:
    runs = np.split(words, np.flatnonzero(np.diff(words) > 1) + 1) if len(words) else []
    return [[int(doc.tokens.starts[offset + r[0]]), int(doc.tokens.ends[offset + r[-1]])] for r in runs]


class Measured(NamedTuple):
    """Documents to score, with their gold attributions, and whether nested ones are marked."""

    name: str
    documents: list[Document]
    gold: dict[str, Any]
    nested: bool


def measured(data: Path, articles: Path, tokenizer: Tokenizer) -> list[Measured]:
    """PolNeAR dev, and the articles that we labelled for development where they are there."""
    path = data / "dev.jsonl"
    gold = {row["id"]: row["attributions"] for row in map(json.loads, path.open(encoding="utf8"))}
    stances = stance_dev()
    sets = [Measured("PolNeAR dev", load(path, tokenizer, stances), gold, nested=False)]
    labels = LABELS / "dev.jsonl"
    if articles.exists():
        gold = {row["id"]: row["attributions"] for row in labelled(labels, articles)}
        sets.append(Measured("our labels", load_labels(labels, articles, tokenizer, stances), gold, nested=True))
    return sets


def look(reader: Reader, sets: list[Measured], half: bool) -> None:
    """Print of each set the best line over thresholds on the mean of cue probability and validity."""
    for those in sets:
        found = predict(reader, those.documents, 0.2, half)
        texts = {d.id: d.text for d in those.documents}
        best = (0.0, "")
        for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            kept = {name: _kept(rows, threshold, those.nested) for name, rows in found.items()}
            table = score(texts, those.gold, kept)
            names = ("detect", "source exact", "cue exact", "content exact", "relation exact", "relation lenient")
            p, r, _f = table["detect"]
            line = f"threshold {threshold} P {p:.3f} R {r:.3f} " + " ".join(
                f"{n} {100 * table[n][2]:.1f}" for n in names
            )
            best = max(best, (table["relation lenient"][2], line))
        act, factuality, relay, of = tagged(reader, those.documents, half)
        print(
            f"{those.name}: {best[1]} act {act:.1f} factuality {factuality:.1f} relay {relay:.1f} of {of}", flush=True
        )


def _kept(rows: list[dict[str, Any]], threshold: float, nested: bool) -> list[dict[str, Any]]:
    """What is sure enough; where nested attributions are not marked, without those within another's content."""
    sure = [row for row in rows if (row["probability"] * row["validity"]) ** 0.5 >= threshold]

    def inside(row: dict[str, Any]) -> bool:
        start, end = row["cue"][0]
        return any(s <= start and end <= e for other in sure if other is not row for s, e in other["content"])

    return [row for row in sure if nested or not inside(row)]
