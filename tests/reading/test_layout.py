"""Transcripts, signatures and posts: speech that the layout gives away, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reading.layout import find_turns, take_turns
from sayso.types import BlockKind
from tests.reading.drafting import at, blocks_of, draft, shown

QUOTE = BlockKind.BLOCKQUOTE


def turns_of(text, kinds=()):
    return [
        (text[t.source.start : t.source.end], text[t.cue.start : t.cue.end], shown(text, t.content))
        for t in find_turns(text, blocks_of(text, kinds))
    ]


def test_a_transcript_is_turns():
    text = "ODEM: We paid in full.\nIn May.\nQ: Was it late?\nTESSA BRONN (Ellary Post): Will you go?\nODEM: No."
    assert turns_of(text) == [
        ("ODEM", ":", ["We paid in full.", "In May."]),
        ("Q", ":", ["Was it late?"]),
        ("TESSA BRONN (Ellary Post)", ":", ["Will you go?"]),
        ("ODEM", ":", ["No."]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "U.S. officials signed it.\nThe treaty is old.\nU.S. sailors cheered.\nU.K. ministers did not.",
        "A. Smith said no.\nB. Jones said yes.\nA. Smith left.\nQ. Brown stayed.",
        "Claim: The wall fell.\nVerdict: False.\nClaim: It was old.\nVerdict: True.",
        "Pell: One.\nA plain one.\nB plain.\nC plain.\nVell: Two.\nD plain.\nE plain.\nF plain.\nG.\nPell: Three.",  # too few
        "Sources: the harbour office.\nPhotographs: R. Feld.\nCorrection: an earlier version named the wrong pier.",
        "Transcript: the minister on air.\nThe rest is prose.\nTranscript: a second.\nOpinion: a third.",
        "Pell: no.\nThe rest of the page has no turns.",  # one label is no transcript
        "Note: one thing.\nNote: another.\nNote: a third.",  # one speaker alone
    ],
)
def test_labels_are_not_turns(text):
    assert turns_of(text) == []


@pytest.mark.parametrize(
    ("text", "kinds", "expected"),
    [
        (
            "“We are glad to see them go.”\n— Piet Marron, mayor of Port Ellary",
            (),
            [("Piet Marron, mayor of Port Ellary", "—", ["“We are glad to see them go.”"])],
        ),
        (
            "“A fine piece of work.” – Jana Roe, director",
            (),
            [("Jana Roe, director", "–", ["“A fine piece of work.”"])],
        ),
        (
            "She replied.\nThere is no drawing.\nA napkin.\n— Milo Karsen (@milokarsen) June 4, 2031",
            (BlockKind.PARAGRAPH, QUOTE, QUOTE, QUOTE),
            [("Milo Karsen (@milokarsen)", "—", ["There is no drawing.", "A napkin."])],
        ),
        (
            "One.\n— Ann Bo (@ab) May 1\nTwo.\n— Cy Dee (@cd) May 2",  # the second post does not take in the first
            (QUOTE, QUOTE, QUOTE, QUOTE),
            [("Ann Bo (@ab)", "—", ["One."]), ("Cy Dee (@cd)", "—", ["Two."])],
        ),
        (
            "There is no drawing. pic.example/1 — Milo Karsen (@milokarsen) June 4, 2031",
            (),
            [("Milo Karsen (@milokarsen)", "—", ["There is no drawing. pic.example/1"])],
        ),
        ("The drawing — Karsen (@milokarsen) says it is a napkin — was sold.", (), []),
        ("“A fine day.” — Éric Roy, director", (), [("Éric Roy, director", "—", ["“A fine day.”"])]),
        ("“We will win.”\n— I went home, said Joyce.", (), []),  # a sentence signs nothing
        (
            "Text one — A B (@ab)\nTwo.\n— Cy Dee (@cd)",
            (QUOTE, QUOTE, QUOTE),
            [("A B (@ab)", "—", ["Text one"]), ("Cy Dee (@cd)", "—", ["Two."])],
        ),
        ("The wall fell.\n— It was old.", (), []),  # a dash below a plain paragraph signs nothing
        ("“A fine piece of work” – and a dear one.", (), []),
    ],
)
def test_signatures(text, kinds, expected):
    assert turns_of(text, kinds) == expected


def test_a_cue_reaches_no_further_than_its_turn():
    text = "ODEM: She asked me to go.\nQ: Who did?\nODEM: The mayor."
    turns = find_turns(text, blocks_of(text))
    asked = draft(text, "asked", "She", ["me to go", "Who did"])
    colon = draft(text, ":", "ODEM", ["She asked"])
    outside = draft(text, "did", "ODEM", ["The mayor"])
    kept = take_turns(text, [asked, colon, outside], turns)
    assert shown(text, asked.content) == ["me to go"]
    assert colon not in kept
    assert outside not in kept  # its words are all somebody's
    assert [shown(text, d.cue) for d in kept] == [["asked"], [":"], [":"], [":"]]


@given(st.text(alphabet="QA:.—-“” \nabAB(@)", max_size=120), st.booleans())
def test_turns_lie_in_the_text(text, quoted):
    blocks = blocks_of(text, (QUOTE,) * len(text.split("\n")) if quoted else ())
    for turn in find_turns(text, blocks):
        spans = [turn.source, turn.cue, *turn.content]
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert all(any(b.span.start <= s.start and s.end <= b.span.end for b in blocks) for s in spans)


def test_a_signature_within_a_turn_is_the_turn_s():
    text = "ODEM: hi there.\n“Great day.” — Jana Roe\nKERR: yes.\nODEM: no."
    assert [source for source, _, _ in turns_of(text)] == ["ODEM", "KERR", "ODEM"]


def test_a_long_row_of_marks_takes_no_longer_than_its_length():
    text = "“" + "’-A" * 20_000 + " " + "b" * 200
    assert turns_of(text) == []


def test_a_planted_speaker_is_found_where_it_was_planted():
    text = "VELL: one two.\nGRELL: three.\nVELL: four five."
    turn = find_turns(text, blocks_of(text))[2]
    assert (turn.source, turn.content) == (at(text, "VELL", 1), (at(text, "four five."),))


def test_what_a_piece_is_says_nothing():
    text = "Transcript: the minister on air\nSources: the minister will go"
    genre = draft(text, ":", "Transcript", ["the minister on air"])
    said = draft(text, ": the minister will", "Sources", ["the minister will go"])
    said.cue = [at(text, ":", 1)]
    assert take_turns(text, [genre, said], []) == [said]
