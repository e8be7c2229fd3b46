"""The ledger's commands, as a user types them."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest

from tests.ledger.pages import ADMISSION, COPY, DENIAL, write


def sayso(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "sayso.cli", *map(str, arguments)], capture_output=True, encoding="utf8", **options
    )


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    done = sayso("add", write(folder / "pages", DENIAL, COPY, ADMISSION), "--ledger", folder / "talks.db")
    assert done.returncode == 0, done.stderr
    return folder / "talks.db"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["search", "lease"], "Emeric Vassoul │ deny │ CT-"),
        (["who", "Vassoul"], "revises"),
        (["timeline"], "2031-03-03"),
        (["timeline", "1"], "█"),
        (["stories"], "Minister denies"),
        (["article", "1"], "The Harbour Courier"),
        (["stats"], "statements"),
        (["sources"], "Sunniva Pellard"),
        (["verify"], "3 articles, all as they were"),
        (["conflicts", "--kind", "repeats"], "repeats"),
    ],
)
def test_each_command_answers(ledger, arguments, expected):
    done = sayso(*arguments, "--ledger", ledger)
    assert (done.returncode, done.stderr) == (0, "")
    assert expected in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "lease"],
        ["who", "Vassoul"],
        ["timeline"],
        ["conflicts"],
        ["origins", "1"],
        ["stories"],
        ["article", "1"],
        ["stats"],
        ["sources"],
    ],
)
def test_each_command_speaks_json(ledger, arguments):
    done = sayso(*arguments, "--json", "--ledger", ledger)
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows
    assert all(isinstance(row, dict) for row in rows)


def test_csv_has_a_row_for_each_statement(ledger):
    rows = list(csv.DictReader(io.StringIO(sayso("export", "--format", "csv", "--ledger", ledger).stdout)))
    lines = sayso("export", "--ledger", ledger).stdout.splitlines()
    assert len(rows) == len(lines) > 5
    assert [int(r["id"]) for r in rows] == [json.loads(line)["id"] for line in lines]


def test_the_environment_names_the_ledger(ledger):
    done = sayso("stats", "--json", env={"SAYSO_LEDGER": str(ledger), "PATH": ""})
    assert json.loads(done.stdout)["articles"] == 3


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["who", "Nobody Known"], 2, "no source named"),
        (["article", "99"], 2, "no article 99"),
        (["origins", "9999"], 2, "no statement 9999"),
        (["search", "x", "--since", "yesterday"], 2, "expected a date"),
        (["search", "x", "--since", "2031-13-99"], 2, "expected a date"),
        (["who", "²"], 2, "no source named"),
        (["timeline", "99999999999999999999"], 2, "a number is too large"),
        (["origins", "99999999999999999999"], 2, "a number is too large"),
        (["search", "x", "--act", "shout"], 2, "expected one of"),
        (["search", "x", "--polarity", "!"], 2, "expected +, - or u"),
        (["conflicts", "--kind", "likes"], 2, "expected one of"),
        (["conflicts", "--source", "Zork"], 2, "no source named"),
        (["search", "lease", "--source", "Zork"], 2, "no source named"),
        (["timeline", "Zork"], 2, "no source named"),
        (["conflicts", "--story", "99"], 2, "no story 99"),
        (["timeline", "99"], 2, "no story 99"),
        (["export", "--story", "99"], 2, "no story 99"),
        (["export", "--format", "pdf"], 2, "expected json or csv"),
    ],
)
def test_a_wrong_call_says_what_is_expected(ledger, arguments, status, message):
    done = sayso(*arguments, "--ledger", ledger)
    assert done.returncode == status
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_there_may_be_more_only_where_there_is(ledger):
    rows = len(sayso("search", "lease", "--json", "--ledger", ledger).stdout.splitlines())
    assert rows > 2
    assert "There may be more" not in sayso("search", "lease", "--limit", rows, "--ledger", ledger).stdout
    assert "There may be more" in sayso("search", "lease", "--limit", rows - 1, "--ledger", ledger).stdout


def test_links_that_are_less_sure_are_left_out(ledger):
    scores = [json.loads(row)["score"] for row in _json(ledger, "conflicts", "--kind", "repeats")]
    least = sorted(scores)[len(scores) // 2]
    rows = _json(ledger, "conflicts", "--kind", "repeats", "--min-score", least)
    assert [json.loads(row)["score"] for row in rows] == [score for score in scores if score >= least]


def _json(ledger, *arguments):
    return sayso(*arguments, "--json", "--limit", 500, "--ledger", ledger).stdout.splitlines()


def test_the_words_of_a_statement_are_not_faint(ledger):
    out = sayso("search", "lease", "--ledger", ledger, env={**os.environ, "FORCE_COLOR": "1", "COLUMNS": "200"}).stdout
    assert "\x1b[2mdenied  \x1b[0mthat he had signed a lease" in out


def test_no_ledger_says_how_to_make_one(tmp_path):
    done = sayso("stats", "--ledger", tmp_path / "none.db")
    assert done.returncode == 1
    assert "sayso add PAGE makes one" in done.stderr


def test_two_of_a_surname_are_told_and_what_is_nested_says_in_what(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Harbour talks go on\n\nThe mayor, Dora Pell, said on Monday that Emeric Vassoul had denied meeting the owners of"
        " the harbour.\n\nMr. Tarn Pell, an engineer, told reporters that the pumps had failed.\n",
        encoding="utf8",
    )
    ledger = tmp_path / "talks.db"
    assert sayso("add", tmp_path / "a.txt", "--ledger", ledger).returncode == 0
    both = sayso("who", "Pell", "--ledger", ledger)
    assert both.stderr.strip() == "Pell is Dora Pell (1), Tarn Pell (3); name one of them in full."
    assert "Tarn Pell │ state" in both.stdout
    one = sayso("who", "Vassoul", "--ledger", ledger)
    assert "Emeric Vassoul ◂ Dora Pell │ deny │ CT- │ undated │ within 1 (state)" in one.stdout
    assert one.stderr == ""
    assert json.loads(sayso("who", "Vassoul", "--json", "--ledger", ledger).stdout)["within"] == 1


def test_control_characters_reach_no_terminal(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Harbour talks\n\nThe mayor, Dora Pell, said that the \x9b31mharbour \u202ewas let to nobody at all in the spring.\n\n"
        "Nobody at the harbour office would talk, and the doors of the ministry stayed shut until noon.\n",
        encoding="utf8",
    )
    ledger = tmp_path / "talks.db"
    sayso("add", tmp_path / "a.txt", "--ledger", ledger)
    for arguments in (
        ["read", tmp_path / "a.txt"],
        ["search", "harbour", "--ledger", ledger],
        ["export", "--ledger", ledger],
    ):
        for done in (sayso(*arguments, *([] if arguments[0] == "export" else ["--json"])), sayso(*arguments)):
            assert done.returncode == 0
            assert "harbour" in done.stdout
            assert not set(done.stdout) & {"\x9b", "\u202e"}


def test_names_that_no_text_can_hold_and_names_that_look_like_markup(tmp_path):
    folder = tmp_path / os.fsdecode(b"caf\xe9[")
    folder.mkdir()
    text = "Harbour talks\n\n" + "\n\n".join(DENIAL[4])
    (folder / "b].txt").write_text(text, encoding="utf8")
    done = sayso("add", tmp_path, tmp_path, "--json", "--ledger", tmp_path / "talks.db")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[0])["page"].endswith("caf?[/b].txt")
    loud = sayso("read", tmp_path, tmp_path, env={**os.environ, "FORCE_COLOR": "1"})
    assert loud.returncode == 0, loud.stderr


def test_a_decision_goes_into_the_ledger_that_was_given_before_it(tmp_path, ledger):
    own = tmp_path / "own.db"
    own.write_bytes(ledger.read_bytes())
    done = sayso("sources", "--ledger", own, "rename", "Pellard", "Sunniva Quist", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "sayso.db").exists()
    assert "Sunniva Quist" in sayso("sources", "--ledger", own).stdout
    refused = sayso("sources", "--json", "rename", "Quist", "Sunniva Pellard", "--ledger", own)
    assert refused.returncode == 2
    assert "for the list of sources" in refused.stderr
