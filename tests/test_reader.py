"""Page in, Reading out, with the shipped weights."""

import pytest

import sayso
from sayso import Failure, Reading
from tests.pages_for_tests import COLUMN, SHORT


@pytest.fixture(scope="module")
def reader():
    return sayso.Reader()


@pytest.fixture
def column(tmp_path):
    path = tmp_path / "column.txt"
    path.write_text(COLUMN, encoding="utf8")
    return path


def shown(reading, spans):
    return [reading.article.slice(s) for s in spans]


def by_cue(reading, word):
    found = [a for a in reading.attributions if any(word in cue for cue in shown(reading, a.cue))]
    assert found, f"no attribution with a cue like {word!r}: {[shown(reading, a.cue) for a in reading.attributions]}"
    return found[0]


def test_the_column_s_denial_insinuation_hearsay_and_block_quotation(reader, column):
    reading = reader.read(column)
    headline = reading.attributions[0]
    assert shown(reading, headline.cue) == ["denies"]
    assert shown(reading, by_cue(reading, "flatly denied").content) == ["that the lease was discussed"]
    critics = by_cue(reading, "insinuate")
    assert shown(reading, critics.source) == ["The President’s many critics"]
    assert shown(reading, critics.content) == ["that it was illegal for Orlo to do this"]
    hearsay = by_cue(reading, "supposed to")
    assert hearsay.source == ()
    assert "restraint" in shown(reading, hearsay.content)[-1]
    quoted = by_cue(reading, "reported to have said")
    assert shown(reading, quoted.source) == ["the minister’s spokesman Dario Vos"]
    (block,) = shown(reading, quoted.content)
    assert block.startswith("We have already said there has not been any [such talk about the lease].")
    assert block.endswith("the internal affairs of the palace")
    sand = by_cue(reading, "said")
    assert any("preparing a visit" in c for a in reading.attributions for c in shown(reading, a.content)), sand


def test_nothing_from_the_furniture_becomes_an_attribution(reader, column):
    reading = reader.read(column)
    furniture = [b.span for b in reading.article.blocks if b.kind.is_furniture]
    assert len(furniture) == 9
    for a in reading.attributions:
        for span in (*a.source, *a.cue, *a.content):
            assert not any(span.start < f.end and span.end > f.start for f in furniture)


def test_every_span_lies_in_one_readable_block_and_scores_are_probabilities(reader, column):
    reading = reader.read(column)
    for i, a in enumerate(reading.attributions):
        assert 0 <= a.score <= 1
        assert a.parent is None or a.parent != i
        for role in (a.source, a.cue, a.content):
            assert list(role) == sorted(role)
            for span in role:
                assert any(b.span.start <= span.start < span.end <= b.span.end for b in reading.article.readable)


def test_the_result_is_the_same_whatever_the_order_and_the_number_of_threads(reader, tmp_path):
    paths = []
    for i in range(6):
        path = tmp_path / f"{i}.txt"
        path.write_text(COLUMN.replace("Orlo", f"Orlo{i}") * (1 + i % 3), encoding="utf8")
        paths.append(path)
    one = {r.article.page.name: r.attributions for r in reader.read_many(paths, threads=1)}
    four = {r.article.page.name: r.attributions for r in reader.read_many(reversed(paths), threads=4)}
    alone = {str(p): reader.read(p).attributions for p in paths}
    assert one == four == alone


def test_read_many_keeps_the_order_takes_folders_and_turns_errors_into_failures(reader, tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "b.html").write_text(SHORT, encoding="utf8")
    (tmp_path / "pages" / "a.txt").write_text(COLUMN, encoding="utf8")
    results = list(reader.read_many([tmp_path / "none.html", tmp_path / "pages"]))
    assert [type(r) for r in results] == [Failure, Reading, Reading]
    assert (results[0].page, results[0].error.code) == (str(tmp_path / "none.html"), "not-found")
    assert [r.article.page.name.rpartition("/")[2] for r in results[1:]] == ["a.txt", "b.html"]


def test_read_many_takes_its_input_lazily(reader, column):
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield column

    results = reader.read_many(endless(), threads=2)
    for _ in range(3):
        next(results)
    results.close()
    assert taken <= 8


def test_min_score_leaves_out_what_scores_below(column):
    scores = [a.score for a in sayso.read(str(column), min_score=0.9).attributions]
    assert scores
    assert min(scores) >= 0.9
    with pytest.raises(sayso.UsageError, match="min_score is 7; expected a number from 0 to 1"):
        sayso.Reader(min_score=7)


def test_a_span_leads_back_to_the_page(reader, tmp_path):
    path = tmp_path / "short.html"
    path.write_text(SHORT, encoding="utf8")
    reading = reader.read(path)
    told = by_cue(reading, "told")
    assert shown(reading, told.source) == ["Envoy Ilse Pell"]
    assert [r.xpath for r in sayso.locate(reading.article, told.source[0])] == ["/html/body/article/p[2]/text()[1]"]


def test_voice_is_what_no_attribution_covers(reader, tmp_path):
    path = tmp_path / "voice.txt"
    path.write_text(COLUMN.replace("The President’s many", "The sea was calm that whole week. Many"), encoding="utf8")
    reading = reader.read(path)
    voice = shown(reading, reading.voice())
    assert any("The sea was calm that whole week" in v for v in voice)
    assert not any("illegal for Orlo" in v for v in voice)


def test_a_damaged_model_says_so(tmp_path):
    with pytest.raises(sayso.ModelError, match="reinstall sayso"):
        sayso.Reader(tmp_path)
