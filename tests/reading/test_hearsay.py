"""Cues of hearsay, and what only looks like one."""

import pytest

from sayso.reading.hearsay import find_hearsay
from sayso.types import Block, BlockKind, Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orlo is supposed to have advised the envoy.", ["is supposed to"]),
        ("Supposedly the envoy left.", ["Supposedly"]),
        ("The envoy was reportedly told to wait.", ["reportedly"]),
        ("The ship is believed to be in port.", ["is believed to"]),
        ("The ship is now widely thought to have sunk.", ["is now widely thought to"]),
        ("It is understood that the talks failed.", ["It is understood"]),
        ("Pell was allegedly paid and is rumoured to have fled.", ["allegedly", "is rumoured to"]),
        # about speech: one cue with its verb
        ("Pell is reported to have said no.", ["is reported to have said"]),
        ("Pell is supposed to have told her.", ["is supposed to have told"]),
        # a duty or plan, not hearsay
        ("The ferry is supposed to leave at nine.", []),
        ("She said to be careful.", []),
        ("The report was written.", []),
    ],
)
def test_hearsay(text, expected):
    block = Block(Span(0, len(text)), BlockKind.PARAGRAPH)
    assert [text[h.cue.start : h.cue.end] for h in find_hearsay(text, [block])] == expected


def test_only_the_given_blocks_are_searched():
    text = "Reportedly one.\n\nAllegedly two."
    block = Block(Span(17, len(text)), BlockKind.PARAGRAPH)
    assert [h.cue for h in find_hearsay(text, [block])] == [Span(17, 26)]


def test_only_hearsay_about_speech_names_the_speaker():
    text = "Pell is reported to have said that Orlo is reported to have left."
    block = Block(Span(0, len(text)), BlockKind.PARAGRAPH)
    assert [h.names_speaker for h in find_hearsay(text, [block])] == [True, False]
