"""What a page says of itself, and what it says to confuse."""

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.types import Dated
from tests.pages.saved import PROSE, around, check_promises, outline, read_html

URL = "https://osterbypost.example/harbour/dredging-halted"


def linked(**fields):
    """A JSON-LD script that describes an article."""
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def meta(name, content, attribute="property"):
    return f'<meta {attribute}="{name}" content="{content}">'


def read(head="", body="", url=None, title="<h1>Dredging halted</h1>"):
    article = read_html(around(body, head, title), url=url)
    check_promises(article)
    assert [text for kind, text in outline(article) if kind == "paragraph" and text in PROSE] == list(PROSE)
    return article


@pytest.mark.parametrize(
    ("head", "headline"),
    [
        (linked(headline="From JSON-LD") + meta("og:title", "From meta") + "<title>From title</title>", "From JSON-LD"),
        (meta("og:title", "From meta") + "<title>From title</title>", "From meta"),
        (meta("twitter:title", "From Twitter", "name"), "From Twitter"),
        ("<title>From title</title>", "Dredging halted"),
        ("", "Dredging halted"),
        (
            meta("og:title", "Dredging halted | The Osterby Post") + meta("og:site_name", "The Osterby Post"),
            "Dredging halted",
        ),
        (
            meta("og:title", "Dredging – and mud – halted") + meta("og:site_name", "The Osterby Post"),
            "Dredging – and mud – halted",
        ),
        (meta("og:title", "  Dredging \n\t halted  "), "Dredging halted"),
        (meta("og:title", "“Mud” &amp; &quot;money&quot;"), '“Mud” & "money"'),
        (meta("og:title", "   ") + "<title>From title</title>", "Dredging halted"),
    ],
)
def test_headline(head, headline):
    assert read(head).headline == headline


def test_headline_without_a_heading_is_the_title():
    assert read("<title>Dredging halted at Osterby</title>", title="").headline == "Dredging halted at Osterby"


@pytest.mark.parametrize(
    ("head", "body", "byline"),
    [
        (linked(author="Ada Moreno"), "", "Ada Moreno"),
        (linked(author={"@type": "Person", "name": "Ada Moreno"}), "", "Ada Moreno"),
        (linked(author=[{"name": "Ada Moreno"}, {"name": "Piet Vos"}]), "", "Ada Moreno, Piet Vos"),
        (linked(author=["Ada Moreno", "Piet Vos"]), "", "Ada Moreno, Piet Vos"),
        (meta("author", "By Ada Moreno", "name"), "", "Ada Moreno"),
        (
            meta("article:author", "https://osterbypost.example/ada") + meta("author", "Ada Moreno", "name"),
            "",
            "Ada Moreno",
        ),
        (meta("article:author", "https://osterbypost.example/ada"), "", None),
        ("", '<p><a rel="author" href="/ada">Ada Moreno</a></p>', "Ada Moreno"),
        ("", '<p class="byline">By Ada Moreno</p>', "Ada Moreno"),
        ("", "<p>By Ada Moreno and Piet Vos</p>", "Ada Moreno and Piet Vos"),
        (linked(author={"@id": "#ada"}), "<p>By Ada Moreno</p>", "Ada Moreno"),
        ("", "", None),
    ],
)
def test_byline(head, body, byline):
    assert read(head, body).byline == byline


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        (linked(publisher={"@type": "Organization", "name": "The Osterby Post"}), "The Osterby Post"),
        (meta("og:site_name", "The Osterby Post"), "The Osterby Post"),
        (meta("application-name", "The Osterby Post", "name"), "The Osterby Post"),
        ("<title>Dredging halted | The Osterby Post</title>", "The Osterby Post"),
        ("<title>Dredging halted</title>", None),
        ("", None),
    ],
)
def test_outlet_is_the_name_of_the_site(head, outlet):
    assert read(head, url=URL).outlet == outlet


@pytest.mark.parametrize(
    ("head", "body", "url", "published"),
    [
        (linked(datePublished="2017-02-10T09:30:00+00:00"), "", None, Dated("2017-02-10T09:30:00+00:00", "json-ld")),
        (linked(datePublished="2017-02-10T09:30:00Z"), "", None, Dated("2017-02-10T09:30:00+00:00", "json-ld")),
        (linked(datePublished="2017-02-10"), "", None, Dated("2017-02-10", "json-ld")),
        (
            linked(datePublished="2017-02-10") + meta("article:published_time", "2016-01-01"),
            '<time datetime="2015-01-01" pubdate>then</time>',
            "https://osterbypost.example/2014/01/01/dredging",
            Dated("2017-02-10", "json-ld"),
        ),
        (
            meta("article:published_time", "2017-02-10T09:30:00+01:00"),
            '<time datetime="2015-01-01" pubdate>then</time>',
            None,
            Dated("2017-02-10T09:30:00+01:00", "meta"),
        ),
        (meta("date", "10 February 2017", "name"), "", None, Dated("2017-02-10", "meta")),
        (meta("datePublished", "2017-02-10", "itemprop"), "", None, Dated("2017-02-10", "meta")),
        ("", '<time datetime="2017-02-10" pubdate>then</time>', None, Dated("2017-02-10", "time element")),
        (
            "",
            '<time datetime="2017-02-10T09:30" itemprop="datePublished">then</time>',
            None,
            Dated("2017-02-10T09:30:00", "time element"),
        ),
        ("", "", "https://osterbypost.example/2017/02/10/dredging", Dated("2017-02-10", "url")),
        ("", "", "https://osterbypost.example/news/2017-02-10/", Dated("2017-02-10", "url")),
        ("", "", "https://osterbypost.example/20170210/dredging", Dated("2017-02-10", "url")),
        (
            linked(datePublished="soon"),
            "",
            "https://osterbypost.example/2017/02/10/dredging",
            Dated("2017-02-10", "url"),
        ),
        (linked(datePublished="0001-01-01"), "", None, None),
        ("", "", "https://osterbypost.example/2017/02/31/dredging", None),
        ("", "", "https://osterbypost.example/2017/13/10/dredging", None),
        ("", "<p>Published: 10 February 2017</p>", None, Dated("2017-02-10", "text")),
        ("", "", URL, None),
    ],
)
def test_published_says_where_it_was_found(head, body, url, published):
    assert read(head, body, url).published == published


@pytest.mark.parametrize(
    "head",
    [
        linked(datePublished="2017"),
        linked(datePublished="2017-02"),
        meta("date", "February 2017", "name"),
        meta("date", "2017", "name"),
    ],
)
def test_a_date_is_never_more_precise_than_the_page(head):
    published = read(head).published
    assert published is None or published.value in ("2017", "2017-02")


@pytest.mark.parametrize(
    "line", ["© 2017 The Osterby Post", "Copyright 2009-2017 The Osterby Post. All rights reserved."]
)
def test_a_copyright_year_is_no_date_of_publication(line):
    page = around("").replace("</body>", f"<footer><p>{line}</p></footer></body>")
    assert read_html(page).published is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Fri, 10 Feb 2017 09:30:00 GMT", "2017-02-10T09:30:00+00:00"),
        ("10 February 2017 09:30", "2017-02-10T09:30:00"),
        ("Friday, February 10, 2017 - 09:30", "2017-02-10T09:30:00"),
        ("2017-02-10 09:30:00", "2017-02-10T09:30:00"),
        ("2017-02-10T09:30:00.000+0000", "2017-02-10T09:30:00+00:00"),
        ("20170210", "2017-02-10"),
    ],
)
def test_dates_as_pages_write_them(written, value):
    assert read(meta("article:published_time", written)).published == Dated(value, "meta")


@pytest.mark.parametrize("zone", ["EST", "BST", "PDT", "CET", "XYZ"])
def test_a_zone_that_is_not_understood_leaves_the_day_and_warns_nobody(zone):
    published = read(meta("article:published_time", f"February 10, 2017 09:30 {zone}")).published
    assert published.value.startswith("2017-02-10")


@pytest.mark.parametrize(
    ("head", "modified"),
    [
        (linked(dateModified="2017-02-11T08:00:00Z"), Dated("2017-02-11T08:00:00+00:00", "json-ld")),
        (meta("article:modified_time", "2017-02-11"), Dated("2017-02-11", "meta")),
        (meta("og:updated_time", "2017-02-11"), Dated("2017-02-11", "meta")),
        (linked(datePublished="2017-02-10"), None),
    ],
)
def test_modified(head, modified):
    assert read(head).modified == modified


@pytest.mark.parametrize(
    ("head", "url", "canonical"),
    [
        (f'<link rel="canonical" href="{URL}">', None, URL),
        ('<link rel="canonical" href="/harbour/dredging-halted">', "https://osterbypost.example/x?y=1", URL),
        (meta("og:url", URL), "https://osterbypost.example/x?y=1", URL),
        ("", URL, URL),
        ("", None, None),
        ('<link rel="canonical" href="/harbour/dredging-halted">', None, None),
        ('<link rel="canonical" href="javascript:alert(1)">', None, None),
        ('<link rel="canonical" href="javascript:alert(1)">', URL, URL),
        ('<link rel="canonical" href="  JavaScript:alert(1)">' + meta("og:url", URL), None, URL),
        ('<link rel="canonical" href="data:text/html,x">', URL, URL),
        ('<link rel="canonical" href="file:///etc/passwd">', URL, URL),
        ('<link rel="canonical" href="http://[broken">', URL, URL),
        ('<link rel="canonical" href="">', URL, URL),
    ],
)
def test_canonical_url_is_a_web_address_or_nothing(head, url, canonical):
    assert read(head, url=url).canonical_url == canonical


@pytest.mark.parametrize(
    "data",
    [
        [{"@type": "WebPage", "headline": "no"}, {"@type": "NewsArticle", "headline": "From JSON-LD"}],
        {"@graph": [{"@type": "WebPage"}, {"@type": "Article", "headline": "From JSON-LD"}]},
        {"@type": ["Thing", "BlogPosting"], "headline": "From JSON-LD"},
        {"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": "From JSON-LD"}},
    ],
    ids=["list", "graph", "several-types", "main-entity"],
)
def test_the_article_is_found_within_json_ld(data):
    assert read(f'<script type="application/ld+json">{json.dumps(data)}</script>').headline == "From JSON-LD"


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "description": "mud\nand more", "headline": "The mayor’s “promise”"}',
        '/*<![CDATA[*/ {"@type": "NewsArticle", "headline": "The mayor&#8217;s &ldquo;promise&rdquo;"} /*]]>*/',
        '<!-- {"@type": "NewsArticle", "headline": "The mayor’s “promise”"} -->',
    ],
)
def test_json_ld_as_pages_write_it(script):
    assert read(f'<script type="application/ld+json">{script}</script>').headline == "The mayor’s “promise”"


def nested(opening, closing, depth, inside='"x"'):
    return opening * depth + inside + closing * depth


def json_ld_of(**raw):
    fields = "".join(f', "{key}": {value}' for key, value in raw.items())
    return f'{{"@type": "NewsArticle"{fields}}}'


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{",
        "not json",
        "null",
        "3",
        '"NewsArticle"',
        "[[[]]]",
        '{"@graph": {"@type": "NewsArticle"}}',
        '{"@graph": [null, 3, "x", []]}',
        '{"@type": {"@type": "NewsArticle"}}',
        '{"@type": [["NewsArticle"], null, {}]}',
        json_ld_of(headline="3", author="4", publisher="5", datePublished="20170210", dateModified="null"),
        json_ld_of(headline='["x"]', author="[[], {}, null, 3]", publisher="[]", datePublished="{}", dateModified="[]"),
        json_ld_of(
            headline='{"a": 1}', author='{"name": {"name": 3}}', publisher='{"name": [{}]}', datePublished="true"
        ),
        json_ld_of(headline="1e999", datePublished="NaN", dateModified="-Infinity"),
        json_ld_of(datePublished='"9999999999999999999999"', dateModified='"99:99:99"'),
        json_ld_of(datePublished='"' + "1" * 5000 + '"', dateModified='"' + "2017-" * 1000 + '"'),
        json_ld_of(headline='"' + "long " * 50_000 + '"'),
        nested("[", "]", 400),
        nested("[", "]", 100_000),
        nested('{"a":', "}", 100_000),
        json_ld_of(author=nested("[", "]", 300)),
        json_ld_of(author=nested("[", "]", 600)),
        json_ld_of(author=nested("[", "]", 900)),
        json_ld_of(author=nested('{"name": [', "]}", 350)),
        json_ld_of(publisher=nested("[", "]", 600)),
    ],
    ids=range(26),
)
def test_hostile_json_ld_costs_no_more_than_itself(data):
    article = read(f'<script type="application/ld+json">{data}</script>' + meta("og:site_name", "The Osterby Post"))
    assert article.headline is None or len(article.headline) <= 500
    assert article.published is None or "2017" in article.published.value


@pytest.mark.parametrize("value", ["\\ud83d half an emoji", "\\u0000 and \\u0001", "\\udc00", "\\u001b[31mred"])
@pytest.mark.parametrize("field", ["headline", "author", "publisher"])
def test_json_ld_cannot_smuggle_in_what_is_no_character(field, value):
    article = read(f'<script type="application/ld+json">{json_ld_of(**{field: chr(34) + value + chr(34)})}</script>')
    for words in (article.headline, article.byline, article.outlet):
        assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in words or "")


def test_metadata_of_another_kind_of_thing_is_not_taken():
    script = '<script type="application/ld+json">{"@type": "Product", "headline": "Buy a boat"}</script>'
    assert read(script).headline == "Dredging halted"


@settings(deadline=None, max_examples=60)
@given(
    st.text(
        alphabet=st.sampled_from("0123456789-/:.,TZ+ apmFebJanESTUTCthstMonday\u0660\u4e00\u00bd"),
        max_size=30,
    )
)
def test_no_date_is_too_odd_to_be_looked_at(written):
    article = read_html(around("", linked(datePublished=written)))
    assert article.published is None or article.published.value[:4].isdecimal()


@pytest.mark.parametrize(
    "date", ["10 Feb 2017 10:00 +9999", "2017-02-10T10:00:00+99:99", "10 February 2017 at 10:00 +9999"]
)
def test_an_impossible_zone_is_no_date(date):
    published = read(meta("date", date, "name")).published
    assert published is None or (published.value, published.basis) == ("2017-02-10", "text")
