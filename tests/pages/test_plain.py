"""Plain text and Markdown: the text stays as it is, its blocks tell what is what."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.types import Dated
from tests.pages.saved import PROSE, check_promises, outline, read_html, read_text, within

DISCLAIMER = (
    "The views and opinions expressed in this column are solely those of the author and do not necessarily reflect "
    "those of The Osterby Post."
)


def text_of(*paragraphs):
    return "\n\n".join(paragraphs)


def a_column_with_everything_around_it():
    text = text_of(
        "in ,",
        "The council knew about the mud, and so did we",
        DISCLAIMER,
        *PROSE,
        DISCLAIMER,
        "What do you think?",
        "Notify of",
        "Name*",
        "Email*",
        "Inline Feedbacks",
        "View all comments",
        "Ferry timetable to change in the autumn, says company",
        "Library of Westmark reopens after last year’s flood",
    )
    return text, [
        ("boilerplate", "in ,"),
        ("headline", "The council knew about the mud, and so did we"),
        ("boilerplate", DISCLAIMER),
        *(("paragraph", text) for text in PROSE),
        ("boilerplate", DISCLAIMER),
        ("boilerplate", "What do you think?"),
        ("boilerplate", "Notify of"),
        ("boilerplate", "Name*"),
        ("boilerplate", "Email*"),
        ("boilerplate", "Inline Feedbacks"),
        ("boilerplate", "View all comments"),
        ("teaser", "Ferry timetable to change in the autumn, says company"),
        ("teaser", "Library of Westmark reopens after last year’s flood"),
    ]


def comments_below_their_heading():
    said = (
        "I have lived by this harbour for forty years and never saw so much mud in it.",
        "The mayor should read his own letters before he shows them to anyone.",
        "Well said, and let us hope that the council can read as well as you can!",
    )
    return text_of("Dredging halted", *PROSE, "3 Comments", *said), [
        ("headline", "Dredging halted"),
        *(("paragraph", text) for text in PROSE),
        ("boilerplate", "3 Comments"),
        *(("comments", text) for text in said),
    ]


def comments_signed_and_without_a_full_stop():
    return text_of(
        "Dredging halted", *PROSE, "2 Comments", "anneke", "Nobody asked us either", "Reply", "jos", "Same"
    ), [
        ("headline", "Dredging halted"),
        *(("paragraph", text) for text in PROSE),
        ("boilerplate", "2 Comments"),
        ("comments", "anneke"),
        ("comments", "Nobody asked us either"),
        ("boilerplate", "Reply"),
        ("comments", "jos"),
        ("comments", "Same"),
    ]


def byline_and_date_at_the_head():
    return text_of("Dredging halted", "By Ada Moreno and Piet Vos", "10 February 2017", *PROSE), [
        ("headline", "Dredging halted"),
        ("boilerplate", "By Ada Moreno and Piet Vos"),
        ("boilerplate", "10 February 2017"),
        *(("paragraph", text) for text in PROSE),
    ]


def author_box_and_copyright_at_the_foot():
    box, copyright_line = "Piet Vos is a columnist at The Osterby Post.", "© 2024 The Osterby Post"
    return text_of("Dredging halted", *PROSE, box, copyright_line), [
        ("headline", "Dredging halted"),
        *(("paragraph", text) for text in PROSE),
        ("boilerplate", box),
        ("boilerplate", copyright_line),
    ]


def markdown():
    text = text_of(
        "# Dredging halted",
        PROSE[0],
        "## What the mayor knew",
        PROSE[1],
        "> We were never asked about the mud.",
        "- The work is to stop until the survey is done.\n- The fleet is to be paid for nineteen days.",
        "1. First comes the survey\n2) Then comes the quay",
        PROSE[2],
    )
    return text, [
        ("headline", "Dredging halted"),
        ("paragraph", PROSE[0]),
        ("headline", "What the mayor knew"),
        ("paragraph", PROSE[1]),
        ("blockquote", "We were never asked about the mud."),
        ("list item", "The work is to stop until the survey is done."),
        ("list item", "The fleet is to be paid for nineteen days."),
        ("list item", "First comes the survey"),
        ("list item", "Then comes the quay"),
        ("paragraph", PROSE[2]),
    ]


def a_markdown_quotation_of_two_lines():
    quoted = "> We were never asked about the mud,\n> and we have kept the papers to show it."
    return text_of("# Dredging halted", PROSE[0], quoted, PROSE[1]), [
        ("headline", "Dredging halted"),
        ("paragraph", PROSE[0]),
        ("blockquote", quoted[2:]),
        ("paragraph", PROSE[1]),
    ]


def a_heading_right_above_its_paragraph():
    return f"# Dredging halted\n{PROSE[0]}\n## What the mayor knew\n{PROSE[1]}", [
        ("headline", "Dredging halted"),
        ("paragraph", PROSE[0]),
        ("headline", "What the mayor knew"),
        ("paragraph", PROSE[1]),
    ]


def hard_wrapped_paragraphs():
    wrapped = [textwrap.fill(text, 72) for text in PROSE]
    assert all(text.count("\n") >= 2 for text in wrapped)
    return text_of("Dredging halted", *wrapped), [
        ("headline", "Dredging halted"),
        *(("paragraph", text) for text in wrapped),
    ]


def paragraphs_of_one_line_each():
    return "\n".join(("Dredging halted", *PROSE)), [
        ("headline", "Dredging halted"),
        *(("paragraph", text) for text in PROSE),
    ]


def lines_that_only_look_like_markdown():
    return text_of("Dredging halted", PROSE[0], "#mud was what they called it", "-no list is this", PROSE[1]), [
        ("headline", "Dredging halted"),
        ("paragraph", PROSE[0]),
        ("paragraph", "#mud was what they called it"),
        ("paragraph", "-no list is this"),
        ("paragraph", PROSE[1]),
    ]


@pytest.mark.parametrize(
    "scenario",
    [
        a_column_with_everything_around_it,
        comments_below_their_heading,
        comments_signed_and_without_a_full_stop,
        byline_and_date_at_the_head,
        author_box_and_copyright_at_the_foot,
        markdown,
        a_markdown_quotation_of_two_lines,
        a_heading_right_above_its_paragraph,
        hard_wrapped_paragraphs,
        paragraphs_of_one_line_each,
        lines_that_only_look_like_markdown,
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_kinds(scenario, line_end):
    text, expected = scenario()
    article = read_text(text.replace("\n", line_end))
    assert outline(article) == expected
    assert article.text == text
    check_promises(article)


def test_headline_byline_and_date_are_read_from_the_head():
    article = read_text(text_of("in ,", "Dredging halted", "By Ada Moreno and Piet Vos", "10 February 2017", *PROSE))
    assert article.headline == "Dredging halted"
    assert article.byline == "Ada Moreno and Piet Vos"
    assert article.published == Dated("2017-02-10", "text")


def test_a_byline_as_long_as_a_wrapped_line_stands_apart_from_the_date_below_it():
    head = "By Konrad Ashdown, The Osterby Financial Record\n24 March 2031"
    article = read_text(text_of("Dredging halted", head, *PROSE))
    assert article.published == Dated("2031-03-24", "text")
    assert article.byline == "Konrad Ashdown"
    assert article.outlet == "The Osterby Financial Record"
    assert [kind for kind, _ in outline(article)][:3] == ["headline", "boilerplate", "boilerplate"]


def test_markdown_headline_is_the_first_heading_without_its_marker():
    article = read_text(text_of("# Dredging halted", PROSE[0], "## What the mayor knew", PROSE[1]), "text/markdown")
    assert article.headline == "Dredging halted"
    assert article.format == "text"


def test_a_text_that_begins_with_its_body_has_no_headline():
    article = read_text(text_of(*PROSE))
    assert article.headline is None
    assert [kind for kind, _ in outline(article)] == ["paragraph"] * 4


def test_a_short_wrapped_paragraph_at_the_head_is_no_headline():
    opening = "The council of Osterby meets on Thursday evening in the town\nhall to speak of the mud."
    article = read_text(text_of(opening, *PROSE))
    assert outline(article)[0] == ("paragraph", opening)
    assert article.headline is None


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbf%s\r\n\r\n%s", "%s\n\n%s"),
        (b"%s\r%s", "%s\n%s"),
        (b"\n\n  %s  \n \t\n\n%s \n\n", "\n\n  %s  \n \t\n\n%s \n\n"),
        ("%s\u2028%s\u00a0\u0085".encode(), "%s\u2028%s\u00a0\u0085"),
        (b"%s\t\x0c%s", "%s\t\x0c%s"),
        (b"&amp; %s &nbsp; <b>%s</b>", "&amp; %s &nbsp; <b>%s</b>"),
    ],
    ids=["mark-and-crlf", "cr", "white-space", "unicode-line-ends", "form-feed", "markup"],
)
def test_the_text_is_that_of_the_file_but_for_mark_and_line_ends(content, text):
    a, b = PROSE[:2]
    article = read_text(content % (a.encode(), b.encode()))
    assert article.text == text % (a, b)
    check_promises(article)


#: emoji with joiners and skin, combining marks, right-to-left runs with their controls, soft hyphens, no-break spaces
ODDITIES = st.lists(
    st.sampled_from(
        [
            "👩🏽‍🚒",
            "🇳🇱",
            "é",
            "ņ̃",
            "שלום",
            "\u2067العربية\u2069",
            "har\u00adbour",
            "a\u00a0b",
            "x",
            "“",
            "’",
            "\u200b",
            "𝒳",
            "ﬁ",
            "&amp;",
            "<i>",
        ]
    ),
    min_size=1,
    max_size=12,
).map("".join)


@settings(deadline=None, max_examples=60)
@given(planted=ODDITIES, at=st.integers(0, 3), line_end=st.sampled_from(["\n", "\r\n", "\r"]), mark=st.booleans())
def test_a_planted_string_lies_where_it_was_put(planted, at, line_end, mark):
    paragraphs = [*PROSE[:at], f"The letter says: [{planted}] and no more than that.", *PROSE[at:]]
    content = ("\ufeff" if mark else "") + text_of("Dredging halted", *paragraphs).replace("\n", line_end)
    article = read_text(content)
    check_promises(article)
    start = len(text_of("Dredging halted", *PROSE[:at], "The letter says: ["))
    assert article.text[start : start + len(planted)] == planted
    (block,) = [block for block in article.blocks if block.span.start <= start < block.span.end]
    assert article.slice(block.span) == f"The letter says: [{planted}] and no more than that."


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "in ,", "# ", "> ", "- ", "1. ", "\n", "\n\n", " ", "\t", "\u00a0", "3 Comments", "By Ada Moreno", "©",
                "\u2028", PROSE[0], PROSE[1], "10 February 2017", "Share", "“", "Piet Vos is a columnist.", "\r", ">\n>\n",
                "#\n", "-\n",
            ]
        ),
        max_size=25,
    ).map("".join)
)  # fmt: skip
def test_any_arrangement_of_lines_gives_ordered_trimmed_blocks(text):
    article = read_text(text_of(text, *PROSE))
    check_promises(article)
    assert article.text == text_of(text, *PROSE).replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    "line",
    [
        " " * 60_000,
        "\t \u00a0" * 20_000,
        "By " + "a" * 100 + "!",
        "By " + "Ada " * 25 + "1",
        "Views " + "expressed " * 15 + "only",
        "Ada" + " is a" * 100,
        "#" * 60_000,
        "> " * 30_000,
        "\u00a9 " + "a " * 50_000,
    ],
    ids=["spaces", "blanks", "byline", "names", "views", "author", "hashes", "quotes", "copyright"],
)
def test_no_line_takes_long(line):
    with within(5):
        article = read_text(text_of("Dredging halted", line, *PROSE))
    check_promises(article)


@pytest.mark.parametrize(
    ("head", "headline", "outlet", "published"),
    [
        (
            "Dredging halted\n\nOsterby Evening Post\n20 November 2031\nBy Ada Moreno",
            "Dredging halted",
            "Osterby Evening Post",
            "2031-11-20",
        ),
        (
            "Dredging halted\n\nBy Ada Moreno\nThe Harbour Record\n20 November 2031",
            "Dredging halted",
            "The Harbour Record",
            "2031-11-20",
        ),
        (
            "PRESS RELEASE\nTideway Dredging plc\nOsterby, 15 October 2032\n\nDredging halted",
            "Dredging halted",
            "Tideway Dredging plc",
            "2032-10-15",
        ),
        (
            "The Harbour Record\n20 November 2031\n\nDredging halted",
            "Dredging halted",
            "The Harbour Record",
            "2031-11-20",
        ),
        (
            "The Lantern\nDredging halted again\nBy Ada Moreno\n20 November 2031",
            "Dredging halted again",
            "The Lantern",
            "2031-11-20",
        ),
        (
            "Osterby News\n\nDredging halted again\n\n20 November 2031",
            "Dredging halted again",
            "Osterby News",
            "2031-11-20",
        ),
        ("The Mud Of Osterby\n\n20 November 2031", "The Mud Of Osterby", None, "2031-11-20"),
        ("Dora Pell Halts Dredging\n20 November 2031", "Dora Pell Halts Dredging", None, "2031-11-20"),
        ("Dredging halted\n\n20 November 2031\n\nNobody was asked", "Dredging halted", None, "2031-11-20"),
    ],
)
def test_the_outlet_is_a_name_by_the_byline_or_the_date(head, headline, outlet, published):
    article = read_text(text_of(head, *PROSE))
    assert (article.headline, article.outlet, article.published.value) == (headline, outlet, published)


@pytest.mark.parametrize(
    ("begins", "published"),
    [
        ("SELMAR, 13 March 2030 - ", "2030-03-13"),
        ("SELMAR, Orvania, March 25, 2030 (Northport Times) — ", "2030-03-25"),
        ("SELMAR, March 13 (NWA) — ", None),
        ("On Friday, 22 March 2030, ", None),
    ],
)
def test_a_date_line_before_the_first_sentence_dates_the_article(begins, published):
    article = read_text(text_of("Dredging halted", f"{begins}{PROSE[0]}", *PROSE[1:]))
    assert (article.published and article.published.value) == published
    page = f"<html><body><article><h1>Dredging halted</h1><p>{begins}{PROSE[0]}</p><p>{PROSE[1]}</p></article></body></html>"
    if published:
        assert read_html(page).published == Dated(published, "text")
