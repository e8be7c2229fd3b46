"""Calibrate the score of a model folder and set its threshold: python -m training.calibrate FOLDER [--data FILE]

The score is a logistic regression (Platt 1999) on the log odds of the cue tagger and of the role head's validity
output, fitted on PolNeAR dev, nested attributions left out, and on the articles that we labelled, to whether gold has
the attribution. The calibration error printed is measured across documents: fitted on one half, measured on the other,
both ways. The threshold is a half: what is shown is more likely right than not. Others are tried and printed, so that
their price is known. Writes config.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.attribution import DEV, calibration_error, judged, load, read, table
from benchmarks.labelled import ARTICLES
from benchmarks.labelled import DEV as LABELS
from benchmarks.labelling import labelled
from sayso import Reader
from sayso.reading.hearsay import HEARSAY_SCORE
from sayso.reading.layout import LAYOUT_SCORE
from sayso.reading.model import Model

#: from which score attributions are shown, and what is tried beside it
THRESHOLD, OTHERS = 0.5, (0.3, 0.4, 0.6, 0.7)
#: the raw log odds, read off scores made with these weights
PROBES = ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


class Set(NamedTuple):
    """Documents, and whether their labels have nested attributions."""

    documents: Sequence[dict[str, Any]]
    nested: bool


def fit(x: np.ndarray, y: np.ndarray, steps: int = 30, ridge: float = 1e-3) -> np.ndarray:
    """Logistic regression by Newton's method; x [rows, columns], y [rows] of 0 and 1 -> weights [columns]."""
    weights = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (y - p) - ridge * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(x.shape[1])
        weights = weights + np.linalg.solve(hessian, gradient)
    return weights


def candidates(model: Model, chosen: Set) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Raw log odds of everything found [rows, 3], whether gold has it [rows], and which document it is in [rows]."""
    settings, scores = model.settings, []
    for probe in PROBES:
        model.settings = replace(settings, calibration=probe)
        readings = read(chosen.documents, Reader(model, min_score=0))
        by_document = [judged([d], readings, chosen.nested) for d in chosen.documents]
        scores.append(np.array([s for rows in by_document for s, _ in rows]))
    model.settings = settings
    hits = np.array([hit for rows in by_document for _, hit in rows], float)
    document = np.array([i for i, rows in enumerate(by_document) for _ in rows])
    by_hand = np.any(np.isin(scores, (HEARSAY_SCORE, LAYOUT_SCORE)), axis=0)  # those no calibration changes
    p = np.stack(scores)[:, ~by_hand].clip(1e-4, 1 - 1e-4)
    return np.stack([np.ones(p.shape[1]), *np.log(p / (1 - p))], axis=1), hits[~by_hand], document[~by_hand]


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, default=DEV)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--articles", type=Path, default=ARTICLES, help="the texts of --labels")
    options = parser.parse_args()
    sets = {
        "PolNeAR dev": Set(load(options.data), nested=False),
        "our labels": Set(labelled(options.labels, options.articles), nested=True),
    }
    model = Model(options.model)
    found = {name: candidates(model, chosen) for name, chosen in sets.items()}
    x, y = (np.concatenate([rows[i] for rows in found.values()]) for i in (0, 1))
    half = np.concatenate([document % 2 for _, _, document in found.values()])
    held_out = np.empty(len(y))
    for side in (0, 1):
        held_out[half == side] = 1 / (1 + np.exp(-x[half == side] @ fit(x[half != side], y[half != side])))
    start = 0
    for name, (_, hits, _) in found.items():
        part = slice(start, start := start + len(hits))
        error = calibration_error(zip(held_out[part].tolist(), hits.astype(bool).tolist(), strict=True))
        print(f"{name}: {len(hits)} candidates, expected calibration error across halves {error:.3f}")
    intercept, of_cue, of_validity = (round(float(w), 4) for w in fit(x, y))
    model.settings = replace(model.settings, calibration=(intercept, of_cue, of_validity))
    for threshold in sorted((THRESHOLD, *OTHERS)):
        reader = Reader(model, min_score=threshold)
        for name, chosen in sets.items():
            of_set = table(chosen.documents, read(chosen.documents, reader), chosen.nested)
            names = ("detect", "relation lenient", "relation exact", "content exact")
            print(f"threshold {threshold:.2f} {name}: " + " ".join(f"{n} {100 * of_set[n][2]:.1f}" for n in names))
    path = options.model / "config.json"
    config = json.loads(path.read_text())
    config |= {"calibration": [intercept, of_cue, of_validity], "threshold": THRESHOLD}
    path.write_text(json.dumps(config, indent=1) + "\n")
    print(f"calibration {model.settings.calibration}, threshold {THRESHOLD} written to {path}")


if __name__ == "__main__":
    main()
