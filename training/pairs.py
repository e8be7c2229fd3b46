"""Train the pair model: python -m training.pairs --data NLI_FOLDER --out runs/pairs [--labels RELATIONS.jsonl]

A cross-encoder from all-MiniLM-L6-v2 over two claims: does the first entail the second, contradict it, or neither?
VitaminC (SUPPORTS, REFUTES, NOT ENOUGH INFO; Schuster et al. 2021), Emergent (for, against, observing), pairs of
statements that we labelled for training. Writes pairs.pt after every part of an epoch.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from benchmarks.corpora import shared
from training.sentences import export
from training.train import pretrained_folder, wordpiece

CLS, SEP, PAD = 101, 102, 0
LABELS = ("entails", "contradicts", "neither")
_VITAMINC = {"SUPPORTS": 0, "REFUTES": 1, "NOT ENOUGH INFO": 2}
_EMERGENT = {"for": 0, "against": 1, "observing": 2}
LONGEST, BATCH, RATE, WARMUP = 96, 32, 1e-4, 0.06

Pair = tuple[str, str, int]


class Pairs(nn.Module):
    """Three scores for a pair of claims."""

    def __init__(self) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(pretrained_folder(), attn_implementation="eager")
        self.out = nn.Linear(self.bert.config.hidden_size, len(LABELS))

    def forward(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        """Ids, mask and segment [pairs, pieces] -> scores [pairs, 3]."""
        states = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        return self.out((states * weights).sum(1) / weights.sum(1))


def vitaminc(path: Path) -> list[Pair]:
    """Evidence first, claim second."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [(d["evidence"], d["claim"], _VITAMINC[d["label"]]) for d in map(json.loads, lines)]


def symmetric(path: Path) -> list[Pair]:
    """FEVER-symmetric, which is not trained on."""
    with path.open(encoding="utf8") as lines:
        return [(d["evidence"], d["claim"], _VITAMINC[d["label"]]) for d in map(json.loads, lines)]


def emergent(path: Path) -> list[Pair]:
    """Headline first, claim second."""
    with path.open(encoding="utf8") as lines:
        return [(d["headline"], d["claim"], _EMERGENT[d["stance"]]) for d in map(json.loads, lines)]


def encode(tokenizer: Tokenizer, pairs: list[Pair]) -> list[tuple[list[int], list[int], int]]:
    """Ids and segments, cut to LONGEST pieces: the second claim whole where it can be."""
    first = tokenizer.encode_batch([a for a, _, _ in pairs], add_special_tokens=False)
    second = tokenizer.encode_batch([b for _, b, _ in pairs], add_special_tokens=False)
    out = []
    for a, b, (_, _, label) in zip(first, second, pairs, strict=True):
        tail = b.ids[: LONGEST // 2 - 2]
        head = a.ids[: LONGEST - 3 - len(tail)]
        out.append(([CLS, *head, SEP, *tail, SEP], [0] * (len(head) + 2) + [1] * (len(tail) + 1), label))
    return out


def collate(rows: list[tuple[list[int], list[int], int]]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Padded ids, mask, segments, and the labels."""
    size = max(len(ids) for ids, _, _ in rows)
    ids = torch.tensor([i + [PAD] * (size - len(i)) for i, _, _ in rows])
    kinds = torch.tensor([k + [0] * (size - len(k)) for _, k, _ in rows])
    mask = torch.tensor([[1] * len(i) + [0] * (size - len(i)) for i, _, _ in rows])
    return ids, mask, kinds, torch.tensor([label for _, _, label in rows])


@torch.no_grad()
def accuracy(model: Pairs, rows: list[tuple[list[int], list[int], int]], known: int = 3) -> float:
    """In per cent; only the first `known` labels may be answered."""
    model.eval()
    right = 0
    ordered = sorted(rows, key=lambda r: len(r[0]))
    for i in range(0, len(ordered), 64):
        ids, mask, kinds, labels = collate(ordered[i : i + 64])
        right += int((model(ids, mask, kinds)[:, :known].argmax(1) == labels).sum())
    model.train()
    return 100 * right / len(rows)


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=shared("nli"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, default=None)
    parser.add_argument("--labels", type=Path, default=None, help="lines of {first, second, label}, see LABELS")
    parser.add_argument("--repeat", type=int, default=3, help="how often labelled pairs are seen in an epoch")
    parser.add_argument("--share", type=float, default=1.0, help="of VitaminC that is read")
    parser.add_argument("--epochs", type=float, default=1)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--export", action="store_true", help="write --start as int8 ONNX into --out, train nothing")
    options = parser.parse_args()
    if options.export:
        model = Pairs()
        model.load_state_dict(torch.load(options.start, weights_only=True))
        example = [
            torch.randint(1000, 2000, (2, 12)),
            torch.ones(2, 12, dtype=torch.int64),
            torch.zeros(2, 12, dtype=torch.int64),
        ]
        export(model, options.out, "scores", ["ids", "mask", "kinds"], example)
        return
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    tokenizer = wordpiece(pretrained_folder())
    model = Pairs()
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True))
    train = vitaminc(options.data / "vitaminc/train.jsonl.gz")
    train = rng.sample(train, int(options.share * len(train))) + emergent(options.data / "emergent/train.jsonl")
    if options.labels:
        with options.labels.open(encoding="utf8") as lines:
            ours = [(d["first"], d["second"], LABELS.index(d["label"])) for d in map(json.loads, lines)]
        train += options.repeat * (ours + [(b, a, label) for a, b, label in ours if label != 0])
    rows = encode(tokenizer, train)
    dev = encode(tokenizer, rng.sample(vitaminc(options.data / "vitaminc/dev.jsonl.gz"), 1500))
    fever = encode(tokenizer, symmetric(options.data / "fever_symmetric/dev.jsonl"))
    model.bert.embeddings.word_embeddings.requires_grad_(False)
    optimizer = torch.optim.AdamW(
        [p for p in model.parameters() if p.requires_grad], lr=options.rate, weight_decay=0.01
    )
    total = int(options.epochs * len(rows) / BATCH)
    number, began, running = 0, time.monotonic(), 0.0
    while number < total:
        rng.shuffle(rows)
        pools = [sorted(rows[i : i + 64 * BATCH], key=lambda r: len(r[0])) for i in range(0, len(rows), 64 * BATCH)]
        batches = [pool[i : i + BATCH] for pool in pools for i in range(0, len(pool), BATCH)]
        rng.shuffle(batches)
        for batch in batches[: total - number]:
            number += 1
            done = number / total
            for group in optimizer.param_groups:
                group["lr"] = options.rate * min(done / WARMUP, (1.02 - done) / (1 - WARMUP))
            ids, mask, kinds, labels = collate(batch)
            loss = nn.functional.cross_entropy(model(ids, mask, kinds), labels, label_smoothing=0.05)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            running = 0.98 * running + 0.02 * float(loss.detach())
            if number % 50 == 0:
                print(
                    f"batch {number}/{total} loss {running / (1 - 0.98**number):.4f} {time.monotonic() - began:.0f} s",
                    flush=True,
                )
            if number % 400 == 0 or number == total:
                torch.save(model.state_dict(), options.out / "pairs.pt")
    print(f"VitaminC dev {accuracy(model, dev):.1f}, FEVER-symmetric dev {accuracy(model, fever, 2):.1f}", flush=True)


if __name__ == "__main__":
    main()
