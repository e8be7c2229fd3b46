"""Whom pronouns within a content mean, on invented texts with the attributions given."""

import pytest

from tests.reading.test_sources import attribution, resolved


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "meant"),
    [
        # somebody else than those who speak
        (
            "Emeric Vassoul resigned. Critics said he had let the harbour.",
            "Critics",
            "said",
            "he had let the harbour",
            ["Emeric Vassoul"],
        ),
        # who speaks
        ("Emeric Vassoul said he was ready.", "Emeric Vassoul", "said", "he was ready", ["Emeric Vassoul"]),
        ("Mr Vassoul said critics wanted his seat.", "Mr Vassoul", "said", "critics wanted his seat", ["Vassoul's"]),
        # in their own words speakers are "I"
        ("Emeric Vassoul said: “He was ready.”", "Emeric Vassoul", "said", "“He was ready.”", []),
        # a content that names a man before stands by itself
        (
            "Emeric Vassoul said that Piet Brandt had lost his seat.",
            "Emeric Vassoul",
            "said",
            "that Piet Brandt had lost his seat",
            [],
        ),
        # nobody was named
        ("Critics said he had let the harbour.", "Critics", "said", "he had let the harbour", []),
        # "her" before a noun and without one
        (
            "Ms. Ada Moro resigned. Critics said the board had dropped her.",
            "Critics",
            "said",
            "the board had dropped her",
            ["Ada Moro"],
        ),
        (
            "Ms. Ada Moro resigned. Critics said the board took her seat.",
            "Critics",
            "said",
            "the board took her seat",
            ["Ada Moro's"],
        ),
    ],
)
def test_pronouns_of_a_content_mean_who_is_named_outside_of_it(text, source, cue, content, meant):
    _, _, found = resolved(text, attribution(text, cue, source, content))
    assert [words for _, words in found[0].referents] == meant
    for span, _ in found[0].referents:
        assert text[span.start : span.end].lower() in ("he", "his", "her")
