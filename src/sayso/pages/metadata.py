"""What a page says of itself: headline, byline, outlet, dates, canonical URL, and where each date was found."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from sayso.types import Dated

_ARTICLE_TYPES = (
    "Article",
    "NewsArticle",
    "OpinionNewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "PressRelease",
)
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "publish-date",
    "pubdate",
    "date",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
)
_URL_DATE = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:[/-]|$)|/((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])/"
)
_BYLINE = re.compile(r"(?i)^\s*(?:(?:written|reported|posted|words|story)\s+)?by[:\s]\s*")
_NO_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
#: a title's tail that names the site: " | The Harbour Courier"
_TITLE_TAIL = re.compile(r"\s+[|–—»·-]\s+([^|–—»·]{2,60})$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; None where it does not."""

    headline: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: Dated | None = None
    modified: Dated | None = None
    canonical_url: str | None = None


def read_metadata(root: HtmlElement, url: str | None) -> Metadata:
    """Collect a page's metadata: JSON-LD first, then meta elements, then what stands visibly on the page.

    Args:
        root: the parsed page.
        url: where it was fetched from, if anywhere.

    """
    linked = _json_ld(root)
    meta = _meta(root)
    title = _clean(root.findtext(".//title"))
    outlet = _first(
        _name(linked.get("publisher")), meta.get("og:site_name"), meta.get("application-name"), _title_tail(title)
    )
    canonical = _canonical(root, meta, url)
    headline = _first(
        _clean(linked.get("headline")), meta.get("og:title"), meta.get("twitter:title"), _only_h1(root), title
    )
    if headline and outlet and (match := _TITLE_TAIL.search(headline)) and match[1].strip().lower() == outlet.lower():
        headline = headline[: match.start()]
    return Metadata(
        headline=headline,
        byline=_byline(root, linked, meta),
        outlet=outlet,
        published=_published(root, linked, meta, canonical or url),
        modified=_dated(linked.get("dateModified"), "json-ld") or _from_meta(meta, _MODIFIED),
        canonical_url=canonical,
    )


def _clean(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return _SPACE.sub(" ", _NO_CHARACTER.sub(" ", unescape(value[:5000]))).strip()[:500] or None


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value), None)


#: what keeps old browsers from showing a script
_WRAPPING = re.compile(r"^\s*(?:<!--|(?:/\*|//)?\s*<!\[CDATA\[\s*(?:\*/)?)|(?:(?:/\*|//)?\s*\]\]>\s*(?:\*/)?|-->)\s*$")


def _json_ld(root: HtmlElement) -> dict[str, Any]:
    """The first JSON-LD object on the page that describes an article."""
    for script in root.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            # within strings many have line feeds, which JSON has not
            data = json.loads(_WRAPPING.sub("", script.text or ""), strict=False)
        except (ValueError, RecursionError):  # broken, or nested to make a parser fall over
            continue
        for item in _objects(data):
            kind = item.get("@type")
            if any(k in _ARTICLE_TYPES for k in (kind if isinstance(kind, list) else [kind])):
                return item
    return {}


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            for key in ("@graph", "mainEntity"):
                inner = item.get(key)
                yield from (node for node in (inner if isinstance(inner, list) else [inner]) if isinstance(node, dict))


def _name(value: object, depth: int = 0) -> str | None:
    """The name, or names, in a JSON-LD value: a string, an object with a name, or a list of them."""
    if depth > 5:
        return None
    if isinstance(value, list):
        return ", ".join(name for item in value[:20] if (name := _name(item, depth + 1))) or None
    if isinstance(value, dict):
        return _clean(value.get("name")) if not isinstance(value.get("name"), list) else _name(value["name"], depth + 1)
    return _clean(value)


def _meta(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if key and (value := _clean(element.get("content"))):
            found.setdefault(key, value)
    return found


def _title_tail(title: str | None) -> str | None:
    match = _TITLE_TAIL.search(title or "")
    return match[1].strip() if match else None


def _only_h1(root: HtmlElement) -> str | None:
    found = root.xpath("//h1")
    return _clean(found[0].text_content()) if len(found) == 1 else None


def _byline(root: HtmlElement, linked: dict[str, Any], meta: dict[str, str]) -> str | None:
    visible = root.xpath(
        "//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' byline ')"
        " or contains(concat(' ', @class, ' '), ' author ')]"
    )
    candidates = [
        _name(linked.get("author")),
        meta.get("author"),
        meta.get("article:author"),
        meta.get("parsely-author"),
        meta.get("dc.creator"),
    ]
    candidates += [_clean(element.text_content()) for element in visible[:3]]
    for value in candidates:
        if value and "://" not in value and len(value) < 150:
            return _BYLINE.sub("", value) or None
    return None


def _published(root: HtmlElement, linked: dict[str, Any], meta: dict[str, str], url: str | None) -> Dated | None:
    found = _dated(linked.get("datePublished"), "json-ld") or _from_meta(meta, _PUBLISHED)
    if found:
        return found
    for element in root.xpath(
        "//time[@datetime][@pubdate or contains(@itemprop, 'datePublished') or contains(@class, 'publish')]"
    ) or root.xpath("//article//time[@datetime] | //header//time[@datetime]"):
        if dated := _dated(element.get("datetime"), "time element"):
            return dated
    if match := _URL_DATE.search(urlsplit(url or "").path):
        year, month, day = (int(part) for part in match.groups() if part)
        return _dated(f"{year:04}-{month:02}-{day:02}", "url")
    return None


def _from_meta(meta: dict[str, str], keys: tuple[str, ...]) -> Dated | None:
    return next((dated for key in keys if (dated := _dated(meta.get(key), "meta"))), None)


def _dated(value: object, basis: str) -> Dated | None:
    """A date in ISO form, at the precision given, or None when it is none or lies outside 1900 to 2100."""
    text = _clean(value)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        exact = moment.isoformat() if len(text) > 10 else moment.date().isoformat()
    except ValueError:
        parsed = _loosely(text)
        if parsed is None:
            return None
        moment, exact = parsed
    return Dated(exact, basis) if 1900 <= moment.year <= 2100 else None


def _loosely(text: str, fuzzy: bool = False) -> tuple[datetime, str] | None:
    """A date in words, and its ISO form as far as the words go: "February 2017" is "2017-02"."""
    from dateutil.parser import ParserError, parse

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of zones such as EST, whose names are used twice over
            # what the words leave open is filled in differently the second time
            moment, other = (parse(text, default=default, fuzzy=fuzzy) for default in _DEFAULTS)
        exact = moment.isoformat()  # fails where the zone is impossible
    except (ParserError, OverflowError, TypeError, ValueError):
        return None
    if moment.year != other.year:
        return None
    if moment.month != other.month:
        return moment, f"{moment.year:04}"
    if moment.day != other.day:
        return moment, f"{moment.year:04}-{moment.month:02}"
    return moment, exact if moment.hour or moment.minute else moment.date().isoformat()


_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))


def text_date(line: str) -> Dated | None:
    """The date in a line such as "Published: 10 February 2017", with basis "text"."""
    parsed = _loosely(line, fuzzy=True)
    if parsed is None or not 1900 <= parsed[0].year <= 2100:
        return None
    return Dated(parsed[1][:10], "text")


def dateline(paragraph: str) -> Dated | None:
    """The date that a first paragraph begins with, as in "OSTERBY, 13 March 2030 — The harbour"; with basis "text"."""
    found = _DATELINE.match(paragraph)
    return text_date(found[1]) if found else None


_DATELINE = re.compile(
    r"[A-Z][\w.’' -]{1,30}(?:, [A-Z][\w. ]{1,20})?, "
    r"(\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})"
    r"(?: \([^()\n]{1,40}\))?\s*[—–-]"
)


def _canonical(root: HtmlElement, meta: dict[str, str], url: str | None) -> str | None:
    links = root.xpath("//link[@rel='canonical']/@href")
    for value in (_clean(links[0]) if links else None, meta.get("og:url"), url):
        try:
            whole = urljoin(url or "", value or "")
            if value and urlsplit(whole).scheme in ("http", "https"):
                return whole
        except ValueError:
            continue
    return None
