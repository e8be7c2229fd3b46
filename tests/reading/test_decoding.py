"""Labels from scores, by hand-computed cases."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reading.decoding import FORBIDDEN, ROLE_LABELS, Crf, CueSpan, cue_spans, roles, viterbi
from sayso.reading.model import KnownCue, with_known


def logits(*words):
    """Scores whose softmax is each word's (O, B, I)."""
    return np.log(np.array(words, np.float32) + 1e-9)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([(0.9, 0.1, 0.0), (0.9, 0.0, 0.1)], []),
        ([(0.9, 0.1, 0.0), (0.1, 0.9, 0.0), (0.9, 0.1, 0.0)], [(1, 2, 0.9)]),
        ([(0.1, 0.9, 0.0), (0.2, 0.1, 0.7), (0.9, 0.0, 0.1)], [(0, 2, 0.9)]),
        ([(0.1, 0.9, 0.0), (0.1, 0.8, 0.1)], [(0, 1, 0.9), (1, 2, 0.9)]),  # two begin: two cues
        ([(0.45, 0.35, 0.2), (0.1, 0.1, 0.8)], [(0, 2, 0.9)]),  # a faint beginning is taken along
        ([(0.45, 0.55, 0.0)], []),  # nowhere over the threshold
    ],
)
def test_cues(words, expected):
    found = cue_spans(logits(*words), threshold=0.6)
    assert [(c.start, c.end, round(c.probability, 2)) for c in found] == expected


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_viterbi_finds_the_best_of_all_sequences_with_one_source_at_most(seed, words):
    rng = np.random.default_rng(seed)
    n = len(ROLE_LABELS)
    emissions = rng.normal(size=(1, words, n)).astype(np.float32)
    transitions, initial = (rng.normal(size=s).astype(np.float32) for s in ((n, n), (n,)))

    def value(path):
        if ROLE_LABELS[path[0]].startswith("I") or any(FORBIDDEN[a, b] for a, b in zip(path, path[1:], strict=False)):
            return -np.inf
        if path.count(ROLE_LABELS.index("B-source")) > 1:
            return -np.inf
        return (
            initial[path[0]]
            + sum(emissions[0, t, label] for t, label in enumerate(path))
            + sum(transitions[a, b] for a, b in zip(path, path[1:], strict=False))
        )

    best = max(product(range(n), repeat=words), key=value)
    assert viterbi(emissions, Crf(transitions, initial)).tolist() == [list(best)]


def test_an_inside_never_follows_anything_but_its_own_role():
    names = [f"{a} {b}" for (i, a), (j, b) in product(enumerate(ROLE_LABELS), repeat=2) if FORBIDDEN[i, j]]
    assert names == [
        "O I-source",
        "O I-content",
        "B-source I-content",
        "I-source I-content",
        "B-content I-source",
        "I-content I-source",
    ]


@pytest.mark.parametrize(
    ("found", "known", "expected"),
    [
        ([], [(12, 14, False)], [(2, 4, 0.5)]),
        ([(2, 4, 0.9)], [(12, 14, False)], [(2, 4, 0.9)]),
        ([(1, 3, 0.9)], [(12, 14, False)], [(1, 3, 0.9)]),  # the tagger's reading holds
        ([(2, 6, 0.9)], [(12, 14, True)], [(2, 4, 0.9), (4, 6, 0.9)]),  # a firm one takes its words, the rest stays
        ([], [(5, 9, True), (40, 41, True)], []),  # other windows' cues
    ],
)
def test_known_cues_join_the_tagger_s(found, known, expected):
    cues = with_known([CueSpan(*c) for c in found], [KnownCue(*k) for k in known], start=10, end=30)
    assert [tuple(c) for c in cues] == expected


def test_a_cue_without_source_or_content_gets_a_second_bolder_look():
    flat = Crf(np.zeros((5, 5), np.float32), np.zeros(5, np.float32))
    emissions = np.zeros((3, 3, 5), np.float32)
    emissions[:, :, 0] = 3.0  # every word is nothing …
    emissions[0, 1, 1] = 2.5  # … but here a source is near,
    emissions[1, 2, 3] = 2.0  # here a content,
    emissions[2, 0, 1] = 9.0  # and here a source is plain
    labels = roles(emissions, flat, source=0.0, empty_source=1.0, empty_content=1.5)
    assert labels.tolist() == [[0, 1, 0], [0, 0, 3], [1, 0, 0]]
