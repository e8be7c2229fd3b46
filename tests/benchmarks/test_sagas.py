"""Labelled pairs of invented affairs, and the statements that they speak of."""

import pytest

from benchmarks.sagas import FOLDER, Measured, Pair, Shown, Told, holding, labelled, load, table

STATEMENTS = [
    Told(1, "01", "that the dam was sound", ""),
    Told(2, "01", "nobody had said that the dam was sound", ""),
    Told(3, "02", "the dam had been cracked since May", ""),
]


def test_words_stand_for_all_statements_of_their_article_that_hold_them():
    assert holding(("01", "the dam was sound"), STATEMENTS) == {1, 2}
    assert holding(("02", "the dam was sound"), STATEMENTS) == set()
    pair = Pair(("01", "that the dam was sound"), ("02", "cracked since May"), "conflicts")
    assert labelled([pair], STATEMENTS) == {(1, 3): "conflicts", (2, 3): "conflicts"}


def test_words_that_do_not_stand_once_in_their_article_are_an_error(tmp_path):
    (tmp_path / "01.txt").write_text("The dam was sound. The dam was sound.", encoding="utf8")
    (tmp_path / "pairs.txt").write_text("01 | The dam was sound | 01 | was sound | none\n", encoding="utf8")
    with pytest.raises(SystemExit, match="are not there once: The dam was sound"):
        load(tmp_path)


def test_what_is_shown_and_not_labelled_counts_as_none():
    one, _, other = STATEMENTS
    pairs = [Pair(("01", "a"), ("02", "b"), "conflicts"), Pair(("01", "c"), ("02", "d"), "agrees")]
    shown = [Shown("conflicts", 0.9, "revises", one, other), Shown("conflicts", 0.8, None, one, other)]
    figures = table([Measured(pairs, ["conflicts", None], shown)])
    assert figures["conflicts F1"] == 100
    assert figures["agrees recall"] == 0
    assert figures["shown and labelled"] == 50


@pytest.mark.parametrize("folder", sorted(f for f in FOLDER.iterdir() if f.is_dir()), ids=lambda f: f.name)
def test_the_affairs_hold_the_words_of_their_pairs(folder):
    relations = [pair.relation for pair in load(folder)]
    assert set(relations) == {"repeats", "agrees", "conflicts", "revises", "none"}
