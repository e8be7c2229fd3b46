"""From bytes to characters, whatever the page or its server declares."""

import codecs
import gzip
import io
import zipfile

import pytest

from sayso.errors import NotTextError, PageError
from tests.pages.saved import PROSE, around, check_promises, outline, read_html, read_text

SPOKEN = "“We’ll stay,” said Éloïse Gärtner of the café – and the fleet stayed in the harbour until the summer."
BODY = f"<p>{SPOKEN}</p>"
TEXT = "\n\n".join(("Dredging halted", PROSE[0], SPOKEN, *PROSE[1:]))


def declaring(charset):
    return around(BODY, f'<meta charset="{charset}"><title>Dredging halted</title>')


def http_equiv(charset):
    return around(BODY, f"<meta http-equiv='Content-Type' content='text/html; charset={charset}'>")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("declared", [None, "iso-8859-1", "utf-8"])
def test_a_byte_order_mark_outweighs_what_is_declared(mark, encoding, declared):
    article = read_text(mark + TEXT.encode(encoding), charset=declared)
    assert (article.text, article.charset, article.notes) == (TEXT, encoding, ())
    article = read_html(mark + declaring("iso-8859-1").encode(encoding), charset=declared)
    assert ("paragraph", SPOKEN) in outline(article)
    assert article.charset == encoding


@pytest.mark.parametrize(
    ("content", "transport", "charset"),
    [
        (declaring("utf-8").encode(), None, "utf-8"),
        (declaring("UTF-8").encode(), None, "utf-8"),
        (around(BODY).encode(), None, "utf-8"),
        (around(BODY).encode(), "utf-8", "utf-8"),
        (declaring("windows-1252").encode("cp1252"), None, "cp1252"),
        (declaring("iso-8859-1").encode("cp1252"), None, "cp1252"),
        (http_equiv("iso-8859-1").encode("cp1252"), None, "cp1252"),
        (http_equiv("US-ASCII").encode("cp1252"), None, "cp1252"),
        (around(BODY).encode("cp1252"), "ISO-8859-1", "cp1252"),
        (declaring("utf-8").encode("cp1252"), "windows-1252", "cp1252"),
        (('<?xml version="1.0" encoding="windows-1252"?>' + around(BODY)).encode("cp1252"), None, "cp1252"),
        (around(BODY).encode("utf-16-le"), "utf-16-le", "utf-16-le"),
        (around(BODY).encode("utf-16-be"), "utf-16-be", "utf-16-be"),
    ],
)
def test_what_is_declared_and_true_is_used_without_a_note(content, transport, charset):
    article = read_html(content, charset=transport)
    assert ("paragraph", SPOKEN) in outline(article)
    assert (article.charset, article.notes) == (charset, ())


@pytest.mark.parametrize("charset", ["koi8-r", "shift_jis", "gb18030", "iso-8859-2", "mac-roman"])
def test_other_charsets_are_read_as_declared(charset):
    spoken = {"koi8-r": "Жук", "shift_jis": "日本", "gb18030": "中文", "iso-8859-2": "Łódź", "mac-roman": "café"}[
        charset
    ]
    body = f"<p>The word {spoken} was all that the letter said of the mud in the harbour of the town.</p>"
    page = around(body, f'<meta charset="{charset}">')
    article = read_html(page.encode(charset))
    assert ("paragraph", body[3:-4]) in outline(article)
    assert article.notes == ()


@pytest.mark.parametrize(
    ("content", "transport", "charset", "named"),
    [
        (declaring("iso-8859-1").encode(), None, "utf-8", ("iso-8859-1", "utf-8")),
        (declaring("windows-1252").encode(), None, "utf-8", ("1252", "utf-8")),
        (around(BODY).encode(), "iso-8859-1", "utf-8", ("iso-8859-1", "utf-8")),
        (around(BODY).encode(), "windows-1251", "utf-8", ("1251", "utf-8")),
        (declaring("utf-8").encode("cp1252"), None, "cp1252", ("utf-8", "cp1252")),
        (around(BODY).encode("cp1252"), "utf-8", "cp1252", ("utf-8", "cp1252")),
    ],
)
def test_a_lie_is_seen_through_and_noted(content, transport, charset, named):
    article = read_html(content, charset=transport)
    assert ("paragraph", SPOKEN) in outline(article)
    assert article.charset == charset
    (note,) = article.notes
    assert all(name in note.lower() for name in named)


@pytest.mark.parametrize(
    "read", [lambda: read_text(TEXT.encode("cp1252")), lambda: read_html(around(BODY).encode("cp1252"))]
)
def test_cp1252_is_guessed_where_nothing_is_declared_and_the_guess_is_noted(read):
    article = read()
    assert SPOKEN in article.text
    assert article.charset == "cp1252"
    (note,) = article.notes
    assert "cp1252" in note


def test_one_byte_that_the_declared_charset_lacks_does_not_turn_the_note_into_a_contradiction():
    article = read_html(declaring("windows-1252").encode("cp1252").replace(b"fleet stayed", b"fleet\x81stayed"))
    assert "“We’ll stay,” said Éloïse" in article.text
    assert not any("cp1252, but" in note and note.endswith("cp1252") for note in article.notes)


def test_ascii_needs_no_note_whatever_is_declared():
    article = read_html(around("", '<meta charset="iso-8859-1">').encode("ascii"))
    assert article.notes == ()


@pytest.mark.parametrize(
    "label",
    ["", "   ", "no-such-charset", "hex", "rot13", "zlib", "base64", "idna", "punycode", "undefined", "unicode_escape",
     "raw_unicode_escape", "utf-7", "utf-8-sig", "x" * 40, "mbcs", "\x00", "é"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_label_that_is_no_charset_of_the_web_is_passed_over(label, encoding):
    article = read_text(TEXT.encode(encoding), charset=label)
    assert article.text == TEXT
    assert article.charset == encoding


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "utf-16be", "utf-32"])
@pytest.mark.parametrize("odd", ["", " "])
def test_a_page_that_can_be_read_as_it_stands_is_no_utf_16(label, odd):
    # HTML's own rule for a meta element, which could not have been read in UTF-16
    for article in (read_html(declaring(label) + odd), read_html(around(BODY) + odd, charset=label)):
        assert ("paragraph", SPOKEN) in outline(article)
        assert article.charset == "utf-8"


@pytest.mark.parametrize("label", ["unicode_escape", "raw_unicode_escape", "utf-7", "idna", "punycode"])
def test_codecs_of_programmers_cannot_smuggle_in_surrogates(label):
    content = TEXT.encode("cp1252") + rb"\ud83d \udc00 \x00 +2D0- xn--a"
    try:
        check_promises(read_text(content, charset=label))
    except PageError:
        pass


def zipped():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("page.txt", TEXT)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (zipped(), "zip"),
        (gzip.compress(TEXT.encode()), "gzip"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"GIF89a\x01\x00\x01\x00", "GIF"),
        (b"BZh91AY&SY", "bzip2"),
        (b"\x7fELF\x02\x01\x01", "program"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "WARC"),
        (TEXT.encode() + b"\x00\x00", "binary"),
        (bytes(range(32)) * 40, "binary"),
        (TEXT.encode("utf-16-le"), "binary"),
    ],
    ids=["pdf", "zip", "gzip", "png", "jpeg", "gif", "bzip2", "elf", "warc", "nul", "control", "utf-16-without-a-mark"],
)  # fmt: skip
@pytest.mark.parametrize("content_type", ["", "text/html", "text/plain"])
def test_what_is_no_text_is_refused_by_name(content, named, content_type):
    with pytest.raises(NotTextError, match=named) as caught:
        read_html(content, content_type=content_type, name="given.html")
    assert caught.value.page == "given.html"


@pytest.mark.parametrize(
    "content_type", ["application/pdf", "image/png", "application/json", "video/mp4", "application/zip"]
)
def test_a_content_type_that_is_no_text_is_refused_by_name(content_type):
    with pytest.raises(NotTextError, match=content_type):
        read_text(TEXT, content_type)
