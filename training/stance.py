"""Train the stance head: python -m training.stance MODEL_FOLDER LABELS.jsonl ARTICLES

Writes stance.npz into the folder. The encoder stays as it is, so the reader's figures do not move; the head learns from
the statements that we labelled (benchmarks/labels/statements-train.jsonl), less those that stance-dev.jsonl measures,
and from single attributions, of the rarer acts above all (stance-train.jsonl). The mean of several networks is one
wider network.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import nn

from benchmarks.attribution import page
from benchmarks.statement_labels import documents
from benchmarks.statements import POLNEAR, attribution
from sayso.pages import read_article
from sayso.reading.judging import features
from sayso.reading.model import Model
from sayso.reading.quotes import find_quotations
from sayso.reading.stance import stance
from training.data import numbers, stance_labels
from training.model import STANCES

HIDDEN, NETWORKS, EPOCHS, RATE, DECAY, DROPOUT, SMOOTHING, BATCH = 96, 3, 25, 1e-3, 0.1, 0.3, 0.05, 32


def examples(folder: Path, labels: Path, articles: Path) -> tuple[torch.Tensor, torch.Tensor]:
    """Features and the three labels of every labelled statement."""
    model, wanted = Model(folder), stance_labels()
    polnear = POLNEAR.with_name("train.jsonl")
    seen, answers = [], []
    for name, document in (documents(labels, articles, wanted) | documents(polnear, polnear, wanted)).items():
        article = read_article(page(name, document["text"]))
        quotations = find_quotations(article.text, [b.span for b in article.readable])
        tokens = model.tokenize(article.text, article.readable, quotations)
        _, vectors = model.read(tokens)
        found = sorted(wanted[name])
        attributions = [attribution(document["attributions"][i]) for i in found]
        seen += list(features(tokens, vectors, attributions, [stance(article.text, a) for a in attributions]))
        answers += [numbers(wanted[name][i]) for i in found]
    return torch.tensor(np.array(seen)), torch.tensor(answers)


def fitted(vectors: torch.Tensor, verdicts: torch.Tensor, wanted: torch.Tensor) -> tuple[nn.Linear, nn.Linear]:
    """The two layers of one network."""
    hidden = nn.Linear(vectors.shape[1], HIDDEN)
    out, drop = nn.Linear(HIDDEN + verdicts.shape[1], sum(STANCES)), nn.Dropout(DROPOUT)
    optimizer = torch.optim.AdamW([*hidden.parameters(), *out.parameters()], lr=RATE, weight_decay=DECAY)
    for epoch in range(EPOCHS):
        total = 0.0
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS)
        for batch in torch.randperm(len(vectors)).split(BATCH):
            inner = drop(nn.functional.gelu(hidden(drop(vectors[batch])), approximate="tanh"))
            scores = out(torch.cat([inner, verdicts[batch]], 1)).split(STANCES, 1)
            loss = sum(
                nn.functional.cross_entropy(s, wanted[batch, i], label_smoothing=SMOOTHING)
                for i, s in enumerate(scores)
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += float(loss.detach()) * len(batch)
    print(f"loss {total / len(vectors):.4f}", flush=True)
    return hidden, out


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("folder", "labels", "articles"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    seen, wanted = examples(options.folder, options.labels, options.articles)
    plain = seen.shape[1] - sum(STANCES) - 4
    mean, scale = seen[:, :plain].mean(0), seen[:, :plain].std(0) + 1e-3
    networks = [fitted((seen[:, :plain] - mean) / scale, seen[:, plain:], wanted) for _ in range(NETWORKS)]
    outs = [out.weight / NETWORKS for _, out in networks]
    arrays = {
        "mean": mean,
        "scale": scale,
        "hidden": torch.cat([hidden.weight for hidden, _ in networks]),
        "hidden_bias": torch.cat([hidden.bias for hidden, _ in networks]),
        "out": torch.cat([*(out[:, :HIDDEN] for out in outs), sum(out[:, HIDDEN:] for out in outs)], 1),
        "out_bias": sum(out.bias for _, out in networks) / NETWORKS,
    }
    file = options.folder / "stance.npz"
    np.savez_compressed(file, **{k: v.detach().numpy().astype(np.float16) for k, v in arrays.items()})
    print(f"{len(seen)} statements, {file.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
