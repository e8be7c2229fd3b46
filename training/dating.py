"""Train the head that chooses days: python -m training.dating MODEL_FOLDER

Writes days.npz into the folder. For each attribution of the labelled statements a network with one hidden layer learns
to score the labelled day above all others and "not said" (softmax over the candidates). The day of those before it is
the labelled one in the first round; in the second, which goes on with both, the one that the first would choose. Where
only days were labelled (days-train.jsonl) readers gave more of them: the network is told which set an example is from,
and what it writes down answers as for the other. The mean of several networks is one wider network.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.attribution import page
from benchmarks.statement_labels import documents
from benchmarks.statements import LABELS, POOL, attribution
from sayso.pages import read_article
from sayso.reading.dates import find_times
from sayso.reading.dating import FEATURES, Dater, DayHead
from sayso.reading.sources import find_sources
from sayso.reading.stance import stance
from sayso.types import When

HIDDEN, NETWORKS, EPOCHS, BATCH, RATE, DECAY, DROPOUT = 32, 3, 40, 128, 9e-3, 3e-2, 0.2
#: standardised features are cut off here
MOST = 6.0
#: added to every score; with less the days given are hardly surer (chosen on the development statements)
FAVOUR = 1.1


class Choice(NamedTuple):
    """The candidates of one attribution, and which of them is right; -1 for "not said" or none of them."""

    seen: list[list[float]]
    right: int
    #: 1.0 where only days were labelled
    only_days: float


class Labelled(NamedTuple):
    """A labelled article with what reading makes of it, and its labels."""

    parts: tuple[Any, ...]
    rows: list[dict[str, Any] | None]
    only_days: float


def articles(statements: Path, labels: Path, pool: Path, only_days: float) -> Iterator[Labelled]:
    """The articles of a file of labelled statements."""
    with statements.open(encoding="utf8") as lines:
        rows = {row["id"]: row["statements"] for row in map(json.loads, lines)}
    for name, document in documents(labels, pool, rows).items():
        article = read_article(page(name, document["text"]))
        text, blocks = article.text, article.readable
        attributions = [attribution(row) for row in document["attributions"]]
        sources, resolved = find_sources(text, blocks, attributions)
        day = re.match(r"\d{4}-\d\d-\d\d", document.get("date") or "")
        published = date.fromisoformat(day[0]) if day else None
        times = find_times(text, blocks, published)
        acts, holders = [stance(text, a).act for a in attributions], [r.source for r in resolved]
        yield Labelled((text, blocks, attributions, acts, holders, sources, times, published), rows[name], only_days)


def choices(labelled: Sequence[Labelled], head: DayHead | None) -> list[Choice]:
    """What there is to learn; `head` chooses the days to go on from, the labelled ones without."""
    found = []
    for parts, rows, only_days in labelled:
        dater = Dater(*parts)
        for index, row in enumerate(rows):
            candidates, said = dater.candidates(index), row and row["said_on"]
            if row and candidates:
                values = [c.when.value for c in candidates]
                right = values.index(said) if said in values else -1
                found.append(Choice([c.seen for c in candidates], right, only_days))
            chosen = head.choose(candidates) if head else When(said, "labelled") if said else None
            dater.settle(index, chosen)
    return found


def fitted(found: Sequence[Choice]) -> dict[str, np.ndarray]:
    """The arrays of days.npz."""
    table = torch.tensor([[*row, c.only_days] for c in found for row in c.seen])
    mean, scale = table.mean(0), table.std(0) + 1e-2
    table = ((table - mean) / scale).clamp(-MOST, MOST)
    index = torch.zeros(len(found), max(len(c.seen) for c in found), dtype=torch.long)
    mask, start = torch.zeros_like(index, dtype=torch.bool), 0
    for row, choice in enumerate(found):
        index[row, : len(choice.seen)] = torch.arange(start, start + len(choice.seen))
        mask[row, : len(choice.seen)] = True
        start += len(choice.seen)
    right = torch.tensor([c.right + 1 for c in found])
    networks = [_network(table, index, mask, right) for _ in range(NETWORKS)]
    hidden = torch.cat([first.weight for first, _ in networks]).detach()
    bias = torch.cat([first.bias for first, _ in networks]).detach()
    bias += hidden[:, -1] * (-mean[-1] / scale[-1])  # as of statements that were labelled whole
    return {
        "mean": mean[:-1].numpy(),
        "scale": scale[:-1].numpy(),
        "most": np.array(MOST),
        "hidden": hidden[:, :-1].numpy(),
        "hidden_bias": bias.numpy(),
        "out": torch.cat([second.weight[0] for _, second in networks]).detach().numpy() / NETWORKS,
        "out_bias": np.array(sum(float(second.bias.detach()) for _, second in networks) / NETWORKS + FAVOUR),
    }


def _network(table: Tensor, index: Tensor, mask: Tensor, right: Tensor) -> tuple[nn.Linear, nn.Linear]:
    hidden, out = nn.Linear(table.shape[1], HIDDEN), nn.Linear(HIDDEN, 1)
    before, behind = nn.Dropout(DROPOUT / 2), nn.Dropout(DROPOUT)
    optimizer = torch.optim.AdamW([*hidden.parameters(), *out.parameters()], lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(index) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(index)).split(BATCH):
            inner = behind(nn.functional.gelu(hidden(before(table[index[batch]])), approximate="tanh"))
            scores = out(inner).squeeze(-1).masked_fill(~mask[batch], -30)
            scores = torch.cat([torch.zeros(len(batch), 1), scores], 1)
            loss = nn.functional.cross_entropy(scores, right[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return hidden, out


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", type=Path, default=LABELS / "train.jsonl")
    parser.add_argument("--articles", type=Path, default=POOL)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    labelled = [
        article
        for name, only_days in (("statements-train.jsonl", 0.0), ("days-train.jsonl", 1.0))
        for article in articles(LABELS / name, options.labels, options.articles, only_days)
    ]
    found = choices(labelled, None)
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "days.npz"
        np.savez_compressed(first, **fitted(found))
        found += choices(labelled, DayHead(first))
    file = options.folder / "days.npz"
    np.savez_compressed(file, **{name: array.astype(np.float32) for name, array in fitted(found).items()})
    print(f"{len(FEATURES)} features, {len(found)} examples in two rounds, {file.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
