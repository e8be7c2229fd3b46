"""The int8 models: what they say of a text does not hang on what is asked beside it."""

import numpy as np
import pytest

from sayso.relating.pairs import PairModel, Pairs
from sayso.relating.sentences import Claims, Sentences, shipped

PAIR = ("Vassoul denies: he had signed a lease of the northern harbour", "Pellard says: the minister signed the lease")
OTHERS = [
    ("Orr says: it rained", "Orr says: it rained on and on, and nobody who was there had thought of an umbrella"),
    (
        "the embassy does not say: whether it had been told of the memo",
        "Muirsett wants: four cranes, 11% and no tender",
    ),
]


def test_a_verdict_is_the_same_in_any_company():
    pairs = Pairs()
    (alone,) = pairs.judge([PAIR])
    assert pairs.judge([*OTHERS, PAIR])[-1] == alone
    assert abs(sum(alone) - 1) < 1e-5


@pytest.mark.parametrize("encoder", [Sentences, Claims])
def test_a_vector_is_the_same_in_any_company(encoder):
    model = encoder()
    alone = model.vectors([PAIR[0]])
    among = model.vectors([*(text for pair in OTHERS for text in pair), PAIR[0]])
    assert np.array_equal(alone[0], among[-1])
    assert abs(np.linalg.norm(alone[0]) - 1) < 1e-3


def test_claims_are_near_where_one_is_something_to_the_other_whatever_the_words():
    toll, other_toll, bill = Claims().vectors(
        [
            "the Harbour Office says: 30 people died when the ferry sank off Ellary",
            "a diver says: we counted no more than a dozen bodies in the wreck",
            "the Harbour Office says: the ferry that sank off Ellary had cost 30 million crowns",
        ]
    )
    assert toll @ other_toll > toll @ bill


def test_nothing_asked_is_nothing_said():
    assert Pairs().judge([]) == []
    assert Sentences().vectors([]).shape == (0, 384)


def test_a_denial_of_what_another_asserts_is_seen_by_the_larger_model():
    first = PairModel(shipped("pairs")).judge([PAIR])[0].conflicts
    (both,) = Pairs().judge([PAIR])
    assert first < 0.5 < both.conflicts


def test_the_larger_model_is_not_asked_where_its_answer_would_change_nothing():
    alone = PairModel(shipped("pairs")).judge([PAIR])
    assert Pairs().judge([PAIR], [("repeats",)]) == alone != Pairs().judge([PAIR], [("conflicts",)])


def test_two_numbers_or_days_for_one_thing_cannot_both_stand_and_other_things_can():
    pairs = [
        ("the Harbour Office says: 30 people died when the ferry sank off Ellary",
         "the coastguard says: twelve people were killed in the sinking of the ferry"),
        ("Mayor Dora Pell says: the bridge cost 41 million crowns",
         "the auditor says: the bridge cost the town 62 million crowns"),
        ("Orr says: the memo reached the ministry on Monday", "Vassoul says: the memo came to the ministry on Thursday"),
        ("Pell says: the pumps were tested in May", "Orlo says: the pumps were paid for in June"),
    ]  # fmt: skip
    *numbers, other = Pairs().judge(pairs)
    assert all(verdict.conflicts > 0.4 and max(verdict.repeats, verdict.agrees) < 0.1 for verdict in numbers)
    assert other.none > 0.8
