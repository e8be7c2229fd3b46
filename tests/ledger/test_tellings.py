"""Links carried over to other tellings, on the real database; the pair model's verdicts are given."""

import sqlite3

import pytest

import sayso
from sayso.ledger import Ledger
from sayso.relating.pairs import Verdict
from tests.ledger.pages import html

CONTRARY, NOTHING = Verdict(0.0, 0.0, 0.95, 0.05), Verdict(0.0, 0.0, 0.0, 1.0)
FIRST = "Opposition lawmaker Sunniva Pellard said the northern harbour was let behind closed doors in January."
SECOND = "Harbour master Harlan Muirsett denied that the northern harbour had been let behind anybody’s back."
RETOLD = "Opposition lawmaker Sunniva Pellard said the northern harbour was let behind closed doors early in January."
ELSE = (
    "The northern harbour has four quays and a customs shed, and the town has argued over it since the winter.",
    "Whoever gets the northern harbour will have to dredge it, which the town has put off for nine years.",
    "On market days the northern harbour is full of people from the whole town, lease or no lease.",
)


class Judge:
    """Says the same of every pair."""

    def __init__(self, verdict):
        self.verdict = verdict

    def judge(self, pairs, answers):
        return [self.verdict] * len(pairs)


@pytest.fixture(scope="module")
def reader():
    return sayso.Reader()


def page(folder, number, *paragraphs):
    url = f"https://paper{number}.example/harbour"
    path = folder / f"{number}.html"
    title = f"The harbour and the town, part {number}"
    path.write_text(html((title, f"Paper {number}", f"2031-03-0{number}", url, paragraphs)), encoding="utf8")
    return path


def conflicts(path):
    """Numbers of articles of each conflict, and whether it was carried over."""
    query = """
        SELECT a.article_id, b.article_id, l.carried_from IS NOT NULL FROM links l
        JOIN statements a ON a.id = l.first_id JOIN statements b ON b.id = l.second_id
        WHERE l.kind = 'conflicts' ORDER BY 1, 2
    """
    with sqlite3.connect(path) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def ledger(tmp_path, reader):
    with Ledger(tmp_path / "harbour.db") as ledger:
        ledger._relater._pairs = Judge(CONTRARY)
        pages = [
            page(tmp_path, 1, FIRST, ELSE[0]),
            page(tmp_path, 2, SECOND, ELSE[1]),
            page(tmp_path, 3, RETOLD, ELSE[2]),
        ]
        for path in pages:
            ledger._relater._pairs = Judge(NOTHING if path is pages[2] else CONTRARY)
            list(ledger.add([path], reader=reader))
        yield ledger


def test_what_is_told_again_is_in_the_same_conflicts_and_shown_once(ledger, tmp_path):
    found = conflicts(tmp_path / "harbour.db")
    assert (2, 3, 1) in found or (3, 2, 1) in found
    pairs = [e for e in ledger.conflicts() if {"Sunniva Pellard", "Harlan Muirsett"} == {e.first.who, e.second.who}]
    assert len(pairs) == 1
    assert len(pairs[0].again) == 1


def test_reading_anew_with_a_model_that_finds_nothing_leaves_nothing(ledger, tmp_path, reader):
    ledger._relater._pairs = Judge(NOTHING)
    list(ledger.reread(reader=reader))
    assert conflicts(tmp_path / "harbour.db") == []
