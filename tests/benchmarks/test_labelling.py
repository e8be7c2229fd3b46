"""Label lines to offsets, and what cannot be placed."""

import pytest

from benchmarks.labelled import phenomena
from benchmarks.labelling import parse, segments, sheet

TEXT = "Orlo denies it\n\nMr. Pell told Ms. Tarn that Orlo had denied it. “We knew,” she said. “We all knew it.”\n\n“Go.”\n"


def placed(line, *more):
    found, problems = parse(TEXT, [line, *more])
    assert problems == []
    row = found.attributions[-1]
    return [[TEXT[s:e] for s, e in row[role]] for role in ("cue", "source", "content")]


def test_a_sheet_numbers_sentences_and_parts_paragraphs():
    assert sheet(TEXT) == (
        "[1] Orlo denies it\n\n[2] Mr. Pell told Ms. Tarn that Orlo had denied it.\n[3] “We knew,” she said.\n"
        "[4] “We all knew it.”\n\n[5] “Go.”\n"
    )
    assert [TEXT[s:e] for s, e in segments(TEXT)][2] == "“We knew,” she said."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1 | [2] | told | Mr. Pell | that Orlo … it | -", [["told"], ["Mr. Pell"], ["that Orlo had denied it"]]),
        ("1 | [2] | had denied | Orlo | it | -", [["had denied"], ["Orlo"], ["it"]]),
        ("1 | [3] | said | she | “We knew,” + [4] | -", [["said"], ["she"], ["“We knew,”", "“We all knew it.”"]]),
        ("1 | [3] | said | [2] Ms. Tarn | [4-5] | -", [["said"], ["Ms. Tarn"], ["“We all knew it.”\n\n“Go.”"]]),
        ("1 | [3] | said | - | [4] “We … [5] Go | -", [["said"], [], ["“We all knew it.”\n\n“Go"]]),
        ("1 | [2] | told | - | r #1 | -", [["told"], [], ["r"]]),
    ],
)
def test_parts_of_a_role(line, expected):
    assert placed(line) == expected


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["1 | [2] | told"], "3 fields, expected 6"),
        (["1 | [9] | told | - | it | -"], "no segment 9"),
        (["1 | [2] | said | - | it | -"], "not in its segment: 'said'"),
        (["1 | [2] | told | - | - | -"], "neither source nor content"),
        (["1 | [2] | told | - | that Orlo + Orlo had | -"], "parts overlap"),
        (["1 | [2] | told | - | it | 7"], "its parent 7 is not there"),
        (
            ["1 | [2] | told | - | it | -", "2 | [3] | said | she | [4] | 1"],
            "does not lie in the content of its parent",
        ),
        (["trap | [2] | nowhere | scare quotes"], "not in its segment: 'nowhere'"),
    ],
)
def test_what_cannot_be_placed_is_said(lines, problem):
    assert problem in "; ".join(parse(TEXT, lines)[1])


def row(cue, source=(), content=(), parent=None):
    spans = {"cue": cue, "source": source, "content": content}
    places = {
        k: [[TEXT.index(p), TEXT.index(p) + len(p)] for p in ([v] if isinstance(v, str) else v)]
        for k, v in spans.items()
    }
    return places | {"parent": parent}


OUTER = row("told", "Mr. Pell", "that Orlo had denied it")
INNER = row("had denied", "Orlo had", "it.", 0)


@pytest.mark.parametrize(
    ("found", "nested"),
    [
        ([OUTER, INNER], (1.0, 1.0, 1.0)),
        ([OUTER, INNER | {"parent": None}], (0.0, 0.0, 0.0)),  # found, but not as nested
        ([INNER | {"parent": 1}, INNER | {"parent": None}, OUTER], (0.0, 0.0, 0.0)),  # the wrong parent
        ([OUTER], (0.0, 0.0, 0.0)),
    ],
)
def test_a_nested_attribution_counts_with_the_right_parent(found, nested):
    document = {"id": "a", "text": TEXT, "attributions": [OUTER, INNER], "traps": []}
    assert phenomena([document], {"a": found})["nested"] == nested


def test_a_trap_that_is_left_alone_counts():
    place = [TEXT.index("denies"), TEXT.index("denies") + 6]
    document = {"id": "a", "text": TEXT, "attributions": [], "traps": [place, [0, 4]]}
    assert phenomena([document], {"a": [row("denies", "Orlo")]})["traps"][1] == 0.5
