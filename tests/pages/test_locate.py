"""The way back from an article's text to the text nodes of its page."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import SpanError
from sayso.pages import locate
from sayso.pages.html import parse
from sayso.types import Span
from tests.pages.saved import PROSE, around, check_promises, read_html, read_text

#: as it is written in HTML, and as it reads: emoji with joiners and skin, combining marks, right-to-left runs with
#: their controls, soft hyphens, no-break spaces, entities
ODDITIES = (
    ("👩🏽‍🚒", "👩🏽‍🚒"),
    ("🇳🇱", "🇳🇱"),
    ("e\u0301", "e\u0301"),
    ("n\u0327\u0303", "n\u0327\u0303"),
    ("שלום", "שלום"),
    ("\u2067العربية\u2069", "\u2067العربية\u2069"),
    ("har\u00adbour", "har\u00adbour"),
    ("har&shy;bour", "har\u00adbour"),
    ("a&nbsp;b", "a\u00a0b"),
    ("a\u00a0\u00a0b", "a\u00a0\u00a0b"),
    ("&rlm;&zwj;", "\u200f\u200d"),
    ("&#x1F600;", "😀"),
    ("&#128512;", "😀"),
    ("&amp;", "&"),
    ("&lt;b&gt;", "<b>"),
    ("&amp;amp;", "&amp;"),
    ("&eacute;", "é"),
    ("&ldquo;We&rsquo;ll&rdquo;", "“We’ll”"),
    ("𝒳", "𝒳"),
    ("ﬁ", "ﬁ"),
    ("x", "x"),
    ("\u200b", "\u200b"),
)
PLANTED = st.lists(st.sampled_from(ODDITIES), min_size=1, max_size=8).map(
    lambda pairs: tuple("".join(side) for side in zip(*pairs, strict=True))
)
BLANK = st.sampled_from([" ", "\r\n", "\n", "\t", "\r\n\r\n\t ", "  \r\n  "])


def characters(page, ranges):
    """The character data of text nodes under ranges, as any reader of the page finds it."""
    root = parse("page", page)
    found = []
    for xpath, start, end in ranges:
        (node,) = root.xpath(xpath)
        assert 0 <= start < end <= len(node)
        found.append(str(node)[start:end])
    return found


def block_that_holds(article, text):
    (block,) = [block for block in article.blocks if text in article.slice(block.span)]
    return block


@settings(deadline=None, max_examples=60)
@given(
    planted=PLANTED,
    wrap=st.sampled_from(["{}", "<em>{}</em>", "<a href='#'>{}</a>", "<b><i>{}</i></b>", "<x-word>{}</x-word>"]),
)
def test_a_planted_string_is_found_in_the_text_and_on_the_page(planted, wrap):
    written, shown = planted
    page = around(
        f"<p>The <em>letter</em> <a href='#'>says</a>: <br>[{wrap.format(written)}] and <b>no more</b> than that.</p>"
    )
    article = read_html(page)
    check_promises(article)
    block = block_that_holds(article, "The letter says")
    assert article.slice(block.span) == f"The letter says:\n[{shown}] and no more than that."
    start = block.span.start + len("The letter says:\n[")
    span = Span(start, start + len(shown))
    assert article.slice(span) == shown
    assert characters(page, locate(article, span)) == [shown]


@settings(deadline=None, max_examples=60)
@given(parts=st.lists(PLANTED, min_size=2, max_size=5), inline=st.sampled_from(["em", "a", "span"]), blank=BLANK)
def test_a_string_planted_across_inline_elements_is_found_piece_by_piece(parts, inline, blank):
    pieces = [written for written, _ in parts]
    body = "".join(
        f"<{inline}>{piece}</{inline}>{blank}" if i % 2 else f"{piece}{blank}" for i, piece in enumerate(pieces)
    )
    page = around(f"<div><p>The letter says: {body}and no more than that.</p></div>")
    article = read_html(page)
    shown = " ".join(text for _, text in parts)
    block = block_that_holds(article, "The letter says")
    assert article.slice(block.span) == f"The letter says: {shown} and no more than that."
    start = block.span.start + len("The letter says: ")
    span = Span(start, start + len(shown))
    assert article.slice(span) == shown
    assert re.sub(r"[ \t\r\n]+", " ", "".join(characters(page, locate(article, span)))) == shown


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_any_span_within_a_block_leads_back_to_its_own_characters(data):
    page = around(
        "<p>A <!-- no -->spokes&shy;woman<!-- no --> <em> for <b>the</b> </em>fleet 🚢<br>said <script>x</script>that "
        "<br> <i></i>\r\n the boats would\u2028stay.</p>"
    )
    article = read_html(page)
    block = block_that_holds(article, "woman")
    start = data.draw(st.integers(block.span.start, block.span.end - 1))
    end = data.draw(st.integers(start + 1, block.span.end))
    wanted = article.text[start:end]
    if not wanted.strip():
        return
    found = "".join(characters(page, locate(article, Span(start, end))))
    assert re.sub(r"[ \t\r\n\u2028]+", "", found) == re.sub(r"[ \n]+", "", wanted)


@pytest.mark.parametrize(
    ("body", "words", "expected"),
    [
        ("<p>The fleet said no.</p>", "fleet", [("/html/body/main/article/p[3]/text()", 4, 9)]),
        ("<p>The <em>fleet</em> said no.</p>", "fleet", [("/html/body/main/article/p[3]/em/text()", 0, 5)]),
        ("<p>The <em>fleet</em> said no.</p>", "said no", [("/html/body/main/article/p[3]/text()[2]", 1, 8)]),
        ("<p>The 🚢🚢 fleet &amp; all.</p>", "fleet & all", [("/html/body/main/article/p[3]/text()", 7, 18)]),
        ("<p>\r\n   The   fleet said no.</p>", "fleet", [("/html/body/main/article/p[3]/text()", 10, 15)]),
        (
            "<p>The fleet<br>said no.</p>",
            "fleet\nsaid",
            [("/html/body/main/article/p[3]/text()[1]", 4, 9), ("/html/body/main/article/p[3]/text()[2]", 0, 4)],
        ),
        ("<p><em></em>The fleet said no.</p>", "fleet", [("/html/body/main/article/p[3]/text()", 4, 9)]),
        ("<p>The<!-- x --> fleet said no.</p>", "The fleet", [("/html/body/main/article/p[3]/text()", 0, 9)]),
        ("<p>The <o:p>fleet</o:p> said no.</p>", "fleet", [("/html/body/main/article/p[3]/*/text()", 0, 5)]),
        (
            "<fb:root><p>The fleet said no.</p></fb:root>",
            "fleet",
            [("/html/body/main/article/*/p[not(../h1)]/text()", 4, 9)],
        ),
        ("The fleet said no.", "fleet", [("/html/body/main/article/text()", 4, 9)]),
        (
            "<div>Before.<p>The fleet said no.</p>After all.</div>",
            "After",
            [("/html/body/main/article/div/text()[2]", 0, 5)],
        ),
    ],
)
def test_ranges(body, words, expected):
    page = around(body)
    article = read_html(page)
    start = article.text.index(words, article.text.index(PROSE[1]) + len(PROSE[1]))
    found = locate(article, Span(start, start + len(words)))
    root = parse("page", page)
    # the same nodes, however their paths are written
    assert [(root.xpath(r.xpath)[0].getparent(), root.xpath(r.xpath), r.start, r.end) for r in found] == [
        (root.xpath(xpath)[0].getparent(), root.xpath(xpath), start, end) for xpath, start, end in expected
    ]


def test_a_span_over_several_blocks_gives_ranges_in_document_order():
    page = around("<p>The fleet said no.</p>")
    article = read_html(page)
    start = article.text.index("nobody in the town hall")
    end = article.text.index("The mayor denied") + len("The mayor")
    assert characters(page, locate(article, Span(start, end))) == [
        PROSE[1][PROSE[1].index("nobody in the town hall") :],
        "The fleet said no.",
        "The mayor",
    ]


def test_every_block_of_a_page_leads_back_to_itself():
    page = around(
        "<ul><li>One <b>or</b> two</li><li>Three</li></ul><blockquote>Nobody <i>asked</i> us.</blockquote>"
        "<table><tr><td>Annelies</td><td>19 <sup>a</sup></td></tr></table><form><button>Send it off</button></form>"
    )
    article = read_html(page)
    for block in article.blocks:
        assert "".join(characters(page, locate(article, block.span))) == article.slice(block.span)


@pytest.mark.parametrize(
    "encoded",
    [
        around("<p>Caf\u00e9 “Zürich” said no.</p>").encode("cp1252"),
        b"\xff\xfe" + around("<p>Caf\u00e9 “Zürich” said no.</p>").encode("utf-16-le"),
    ],
    ids=["cp1252", "utf-16"],
)
def test_offsets_count_characters_whatever_the_charset(encoded):
    article = read_html(encoded)
    start = article.text.index("Zürich")
    (found,) = locate(article, Span(start, start + 6))
    assert (found.start, found.end) == (6, 12)


@pytest.mark.parametrize("span", [Span(5, 5), Span(9, 4), Span(-3, 4), Span(0, 10**6), Span(10**6, 10**6 + 1)])
def test_a_span_outside_the_text_is_refused(span):
    with pytest.raises(SpanError):
        locate(read_html(around("")), span)


def test_a_span_between_two_blocks_is_refused():
    article = read_html(around(""))
    first, second = article.blocks[:2]
    with pytest.raises(SpanError, match="between two blocks"):
        locate(article, Span(first.span.end, second.span.start))


def test_plain_text_has_no_elements_to_lead_to():
    with pytest.raises(SpanError, match="plain text"):
        locate(read_text("\n\n".join(PROSE)), Span(0, 3))
