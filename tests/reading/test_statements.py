"""From attributions to statements: the author's own sentences."""

from sayso.reading.statements import author_statements
from sayso.types import Span
from tests.reading.drafting import blocks_of, shown


def test_the_author_s_sentences_do_not_end_behind_abbreviations():
    text = "Mr. Orlo walked to the harbour with Sen. Pell and went home by the U.S. ferry in the rain. It was all quite late (as ever). Nobody saw them come."
    said = author_statements(text, blocks_of(text), [Span(0, len(text))], (), 0)
    assert [part for s in said for part in shown(text, s.content)] == [
        "Mr. Orlo walked to the harbour with Sen. Pell and went home by the U.S. ferry in the rain.",
        "It was all quite late (as ever).",
    ]
