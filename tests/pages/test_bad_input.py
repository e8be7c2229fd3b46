"""Pages that hold no article, and pages that hold none that any eye could find."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import (
    BrokenMarkupError,
    EmptyPageError,
    LanguageError,
    NoArticleError,
    NotTextError,
    PageError,
    SpanError,
)
from sayso.pages import locate, read_article
from sayso.types import Article, Span
from tests.pages.saved import PROSE, around, check_promises, outline, read_html, read_text, saved, within

GERMAN = (
    "Der Hafenmeister von Osterby sagte am Montag, die Baggerarbeiten würden vor dem Mai nicht wieder aufgenommen.",
    "Ines Halloran, die für die Fischer spricht, erklärte, man habe neunzehn Tage auf See verloren, und niemand im "
    "Rathaus habe gefragt, was der Schlamm wert sei.",
    "Der Bürgermeister bestritt, dass es jemals ein Versprechen gegeben habe, und zeigte dem Rat einen alten Brief.",
)
FRENCH = (
    "Le capitaine du port d’Osterby a déclaré lundi que le dragage ne reprendrait pas avant le printemps prochain.",
    "Ines Halloran, qui parle au nom des pêcheurs, a dit que les bateaux avaient perdu dix-neuf jours en mer et que "
    "personne à la mairie ne leur avait demandé ce que valait la boue.",
    "Le maire a nié qu’il y ait jamais eu une promesse, et il a montré au conseil une lettre qui date de l’hiver.",
)
RUSSIAN = (
    "Начальник порта Остербю заявил в понедельник, что работы по углублению дна не возобновятся до весны.",
    "Инес Халлоран, которая говорит от имени рыбаков, сообщила, что лодки потеряли девятнадцать дней в море и что "
    "никто в ратуше не спросил их, сколько стоит этот ил.",
    "Мэр отрицал, что когда-либо давал обещание, и показал совету письмо, которое было написано зимой.",
)
FINNISH = (
    "Osterbyn satamakapteeni sanoi maanantaina, että ruoppaus ei jatku ennen kevättä, ja että valtuusto tiesi sen.",
    "Kalastajien puolesta puhuva Ines Halloran kertoi, että veneet olivat menettäneet yhdeksäntoista päivää merellä "
    "eikä kukaan kaupungintalolla ollut kysynyt heiltä, minkä arvoista muta oli.",
)


def in_html(paragraphs):
    return "<html><body><article>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</article></body></html>"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"\n\r\n\t  \n",
        codecs.BOM_UTF8,
        codecs.BOM_UTF16_LE,
        codecs.BOM_UTF16_LE + "\n\n ".encode("utf-16-le"),
        "\u00a0\u2028\u3000\u200b".encode(),
        "… — ! ?\n\n* * *\n\n“”".encode(),
        "🚢 👍🏽\n".encode(),
    ],
    ids=ascii,
)
@pytest.mark.parametrize("content_type", ["", "text/plain", "text/html", "text/markdown"])
def test_a_page_without_a_word_is_empty(content, content_type):
    with pytest.raises(EmptyPageError) as caught:
        read_article(saved(content, content_type, name="given"))
    assert caught.value.page == "given"


@pytest.mark.parametrize(
    "content",
    [
        "<html></html>",
        "<!doctype html><html><head><title>Dredging halted</title></head><body></body></html>",
        "<html><body><div><p></p><img src='a.jpg' alt='A boat'></div></body></html>",
        "<html><body><script>write('The harbour master said so')</script></body></html>",
        "<html><body><p>&nbsp;</p><p> </p></body></html>",
        "<!-- nothing but a comment about the harbour -->",
        "<html><body><noscript>Please turn on scripts.</noscript><div id='app'></div></body></html>",
    ],
)
def test_html_without_a_visible_word_is_empty(content):
    with pytest.raises(EmptyPageError):
        read_html(content)


@pytest.mark.parametrize(
    "asked",
    [
        "Log in to continue reading this story.",
        "Please sign in to read the full article.",
        "Subscribe to read the full story. Already a subscriber? Log in here.",
        "This content is for subscribers only.",
        "Create a free account to continue.",
        "This article is available to members of The Osterby Post.",
    ],
)
@pytest.mark.parametrize("as_html", [True, False])
def test_a_wall_is_no_article(asked, as_html):
    lead = "The harbour master of Osterby said on Monday that the dredging would not resume before the spring."
    with pytest.raises(NoArticleError, match="wall"):
        if as_html:
            read_html(f"<html><body><h1>Dredging halted</h1><p>{lead}</p><div><p>{asked}</p></div></body></html>")
        else:
            read_text(f"Dredging halted\n\n{lead}\n\n{asked}\n")


def test_an_article_that_speaks_of_walls_is_read():
    told = (
        "The council asks residents to log in to see the survey, and the paper is for subscribers only, said the mayor."
    )
    assert told in [text for _, text in outline(read_html(around(f"<p>{told}</p>")))]


LINK = "<a href='/{0}'>Story number {0} of the harbour of Osterby and the mud that lies in it all the year</a>"


@pytest.mark.parametrize(
    "item", [f"<ul><li>{LINK}</li></ul>", f"<p>{LINK}</p>", f"<div>{LINK}</div>", f"<h2>{LINK}</h2>"]
)
@pytest.mark.parametrize("count", [5, 40])
def test_a_page_of_links_is_no_article(item, count):
    links = "".join(item.format(i) for i in range(count))
    with pytest.raises(NoArticleError):
        read_html(f"<html><head><title>News</title></head><body><main><h1>News</h1>{links}</main></body></html>")


def test_an_article_with_many_links_is_read():
    linked = "".join(
        f"<p>{text.replace('that', '<a href=x>that</a>').replace('the', '<a href=y>the</a>')}</p>" for text in PROSE
    )
    assert read_html(f"<html><body><h1>Dredging halted</h1>{linked}</body></html>").text.endswith(PROSE[3])


@pytest.mark.parametrize(
    "content", ["Dredging halted", "# Dredging halted", "Page not found", "The harbour.\n\nThe mud."]
)
def test_a_handful_of_words_is_no_article(content):
    with pytest.raises(NoArticleError):
        read_text(content)
    with pytest.raises(NoArticleError):
        read_html(f"<html><body><p>{content}</p></body></html>")


@pytest.mark.parametrize(
    ("paragraphs", "code", "name"),
    [(GERMAN, "de", "German"), (FRENCH, "fr", "French"), (RUSSIAN, "ru", "Russian"), (FINNISH, "fi", "Finnish")],
    ids=["German", "French", "Russian", "Finnish"],
)
@pytest.mark.parametrize(
    "read", [lambda p: read_html(in_html(p)), lambda p: read_text("\n\n".join(p))], ids=["html", "text"]
)
def test_another_language_is_refused_by_name(paragraphs, code, name, read):
    with pytest.raises(LanguageError, match=name) as caught:
        read(paragraphs)
    assert caught.value.language == code


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251"])
def test_another_language_is_named_in_its_own_charset(charset):
    with pytest.raises(LanguageError, match="Russian"):
        read_text("\n\n".join(RUSSIAN).encode(charset), charset=charset)


def test_english_with_foreign_words_in_it_is_read():
    article = read_text("\n\n".join((*PROSE, GERMAN[0], "“Non,” she said. “Jamais de la vie.”")))
    assert article.language == "en"


def test_english_furniture_does_not_hide_another_language():
    furniture = (
        "<nav>" + "".join(f"<a href='/{i}'>All the news of the day and the week</a> " for i in range(40)) + "</nav>"
    )
    page = in_html(GERMAN * 3).replace("<article>", furniture + "<article>")
    with pytest.raises(LanguageError, match="German"):
        read_html(page)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 5_000 + f"<p>{PROSE[0]}</p>" + "</div>" * 5_000,
        "<html><body><p>" + "<b>" * 200_000 + PROSE[0],
        around("<p>" + "<b>" * 200_000),
        around("<div>" * 5_000),
        "<html><body>" + "<table><tr><td>" * 2_000 + PROSE[0],
        "<ul><li>" * 5_000 + PROSE[0],
    ],
    ids=["divs", "unclosed-b", "unclosed-b-within", "unclosed-divs-within", "tables", "lists"],
)
def test_markup_without_a_bottom_is_broken(page):
    with within(10), pytest.raises(BrokenMarkupError):
        read_html(page)


@pytest.mark.parametrize("depth", [50, 200])
def test_markup_as_deep_as_pages_get_is_read(depth):
    article = read_html(
        around("<div>" * depth + "<p>The fleet said that it would stay in the harbour.</p>" + "</div>" * depth)
    )
    assert ("paragraph", "The fleet said that it would stay in the harbour.") in outline(article)


@pytest.mark.parametrize(
    "junk",
    [
        "<p>The fleet said <b>no.<p>And <i>the mayor</b> said yes.</i></div></span></p>",
        "<table><p>In a table<tr>without<td>cells</table>",
        "<p class=\"a\" class='b' =x <>The fleet said no.</p>",
        "<p><<<>>> & && &amp &;</p>",
        "</body></html><p>After the end of it all, the fleet said no.</p>",
        "<html><body><html><body><p>Twice the page, twice the fleet.</p>",
        "<p>Half a tag at the end <a href='",
        "<![if !IE]><p>The fleet said no.</p><![endif]>",
        "<p>\ufeffThe fleet\ufeff said no.</p>",
        "<select><option><p>One</select></p>",
        "<title>Second title</title><head></head>",
        "<br>" * 50,
        "<frameset><frame src='x'></frameset>",
        "<form><form><form><input></form>",
        "<a><a><a>Links in links in links</a></a></a>",
        "%PDF-1.7 is what it says",
        "<p>" + "word " * 20_000,
    ],
)
def test_an_article_survives_the_junk_around_it(junk):
    article = read_html(around(junk))
    assert {text for kind, text in outline(article) if kind == "paragraph"} >= set(PROSE[:2])
    check_promises(article)
    assert locate(article, article.blocks[0].span)


def check(content, content_type, charset=None):
    """Read whatever it is: an error of the page, or an article that keeps every promise."""
    try:
        article = read_article(saved(content, content_type, charset))
    except PageError as error:
        assert error.page == "saved"
        assert error.reason
        return
    assert isinstance(article, Article)
    check_promises(article)
    assert article.language == "en"
    for block in article.blocks:
        if article.format == "html":
            locate(article, block.span)
        else:
            with pytest.raises(SpanError):
                locate(article, Span(*block.span))


TYPES = st.sampled_from(["", "text/html", "text/plain", "text/markdown", "application/xhtml+xml"])
CHARSETS = st.sampled_from(
    [None, "utf-8", "iso-8859-1", "utf-16", "utf-16-le", "shift_jis", "gb18030", "koi8-r", "utf-7", "big5"]
)
PIECES = st.lists(
    st.sampled_from(
        [
            "<p>", "</p>", "<div>", "</div>", "<br>", "<b>", "</i>", "<a href=x>", "</a>", "<h1>", "</h1>",
            "<table><td>", "</table>", "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>",
            "<?php", "?>", "<", ">", "&", "&amp;", "&#0;", "&#x10FFFF;", "&#xD800;", "&nbsp;", "\x00", "\x0b",
            "\x1c", "\x85", "\u2028", "\ufeff", "\ufffe", "\r", "\n", "\n\n", " ", "<html>", "</html>",
            "<body>", "</body>", "<head>", "<title>", "</title>", "<meta charset=utf-16>", "<svg>", "</svg>",
            "<blockquote>", "<li>", "<ul>", "<form>", "<button>", "<article>", "</article>",
            "<base href='//['>", "<time datetime='x'>", "<plaintext>", "<textarea>", "<select>", "<frameset>",
            "<o:p>", "<noscript>", "<template>", "3 Comments", "By Ada Moreno", "# ", "> ", "- ",
            "10 February 2017", "👩🏽‍🚒", "e\u0301", "\u202e", "\u200b", "Share", "in ,", *PROSE, *PROSE,
        ]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(content=st.binary(max_size=400), content_type=TYPES, charset=CHARSETS)
def test_any_bytes_are_read_or_refused(content, content_type, charset):
    check(content, content_type, charset)


@settings(deadline=None, max_examples=60)
@given(junk=st.binary(max_size=60), content_type=TYPES, charset=CHARSETS, at=st.integers(0, 600))
def test_an_article_with_any_bytes_in_it_is_read_or_refused(junk, content_type, charset, at):
    content = around("").encode()
    check(content[:at] + junk + content[at:], content_type, charset)


@settings(deadline=None, max_examples=60)
@given(content=st.text(max_size=300), content_type=TYPES)
def test_any_text_is_read_or_refused(content, content_type):
    check(content.encode("utf-8", "surrogatepass"), content_type)


@settings(deadline=None, max_examples=60)
@given(content=PIECES, content_type=TYPES, encoding=st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_any_pieces_of_markup_are_read_or_refused(content, content_type, encoding):
    check(content.encode(encoding, "replace"), content_type)


@settings(deadline=None, max_examples=60)
@given(pieces=PIECES)
def test_an_article_with_any_pieces_in_it_is_read_or_refused(pieces):
    check(around(pieces).encode(), "text/html")


def test_pages_of_very_many_elements_are_refused_in_time():
    page = in_html([f"{text}<i></i>" for text in PROSE for _ in range(20_000)])
    with within(20), pytest.raises(BrokenMarkupError, match="elements, over 100,000"):
        read_html(page)


def test_an_element_with_very_many_attributes_is_refused_in_time():
    with within(5), pytest.raises(BrokenMarkupError, match="attributes"):
        read_html(around("<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">x</p>"))
    srcset = ", ".join(f"https://osterbypost.example/a.jpg?w={i}&h=1 {i}w" for i in range(2_000))
    assert read_html(around(f'<img srcset="{srcset}">')).headline == "Dredging halted"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('<?xml version="1.0"?><rss version="2.0"><channel><title>Osterby said it</title></channel></rss>', "feed"),
        ('{"article": "The mayor said on Monday that the harbour would stay open to all of the boats there."}', "JSON"),
        ("From: <Saved by Blink>\nMIME-Version: 1.0\n\nThe mayor said it.", "MHTML"),
        ("Subject: news\nMIME-Version: 1.0\n\nThe mayor said it.", "MHTML"),
        ("{\\rtf1\\ansi The mayor said that the harbour would stay open.}", "rich-text"),
    ],
)
def test_what_is_no_page_is_named(content, what):
    with pytest.raises(NotTextError, match=what):
        read_text(content)


@pytest.mark.parametrize(
    "told",
    [
        "The boathouse of Osterby, a members-only club since 1931, will open to the public in June, said the mayor "
        "on Monday. She added that the club had agreed to it, and that nobody would have to pay for the view, which "
        "many in the town say is the finest of all on the coast.",
        "Residents must register by Friday to view the plans for the harbour, the council said on Monday. It added "
        "that the mud would be taken to the quarry, and that the quarry's owner had been told of it in good time.",
    ],
)
def test_a_short_article_with_the_words_of_a_wall_is_read(told):
    assert told in read_text(f"Boathouse to open\n\n{told}\n").text


CHINESE = "市长星期一说,港口将继续对所有船只开放。她补充说,没有人问过她关于淤泥的事,议会下周将就此进行讨论。"
CROATIAN = (
    "Gradonačelnica je u ponedjeljak izjavila da će luka ostati otvorena za sve brodove. Dodala je da je nitko nije pitao "
    "o mulju i da će o tome vijeće raspravljati idućeg tjedna, kada se vrate svi vijećnici."
)


@pytest.mark.parametrize("text", [CHINESE * 5, CROATIAN], ids=["Chinese", "Croatian"])
def test_languages_that_are_like_others_or_have_no_spaces_are_not_taken_for_english(text):
    with pytest.raises(LanguageError):
        read_text(text)
