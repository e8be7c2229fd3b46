"""Readings as JSON, one document a line. docs/json.md describes the schema; a change of meaning changes its number."""

from __future__ import annotations

import json
from typing import Any

from sayso.exports.wording import CONTROL
from sayso.types import Article, Attribution, Dated, Failure, Reading, Source, Span, Statement, When

READING_SCHEMA = "sayso.reading/2"
FAILURE_SCHEMA = "sayso.failure/1"
#: characters of context on each side of a span
_CONTEXT = 32


def to_json(result: Reading | Failure, *, voice: bool = False) -> str:
    """One line of JSON, without line feeds inside; with `voice` also the author's own assertions."""
    return dumps(document(result, voice=voice))


def dumps(data: Any) -> str:
    """Data as one line of JSON; characters that steer a terminal or turn the direction of text are escaped."""
    line = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return CONTROL.sub(lambda m: f"\\u{ord(m[0]):04x}", line)


def document(result: Reading | Failure, *, voice: bool = False) -> dict[str, Any]:
    """A reading or a failure as plain data, see docs/json.md; with `voice` also the author's own assertions."""
    if isinstance(result, Failure):
        error = {"code": result.error.code, "message": result.error.reason}
        return {"schema": FAILURE_SCHEMA, "page": result.page, "error": error}
    article = result.article
    page = article.page
    return {
        "schema": READING_SCHEMA,
        "model": result.model,
        "page": {
            "name": page.name,
            "url": page.url,
            "sha256": page.sha256,
            "bytes": len(page.content),
            "format": article.format,
            "charset": article.charset,
            "fetched_at": page.fetched_at.isoformat(timespec="seconds") if page.url else None,
        },
        "article": {
            "headline": article.headline,
            "byline": article.byline,
            "outlet": article.outlet,
            "published": _dated(article.published),
            "modified": _dated(article.modified),
            "canonical_url": article.canonical_url,
            "language": article.language,
            "notes": list(article.notes),
            "text": article.text,
            "blocks": [
                {"start": b.span.start, "end": b.span.end, "kind": b.kind, "xpath": b.xpath} for b in article.blocks
            ],
        },
        "attributions": [_attribution(article, i, a) for i, a in enumerate(result.attributions)],
        "sources": [_source(i, s) for i, s in enumerate(result.sources)],
        "statements": [_statement(result, s) for s in result.statements],
    } | ({"asserted": [_statement(result, s) for s in result.asserted]} if voice else {})


def _dated(dated: Dated | None) -> dict[str, str] | None:
    return {"value": dated.value, "basis": dated.basis} if dated else None


def _attribution(article: Article, index: int, attribution: Attribution) -> dict[str, Any]:
    return {
        "id": index,
        "parent": attribution.parent,
        "source": [_selector(article, s) for s in attribution.source],
        "cue": [_selector(article, s) for s in attribution.cue],
        "content": [_selector(article, s) for s in attribution.content],
        "score": attribution.score,
    }


def _source(index: int, source: Source) -> dict[str, Any]:
    return {
        "id": index,
        "name": source.name,
        "kind": source.kind.value,
        "roles": list(source.roles),
        "speaks_for": source.speaks_for,
        "mentions": [list(span) for span in source.mentions],
    }


def _statement(reading: Reading, statement: Statement) -> dict[str, Any]:
    return {
        "attribution": statement.attribution,
        "source": statement.source,
        "candidates": list(statement.candidates),
        "chain": list(statement.chain),
        "act": statement.act.value,
        "factuality": statement.factuality.value,
        "relay": statement.relay.value,
        "said_on": _when(statement.said_on),
        "about": _when(statement.about),
        "score": statement.score,
    } | (
        {"content": [_selector(reading.article, s) for s in statement.content]} if statement.attribution is None else {}
    )


def _when(when: When | None) -> dict[str, Any] | None:
    return {"value": when.value, "basis": when.basis, "span": list(when.span) if when.span else None} if when else None


def _selector(article: Article, span: Span) -> dict[str, Any]:
    """Position and quotation of a span, as the Web Annotation Data Model's two text selectors have them."""
    text = article.text
    return {
        "start": span.start,
        "end": span.end,
        "exact": article.slice(span),
        "prefix": text[max(0, span.start - _CONTEXT) : span.start],
        "suffix": text[span.end : span.end + _CONTEXT],
    }
