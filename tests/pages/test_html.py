"""HTML pages: which blocks there are, of what kind, and where on the page they stood."""

import unicodedata

import pytest

from sayso.errors import PageError
from sayso.pages.html import parse
from tests.pages.saved import PROSE, around, check_promises, kind_of, outline, read_html, within

SPOKEN = "A spokeswoman for the fleet said that the boats would stay in the harbour until the council had answered."

WHOLE_PAGE = f"""<!doctype html>
<html><head><title>Dredging halted | The Osterby Post</title>
<style>.secret-style {{ color: red }}</style><script>var secretScript = "the mayor said so";</script></head>
<body>
<header class="site-header"><nav><ul><li><a href="/">Home</a></li>
<li><a href="/n">News and weather</a></li></ul></nav></header>
<div class="cookie-banner"><p>We use cookies to make this site work.</p><button>Accept all cookies</button></div>
<main><article>
<h1>Dredging halted</h1>
<p class="standfirst">The port of Osterby stops all work after the fishing fleet complains of mud.</p>
<div class="share-bar"><a href="#">Share</a></div>
<p>{PROSE[0]}</p>
<p>{PROSE[1]}</p>
<h2>What the mayor knew</h2>
<p>{PROSE[2]}</p>
<blockquote><p>We were never asked about the mud, and we have kept the papers to show it.</p></blockquote>
<ul><li>The work is to stop until the survey is done.</li><li>The fleet is to be paid for nineteen days.</li></ul>
<form class="newsletter"><label>Sign up for our weekly newsletter</label>
<input type="email"><button>Subscribe</button></form>
<p>{PROSE[3]}</p>
<p>The views expressed in this column are those of the author and do not necessarily reflect those of this paper.</p>
<div class="author-box"><p>About the author</p><p>Piet Vos is a columnist at The Osterby Post.</p></div>
<div class="share-bar"><a href="#">Share</a></div>
</article>
<aside class="related"><h3>Related stories</h3><ul>
<li><a href="/1">Ferry timetable to change in the autumn, says company</a></li>
<li><a href="/2">Library of Westmark reopens after the flood of last year</a></li></ul></aside>
<section id="comments"><h3>2 Comments</h3>
<div class="comment"><p>I have lived by this harbour for forty years and never saw so much mud in it.</p></div>
<div class="comment"><p>The mayor should read his own letters before he shows them to anyone.</p></div>
<form><label>Leave a reply</label><textarea></textarea><button>Post comment</button></form></section>
</main>
<footer><p>© 2024 The Osterby Post. All rights reserved.</p></footer>
</body></html>"""


def test_kinds_of_a_whole_page():
    article = read_html(WHOLE_PAGE)
    assert outline(article) == [
        ("boilerplate", "Home"),
        ("boilerplate", "News and weather"),
        ("boilerplate", "We use cookies to make this site work."),
        ("boilerplate", "Accept all cookies"),
        ("headline", "Dredging halted"),
        ("dek", "The port of Osterby stops all work after the fishing fleet complains of mud."),
        ("boilerplate", "Share"),
        ("paragraph", PROSE[0]),
        ("paragraph", PROSE[1]),
        ("headline", "What the mayor knew"),
        ("paragraph", PROSE[2]),
        ("blockquote", "We were never asked about the mud, and we have kept the papers to show it."),
        ("list item", "The work is to stop until the survey is done."),
        ("list item", "The fleet is to be paid for nineteen days."),
        ("boilerplate", "Sign up for our weekly newsletter"),
        ("boilerplate", "Subscribe"),
        ("paragraph", PROSE[3]),
        (
            "boilerplate",
            "The views expressed in this column are those of the author and do not necessarily reflect those of this "
            "paper.",
        ),
        ("boilerplate", "About the author"),
        ("boilerplate", "Piet Vos is a columnist at The Osterby Post."),
        ("boilerplate", "Share"),
        ("boilerplate", "Related stories"),
        ("teaser", "Ferry timetable to change in the autumn, says company"),
        ("teaser", "Library of Westmark reopens after the flood of last year"),
        ("boilerplate", "2 Comments"),
        ("comments", "I have lived by this harbour for forty years and never saw so much mud in it."),
        ("comments", "The mayor should read his own letters before he shows them to anyone."),
        ("boilerplate", "Leave a reply"),
        ("boilerplate", "Post comment"),
        ("boilerplate", "© 2024 The Osterby Post. All rights reserved."),
    ]
    check_promises(article)


def test_every_xpath_selects_the_one_element_that_holds_the_block():
    article = read_html(WHOLE_PAGE)
    root = parse("page", WHOLE_PAGE)
    for block in article.blocks:
        (element,) = root.xpath(block.xpath)
        assert article.slice(block.span) in " ".join(element.text_content().split())


@pytest.mark.parametrize(
    ("body", "beginning", "kind"),
    [
        (f"<p>{SPOKEN}</p>", SPOKEN, "paragraph"),
        (f"<div>{SPOKEN}</div>", SPOKEN, "paragraph"),
        (f"<section><div><div>{SPOKEN}</div></div></section>", SPOKEN, "paragraph"),
        ("<h2>What the mayor knew</h2>", "What the mayor knew", "headline"),
        ("<h4>What the mayor knew</h4>", "What the mayor knew", "headline"),
        (f"<blockquote>{SPOKEN}</blockquote>", SPOKEN, "blockquote"),
        (f"<blockquote><p>{SPOKEN}</p></blockquote>", SPOKEN, "blockquote"),
        (f"<ul><li>{SPOKEN}</li></ul>", SPOKEN, "list item"),
        (f"<ol><li><p>{SPOKEN}</p></li></ol>", SPOKEN, "list item"),
        (f"<dl><dt>The mud</dt><dd>{SPOKEN}</dd></dl>", SPOKEN, "list item"),
        (
            "<figure><img src='d.jpg' alt=''><figcaption>The dredger lies idle at the quay.</figcaption></figure>",
            "The dredger lies idle",
            "caption",
        ),
        (
            "<table><caption>Days at sea lost by boat</caption><tr><td>Annelies</td><td>19</td></tr></table>",
            "Days at sea",
            "caption",
        ),
        ("<p>Share</p>", "Share", "boilerplate"),
        ("<p>Share this on Facebook</p>", "Share this", "boilerplate"),
        ("<p>Advertisement</p>", "Advertisement", "boilerplate"),
        ("<p>Read more: Ferry timetable to change</p>", "Read more", "boilerplate"),
        ("<p>By Ada Moreno</p>", "By Ada Moreno", "boilerplate"),
        ("<p>Sign up to our weekly newsletter and never miss a story.</p>", "Sign up", "boilerplate"),
        ("<p>By submitting your address you agree to our terms.</p>", "By submitting", "boilerplate"),
        ("<p>This site uses cookies to remember who you are.</p>", "This site", "boilerplate"),
        ("<nav><a href='/'>All the news of the day</a></nav>", "All the news", "boilerplate"),
        ("<button>Hear this story read aloud</button>", "Hear this", "boilerplate"),
        ("<select><option>Choose the edition you want</option></select>", "Choose", "boilerplate"),
        ("<aside class='pull-quote'>nineteen days at sea and nobody asked</aside>", "nineteen days", "boilerplate"),
        (
            "<div class='related-stories'><a href='/1'>Ferry timetable to change, says company</a></div>",
            "Ferry timetable",
            "teaser",
        ),
    ],
)
def test_kind_within_an_article(body, beginning, kind):
    article = read_html(around(body))
    assert kind_of(article, beginning) == kind
    assert [text for k, text in outline(article) if k == "paragraph" and text in PROSE] == list(PROSE)
    check_promises(article)


@pytest.mark.parametrize(
    "hide",
    [
        "<p hidden>{}</p>",
        "<p hidden=''>{}</p>",
        "<div hidden><p>{}</p></div>",
        "<p style='display:none'>{}</p>",
        "<p style='color: red; DISPLAY : NONE !important'>{}</p>",
        "<div style='visibility: hidden'><section><p>{}</p></section></div>",
    ],
)
def test_hidden_elements_are_kept_but_not_read(hide):
    article = read_html(around(hide.format(SPOKEN)))
    assert kind_of(article, SPOKEN) == "boilerplate"
    assert SPOKEN not in "".join(article.slice(block.span) for block in article.readable)


@pytest.mark.parametrize(
    "silent",
    [
        "<script>{}</script>",
        "<script type='text/plain'><p>{}</p></script>",
        "<style>{}</style>",
        "<template><p>{}</p></template>",
        "<noscript><p>{}</p></noscript>",
        "<svg><text>{}</text></svg>",
        "<iframe>{}</iframe>",
        "<object>{}</object>",
        "<!-- {} -->",
        "<?php {} ?>",
        "<p><script>{}</script></p>",
        "<img alt='{}'>",
    ],
)
def test_what_no_reader_sees_is_not_in_the_text(silent):
    article = read_html(around(silent.format(SPOKEN)))
    assert "spokeswoman" not in article.text
    assert [text for kind, text in outline(article) if kind == "paragraph"] == list(PROSE)


def test_text_after_a_silent_element_is_read():
    article = read_html(
        around("<p>The fleet <script>x()</script>said that it <svg></svg>would stay in the harbour.</p>")
    )
    assert kind_of(article, "The fleet said that it would stay in the harbour.") == "paragraph"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "<p>The fleet\r\nsaid\rthat\n\n\tit  would stay in the harbour.</p>",
            "The fleet said that it would stay in the harbour.",
        ),
        (
            "<p>The fleet said<br>that it would stay in the harbour.</p>",
            "The fleet said\nthat it would stay in the harbour.",
        ),
        (
            "<p>The fleet said <br/> that it would stay in the harbour.</p>",
            "The fleet said\nthat it would stay in the harbour.",
        ),
        (
            "<p>The f<b>lee</b>t <i>said</i> that it <a href='#'>would</a> stay in the harbour.</p>",
            "The fleet said that it would stay in the harbour.",
        ),
        (
            "<p>The fleet<!-- not --> said that it would<!-- --> stay in the harbour.</p>",
            "The fleet said that it would stay in the harbour.",
        ),
        (
            "<p>&ldquo;We&rsquo;ll stay&rdquo; &amp; more &lt;said&gt; the fleet of the harbour.</p>",
            "“We’ll stay” & more <said> the fleet of the harbour.",
        ),
        (
            "<p>&#147;We&#146;ll stay,&#148; said the fleet of the harbour.</p>",
            "“We’ll stay,” said the fleet of the harbour.",
        ),
        (
            "<p>&#x201C;We&#8217;ll stay,&#x201d; said the fleet &#x1F6A2; of the harbour.</p>",
            "“We’ll stay,” said the fleet 🚢 of the harbour.",
        ),
        (
            "<p>The fleet said that 19&nbsp;days were lost in the har&shy;bour.</p>",
            "The fleet said that 19\u00a0days were lost in the har\u00adbour.",
        ),
        (
            "<p>&nbsp;The fleet said that it would stay in the harbour.&nbsp;</p>",
            "The fleet said that it would stay in the harbour.",
        ),
        ("<p>The fleet said that it would stay in the harbour.", "The fleet said that it would stay in the harbour."),
        (
            "<P ALIGN=left>The fleet said that it would stay in the harbour.</P>",
            "The fleet said that it would stay in the harbour.",
        ),
    ],
)
def test_text_of_a_paragraph_is_what_a_browser_shows(body, text):
    article = read_html(around(body))
    assert outline(article) == [
        ("headline", "Dredging halted"),
        *(("paragraph", shown) for shown in (*PROSE[:2], text, *PROSE[2:])),
    ]
    check_promises(article)


def test_an_empty_paragraph_is_no_block():
    article = read_html(around("<p></p><p> \n </p><p>&nbsp;</p><p><br></p><div><span></span></div>"))
    assert [text for _, text in outline(article)] == ["Dredging halted", *PROSE]


def test_two_line_breaks_part_paragraphs():
    article = read_html(
        around(f"<div>{SPOKEN}<br><br>Nobody in the town hall had expected an answer.<br/> <br/>It came.</div>")
    )
    assert [text for _, text in outline(article)][3:6] == [
        SPOKEN,
        "Nobody in the town hall had expected an answer.",
        "It came.",
    ]
    check_promises(article)


@pytest.mark.parametrize("times", [1, 2, 5])
def test_share_lines_are_boilerplate_however_often_they_come(times):
    article = read_html(around("<p>Share</p>" * times + f"<p>{SPOKEN}</p>" + "<p>Share</p>" * times))
    assert [kind for kind, text in outline(article) if text == "Share"] == ["boilerplate"] * (2 * times)
    assert kind_of(article, SPOKEN) == "paragraph"


@pytest.mark.parametrize(
    "wrapper",
    [
        "<body class='comments-enabled has-related'>{}</body>",
        "<main class='comments-enabled'>{}</main>",
        "<article class='post comments-enabled'>{}</article>",
        "<article id='related-comments'>{}</article>",
        "<div class='has-comments'>{}</div>",
        "<div class='comments-enabled'>{}</div>",
        "<div class='comments-enabled'><article>{}</article></div>",
    ],
)
def test_an_article_is_read_whatever_its_wrapper_is_called(wrapper):
    body = "<h1>Dredging halted</h1>" + "".join(f"<p>{text}</p>" for text in PROSE)
    article = read_html(
        f"<!doctype html><html><head><title>Dredging halted</title></head>{wrapper.format(body)}</html>"
    )
    assert outline(article) == [("headline", "Dredging halted"), *(("paragraph", text) for text in PROSE)]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_are_read_composed_or_not(form):
    spoken = unicodedata.normalize(
        form, "Éloïse Gärtner said that the café on the Zürich quay had not been told a thing by Señor Núñez."
    )
    article = read_html(around(f"<p>{spoken}</p>"))
    assert kind_of(article, spoken) == "paragraph"


@pytest.mark.parametrize("between", ["\u200b", "\u200d", "\u2060", "\u00ad", "\u200f"])
def test_invisible_characters_within_words_do_not_make_a_paragraph_furniture(between):
    spoken = SPOKEN.replace("o", "o" + between)
    article = read_html(around(f"<p>{spoken}</p>"))
    assert kind_of(article, "A spo") == "paragraph"
    assert spoken in article.text


@pytest.mark.parametrize(
    "wrapper",
    ["<fb:root>{}</fb:root>", "<o:p>{}</o:p>", "<x-story>{}</x-story>", "<div id='a\"b'>{}</div>", "<svg:g>{}</svg:g>"],
)
def test_xpaths_select_below_elements_of_any_name(wrapper):
    page = around(wrapper.format(f"<p>{SPOKEN}</p>"))
    article = read_html(page)
    (block,) = [block for block in article.blocks if article.slice(block.span) == SPOKEN]
    (element,) = parse("page", page).xpath(block.xpath)
    assert element.text_content() == SPOKEN


@pytest.mark.parametrize(
    "odd",
    [
        "\x01",
        "\x0c",
        "\ufffe",
        "\x85",
        "&#0;",
        "&#1;",
        "&#x1;",
        "&#x1f;",
        "&#xD83D;",
        "&#xFFFE;",
        "&#x110000;",
        "&#;",
        "&x;",
    ],
    ids=ascii,
)
def test_a_character_that_no_page_may_hold_costs_no_more_than_itself(odd):
    article = read_html(
        around(f"<p>The fleet said{odd} that it would stay in the harbour until the council had answered.</p>")
    )
    assert kind_of(article, "The fleet said") == "paragraph"
    assert [text for _, text in outline(article)][-2:] == list(PROSE[2:])
    check_promises(article)


@pytest.mark.parametrize("content_type", ["", "text/html", "application/xhtml+xml", "application/octet-stream"])
@pytest.mark.parametrize(
    "prologue", ["", "<!doctype html>", '<?xml version="1.0" encoding="utf-8"?>\n', "<!-- made by hand -->\n"]
)
def test_html_is_known_by_its_type_or_its_beginning(content_type, prologue):
    article = read_html(prologue + around("").removeprefix("<!doctype html>"), content_type=content_type)
    assert article.format == "html"
    assert outline(article) == [("headline", "Dredging halted"), *(("paragraph", text) for text in PROSE)]


def test_the_same_page_gives_the_same_article():
    first, second = read_html(WHOLE_PAGE), read_html(WHOLE_PAGE)
    assert (first.text, first.blocks) == (second.text, second.blocks)


@pytest.mark.parametrize(
    "body",
    [
        "<!--a-->" * 500 + "x",
        " " * 200_000,
        "<p>" + " <br> " * 20_000,
        "<p>By " + "a" * 100 + "!</p>",
        "<p>By " + "Ada and " * 14 + "1</p>",
        "<" * 100_000,
        "&" * 100_000,
        "<p title='" + "x" * 200_000,
        "<p>x" * 3_000,
    ],
    ids=["comments", "spaces", "breaks", "byline", "names", "less-than", "ampersands", "open-attribute", "paragraphs"],
)
@pytest.mark.parametrize("place", ["before", "within"])
def test_no_page_takes_long(body, place):
    page = around(body) if place == "within" else body + around("")
    with within(5):
        try:
            article = read_html(page, content_type="")
        except PageError:
            return
    check_promises(article)


@pytest.mark.parametrize("hides", ["hidden", "style='display:none'", "style='visibility: hidden'"])
def test_what_is_hidden_within_a_paragraph_is_not_read(hides):
    article = read_html(
        around(f"<p>The mayor <span {hides}>never said, or </span>denied that <b>mud</b> was sold.</p>")
    )
    assert "The mayor denied that mud was sold." in [text for _, text in outline(article)]
