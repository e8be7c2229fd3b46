"""Quality floors: python -m benchmarks.gate

Measures the shipped reader on corpora that are not part of the project and fails when a figure falls under its floor.
A corpus that is not there is skipped, loudly; one with other bytes than the floors were set on fails. Floors only go
up; lowering one is a change of this file that says why.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import attribution, pages
from benchmarks.corpora import shared
from sayso import Reader


@dataclass(frozen=True)
class Gate:
    """A corpus, what it must be, and the figures that must hold on it."""

    name: str
    file: Path
    sha256: str
    measure: Callable[[Path], dict[str, float]]
    #: least value of each figure, in the measure's own units
    floors: dict[str, float]


def polnear(file: Path) -> dict[str, float]:
    """F1 in per cent of the shipped reader, and one minus the calibration error, in per cent."""
    documents = attribution.load(file)
    figures = attribution.table(documents, attribution.read(documents, Reader()))
    everything = attribution.read(documents, Reader(min_score=0))
    error = attribution.calibration_error(attribution.judged(documents, everything))
    return {name: 100 * f for name, (_, _, f) in figures.items()} | {"calibration": 100 * (1 - error)}


def wcxb(file: Path) -> dict[str, float]:
    """Word-level F1 of main text in points above trafilatura's own."""
    figures = pages.run(file.parent)
    return {"main text F1 over trafilatura's": 100 * (figures["sayso"][2] - figures["trafilatura"][2])}


GATES = (
    Gate(
        "PolNeAR dev",
        attribution.DEV,
        "b362db22e53776fef844abf653605b70b35df8b90a957b14bb8c04cb2e7f1ff7",
        polnear,
        # what the product promises; a flipped segment moves F1 by about 0.05
        {"detect": 83, "relation lenient": 71, "relation exact": 48, "content exact": 57, "calibration": 95},
    ),
    Gate(
        "WCXB dev",
        shared("html/wcxb/dev.zip"),
        "9c85eab6cc6271e9407dc59b90eaa484d16e8c655f01795bb61b6e2354c61a26",
        wcxb,
        {"main text F1 over trafilatura's": -0.5},
    ),
)


def main() -> None:
    """Measure, compare, and exit with 1 when anything fell."""
    failed = False
    for gate in GATES:
        if not gate.file.exists():
            print(f"SKIPPED  {gate.name}: {gate.file.name} is not there")
            continue
        digest = hashlib.sha256(gate.file.read_bytes()).hexdigest()
        if digest != gate.sha256:
            print(f"FAILED   {gate.name}: the corpus has SHA-256 {digest}, the floors were set on {gate.sha256}")
            failed = True
            continue
        figures = gate.measure(gate.file)
        for name, floor in gate.floors.items():
            ok = figures[name] >= floor
            failed = failed or not ok
            print(f"{'ok' if ok else 'FAILED':8} {gate.name}: {name} {figures[name]:.2f}, floor {floor}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
