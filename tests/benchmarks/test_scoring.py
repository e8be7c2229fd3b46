"""The scorer against figures computed by hand."""

import pytest

from benchmarks.attribution import calibration_error
from benchmarks.scoring import score, token_sets

TEXT = "Moro said “the port is shut”, Pell denied it and Vos left."
#        0    5    11  15   20 23   30   35     42 45  49  53


def attribution(source=(), cue=(), content=()):
    return {"source": list(source), "cue": list(cue), "content": list(content)}


MORO = attribution([[0, 4]], [[5, 9]], [[11, 27]])
PELL = attribution([[30, 34]], [[35, 41]], [[42, 44]])


def figures(gold, predicted):
    table = score({"d": TEXT}, {"d": gold}, {"d": predicted})
    return {name: tuple(round(x, 3) for x in prf) for name, prf in table.items()}


def test_tokens_are_words_and_marks_do_not_count():
    with_marks = attribution([[0, 4]], [[5, 9]], [[10, 29]])
    assert token_sets(TEXT, [MORO]) == token_sets(TEXT, [with_marks])
    assert sorted(token_sets(TEXT, [MORO])[0]["content"]) == [2, 3, 4, 5]


def test_a_perfect_reading():
    assert set(figures([MORO, PELL], [PELL, MORO]).values()) == {(1.0, 1.0, 1.0)}


def test_one_found_one_missed_one_made_up():
    half = attribution([[0, 4]], [[5, 9]], [[11, 19]])  # "the port": 2 of 4 words
    wrong = attribution([[49, 52]], [[53, 57]], [])
    got = figures([MORO, PELL], [half, wrong])
    assert got["detect"] == (0.5, 0.5, 0.5)
    assert got["source exact"] == (0.5, 0.5, 0.5)
    assert got["content exact"] == (0.0, 0.0, 0.0)
    assert got["content overlap"] == (1.0, 0.5, 0.667)  # one content predicted, two in gold
    assert got["content soft"] == (1.0, 0.25, 0.4)
    assert got["relation exact"] == (0.0, 0.0, 0.0)
    assert got["relation lenient"] == (0.5, 0.5, 0.5)  # Jaccard 2 of 4 is just enough


def test_an_absent_source_must_be_absent():
    unsourced = attribution([], [[35, 41]], [[42, 44]])
    assert figures([unsourced], [unsourced])["relation exact"] == (1.0, 1.0, 1.0)
    assert figures([unsourced], [PELL])["relation exact"] == (0.0, 0.0, 0.0)
    assert figures([unsourced], [PELL])["relation lenient"] == (0.0, 0.0, 0.0)


def test_each_gold_has_one_partner_the_largest_overlap_first():
    shorter = attribution([], [[5, 9]], [])
    got = figures([MORO], [shorter, MORO])
    assert got["relation exact"] == (0.5, 1.0, 0.667)


def test_a_document_without_prediction_is_empty():
    assert score({"d": TEXT}, {"d": [MORO]}, {})["detect"] == (0.0, 0.0, 0.0)


def test_calibration_error_by_hand():
    rows = [(0.95, True), (0.95, False), (0.15, False), (0.15, False)]
    # bin 0.9: |0.95 - 0.5| on half the rows; bin 0.1: |0.15 - 0| on the other half
    assert calibration_error(rows) == pytest.approx(0.5 * 0.45 + 0.5 * 0.15)
