"""CSV cells that no spreadsheet runs."""

import pytest

from sayso.exports.table import cell


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "|cmd", "%x"])
def test_formulas_are_text(value):
    assert cell(value).startswith("'")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("He said no", "He said no"),
        (None, ""),
        (0.5, "0.5"),
        (-3, "-3"),
        (("A", "B"), "A; B"),
        (((1, 4), (6, 9)), "1-4; 6-9"),
        ("a\x1b[31m", "a\ufffd[31m"),
    ],
)
def test_everything_else_is_itself(value, expected):
    assert cell(value) == expected
