"""Time expressions: literal values against a given day of publication."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reading.dates import TimeExpression, find_times
from sayso.reading.dating import Dater
from sayso.reading.model import Model
from sayso.reading.when import interval
from sayso.types import Act, Attribution, Source, SourceKind, Span
from tests.reading.drafting import at, blocks_of

FRIDAY = date(2017, 2, 10)


def values(text, published=FRIDAY):
    return [(text[t.span.start : t.span.end], t.value) for t in find_times(text, blocks_of(text), published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 29th December 2016", [("29th December 2016", "2016-12-29")]),
        ("on Feb. 3, 2017,", [("Feb. 3, 2017", "2017-02-03")]),
        ("on Tuesday", [("Tuesday", "2017-02-07")]),
        ("on Thursday night", [("Thursday night", "2017-02-09TNI")]),
        ("yesterday", [("yesterday", "2017-02-09")]),
        ("last month", [("last month", "2017-01")]),
        ("last week", [("last week", "2017-W05")]),
        ("two weeks ago", [("two weeks ago", "2017-W04")]),
        ("in the 1990s", [("the 1990s", "199")]),
        ("in the third quarter of 2016", [("the third quarter of 2016", "2016-Q3")]),
        ("for three years", [("three years", "P3Y")]),
        ("every day", [("every day", "P1D")]),
        ("on Dec. 28", [("Dec. 28", "2016-12-28")]),
        ("at 9:30 a.m.", [("9:30 a.m.", "2017-02-10T09:30")]),
        ("Until Monday, they will wait", [("Monday", "2017-02-13")]),
        ("Until Monday, they had waited", [("Monday", "2017-02-06")]),
        ("could leave as soon as Tuesday", [("Tuesday", "2017-02-14")]),
        ("They march each Thursday", [("each Thursday", "XXXX-WXX-4")]),
        ("a summit in March", [("March", "2017-03")]),
        ("was seen at the quay in December", [("December", "2016-12")]),
        ("Last April they met", [("Last April", "2016-04")]),
        ("In July last year", [("July last year", "2016-07")]),
        ("in nineteen ninety-six", [("nineteen ninety-six", "1996")]),
        ("nothing of the kind", []),
    ],
)
def test_values(text, expected):
    assert values(text) == expected


def test_without_a_day_of_publication_the_text_s_own_dates_anchor():
    text = "The calls took place on 29th December 2016. Sanctions came that same day. In early January he spoke."
    assert values(text, None) == [
        ("29th December 2016", "2016-12-29"),
        ("that same day", "2016-12-29"),
        ("early January", "2017-01"),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2017-W06", "2017-02-06/2017-02-12"),
        ("2016-Q3", "2016-07/2016-09"),
        ("2017-02-09TNI", "2017-02-09"),
        ("199", "1990/1999"),
        ("P3Y", None),
        ("PAST_REF", None),
    ],
)
def test_values_as_intervals(value, expected):
    assert interval(TimeExpression(Span(0, 0), "DATE", value, "explicit"), "") == expected


def test_said_on_is_outside_the_content_and_goes_with_the_same_source():
    text = "Vassoul said on Tuesday that he left on Monday. He added that it rained."
    attributions = [
        Attribution((at(text, "Vassoul"),), (at(text, "said"),), (at(text, "that he left on Monday"),), 0.9),
        Attribution((at(text, "He"),), (at(text, "added"),), (at(text, "that it rained"),), 0.9),
    ]
    times = find_times(text, blocks_of(text), FRIDAY)
    sources = [Source("Vassoul", SourceKind.PERSON)]
    dater = Dater(text, blocks_of(text), attributions, [Act.STATE, Act.STATE], [0, 0], sources, times, FRIDAY)
    found = dater.days(Model().days)
    assert [(w.value, w.basis) for w in found] == [
        ("2017-02-07", "relative to publication"),
        ("2017-02-07", "same source before"),
    ]


@pytest.mark.parametrize("day", ["February 31, 2017", "2017-02-31", "June 31", "February 29, 2017", "2017-13-45"])
def test_a_day_that_no_calendar_has_is_none(day):
    text = f"Vassoul said on {day} that he had left."
    assert all("-31" not in t.value and "-29" not in t.value for t in find_times(text, blocks_of(text), FRIDAY))


def test_what_is_said_now_was_not_said_when_the_rest_was():
    text = "Vassoul said on Tuesday that he was not there. He now says that he left early."
    attributions = [
        Attribution((at(text, "Vassoul"),), (at(text, "said"),), (at(text, "that he was not there"),), 0.9),
        Attribution((at(text, "He"),), (at(text, "now says"),), (at(text, "that he left early"),), 0.9),
    ]
    times = find_times(text, blocks_of(text), FRIDAY)
    sources = [Source("Vassoul", SourceKind.PERSON)]
    dater = Dater(text, blocks_of(text), attributions, [Act.STATE, Act.STATE], [0, 0], sources, times, FRIDAY)
    assert [w and w.value for w in dater.days(Model().days)] == ["2017-02-07", None]


def test_a_day_right_beside_a_cue_is_of_no_other():
    text = "Vassoul spoke on Wednesday. Asked why Tapscombe had said on Tuesday that it rained, Vassoul replied that it had."
    attributions = [
        Attribution((at(text, "Vassoul"),), (at(text, "spoke"),), (), 0.9),
        Attribution((at(text, "Tapscombe"),), (at(text, "had said"),), (at(text, "that it rained"),), 0.9),
        Attribution(
            (at(text, "Vassoul replied")._replace(end=at(text, " replied").start),),
            (at(text, "replied"),),
            (at(text, "that it had"),),
            0.9,
        ),
    ]
    times = find_times(text, blocks_of(text), FRIDAY)
    sources = [Source("Vassoul", SourceKind.PERSON), Source("Tapscombe", SourceKind.PERSON)]
    dater = Dater(text, blocks_of(text), attributions, [Act.STATE] * 3, [0, 1, 0], sources, times, FRIDAY)
    assert [w and w.value for w in dater.days(Model().days)] == ["2017-02-08", "2017-02-07", "2017-02-08"]


def test_an_interval_of_saying_ends_with_publication():
    text = "Vassoul said this week that he had left."
    attributions = [Attribution((at(text, "Vassoul"),), (at(text, "said"),), (at(text, "that he had left"),), 0.9)]
    times = find_times(text, blocks_of(text), FRIDAY)
    sources = [Source("Vassoul", SourceKind.PERSON)]
    dater = Dater(text, blocks_of(text), attributions, [Act.STATE], [0], sources, times, FRIDAY)
    assert [w and w.value for w in dater.days(Model().days)] == ["2017-02-06/2017-02-10"]


@given(st.text(alphabet="0123456789/-: apmAPMTuesdayMarch.,of the last year\n", max_size=80))
def test_any_text_gives_spans_in_order_that_lie_in_it(text):
    end = 0
    for time in find_times(text, blocks_of(text), FRIDAY):
        assert end <= time.span.start < time.span.end <= len(text)
        end = time.span.end


@pytest.mark.parametrize("number", ["9" * 310, "9" * 310 + ".5", "99999999"])
def test_numbers_beyond_any_calendar_are_no_dates(number):
    assert [value for _, value in values(f"The harbour was let {number} years ago.") if value[:4].isdecimal()] == []


def test_a_year_of_three_digits_is_no_decade():
    assert values("It was founded 1,500 years ago.") == [("1,500 years ago", "0517")]


@pytest.mark.parametrize(
    ("stamps", "day"),
    [
        (("4:30 p.m.", "2 p.m."), "2017-02-10"),
        (("16:30 GMT", "14:05"), "2017-02-10"),
        (("4:30 p.m.", "Later"), None),  # one line of this kind makes no running report
    ],
)
def test_a_running_report_tells_of_its_own_day_what_no_other_day_is_named_for(stamps, day):
    class Undecided:
        """A head that takes no day."""

        def choose(self, candidates):
            return None

    text = f"{stamps[0]}\n\nVassoul says that it is shut. Orlo had said that it would be.\n\n{stamps[1]}\n\nIt rains."
    attributions = [
        Attribution((at(text, "Vassoul"),), (at(text, "says"),), (at(text, "that it is shut"),), 0.9),
        Attribution((at(text, "Orlo"),), (at(text, "had said"),), (at(text, "that it would be"),), 0.9),
    ]
    sources = [Source("Vassoul", SourceKind.PERSON), Source("Orlo", SourceKind.PERSON)]
    times = find_times(text, blocks_of(text), FRIDAY)
    dater = Dater(text, blocks_of(text), attributions, [Act.STATE, Act.STATE], [0, 1], sources, times, FRIDAY)
    assert [w and w.value for w in dater.days(Undecided())] == [day, None]
