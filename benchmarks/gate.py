"""Quality floors: python -m benchmarks.gate

Measures the shipped reader, on corpora that are not part of the project and on pages that are, and fails when a figure
falls under its floor. A corpus that is not there is skipped, loudly; one with other bytes than the floors were set on
fails. Floors only go up; lowering one is a change of this file that says why.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import attribution, flat_spans, labelled, labelling, pages, relations, sagas, statements, stories, times
from benchmarks.corpora import shared
from sayso import Reader


@dataclass(frozen=True)
class Gate:
    """A corpus, what it must be, and the figures that must hold on it."""

    name: str
    file: Path
    #: of the file; None for what stands in the project itself
    sha256: str | None
    measure: Callable[[Path], dict[str, float]]
    #: least value of each figure, in the measure's own units
    floors: dict[str, float]


def polnear(file: Path) -> dict[str, float]:
    """F1 in per cent of the shipped reader, precision less recall, and one minus the calibration error, in per cent."""
    documents = attribution.load(file)
    figures = attribution.table(documents, attribution.read(documents, Reader()))
    everything = attribution.read(documents, Reader(min_score=0))
    error = attribution.calibration_error(attribution.judged(documents, everything))
    apart = {
        f"{name} balance": -100 * abs(figures[name][0] - figures[name][1]) for name in ("detect", "relation lenient")
    }
    return {name: 100 * f for name, (_, _, f) in figures.items()} | apart | {"calibration": 100 * (1 - error)}


def cofenet(file: Path) -> dict[str, float]:
    """F1 in per cent of flat spans."""
    return {role: 100 * f for role, (_, _, f) in flat_spans.measure(attribution.load(file), Reader()).items()}


def ours(file: Path) -> dict[str, float]:
    """F1 in per cent on the articles that we labelled, by line of benchmarks/labelled.py and by register."""
    documents = labelling.labelled(labelled.DEV, file)
    predicted = labelled.predictions(documents, Reader())
    figures = {name: 100 * f for name, (_, _, f) in labelled.table(documents, predicted).items()}
    for register in ("opinion", "foreign"):
        chosen = [d for d in documents if d["set"] == register]
        figures[f"{register} relation lenient"] = 100 * labelled.table(chosen, predicted)["relation lenient"][2]
    return figures


def forms(_: Path) -> dict[str, float]:
    """F1 in per cent on the pages that we wrote: transcripts, posts, releases, furniture."""
    documents = labelled.invented()
    return {
        name: 100 * f
        for name, (_, _, f) in labelled.table(documents, labelled.predictions(documents, Reader())).items()
    }


def wcxb(file: Path) -> dict[str, float]:
    """Word-level F1 of main text in points above trafilatura's own."""
    figures = pages.run(file.parent)
    return {"main text F1 over trafilatura's": 100 * (figures["sayso"][2] - figures["trafilatura"][2])}


def understood(_: Path) -> dict[str, float]:
    """Who, chain, stance and dates on gold attributions; of what must be rare, 100 less its share."""
    sets = statements.measure()
    both, balanced = sets["both"], sets["balanced"]
    kept = {name: both[name] for name in ("who", "pronouns", "kind", "chain", "said on", "dates given")}
    rare = {
        "no wrong merges": 100 - both["wrong merges"],
        "denials not as assertions": 100 - balanced["denials as assertions"],
    }
    return kept | rare | {f"balanced {name}": value for name, value in balanced.items()}


def tied(_: Path) -> dict[str, float]:
    """Precision, recall and F1 in per cent of relations between statements."""
    return relations.measure()[0]


def shown(_: Path) -> dict[str, float]:
    """The same of what was shown of stories that no pair model was trained on."""
    return relations.measure(relations.SHOWN)[0]


def saga(file: Path) -> dict[str, float]:
    """The same over all articles of an invented affair."""
    return sagas.table([sagas.measure(file.parent)])


GATES = (
    Gate(
        "PolNeAR dev",
        attribution.DEV,
        "b362db22e53776fef844abf653605b70b35df8b90a957b14bb8c04cb2e7f1ff7",
        polnear,
        # what the product promises; a flipped segment moves F1 by about 0.05
        {
            "detect": 87.6,
            "source exact": 81.3,
            "content exact": 69,
            "relation exact": 60.7,
            "relation lenient": 76.5,
            "detect balance": -6,
            "relation lenient balance": -6,
            "calibration": 95,
        },
    ),
    Gate(
        "CofeNet valid",
        flat_spans.VALID,
        "3e31225e2a8b26d7fcf1c1aa07eaa78d41f3cff73f33f522e26b86d719e3ece7",
        cofenet,
        # 82, 74.2 and 69 before reader-9, which finds more of what is nested, and half a point less here
        {"source": 81.6, "cue": 73.8, "content": 68.4},
    ),
    Gate(
        "our labels",
        labelled.ARTICLES,
        "ccd2459cea582cbf70dc19ad855a8ab5131db87d27458a4656df08f909b102e4",
        ours,
        {
            "detect": 88.5,
            "relation lenient": 76.3,
            "relation exact": 61.3,
            "nested": 57.5,
            "unsourced": 56,
            "headlines": 62,
            "running": 10,
            "traps": 79,
            "opinion relation lenient": 68.2,
            "foreign relation lenient": 80,
        },
    ),
    # of 22 nested ones there one more or less is four points; 65 before reader-5, which finds more in the larger sets
    Gate("our pages", labelled.FORMS, None, forms, {"relation lenient": 79, "nested": 57, "running": 60, "traps": 75}),
    Gate(
        "statements",
        statements.POOL,
        "ccd2459cea582cbf70dc19ad855a8ab5131db87d27458a4656df08f909b102e4",
        understood,
        {
            "who": 89.5,
            "pronouns": 80.5,
            "kind": 89.5,
            "chain": 88,
            "said on": 65,
            "dates given": 58.5,
            "no wrong merges": 96.6,
            "denials not as assertions": 97.3,
            "balanced act": 89.2,
            "balanced act macro": 88.2,
            "balanced polarity": 93.4,
            "balanced factuality macro": 82,
            "balanced relay macro": 80,
        },
    ),
    Gate(
        "TBAQ",
        times.TBAQ,
        "8fad9a60a396d0f739bb7034279875eb837c08ed515ab125cb9c6f37002d3e44",
        times.measure,
        {"identification": 92, "value": 77.5},
    ),
    Gate(
        "relations",
        relations.POOL,
        "ccd2459cea582cbf70dc19ad855a8ab5131db87d27458a4656df08f909b102e4",
        tied,
        # of 16 conflicts found one more or less is six points; processors without VNNI round int8 otherwise. Recall had
        # to be 4.5, then 3.9, before a conflict had to be surer: seven in eight of those shown were none
        {"conflicts precision": 84, "conflicts recall": 3.4, "repeats precision": 72, "repeats F1": 57},
    ),
    # what versions of sayso showed there, nearly all of it labelled: what a user sees of a real story. Floors were 48,
    # 20, 38 and 60 before a third, harder set of articles came in, and 44 and 30 for conflicts before the small pair
    # model learnt from the larger one; the weights are fitted on all three
    Gate(
        "relations shown",
        relations.POOL,
        "ccd2459cea582cbf70dc19ad855a8ab5131db87d27458a4656df08f909b102e4",
        shown,
        {"conflicts precision": 43, "conflicts recall": 29, "agrees precision": 49, "agrees recall": 58},
    ),
    # their precision counts about half of what is shown: what a pair model took for something was labelled there, not
    # what is carried over to other tellings. Floors of talks were 69 and 10.5 (conflicts; precision at half the recall)
    # and 85 (repeats, before a lesser share would do, which suits news), then 64 and 7.5 (before weights were fitted on
    # what is shown in real stories)
    *(
        Gate(f"affair {name}", sagas.FOLDER / name / "pairs.txt", None, saga, floors)
        for name, floors in {
            "talks": {
                "conflicts precision": 63,
                "conflicts recall": 8,
                "repeats precision": 82,
                "repeats recall": 46,
            },
            # 57, 9, 92 and 46 before 278 more pairs were judged there, most of them nothing (conflicts), and before two
            # people by name had to be surer to tell one utterance (repeats), and 92 before a lesser share would do
            "museum": {
                "conflicts precision": 57,
                "conflicts recall": 13,
                "repeats precision": 87,
                "repeats recall": 47,
            },
        }.items()
    ),
    Gate(
        "BASIL",
        stories.BASIL,
        "7c8dc37e93314dc3e572d3e1c45d8805db2610af8171b2f6a4d4e715c7575d00",
        stories.measure,
        {"B-cubed F1": 92},
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
        digest = hashlib.sha256(gate.file.read_bytes()).hexdigest() if gate.sha256 else None
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
