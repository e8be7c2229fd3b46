"""From scores to labels: which words are cues, and the best role sequence for each cue. Pure numpy, no model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: labels of the cue tagger
CUE_LABELS = ("O", "B", "I")
#: labels of the role head, for one cue
ROLE_LABELS = ("O", "B-source", "I-source", "B-content", "I-content")
#: ROLE_LABELS[j] may not follow ROLE_LABELS[i]: an inside only follows its own beginning or inside
FORBIDDEN = np.array(
    [[after.startswith("I") and after[2:] != before[2:] for after in ROLE_LABELS] for before in ROLE_LABELS]
)
_NEVER = np.float32(-1e4)
_SOURCE, _CONTENT = ROLE_LABELS.index("B-source"), ROLE_LABELS.index("B-content")

#: states of the chain: a label, and whether the source was met before
_STATES = tuple((label, met) for met in (False, True) for label in ROLE_LABELS if not (met and "source" in label))
_LABEL = np.array([ROLE_LABELS.index(label) for label, _ in _STATES])
_FIRST = np.array([not met and not label.startswith("I") for label, met in _STATES])
_BARRED = np.array(
    [
        [
            bool(FORBIDDEN[ROLE_LABELS.index(before), ROLE_LABELS.index(after)])
            or met_after != (met_before or ("source" in before and "source" not in after))
            or (before == "I-source" and after == "B-source")
            or (before == after == "B-source")
            for after, met_after in _STATES
        ]
        for before, met_before in _STATES
    ]
)


class CueSpan(NamedTuple):
    """Words `[start, end)` that look like a cue, with the tagger's probability."""

    start: int
    end: int
    probability: float


def softmax(logits: Floats) -> Floats:
    """Softmax over the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), np.float32)


def stack(emissions: Sequence[Floats]) -> Floats:
    """Emissions of several windows as one array, [cues, words of the longest, labels]; missing words are O."""
    words = max(e.shape[1] for e in emissions)
    out = np.full((sum(len(e) for e in emissions), words, len(ROLE_LABELS)), _NEVER, np.float32)
    out[:, :, 0] = 0.0
    row = 0
    for e in emissions:
        out[row : row + len(e), : e.shape[1]] = e
        row += len(e)
    return out


def cue_spans(logits: Floats, threshold: float, extend: float = 0.5) -> list[CueSpan]:
    """Read cues off the tagger's scores.

    Args:
        logits: [words, 3], see CUE_LABELS.
        threshold: probability of "not O" that at least one word of a cue must reach.
        extend: the probability of "not O" down to which its neighbours still belong to it.

    """
    probabilities = softmax(logits)
    inside = 1.0 - probabilities[:, 0]
    found: list[CueSpan] = []
    start: int | None = None
    last = -1
    low = min(threshold, extend)
    for i in [*np.flatnonzero(inside >= low).tolist(), -1]:
        begins = i >= 0 and probabilities[i, 1] > probabilities[i, 2]
        if start is not None and (i != last + 1 or begins):
            peak = float(inside[start : last + 1].max())
            if peak >= threshold:
                found.append(CueSpan(start, last + 1, peak))
            start = None
        if start is None:
            start = i
        last = i
    return found


class Crf(NamedTuple):
    """Scores of a linear-chain CRF over ROLE_LABELS."""

    #: score of going from the first label to the second, [labels, labels]
    transitions: Floats
    #: score of starting with each label, [labels]
    initial: Floats


def roles(emissions: Floats, crf: Crf, source: float, empty_source: float, empty_content: float) -> NDArray[np.int64]:
    """The role labels of each cue; almost every attribution has a source and a content, so none is the last resort.

    Args:
        emissions: [cues, words, labels].
        crf: as trained.
        source: nats that favour a source throughout.
        empty_source: nats more where no source was found, for a second look.
        empty_content: nats for a content where none was found, for a second look.

    Returns:
        Labels, [cues, words].

    """
    favoured = emissions.copy()
    favoured[:, :, _SOURCE] += source  # what begins a role does so at one word: favouring it there favours the role
    labels = viterbi(favoured, crf)
    lacks_source: NDArray[np.bool_] = np.all(~np.isin(labels, (_SOURCE, _SOURCE + 1)), axis=1)
    lacks_content: NDArray[np.bool_] = np.all(~np.isin(labels, (_CONTENT, _CONTENT + 1)), axis=1)
    again = np.flatnonzero(lacks_source | lacks_content)
    if len(again):
        bolder = favoured[again]
        bolder[:, :, _SOURCE] += empty_source * lacks_source[again][:, None]
        bolder[:, :, _CONTENT] += empty_content * lacks_content[again][:, None]
        labels[again] = viterbi(bolder, crf)
    return labels


def viterbi(emissions: Floats, crf: Crf) -> NDArray[np.int64]:
    """The most probable label sequences with at most one source (Lafferty, McCallum and Pereira 2001).

    Nearly every source in the corpora is one span, so the states of the chain also say whether it is still to come.

    Args:
        emissions: [cues, words, labels].
        crf: its scores; FORBIDDEN sequences never win.

    Returns:
        Labels, [cues, words].

    """
    cues, words, _ = emissions.shape
    scores_of = emissions[:, :, _LABEL]
    step = np.where(_BARRED, _NEVER, crf.transitions[_LABEL][:, _LABEL]).astype(np.float32)
    begin = np.where(_FIRST, crf.initial[_LABEL], _NEVER).astype(np.float32)
    back = np.empty((words, cues, len(_STATES)), np.int8)
    best = scores_of[:, 0] + begin
    rows = np.arange(cues)
    for t in range(1, words):
        scores = best[:, :, None] + step
        back[t] = scores.argmax(axis=1)
        best = scores.max(axis=1) + scores_of[:, t]
    states = np.empty((cues, words), np.int64)
    states[:, -1] = best.argmax(axis=1)
    for t in range(words - 1, 0, -1):
        states[:, t - 1] = back[t, rows, states[:, t]]
    return _LABEL[states]
