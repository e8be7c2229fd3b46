"""The stance head: act, factuality and relay from the encoder's vectors together with what the rules say.

One hidden layer over the mean vectors of cue, content and source (the encoder's own, nothing runs twice), the rules'
verdict added behind it; training/stance.py fits it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sayso.errors import ModelError
from sayso.reading.layers import Floats, gelu, weights
from sayso.reading.stance import Stance
from sayso.reading.tokens import Tokens
from sayso.types import Act, Attribution, Factuality, Relay, Span

ACTS, FACTUALITIES, RELAYS = tuple(Act), tuple(Factuality), tuple(Relay)
#: how many of the first words of a content are averaged; None for the whole cue and source
_PARTS: tuple[tuple[str, int | None], ...] = (
    ("cue", None),
    ("content", 1),
    ("content", 8),
    ("content", 40),
    ("source", None),
)
#: acts of the rules that the head may overrule
_OPEN = frozenset({Act.STATE, Act.BELIEVE, Act.INTEND, Act.KNOW})
#: acts whose factuality the cue alone settles
_BY_WORD = frozenset({Act.DENY, Act.INSINUATE, Act.ADMIT})
#: hedges that the rules found
_HEDGED = frozenset({Factuality.POSSIBLE, Factuality.PROBABLE})
#: acts that commit to nothing
_UNCOMMITTED = frozenset({Act.QUESTION, Act.DECLINE, Act.REQUEST, Act.PROMISE, Act.INTEND})
#: weight of the rules' verdict beside the vectors
_RULES = 3.0


def features(tokens: Tokens, vectors: Floats, attributions: Sequence[Attribution], rules: Sequence[Stance]) -> Floats:
    """What the head sees of each attribution.

    Args:
        tokens: the article's words.
        vectors: the encoder's vector of each word, [words, width].
        attributions: with spans of the same text.
        rules: what reading/stance.py says of each.

    Returns:
        [attributions, 5 * width + 26].

    """
    width = vectors.shape[1]
    out = np.zeros(
        (len(attributions), len(_PARTS) * width + len(ACTS) + len(FACTUALITIES) + len(RELAYS) + 4), np.float32
    )
    for row, attribution, verdict in zip(out, attributions, rules, strict=True):
        for number, (role, limit) in enumerate(_PARTS):
            words = [i for span in getattr(attribution, role) for i in range(*tokens.words(Span(*span)))][:limit]
            if words:
                row[number * width : (number + 1) * width] = vectors[words].mean(0)
        at = len(_PARTS) * width
        row[at + ACTS.index(verdict.act)] = _RULES
        row[at + len(ACTS) + FACTUALITIES.index(verdict.factuality)] = _RULES
        row[at + len(ACTS) + len(FACTUALITIES) + RELAYS.index(verdict.relay)] = _RULES
        row[-4:] = _RULES * np.array(
            [
                not attribution.content,
                not attribution.source,
                attribution.parent is not None,
                len(attribution.content) > 1,
            ]
        )
    return out


class StanceHead:
    """The trained weights.

    Args:
        file: `stance.npz` of a model folder.

    Raises:
        ModelError: the file is missing or damaged.

    """

    def __init__(self, file: Path) -> None:
        parts = weights(file)
        try:
            self._mean, self._scale = parts["mean"], parts["scale"]
            self._hidden, self._bias = parts["hidden"], parts["hidden_bias"]
            self._out, self._out_bias = parts["out"], parts["out_bias"]
        except KeyError as error:
            raise ModelError(f"the stance head in {file} lacks {error}; reinstall sayso") from error

    def judge(self, seen: Floats, rules: Sequence[Stance]) -> list[Stance]:
        """Act, factuality and relay of each attribution.

        Args:
            seen: from `features`.
            rules: what reading/stance.py says of each.

        """
        if not len(seen):
            return []
        plain = len(self._mean)
        inner = gelu((seen[:, :plain] - self._mean) / self._scale @ self._hidden.T + self._bias)
        scores = np.concatenate([inner, seen[:, plain:]], 1) @ self._out.T + self._out_bias
        ends = np.cumsum([len(ACTS), len(FACTUALITIES)])
        picks = [part.argmax(1) for part in np.split(scores, ends, axis=1)]
        found = [
            Stance(ACTS[a], FACTUALITIES[f], RELAYS[r]) for a, f, r in zip(*(p.tolist() for p in picks), strict=True)
        ]
        return [self._guarded(judged, rule) for judged, rule in zip(found, rules, strict=True)]

    @staticmethod
    def _guarded(judged: Stance, rule: Stance) -> Stance:
        """The rules know the rarer acts by their words better than the head, which has seen few of them."""
        if rule.asked:
            return rule
        act = judged.act if rule.act in _OPEN else rule.act
        factuality = judged.factuality
        if act in _UNCOMMITTED:
            factuality = rule.factuality if rule.act is act else Factuality.UNCOMMITTED
        elif act is rule.act and (act in _BY_WORD or rule.factuality in _HEDGED):
            factuality = rule.factuality
        elif rule.untold and act is not Act.DENY:
            factuality = Factuality.UNCOMMITTED
        elif act is Act.DENY and factuality.polarity == "+":
            factuality = Factuality.CERTAINLY_NOT
        relay = rule.relay if rule.relay is Relay.DISTANCES else judged.relay
        if act is Act.KNOW and factuality is Factuality.UNCOMMITTED:
            relay = rule.relay if rule[:2] == (act, factuality) else Relay.NEUTRAL
        return Stance(act, factuality, relay)
