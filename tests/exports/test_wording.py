"""Statements in words."""

import pytest

from sayso.exports.wording import said_on


@pytest.mark.parametrize(
    ("value", "basis", "shown"),
    [
        ("2031-03-04", "explicit", "4 Mar 2031"),
        ("2031-03", "relative to publication", "Mar 2031"),
        ("2031-03-04", "same source before", "~4 Mar 2031"),
        ("2031-01/2031-03", "day of the article", "~Jan 2031 to Mar 2031"),
    ],
)
def test_a_day_that_another_sentence_names_is_marked(value, basis, shown):
    assert said_on(value, basis) == shown
