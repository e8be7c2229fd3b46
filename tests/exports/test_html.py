"""The HTML view: its segments, its safety, and what a real browser shows."""

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from sayso import Attribution, Reading, Span
from sayso.exports.html import segments, to_html
from tests.pages_for_tests import COLUMN, SHORT

CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def reading(tmp_path_factory):
    path = tmp_path_factory.mktemp("html") / "column.txt"
    path.write_text(COLUMN, encoding="utf8")
    return sayso.read(str(path))


def made(text, *attributions):
    """A reading of a text with the given attributions, each (source, cue, content) as lists of spans."""
    page = sayso.Page("made.txt", text.encode(), "text/plain", None, "", None)
    block = sayso.Block(Span(0, len(text)), sayso.BlockKind.PARAGRAPH)
    article = sayso.Article(page, text, (block,), "text", "utf-8")
    roles = [[tuple(Span(*s) for s in role) for role in a] for a in attributions]
    return Reading(article, tuple(Attribution(*r, score=0.9) for r in roles), "made")


def test_segments_are_cut_where_roles_begin_and_end():
    reading = made("Moro said Pell lied.", ([(0, 4)], [(5, 9)], [(10, 19)]), ([(10, 14)], [(15, 19)], []))
    assert [(s.text, s.classes, s.attribution) for s in segments(reading, Span(0, 20))] == [
        ("Moro", "source a0", 0),
        (" ", "", None),
        ("said", "cue a0", 0),
        (" ", "", None),
        ("Pell", "source content a0 a1", 1),
        (" ", "content a0", 0),
        ("lied", "cue content a0 a1", 1),
        (".", "", None),
    ]


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_segments_joined_are_the_text(data):
    text = data.draw(st.text(min_size=2, max_size=40))
    spans = st.lists(
        st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda p: p[0] < p[1]), max_size=3
    )
    reading = made(text, *data.draw(st.lists(st.tuples(spans, spans, spans), max_size=4)))
    assert "".join(s.text for s in segments(reading, Span(0, len(text)))) == text


def test_page_text_cannot_become_markup(tmp_path):
    path = tmp_path / "evil.html"
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    quoted = evil.replace("<", "&lt;")
    path.write_text(SHORT.replace("nobody has spoken", f"{quoted} nobody has spoken"), encoding="utf8")
    html = to_html([sayso.read(str(path))])
    assert evil not in html
    assert html.count("<script>") == 1
    assert "default-src 'none'" in html
    assert "<img" not in html


def test_nothing_is_loaded_from_outside(reading):
    html = to_html([reading])
    assert "src=" not in html.replace("default-src", "")
    assert "@import" not in html
    assert "url(" not in html


def test_a_javascript_address_is_no_link(tmp_path):
    path = tmp_path / "link.html"
    path.write_text(SHORT.replace("<head>", '<head><link rel="canonical" href="javascript:alert(1)">'), encoding="utf8")
    assert "javascript:" not in to_html([sayso.read(str(path))])


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield opened
        opened.close()


def open_view(browser, tmp_path, reading, **context):
    path = tmp_path / "view.html"
    path.write_text(to_html([reading]), encoding="utf8")
    page = browser.new_context(**context).new_page()
    faults = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(path.as_uri())
    return page, faults


def test_pointing_at_a_cue_lights_its_source_and_content(browser, tmp_path, reading):
    page, faults = open_view(browser, tmp_path, reading)
    page.hover(".text .cue:has-text('insinuate')")
    lit = page.eval_on_selector_all(".text .lit", "elements => elements.map(e => e.textContent)")
    assert lit == ["The President’s many critics", "insinuate", "that it was illegal for Orlo to do this"]
    page.mouse.move(0, 0)
    page.hover("h1")
    assert page.locator(".lit").count() == 0
    assert faults == []


def test_a_tap_keeps_the_light_on_until_another(browser, tmp_path, reading):
    page, _ = open_view(browser, tmp_path, reading, has_touch=True, viewport={"width": 390, "height": 800})
    page.tap(".text .cue:has-text('insinuate')")
    assert page.locator(".text .lit").count() == 3
    page.tap("h1")
    assert page.locator(".lit").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_scripts_everything_is_there_to_read(browser, tmp_path, reading):
    page, _ = open_view(browser, tmp_path, reading, java_script_enabled=False)
    assert page.locator(".text .cue").count() >= 5
    assert page.locator("tbody tr").count() == len(reading.attributions)


def test_the_browser_shows_exactly_the_article_s_characters(browser, tmp_path, reading):
    page, _ = open_view(browser, tmp_path, reading)
    shown = page.eval_on_selector_all(".text > :not(details)", "elements => elements.map(e => e.textContent)")
    assert shown == [reading.article.slice(b.span) for b in reading.article.readable]
