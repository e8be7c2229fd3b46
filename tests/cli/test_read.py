"""`sayso read` as a user meets it: what is printed where, and with which exit status."""

import json
import os
import subprocess
import sys

import pytest

from tests.pages_for_tests import COLUMN, SHORT


def sayso(*arguments, stdin=None, columns=100, **environment):
    return subprocess.run(
        [sys.executable, "-m", "sayso.cli", *map(str, arguments)],
        input=stdin, capture_output=True, encoding="utf8", timeout=120,
        env={**os.environ, "COLUMNS": str(columns), "PYTHONIOENCODING": "utf8", **environment},
    )  # fmt: skip


@pytest.fixture
def short(tmp_path):
    path = tmp_path / "short.html"
    path.write_text(SHORT, encoding="utf8")
    return path


def test_no_arguments_show_examples():
    done = sayso()
    assert done.returncode == 0
    assert "sayso read column.html" in done.stdout


def test_a_page_becomes_a_header_and_statements(short):
    done = sayso("read", short)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[1] == "Minister denies lease talks"
    assert lines[2].startswith("The Harbour Courier · no date given")
    assert any(line.lstrip().startswith("1 ") and " │ deny │ CT-" in line for line in lines)
    assert "\x1b" not in done.stdout  # no colour where there is no terminal
    assert max(map(len, lines)) <= 100


def test_json_is_one_document_a_line_failures_included(short, tmp_path):
    done = sayso("read", short, tmp_path / "none.html", "--json")
    assert done.returncode == 1
    reading, failure = map(json.loads, done.stdout.splitlines())
    assert reading["schema"] == "sayso.reading/2"
    text = reading["article"]["text"]
    for a in reading["attributions"]:
        for span in (*a["source"], *a["cue"], *a["content"]):
            assert text[span["start"] : span["end"]] == span["exact"]
            assert text[: span["start"]].endswith(span["prefix"])
            assert text[span["end"] :].startswith(span["suffix"])
    assert failure == {
        "schema": "sayso.failure/1",
        "page": str(tmp_path / "none.html"),
        "error": {"code": "not-found", "message": "no such file"},
    }
    assert "1 of 2 pages could not be read" in done.stderr


def test_the_same_file_gives_the_same_document(short):
    assert sayso("read", short, "--json").stdout == sayso("read", short, "--json").stdout


def test_standard_input(short):
    done = sayso("read", "-", "--json", stdin=short.read_text(encoding="utf8"))
    assert json.loads(done.stdout)["page"]["name"] == "-"
    twice = sayso("read", "-", "-", stdin="")
    assert (twice.returncode, twice.stdout) == (2, "")
    assert "can be given once" in twice.stderr


def test_one_failure_does_not_stop_the_rest(tmp_path, short):
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 rubbish")
    (tmp_path / "empty.txt").write_text("")
    done = sayso("read", tmp_path / "bad.pdf", short, tmp_path / "empty.txt")
    assert done.returncode == 1
    assert "Minister denies lease talks" in done.stdout
    assert "2 of 3 pages could not be read" in done.stderr
    assert "bad.pdf: is a PDF" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["read"], "PAGE"),
        (["read", "x.html", "--min-score", "2"], "expected a number from 0 to 1"),
        (["read", "x.html", "--colour"], "--colour"),
        (["reed"], "reed"),
    ],
)
def test_a_wrong_call_exits_with_2(arguments, says):
    done = sayso(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_private_addresses_are_refused():
    done = sayso("read", "http://127.0.0.1:9/secret")
    assert done.returncode == 1
    assert "not a public address; use --allow-private if you mean it" in done.stderr


def test_escape_codes_in_a_page_never_reach_the_terminal(tmp_path):
    path = tmp_path / "evil.txt"
    path.write_text(COLUMN.replace("flatly", "\x1b[31mflatly\x1b]0;owned\x07 \u202e"), encoding="utf8")
    done = sayso("read", path, "--voice")
    assert done.returncode == 0
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout)
    assert "\ufffd[31mflatly" in done.stdout


def test_voice_shows_the_author_s_own_words(tmp_path):
    path = tmp_path / "voice.txt"
    path.write_text(COLUMN.replace("The President’s many", "The sea was calm that whole week. Many"), encoding="utf8")
    out = sayso("read", path, "--voice").stdout
    assert "The sea was calm that whole week" in out[out.index("In the author's own voice") :]


def test_html_into_a_file_and_into_a_folder(short, tmp_path):
    one, folder = tmp_path / "view.html", tmp_path / "views"
    folder.mkdir()
    assert sayso("read", short, "--html", one).returncode == 0
    assert one.read_text(encoding="utf8").startswith("<!doctype html>")
    assert sayso("read", short, short, "--html", folder).returncode == 0
    assert sorted(p.name for p in folder.iterdir()) == ["short-2.html", "short.html"]
    unwritable = sayso("read", short, "--html", tmp_path / "none" / "view.html")
    assert unwritable.returncode == 2
    assert "is no folder" in unwritable.stderr
    assert sayso("read", short, short, "--html", f"{tmp_path}/made/").returncode == 0
    assert sorted(p.name for p in (tmp_path / "made").iterdir()) == ["short-2.html", "short.html"]


def test_a_view_is_never_written_over_anything_else(short, tmp_path):
    before = short.read_bytes()
    done = sayso("read", short, "--html", short)
    assert (done.returncode, short.read_bytes()) == (2, before)
    assert "no view that sayso wrote" in done.stderr
    view = tmp_path / "view.html"
    assert [sayso("read", short, "--html", view).returncode for _ in range(2)] == [0, 0]


def test_an_address_that_is_none_is_a_failure_among_others(short):
    done = sayso("read", "htp://osterbypost.example/x", "http://a..b/", short)
    assert done.returncode == 1
    assert "is no http or https URL" in done.stderr
    assert "a..b" in done.stderr
    assert "Pell" in done.stdout or done.stdout.strip()


def test_a_reader_of_the_output_that_goes_away_is_no_error(short):
    process = subprocess.Popen(
        [sys.executable, "-m", "sayso.cli", "read", "--json", *[str(short)] * 30],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.readline()
    process.stdout.close()
    stderr = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
    assert b"Traceback" not in stderr
