"""Log-linear rankers: softmax over the candidates, L2."""

from __future__ import annotations

from collections.abc import Sequence

import torch

#: for each choice the features of its candidates, and which of them is right
Choices = Sequence[tuple[list[list[float]], int]]


def fitted(choices: Choices, decay: float) -> list[float]:
    """Weights of the features; prints how many choices they get right."""
    tables = [(torch.tensor(candidates), right) for candidates, right in choices if len(candidates) > 1]
    weights = torch.zeros(tables[0][0].shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        fit = sum(-torch.log_softmax(t @ weights, 0)[right] for t, right in tables) / len(tables)
        total = fit + decay * (weights**2).sum()
        total.backward()
        return total

    optimizer.step(loss)
    right = sum(int((t @ weights).argmax()) == r for t, r in tables)
    print(f"{len(tables)} choices, {100 * right / len(tables):.1f} % right")
    return [round(w, 2) for w in weights.tolist()]
