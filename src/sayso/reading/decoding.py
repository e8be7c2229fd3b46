"""From scores to labels: which words are cues, and the best role sequence for each cue. Pure numpy, no model."""

from __future__ import annotations

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


class CueSpan(NamedTuple):
    """Words `[start, end)` that look like a cue, with the tagger's probability."""

    start: int
    end: int
    probability: float


def softmax(logits: Floats) -> Floats:
    """Softmax over the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), np.float32)


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

    def favouring(self, source: float, content: float) -> Crf:
        """The same CRF with these many nats more for each source and each content that begins."""
        bonus = np.array([source * (n == "B-source") + content * (n == "B-content") for n in ROLE_LABELS], np.float32)
        return Crf(self.transitions + bonus, self.initial + bonus)


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
    labels = viterbi(emissions, crf.favouring(source, 0.0))
    has_source = np.isin(labels, [i for i, n in enumerate(ROLE_LABELS) if n.endswith("source")]).any(axis=1)
    has_content = np.isin(labels, [i for i, n in enumerate(ROLE_LABELS) if n.endswith("content")]).any(axis=1)
    for lacks_source, lacks_content in ((True, False), (False, True), (True, True)):
        again = np.flatnonzero((has_source != lacks_source) & (has_content != lacks_content))
        if len(again):
            bold = crf.favouring(source + empty_source * lacks_source, empty_content * lacks_content)
            labels[again] = viterbi(emissions[again], bold)
    return labels


def viterbi(emissions: Floats, crf: Crf) -> NDArray[np.int64]:
    """The most probable label sequences of a linear-chain CRF (Lafferty, McCallum and Pereira 2001).

    Args:
        emissions: [cues, words, labels].
        crf: its scores; FORBIDDEN sequences never win.

    Returns:
        Labels, [cues, words].

    """
    cues, words, _ = emissions.shape
    step = np.where(FORBIDDEN, _NEVER, crf.transitions).astype(np.float32)
    begin = np.where([label.startswith("I") for label in ROLE_LABELS], _NEVER, crf.initial).astype(np.float32)
    back = np.empty((words, cues, len(ROLE_LABELS)), np.int8)
    best = emissions[:, 0] + begin
    rows = np.arange(cues)
    for t in range(1, words):
        scores = best[:, :, None] + step
        back[t] = scores.argmax(axis=1)
        best = scores.max(axis=1) + emissions[:, t]
    labels = np.empty((cues, words), np.int64)
    labels[:, -1] = best.argmax(axis=1)
    for t in range(words - 1, 0, -1):
        labels[:, t - 1] = back[t, rows, labels[:, t]]
    return labels
