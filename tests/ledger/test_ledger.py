"""The ledger on the real database, with the shipped weights."""

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

import sayso
from sayso import Failure, LedgerError, UsageError
from sayso.ledger import Ledger
from tests.ledger.pages import ADMISSION, COPY, DENIAL, html, many, write


@pytest.fixture(scope="module")
def reader():
    return sayso.Reader()


@pytest.fixture(scope="module")
def filled(tmp_path_factory, reader):
    """A ledger with the three pages; tests that use it change nothing."""
    folder = tmp_path_factory.mktemp("ledger")
    ledger = Ledger(folder / "talks.db")
    list(ledger.add([write(folder / "pages", DENIAL, COPY, ADMISSION)], reader=reader))
    yield ledger
    ledger.close()


@pytest.fixture
def fresh(tmp_path, reader):
    ledger = Ledger(tmp_path / "talks.db")
    list(ledger.add([write(tmp_path / "pages", DENIAL, ADMISSION)], reader=reader))
    yield ledger
    ledger.close()


def run(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "sayso.cli", *map(str, arguments)], capture_output=True, encoding="utf8", **options
    )


def test_what_was_added_can_be_asked_for(filled):
    assert filled.stats()["articles"] == 3
    denials = filled.statements(act="deny")
    assert {d.who for d in denials} == {"Emeric Vassoul"}
    denied = next(d for d in denials if d.cue == "denied" and d.outlet == "The Harbour Courier")
    assert (denied.factuality, denied.said_on) == ("CT-", "2031-03-03")
    text = filled.article(denied.article)[0].text
    assert [text[start:end] for start, end in denied.content_spans] == [denied.content]


def test_filters_narrow(filled):
    assert filled.search("lease", source="Pellard", act="state")
    assert {e.outlet for e in filled.search("lease", outlet="Essaby")} == {"The Essaby Ledger"}
    assert filled.search("lease", since="2031-03-11", until="2031-03-12")
    assert filled.search("lease", until="2030") == []
    assert all(e.factuality.endswith("-") for e in filled.search("lease", polarity="-"))
    assert filled.search("zeppelin") == []
    assert filled.search("quay", in_articles=True)


def test_a_ledger_of_the_first_schema_is_brought_up_to_date(tmp_path):
    path = tmp_path / "old.db"
    sayso.open_ledger(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP INDEX statements_in_time")
        made = "SELECT sql FROM sqlite_master WHERE tbl_name = 'articles' AND sql IS NOT NULL"
        parts = [row[0] for row in connection.execute(made)]
        connection.execute("DROP TABLE articles")
        for part in parts:
            connection.execute(re.sub(r",\s*(?:copy_of INTEGER|FOREIGN KEY\(copy_of\)[^,\n]*)", "", part))
        assert "copy_of" not in {row[1] for row in connection.execute("PRAGMA table_info(articles)")}
        connection.execute("DROP INDEX sources_by_entity")
        connection.execute("CREATE INDEX ix_sources_entity_id ON sources (entity_id)")
        connection.execute("DROP INDEX ix_entities_short")
        connection.execute("ALTER TABLE entities RENAME COLUMN short TO surname")
        connection.execute("CREATE INDEX ix_entities_surname ON entities (surname)")
        connection.execute(
            "INSERT INTO entities (name, kind, lookup) VALUES ('Essaby Harbour Office', 'organisation', 'x')"
        )
        connection.execute("DELETE FROM versions WHERE number > 1")
    with sayso.open_ledger(path) as ledger:
        list(ledger.add([write(tmp_path / "pages", DENIAL, COPY)]))
        assert ledger.sources()
        assert [article.copy_of for article, _ in map(ledger.article, (1, 2))] == [None, 1]
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT number FROM versions").fetchall() == [(n,) for n in range(1, 7)]
        office = "SELECT lookup, short FROM entities WHERE name = 'Essaby Harbour Office'"
        assert connection.execute(office).fetchone() == ("essaby harbour office", "eho")
        assert {row[1] for row in connection.execute("PRAGMA index_list(sources)")} >= {"sources_by_entity"}
        assert "ix_sources_entity_id" not in {row[1] for row in connection.execute("PRAGMA index_list(sources)")}
        assert "copy_of" in {row[1] for row in connection.execute("PRAGMA table_info(articles)")}
        plan = "EXPLAIN QUERY PLAN SELECT id FROM statements ORDER BY coalesce(day, '~'), article_id, number"
        assert "statements_in_time" in connection.execute(plan).fetchone()[3]


def test_answers_are_paged(filled):
    everything = filled.statements(limit=None)
    assert filled.statements(limit=2, offset=1) == everything[1:3]


def test_search_words_are_words_whatever_stands_in_them(filled):
    assert filled.search("lease*") == filled.search("lease") != []
    assert filled.search("NEAR(lease)") == filled.search("'; DROP TABLE statements; --") == []
    assert filled.search('lease" OR "x') == filled.search("content:lease") == []
    with pytest.raises(UsageError):
        filled.search('""')


def test_one_person_in_three_articles_is_one(filled):
    found = [s for s in filled.sources() if "Vassoul" in s.name]
    assert [(s.name, s.articles) for s in found] == [("Emeric Vassoul", 3)]


def test_copies_of_a_wire_story_have_one_origin(filled):
    first = next(e for e in filled.statements(act="deny") if e.outlet == "The Harbour Courier" and e.cue == "denied")
    _, tellings = filled.origins(first.id)
    assert tellings[0].first.outlet == "The Harbour Courier"
    assert any(t.second.outlet == "The Contrary Gull" for t in tellings)


def test_the_first_telling_is_the_one_that_came_out_first(tmp_path, reader):
    late = (
        "Harbour affair: what is known",
        "The Grey Heron",
        "2031-03-09",
        "https://heron.example/known",
        [
            "The quays were quiet this week, and the fishermen sold their catch from the boats as they always had done.",
            "Ports Minister Emeric Vassoul denied on February 2 that he had signed a lease of the northern harbour with the Skarrow Line.",
            "Nobody at the harbour office would talk, and the doors of the ministry stayed shut until Friday at noon.",
        ],
    )
    with Ledger(tmp_path / "a.db") as ledger:
        list(ledger.add([write(tmp_path / "pages", late, DENIAL)], reader=reader))
        (denied,) = (e for e in ledger.statements(act="deny") if e.article == 1)
        _, tellings = ledger.origins(denied.id)
    assert denied.said_on == "2031-02-02"
    assert [(pair.first.article, pair.second.article) for pair in tellings] == [(2, 1)]


def test_copies_of_a_wire_story_are_compared_once(tmp_path, reader):
    title, _, _, _, paragraphs = DENIAL
    wire = [(title, f"Paper {n}", "2031-03-05", f"https://paper{n}.example/", paragraphs) for n in range(5)]
    with Ledger(tmp_path / "wire.db") as ledger:
        list(ledger.add([write(tmp_path / "pages", *wire, ADMISSION)], reader=reader))
        copies = [ledger.article(number)[0].copy_of for number in range(1, 7)]
        conflicts = {pair.second.article for pair in ledger.links(["conflicts", "revises"])}
        first = next(e for e in ledger.statements(act="deny") if e.article == 1)
        _, tellings = ledger.origins(first.id)
    assert copies == [None, 1, 1, 1, 1, None]
    assert {pair.first.article for pair in tellings} == {1}
    assert {pair.second.article for pair in tellings} == {2, 3, 4, 5}
    assert conflicts <= {1, 6}


def test_a_conflict_told_by_two_articles_comes_once(tmp_path, reader):
    own = (
        "Harbour affair: what is known",
        "The Grey Heron",
        "2031-03-06",
        "https://heron.example/known",
        [
            "The quays were quiet this week, and the fishermen sold their catch from the boats as they always had done.",
            "Nobody at the harbour office would talk, and the doors of the ministry stayed shut until Friday at noon.",
            "Ports Minister Emeric Vassoul denied that he had signed a lease of the northern harbour with the Skarrow Line.",
        ],
    )
    against = (
        "Skarrow manager speaks of meetings",
        "The Essaby Ledger",
        "2031-03-09",
        "https://ledger.example/manager",
        [
            "Skarrow Line manager Tilda Omrane said that Vassoul had signed a lease of the northern harbour with the Skarrow Line.",
            "Omrane spoke on Friday, and her lawyer sat beside her all the time with a folder of papers on his knees.",
        ],
    )
    with Ledger(tmp_path / "a.db") as ledger:
        list(ledger.add([write(tmp_path / "pages", DENIAL, own, against)], reader=reader))
        conflicts = ledger.conflicts()
        content = {e.id: (e.article, e.content) for e in ledger.statements()}
        (pair,) = (p for p in conflicts if p.again and p.second.article == 3)
        assert (pair.first.article, pair.first.act) == (1, "deny")
        assert [content[first] for first, _ in pair.again] == [(2, pair.first.content)]
        assert [second for _, second in pair.again] == [pair.second.id]
        assert not {(p.first.id, p.second.id) for p in conflicts} & set(pair.again)
        for story in ledger.stories():
            assert story.conflicts == len(ledger.conflicts(story=story.id))


def test_a_source_that_admits_what_it_denied_revises(filled):
    _, changed = filled.who("Vassoul")
    assert any(c.first.act == "deny" and c.second.act == "admit" for c in changed)


def test_a_denial_conflicts_with_what_another_asserts(filled):
    pairs = {(c.first.who, c.second.who) for c in filled.conflicts()}
    assert {"Emeric Vassoul", "Sunniva Pellard"} in [set(pair) for pair in pairs]


def test_adding_again_changes_nothing(fresh, tmp_path, reader):
    before = (fresh.stats(), list(fresh.everything()))
    assert {a.outcome for a in fresh.add([tmp_path / "pages"], reader=reader)} == {"known"}
    assert (fresh.stats(), list(fresh.everything())) == before


def test_an_article_that_is_known_is_not_read_again(fresh, tmp_path, reader, monkeypatch):
    article = reader.read(tmp_path / "pages" / "00.html").article
    monkeypatch.setattr(reader, "read", lambda _: pytest.fail("read again"))
    assert [a.outcome for a in fresh.add([article], reader=reader)] == ["known"]


def test_a_changed_page_at_a_known_address_is_a_new_version(fresh, tmp_path, reader):
    changed = tmp_path / "changed.html"
    changed.write_text(html(DENIAL, "Vassoul said he would not resign over the harbour."), encoding="utf8")
    added = next(iter(fresh.add([changed], reader=reader)))
    assert added.outcome == "new version"
    assert fresh.article(added.article)[0].version == 2
    assert fresh.stats()["articles"] == 3  # the old one stays


def test_what_cannot_be_read_is_a_failure_and_the_rest_goes_in(tmp_path, reader):
    pages = write(tmp_path / "pages", DENIAL)
    (pages / "01.html").write_text("", encoding="utf8")
    with Ledger(tmp_path / "a.db") as ledger:
        outcomes = [type(r) is Failure for r in ledger.add([pages], reader=reader)]
        assert outcomes == [False, True]
        assert ledger.stats()["articles"] == 1


def test_verify_finds_nothing_and_then_what_was_changed(fresh):
    assert list(fresh.verify()) == []
    with sqlite3.connect(fresh.path) as connection:
        connection.execute("UPDATE statements SET content = 'something else' WHERE id = 1")
    assert [number for number, _ in fresh.verify()] == [1]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE statements SET source_spans = json_array(json_array(instr(a.text, 'signed'), instr(a.text, 'signed') + 5))"
            " FROM articles a WHERE a.id = 1 AND statements.id = 2",
            "statement 2: its source is not mentioned",
        ),
        ("UPDATE statements SET source_spans = '[[5, 999999]]' WHERE id = 2", "statement 2: its spans do not hold"),
        ("UPDATE sources SET mentions = '[[5, 999999]]' WHERE id = 1", "its mentions lie outside of the text"),
        ("UPDATE articles SET text = text || '.' WHERE id = 1", "the stored text is not the one that was read"),
    ],
)
def test_verify_looks_at_sources_and_texts_too(fresh, change, told):
    with sqlite3.connect(fresh.path) as connection:
        connection.execute(change)
    assert any(told in what for number, what in fresh.verify() if number == 1)


def test_people_s_decisions_survive_reading_anew(fresh, reader):
    fresh.rename_source("Vassoul", "E. Vassoul, minister", person="ada")
    fresh.merge_sources("E. Vassoul, minister", "Sunniva Pellard", person="ada")
    before = [(s.name, s.statements) for s in fresh.sources()]
    list(fresh.reread(reader=reader))
    assert [(s.name, s.statements) for s in fresh.sources()] == before
    assert [(d["person"], d["action"]) for d in fresh.decisions()] == [("ada", "rename"), ("ada", "merge")]


def test_a_merge_of_two_forms_of_a_name_is_followed_by_every_later_reading(tmp_path, reader):
    pages = [
        (title, f"Paper {n}", f"2031-03-0{n}", f"https://paper{n}.example/", [
            f"Ports Minister {name} said on Monday that {said}.",
            "The quays were quiet this week, and the fishermen sold their catch from the boats as they always had done.",
        ])
        for n, (title, name, said) in enumerate((
            ("Harbour let", "Emeric Vassoul", "the northern harbour had been let to the Skarrow Line"),
            ("Bridge sold", "E. Vassoul", "the bridge at Lorne would be sold to a company from abroad"),
            ("Dam built", "E. Vassoul", "the dam above the mill would be built before the winter"),
        ), 1)
    ]  # fmt: skip
    with Ledger(tmp_path / "a.db") as ledger:
        list(ledger.add([write(tmp_path / "pages", *pages[:2])], reader=reader))
        ledger.merge_sources("Emeric Vassoul", "E. Vassoul", person="ada")
        list(ledger.add([write(tmp_path / "more", pages[2])], reader=reader))
        list(ledger.reread(reader=reader))
        assert [s.name for s in ledger.sources()] == ["Emeric Vassoul"]
        assert {e.article for e in ledger.statements(source="Vassoul")} == {1, 2, 3}


def test_a_merge_can_be_taken_back(fresh, reader):
    before = {s.name: s.statements for s in fresh.sources()}
    fresh.merge_sources("Vassoul", "Sunniva Pellard", person="ada")
    assert not fresh.conflicts()  # nobody is in conflict with himself
    assert "no longer" in fresh.split_source("Vassoul", [], "Sunniva Pellard", person="ada")
    assert {s.name: s.statements for s in fresh.sources()} == before
    list(fresh.reread(reader=reader))
    assert {s.name: s.statements for s in fresh.sources()} == before
    with pytest.raises(UsageError, match="--article"):
        fresh.split_source("Vassoul", [], "Sunniva Pellard", person="ada")


def test_a_new_name_is_searched_by_and_only_the_last_one_counts(fresh, reader):
    fresh.rename_source("Pellard", "Sunniva Quist", person="ada")
    assert fresh.search("Quist")
    fresh.rename_source("Quist", "S. B. Moro", person="ada")
    list(fresh.reread(reader=reader))
    assert fresh.search("Moro")
    assert not fresh.sources("Quist")
    assert {e.article for e in fresh.statements(source="Moro")} >= {1}


def test_who_was_split_off_has_not_changed_the_other_s_account(fresh):
    assert fresh.links(["revises"])
    fresh.split_source("Vassoul", [2], "Emeric Vassoul junior", person="ada")
    assert not fresh.links(["revises"])
    assert fresh.search("junior")


def test_who_was_merged_is_found_by_the_old_name_and_merged_no_second_time(fresh):
    fresh.merge_sources("Vassoul", "Sunniva Pellard", person="ada")
    (vassoul,) = fresh.sources("Vassoul")
    assert fresh.sources("Pellard") == [vassoul]
    with pytest.raises(UsageError, match="the same source already"):
        fresh.merge_sources("Pellard", "Vassoul", person="ada")
    assert fresh.sources(str(vassoul.id)) == [vassoul]


def test_two_that_were_merged_into_one_another_are_found_and_nothing_hangs(fresh):
    vassoul, pellard = (fresh.sources(name)[0].id for name in ("Vassoul", "Pellard"))
    with sqlite3.connect(fresh.path) as connection:
        for one, other in ((vassoul, pellard), (pellard, vassoul)):
            connection.execute("UPDATE entities SET merged_into = ? WHERE id = ?", (other, one))
    assert fresh.who("Vassoul")[0]


@pytest.mark.parametrize("name", ["Élise Ötker", "elise ötker, minister", "Ötker"])
def test_who_was_renamed_is_found_by_the_new_name(fresh, name):
    fresh.rename_source("Vassoul", "Élise Ötker, minister", person="ada")
    assert [s.name for s in fresh.sources(name)] == ["Élise Ötker, minister"]
    assert [s.name for s in fresh.sources("Vassoul")] == ["Élise Ötker, minister"]


@pytest.mark.parametrize("name", ["", "  ", "—"])
def test_a_name_has_a_letter(fresh, name):
    with pytest.raises(UsageError, match="give one with a letter"):
        fresh.rename_source("Vassoul", name, person="ada")
    with pytest.raises(UsageError, match="give one with a letter"):
        fresh.split_source("Vassoul", [1], name, person="ada")


def test_what_is_dated_by_a_month_or_quarter_falls_into_it(tmp_path, reader):
    paragraphs = [
        "The mayor, Dora Pell, said in February 2031 that the harbour had been let to a company from abroad.",
        "Her deputy, Tarn Orlo, said in the first quarter of 2030 that the harbour would never be let to anybody.",
        "Nobody at the harbour office would talk, and the doors of the ministry stayed shut until noon.",
    ]
    page = ("Harbour let", "The Grey Heron", "2031-03-06", "https://heron.example/let", paragraphs)
    with Ledger(tmp_path / "a.db") as ledger:
        list(ledger.add([write(tmp_path / "pages", page)], reader=reader))
        days = {e.who: (e.said_on, e.day) for e in ledger.statements()}
        assert days["Dora Pell"] == ("2031-02", "2031-02")
        assert days["Tarn Orlo"] == ("2030-01/2030-03", "2030-01")
        assert {e.who for e in ledger.statements(since="2031-02-20")} >= {"Dora Pell"}
        assert "Dora Pell" not in {e.who for e in ledger.statements(since="2031-03-01")}
        assert "Tarn Orlo" in {e.who for e in ledger.statements(since="2030-02", until="2030-03")}
        assert "Tarn Orlo" not in {e.who for e in ledger.statements(since="2030-04")}


def test_of_two_copies_the_earlier_is_the_original_whichever_came_in_first(tmp_path, reader):
    with Ledger(tmp_path / "a.db") as ledger:
        for folder, page in (("a", COPY), ("b", DENIAL), ("c", ADMISSION)):
            list(ledger.add([write(tmp_path / folder, page)], reader=reader))
        assert [ledger.article(number)[0].copy_of for number in (1, 2, 3)] == [2, None, None]


def test_files_of_one_name_in_two_folders_are_two_pages_and_one_file_is_one(tmp_path, reader, monkeypatch):
    for folder, page in (("a", DENIAL), ("b", ADMISSION)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "notes.txt").write_text(f"{page[0]}\n\n" + "\n\n".join(page[4]), encoding="utf8")
    with Ledger(tmp_path / "talks?v=1.db") as ledger:
        for folder in ("a", "b"):
            monkeypatch.chdir(tmp_path / folder)
            list(ledger.add(["notes.txt"], reader=reader))
        (tmp_path / "b/notes.txt").write_text(f"{COPY[0]}\n\n" + "\n\n".join(COPY[4]), encoding="utf8")
        list(ledger.add(["./notes.txt"], reader=reader))
        assert [ledger.article(number)[0].version for number in (1, 2, 3)] == [1, 1, 2]
    assert (tmp_path / "talks?v=1.db").exists()


def test_a_name_is_no_regular_expression(tmp_path, reader):
    page = (
        "Group heard", "The Grey Heron", "2031-03-06", "https://heron.example/group",
        [r"“I was never shown the memo about the harbour,” said Dora Pell \d of the \g<9> group on Monday.", *COPY[4]],
    )  # fmt: skip
    with Ledger(tmp_path / "a.db") as ledger:
        (added,) = ledger.add([write(tmp_path / "pages", page)], reader=reader)
        assert added.statements > 3


def test_two_texts_by_standard_input_are_two(tmp_path, reader):
    ledger = tmp_path / "a.db"
    for page in (DENIAL, ADMISSION):
        given = f"{page[0]}\n\n" + "\n\n".join(page[4])
        assert run("add", "-", "--ledger", ledger, input=given).returncode == 0
    with Ledger(ledger) as opened:
        assert [opened.article(number)[0].version for number in (1, 2)] == [1, 1]


def test_a_split_source_is_somebody_else_in_those_articles_only(fresh, reader):
    fresh.split_source("Pellard", [2], "Sunniva Pellard (the younger)", person="ada")
    list(fresh.reread(reader=reader))
    assert {e.article for e in fresh.statements(source="Sunniva Pellard (the younger)")} == {2}
    names = {s.name: s.articles for s in fresh.sources()}
    assert names["Sunniva Pellard"] == 1


def test_decisions_are_only_ever_appended(fresh):
    fresh.rename_source("Vassoul", "V", person="ada")
    with sqlite3.connect(fresh.path) as connection:
        for change in ("DELETE FROM decisions", "UPDATE decisions SET person = 'eve'"):
            with pytest.raises(sqlite3.IntegrityError, match="appended"):
                connection.execute(change)


def test_reading_anew_gives_the_same(fresh, reader):
    before = [(e.who, e.act, e.content, e.said_on) for e in fresh.everything()]
    list(fresh.reread(reader=reader))
    assert [(e.who, e.act, e.content, e.said_on) for e in fresh.everything()] == before
    assert fresh.check() == "ok"


@pytest.mark.parametrize("content", [b"not a database at all, but some text", b"\x00" * 4096])
def test_another_file_is_left_as_it_is(tmp_path, content):
    path = tmp_path / "notes.db"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger(path)
    assert path.read_bytes() == content


def test_another_database_is_left_as_it_is(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE plants (name)")
    with pytest.raises(LedgerError, match="no ledger of sayso's"):
        Ledger(path)


def test_a_folder_and_a_missing_ledger_are_told(tmp_path):
    with pytest.raises(LedgerError, match="a folder"):
        Ledger(tmp_path)
    with pytest.raises(LedgerError, match="no ledger there"):
        Ledger(tmp_path / "none.db", create=False)


def test_a_full_disk_is_told_and_loses_nothing(fresh, tmp_path, reader, monkeypatch):
    before = fresh.stats()
    pages = sqlite3.connect(fresh.path).execute("PRAGMA page_count").fetchone()[0]
    fresh.close()  # the limit holds for connections made from now on
    connect = sqlite3.connect

    def limited(*arguments, **options):
        connection = connect(*arguments, **options)
        connection.execute(f"PRAGMA max_page_count={pages + 1}")
        return connection

    monkeypatch.setattr("sqlite3.dbapi2.connect", limited)
    with pytest.raises(LedgerError, match="disk is full"):
        list(fresh.add([write(tmp_path / "more", COPY)], reader=reader))
    monkeypatch.undo()
    fresh.close()
    assert [a.outcome for a in fresh.add([tmp_path / "more"], reader=reader)] == ["added"]  # as the message says
    before["articles"] += 1
    with Ledger(fresh.path) as again:
        assert again.stats()["articles"] == before["articles"]
        assert again.check() == "ok"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_read_only_file_is_told(fresh, tmp_path):
    fresh.close()
    fresh.path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(LedgerError, match="read-only"):
            Ledger(fresh.path).rename_source("Vassoul", "V")
    finally:
        tmp_path.chmod(0o755)


def test_killed_at_any_moment_it_opens_checks_and_goes_on(tmp_path):
    pages, path = many(tmp_path / "pages", 24), tmp_path / "killed.db"
    rng, seen = random.Random(7), []
    for _ in range(6):
        running = subprocess.Popen(
            [sys.executable, "-m", "sayso.cli", "add", pages, "--ledger", path],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60  # wait for it to get somewhere, then strike
        while not path.exists() and time.monotonic() < deadline and running.poll() is None:
            time.sleep(0.02)
        time.sleep(rng.uniform(0.0, 2.5))
        running.send_signal(signal.SIGKILL)
        running.wait()
        with Ledger(path) as ledger:
            assert ledger.check() == "ok"
            stats = ledger.stats()
            assert stats["pages"] == stats["articles"]
            seen.append(stats["articles"])
    assert seen == sorted(seen)  # nothing that was in is lost
    assert run("add", pages, "--ledger", path).returncode == 0
    with Ledger(path) as ledger:
        assert ledger.stats()["articles"] == 24
        assert list(ledger.verify()) == []


def test_two_processes_add_at_once(tmp_path):
    pages, path = many(tmp_path / "pages", 8), tmp_path / "both.db"
    both = [
        subprocess.Popen([sys.executable, "-m", "sayso.cli", "add", pages, "--ledger", path], stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [(p.communicate()[1], p.returncode) for p in both] == [(b"", 0), (b"", 0)]
    with Ledger(path) as ledger:
        assert ledger.stats()["articles"] == 8
        assert ledger.check() == "ok"
