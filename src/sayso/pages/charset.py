"""From bytes to characters: what the page declares, unless the bytes say otherwise."""

from __future__ import annotations

import codecs
import re

from sayso.errors import NotTextError
from sayso.types import Page

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=["']([\w.:-]{2,40})""", re.I
)
_MAGIC = {
    b"%PDF-": "a PDF; save it as text first (pdftotext)",
    b"PK\x03\x04": "a zip archive or an office document; unpack it or save it as text first",
    b"\x1f\x8b": "gzip data; unpack it first (gunzip)",
    b"BZh": "bzip2 data; unpack it first",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x7fELF": "a program",
    b"{\\rtf": "a rich-text file; save it as text first",
    b"From: <Saved by": "a web archive (MHTML); save the page as HTML",
    b"WARC/1.": "a web archive (WARC); extract its pages first",
}
#: how WHATWG reads labels that the web uses wrongly
_ALIASES = {"iso8859-1": "cp1252", "ascii": "cp1252"}
#: the codecs that pages may name; Python has others that are none for text, or that run code points through escapes
_WEB = re.compile(
    r"utf-8|utf-16(?:-[lb]e)?|utf-32(?:-[lb]e)?|ascii|iso8859-\d+|cp(?:125\d|437|850|852|855|866|874|932|949|950)|koi8-[ru]"
    r"|mac-(?:roman|cyrillic)|shift_jis|euc_(?:jp|kr)|gb2312|gbk|gb18030|big5(?:hkscs)?|tis-620"
)
#: control characters that no text has
_CONTROL = bytes(set(range(9)) | set(range(14, 27)) | {28, 29, 30, 31})


def decode(page: Page) -> tuple[str, str, list[str]]:
    """Decode a page's bytes.

    Returns:
        The text without its byte-order mark, the character set used, and notes for the reader when it differs from
        what the page declares.

    Raises:
        NotTextError: the bytes are no text.

    """
    content = page.content
    for magic, what in _MAGIC.items():
        if content.startswith(magic):
            raise NotTextError(page.name, f"is {what}; expected HTML, plain text or Markdown")
    for mark, charset in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(charset, "replace"), charset, []
    declared = _declared(page)
    sample = content[:100_000]
    if declared and declared[1].startswith(("utf-16", "utf-32")):
        # a page whose own bytes spell out its charset, or that has no zero byte, is in another one
        if b"\x00" in sample:
            try:
                return content.decode(declared[1]), declared[1], []
            except UnicodeDecodeError:
                pass
        declared = None
    if sample and (b"\x00" in sample or len(sample.translate(None, _CONTROL)) < 0.97 * len(sample)):
        raise NotTextError(page.name, "is binary data; expected HTML, plain text or Markdown")
    return _best(content, declared)


def _declared(page: Page) -> tuple[str, str] | None:
    """The label that the transport or the page itself gives, and Python's name for what it means on the web."""
    labels = [page.declared_charset]
    if match := _META.search(page.content[:4096]):
        labels.append((match[1] or match[2]).decode("ascii", "replace"))
    for label in labels:
        if label:
            try:
                name = codecs.lookup(label.strip()).name
            except (LookupError, ValueError):
                continue
            if _WEB.fullmatch(name):
                return label.strip().lower(), _ALIASES.get(name, name)
    return None


def _best(content: bytes, declared: tuple[str, str] | None) -> tuple[str, str, list[str]]:
    label, charset = declared or (None, None)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        lying = charset not in (None, "utf-8") and not content.isascii() and _is_single_byte(charset)
        if charset in (None, "utf-8") or content.isascii() or lying:
            notes = [f"declares {label}, but its bytes are utf-8: read as utf-8"] if lying else []
            return text, "utf-8", notes
    if charset and charset != "utf-8":
        try:
            return content.decode(charset), charset, []
        except UnicodeDecodeError:
            pass
    used = _detect(content)
    if used == charset:
        why = f"declares {label}, and some of its bytes are no characters there: they are shown as \ufffd"
    elif label:
        why = f"declares {label}, but its bytes are not: read as {used}"
    else:
        why = f"no character set given: read as {used}"
    return content.decode(used, "replace"), used, [why]


def _is_single_byte(charset: str | None) -> bool:
    try:
        return charset is not None and len(bytes(range(0xA1, 0xB0)).decode(charset, "replace")) == 15
    except LookupError:
        return False


def _detect(content: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:200_000], cp_exclusion=["utf_16", "utf_32", "utf_7"]).best()
    guess = codecs.lookup(best.encoding).name if best else "cp1252"
    # Western single-byte sets differ in a few signs only; news pages in English are cp1252
    return (
        "cp1252"
        if guess.startswith(("iso8859", "cp125", "mac-", "latin", "cp437", "cp850", "hp-roman")) and _western(content)
        else guess
    )


def _western(content: bytes) -> bool:
    high = sum(byte > 127 for byte in content[:200_000])
    return high < 0.2 * min(len(content), 200_000)
