"""The reader model: an ONNX encoder that runs once over each window, and a role head that runs once for each cue."""

from __future__ import annotations

import json
import os
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.errors import ModelError
from sayso.reading.dating import DayHead
from sayso.reading.decoding import Crf, CueSpan, cue_spans, roles, stack
from sayso.reading.judging import StanceHead
from sayso.reading.quotes import Quotation
from sayso.reading.tokens import Tokens, Window, pieces, tokenize, windows
from sayso.types import Block

#: layout of a model folder that this code reads; training/export.py writes it
FORMAT = 1

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CueReading:
    """What the model makes of one cue."""

    #: words of the article's tokens, [start, end)
    cue: CueSpan
    #: the first word that `labels` speaks of
    offset: int
    #: best label of each word of the window, see decoding.ROLE_LABELS, [words]
    labels: NDArray[np.int64]
    #: probability that this is a cue, once its source and content were looked for
    validity: float


class KnownCue(NamedTuple):
    """Words `[start, end)` of an article that a lexicon knows for a cue."""

    start: int
    end: int
    #: whether it takes the place of a longer cue that the tagger sees there
    firm: bool


class _Look(NamedTuple):
    """The role head's scores for one cue."""

    cue: CueSpan
    #: the first word that `emissions` speaks of
    offset: int
    #: [1, words, labels]
    emissions: NDArray[np.float32]
    #: log odds
    validity: float


@dataclass(frozen=True, slots=True)
class Settings:
    """`config.json` of a model folder."""

    #: identifies weights and settings together, such as "reader-1"
    name: str
    #: pieces of a window, and pieces that neighbours share
    window: int
    overlap: int
    #: words before and behind a cue that the role head looks at
    reach: tuple[int, int]
    #: cue probability from which the role head looks at a cue at all
    floor: float
    #: calibrated score from which an attribution is reported by default
    threshold: float
    #: logistic calibration of the score: intercept, weight of the cue's log odds, weight of the validity's log odds
    calibration: tuple[float, float, float]
    #: over decoding.ROLE_LABELS
    crf: Crf
    #: what favours a source, and a source and a content where none was found, in nats; see decoding.roles
    favour: tuple[float, float, float]


class Model:
    """The weights, loaded once. Reading is safe from several threads at once.

    Args:
        folder: a model folder; the shipped one by default.

    Raises:
        ModelError: a file is missing, damaged or of another format.

    """

    def __init__(self, folder: Path | None = None) -> None:
        # neither library may start threads of its own: one window is one run on one thread, so that the result does
        # not depend on how many are read at once
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import onnxruntime
        from tokenizers import Tokenizer

        folder = folder or Path(str(files("sayso") / "models" / "reader"))
        try:
            self.settings = _settings(json.loads((folder / "config.json").read_text(encoding="utf8")))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._encoder, self._roles = (
                onnxruntime.InferenceSession(
                    str(folder / name),
                    options,
                    providers=["CPUExecutionProvider"],
                    disabled_optimizers=["SkipLayerNormFusion"],  # slower than its parts
                )
                for name in ("encoder.onnx", "roles.onnx")
            )
        except ModelError:
            raise
        except Exception as error:  # each library has errors of its own, and some raise bare Exception
            raise ModelError(f"the reader model in {folder} cannot be loaded ({error}); reinstall sayso") from error
        self._folder = folder
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    @cached_property
    def stance(self) -> StanceHead:
        """The stance head; loaded when it is first asked."""
        return StanceHead(self._folder / "stance.npz")

    @cached_property
    def days(self) -> DayHead:
        """The head that chooses days; loaded when it is first asked."""
        return DayHead(self._folder / "days.npz")

    def tokenize(self, text: str, blocks: Sequence[Block], quotations: Sequence[Quotation]) -> Tokens:
        """Words and word pieces of the given blocks."""
        return tokenize(self._tokenizer, text, blocks, quotations)

    def windows(self, tokens: Tokens) -> list[Window]:
        """The windows that the article is read in."""
        return windows(tokens, self.settings.window, self.settings.overlap)

    def read(self, tokens: Tokens, known: Sequence[KnownCue] = ()) -> tuple[list[CueReading], Vectors]:
        """Run the model over an article, window by window.

        Args:
            tokens: the article's words.
            known: cues that are known to be there; the model reads their source and content.

        Returns:
            A reading for each cue down to `settings.floor`, and each known one, in the order of the text; and the
            vectors of all words, [words, width], each from the window that the word lies deepest in.

        """
        windows = self.windows(tokens)
        parts: list[Vectors] = []
        looks: list[_Look] = []
        for window in windows:
            vectors, scores = self.encode(tokens, window)
            parts.append(vectors[0, window.own_start - window.start : window.own_end - window.start])
            looks += self._look(window, vectors, scores, known)
        return self._readings(looks), np.concatenate(parts) if parts else np.zeros((0, 1), np.float32)

    def _readings(self, looks: Sequence[_Look]) -> list[CueReading]:
        if not looks:
            return []
        labels = roles(stack([look.emissions for look in looks]), self.settings.crf, *self.settings.favour)
        found = []
        for look, row in zip(looks, labels, strict=True):
            row = row[: look.emissions.shape[1]]
            row[look.cue.start - look.offset : look.cue.end - look.offset] = 0
            found.append(CueReading(look.cue, look.offset, row, 1.0 / (1.0 + float(np.exp(-look.validity)))))
        return found

    def encode(self, tokens: Tokens, window: Window) -> tuple[Vectors, Vectors]:
        """The encoder's word vectors [1, words, width] and cue scores [1, words, 3] of one window."""
        ids, features, first = pieces(tokens, window.start, window.end)
        vectors, scores = self._encoder.run(None, {"ids": ids[None], "features": features[None], "first": first[None]})
        return vectors, scores

    def _look(self, window: Window, vectors: Vectors, scores: Vectors, known: Sequence[KnownCue]) -> Iterator[_Look]:
        """Look for the roles of each cue of an encoded window."""
        for cue in with_known(cue_spans(scores[0], self.settings.floor), known, window.start, window.end):
            if not window.own_start <= window.start + cue.start < window.own_end:
                continue
            low, high = max(cue.start - self.settings.reach[0], 0), cue.end + self.settings.reach[1]
            span = np.array([[cue.start - low, cue.end - low]], np.int64)
            emissions, validity = self._roles.run(None, {"vectors": vectors[:, low:high], "cues": span})
            placed = CueSpan(window.start + cue.start, window.start + cue.end, cue.probability)
            yield _Look(placed, window.start + low, emissions, float(validity[0]))

    def score(self, reading: CueReading) -> float:
        """Calibrated probability that a trained annotator marks an attribution at this cue (Platt 1999)."""
        intercept, of_cue, of_validity = self.settings.calibration
        z = intercept + of_cue * _log_odds(reading.cue.probability) + of_validity * _log_odds(reading.validity)
        return round(1.0 / (1.0 + float(np.exp(-z))), 4)


def with_known(found: Sequence[CueSpan], known: Sequence[KnownCue], start: int, end: int) -> list[CueSpan]:
    """The tagger's cues in a window together with the known ones.

    Args:
        found: the tagger's cues, counted from the window's first word.
        known: known cues in order, counted from the article's first word.
        start: the window's first word.
        end: one past its last.

    Returns:
        Cues in order, not overlapping. A firm known cue displaces what the tagger found there, of which only the rest
        behind it stays; any other gives way to the tagger. A known cue that the tagger missed has probability 0.5.

    """
    cues = list(found)
    for low, high, firm in known[bisect_left(known, start, key=lambda k: k.start) :]:
        if low >= end:
            break
        if high > end:
            continue
        low, high = low - start, high - start
        meets = [cue for cue in cues if cue.start < high and cue.end > low]
        if meets and not firm:
            continue
        cues = [cue for cue in cues if cue not in meets]
        cues.append(CueSpan(low, high, max([0.5, *(cue.probability for cue in meets)])))
        cues += [CueSpan(high, cue.end, cue.probability) for cue in meets if cue.end > high]
    return sorted(cues)


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, 1e-4), 1 - 1e-4)
    return float(np.log(clipped / (1 - clipped)))


def _settings(config: dict[str, Any]) -> Settings:
    if config.get("format") != FORMAT:
        raise ModelError(f"the model's format is {config.get('format')!r}, expected {FORMAT}; reinstall sayso")
    intercept, of_cue, of_validity = config["calibration"]
    source, empty_source, empty_content = config["favour"]
    before, behind = config["reach"]
    return Settings(
        name=config["name"],
        window=config["window"],
        overlap=config["overlap"],
        reach=(before, behind),
        floor=config["floor"],
        threshold=config["threshold"],
        calibration=(intercept, of_cue, of_validity),
        crf=Crf(np.array(config["transitions"], np.float32), np.array(config["initial"], np.float32)),
        favour=(source, empty_source, empty_content),
    )
