"""Quotation marks of every house style, balanced or not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.reading.quotes import find_quotations
from sayso.types import Span


def found(text):
    blocks, position = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Span(position, position + len(line)))
        position += len(line) + 1
    return [[text[s:e] for s, e in q.parts] for q in find_quotations(text, blocks)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She said “we left early” and sat.", [["“we left early”"]]),
        ('She said "we left early" and sat.', [['"we left early"']]),
        ("She said ‘we left early’ and sat.", [["‘we left early’"]]),
        ("She said 'we left early' and sat.", [["'we left early'"]]),
        ("„Wir gingen“ and «nous partîmes» are foreign.", [["„Wir gingen“"], ["«nous partîmes»"]]),
        ("‘We don’t know,’ he said. ‘We can’t.’", [["‘We don’t know,’"], ["‘We can’t.’"]]),
        ("‘The ministers’ cars were late,’ he said.", [["‘The ministers’ cars were late,’"]]),
        ("The ministers’ cars and the 1990s’ best", []),
        ("back in the ’90s they told ’em so", []),
        ("'Tis late, rock 'n' roll, o'clock", []),
        ("“He told me ‘no’ twice,” she said.", [["“He told me ‘no’ twice,”"]]),
        ('a 6\'2" man and a 12" board', []),
        ("He said: “This never ends", [["“This never ends"]]),
        ("never opened” he said", []),
        ("", []),
        ('"', []),
        ("“One,” he said. “Two.”", [["“One,”"], ["“Two.”"]]),
        ("“He called it ''a joke'' and left.”", [["“He called it ''a joke'' and left.”"]]),
        ("``We left early,'' she said.", [["``We left early,''"]]),
        ("''We left early,'' she said. ''Twice.''", [["''We left early,''"], ["''Twice.''"]]),
        ('"We left early,\'\' she said. "Twice."', [["\"We left early,''"], ['"Twice."']]),
    ],
)
def test_marks(text, expected):
    assert found(text) == expected


def test_a_quotation_opened_anew_in_each_paragraph_is_one():
    text = "“First part.\n“Second part.\n“Third and last,” she said.\nShe left."
    assert found(text) == [["“First part.", "“Second part.", "“Third and last,”"]]


def test_an_open_quotation_ends_with_its_paragraph_when_the_next_opens_none():
    assert found("He said “so it goes.\nNobody answered “yes” or no.") == [["“so it goes."], ["“yes”"]]


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="ab .,s\n\"'“”‘’„«»[]é😀", max_size=120))
def test_any_text_gives_ordered_spans_within_it(text):
    blocks, position = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Span(position, position + len(line)))
        position += len(line) + 1
    parts = [part for q in find_quotations(text, blocks) for part in q.parts]
    assert parts == sorted(parts)
    assert all(a.end <= b.start for a, b in zip(parts, parts[1:], strict=False))
    assert all(any(b.start <= p.start < p.end <= b.end for b in blocks) for p in parts)


def test_many_marks_take_no_longer_than_their_number():
    text = "'a " * 20_000
    assert find_quotations(text, [Span(0, len(text))]) == []
