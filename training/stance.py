"""Train the stance head: python -m training.stance MODEL_FOLDER STATEMENTS.jsonl LABELS.jsonl ARTICLES

Writes stance.npz into the folder. The encoder stays as it is, so the reader's figures do not move; the head learns from
the statements that we labelled (benchmarks/labels/statements-train.jsonl), less those that stance-dev.jsonl measures.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

from benchmarks.attribution import page
from benchmarks.statement_labels import documents
from benchmarks.statements import STANCE_DEV, attribution
from sayso.pages import read_article
from sayso.reading.judging import ACTS, FACTUALITIES, RELAYS, features
from sayso.reading.model import Model
from sayso.reading.quotes import find_quotations
from sayso.reading.stance import stance

HIDDEN, EPOCHS, RATE, DECAY, DROPOUT, SMOOTHING, BATCH = 64, 25, 1e-3, 0.1, 0.4, 0.05, 32
SIZES = (len(ACTS), len(FACTUALITIES), len(RELAYS))


def examples(folder: Path, statements: Path, labels: Path, articles: Path) -> tuple[torch.Tensor, torch.Tensor]:
    """Features and the three labels of every labelled statement."""
    model = Model(folder)
    with statements.open(encoding="utf8") as lines:
        rows = {row["id"]: row["statements"] for row in map(json.loads, lines)}
    with STANCE_DEV.open(encoding="utf8") as lines:
        held = {(row["id"], row["attribution"]) for row in map(json.loads, lines)}
    seen, wanted = [], []
    for name, document in documents(labels, articles, rows).items():
        article = read_article(page(name, document["text"]))
        quotations = find_quotations(article.text, [b.span for b in article.readable])
        tokens = model.tokenize(article.text, article.readable, quotations)
        _, vectors = model.read(tokens)
        attributions = [attribution(row) for row in document["attributions"]]
        table = features(tokens, vectors, attributions, [stance(article.text, a) for a in attributions])
        for i, row in enumerate(rows[name]):
            if row and (name, i) not in held:
                seen.append(table[i])
                wanted.append(
                    [ACTS.index(row["act"]), FACTUALITIES.index(row["factuality"]), RELAYS.index(row["relay"])]
                )
    return torch.tensor(np.array(seen)), torch.tensor(wanted)


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("folder", "statements", "labels", "articles"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    seen, wanted = examples(options.folder, options.statements, options.labels, options.articles)
    rules = sum(SIZES) + 4
    plain = seen.shape[1] - rules
    mean, scale = seen[:, :plain].mean(0), seen[:, :plain].std(0) + 1e-3
    vectors, verdicts = (seen[:, :plain] - mean) / scale, seen[:, plain:]
    hidden, out, drop = nn.Linear(plain, HIDDEN), nn.Linear(HIDDEN + rules, sum(SIZES)), nn.Dropout(DROPOUT)
    optimizer = torch.optim.AdamW([*hidden.parameters(), *out.parameters()], lr=RATE, weight_decay=DECAY)
    for epoch in range(EPOCHS):
        total = 0.0
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS)
        for batch in torch.randperm(len(seen)).split(BATCH):
            inner = drop(nn.functional.gelu(hidden(drop(vectors[batch])), approximate="tanh"))
            scores = out(torch.cat([inner, verdicts[batch]], 1)).split(SIZES, 1)
            loss = sum(
                nn.functional.cross_entropy(s, wanted[batch, i], label_smoothing=SMOOTHING)
                for i, s in enumerate(scores)
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += float(loss.detach()) * len(batch)
        print(f"epoch {epoch + 1} loss {total / len(seen):.4f}", flush=True)
    half = {"hidden": hidden.weight, "hidden_bias": hidden.bias, "out": out.weight, "out_bias": out.bias}
    arrays = {k: v.detach().numpy().astype(np.float16) for k, v in half.items()}
    np.savez_compressed(
        options.folder / "stance.npz",
        mean=mean.numpy().astype(np.float16),
        scale=scale.numpy().astype(np.float16),
        **arrays,
    )
    print(f"{len(seen)} statements, {(options.folder / 'stance.npz').stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
