"""Calibrate the score of a model folder and set its threshold: python -m training.calibrate FOLDER [--data FILE]

The score is a logistic regression (Platt 1999) on the log odds of the cue tagger and of the role head's validity
output, fitted on PolNeAR dev to whether gold has the attribution. The calibration error printed is measured across
documents: fitted on one half, measured on the other, both ways. The threshold is the lowest whose F1 of lenient
relations is about the best: a missed attribution costs a user more than one too many. Writes config.json.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.attribution import DEV, calibration_error, judged, load, read, table
from sayso import Reader
from sayso.reading.model import Model

#: the raw log odds, read off scores made with the weights (0, 1, 0) and (0, 0, 1)
#: as good as the best, in F1
SLACK = 0.002
THRESHOLDS = (0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
PROBES = ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def fit(x: np.ndarray, y: np.ndarray, steps: int = 30, ridge: float = 1e-3) -> np.ndarray:
    """Logistic regression by Newton's method; x [rows, columns], y [rows] of 0 and 1 -> weights [columns]."""
    weights = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (y - p) - ridge * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(x.shape[1])
        weights = weights + np.linalg.solve(hessian, gradient)
    return weights


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, default=DEV)
    options = parser.parse_args()
    documents = load(options.data)
    model = Model(options.model)
    settings = model.settings
    columns = []
    for probe in PROBES:
        model.settings = replace(settings, calibration=probe)
        readings = read(documents, Reader(model, min_score=0))
        by_document = [judged([d], readings) for d in documents]
        p = np.array([s for rows in by_document for s, _ in rows]).clip(1e-4, 1 - 1e-4)
        columns.append(np.log(p / (1 - p)))
    hits = [hit for rows in by_document for _, hit in rows]
    x = np.stack([np.ones(len(hits)), *columns], axis=1)
    y = np.array(hits, float)
    half = np.array([i % 2 for i, rows in enumerate(by_document) for _ in rows])
    held_out = np.empty(len(y))
    for side in (0, 1):
        weights = fit(x[half != side], y[half != side])
        held_out[half == side] = 1 / (1 + np.exp(-x[half == side] @ weights))
    error = calibration_error(zip(held_out.tolist(), hits, strict=True))
    print(f"{len(y)} candidates, expected calibration error across halves {error:.3f}")
    intercept, of_cue, of_validity = (round(float(w), 4) for w in fit(x, y))
    model.settings = replace(settings, calibration=(intercept, of_cue, of_validity))
    tried = {}
    for threshold in THRESHOLDS:
        figures = table(documents, read(documents, Reader(model, min_score=threshold)))
        names = ("detect", "relation lenient", "relation exact", "content exact")
        print(f"threshold {threshold:.2f} " + " ".join(f"{n} {100 * figures[n][2]:.1f}" for n in names))
        tried[threshold] = figures["relation lenient"][2]
    chosen = min(t for t, f in tried.items() if f >= max(tried.values()) - SLACK)
    path = options.model / "config.json"
    config = json.loads(path.read_text())
    config |= {"calibration": [intercept, of_cue, of_validity], "threshold": chosen}
    path.write_text(json.dumps(config, indent=1) + "\n")
    print(f"calibration {model.settings.calibration}, threshold {chosen} written to {path}")


if __name__ == "__main__":
    main()
