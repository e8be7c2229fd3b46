"""JSON documents, whole."""

import json
from datetime import UTC, datetime

from sayso import (
    Act,
    Article,
    Attribution,
    Block,
    BlockKind,
    Dated,
    Factuality,
    Failure,
    NotFoundError,
    Page,
    Reading,
    Relay,
    Source,
    SourceKind,
    Span,
    Statement,
    When,
)
from sayso.exports.json import to_json


def test_a_reading_whole():
    text = "Zoë 😀 said no."
    page = Page(
        "a.html", text.encode(), "text/html", None, "ab12", datetime(2031, 3, 4, 5, 6, tzinfo=UTC), "https://a.example/"
    )
    article = Article(
        page, text, (Block(Span(0, 14), BlockKind.LIST_ITEM, "/html/body/li"),), "html", "utf-8",
        headline="No", byline="Zoë", outlet="A", published=Dated("2031-03-04", "meta"), canonical_url="https://a.example/x",
    )  # fmt: skip
    attribution = Attribution((Span(0, 5),), (Span(6, 10),), (Span(11, 13),), 0.5, None)
    zoe = Source("Zoë 😀", SourceKind.PERSON, (Span(0, 5),), ("smith",), "A")
    said = When("2031-03-03", "explicit", Span(6, 10))
    statement = Statement(
        0, attribution.content, 0, (), (None, 0), Act.STATE, Factuality.CERTAIN, Relay.NEUTRAL, said, None, 0.5
    )  # fmt: skip
    own = Statement(
        None, (Span(0, 14),), None, (0,), (), Act.STATE, Factuality.POSSIBLE, Relay.NEUTRAL, None, None, 1.0
    )  # fmt: skip
    reading = Reading(article, (attribution,), "reader-0", (zoe,), (statement,), (own,))
    assert "asserted" not in json.loads(to_json(reading))
    assert json.loads(to_json(reading, voice=True)) == {
        "schema": "sayso.reading/2",
        "model": "reader-0",
        "page": {
            "name": "a.html", "url": "https://a.example/", "sha256": "ab12", "bytes": 18, "format": "html",
            "charset": "utf-8", "fetched_at": "2031-03-04T05:06:00+00:00",
        },
        "article": {
            "headline": "No", "byline": "Zoë", "outlet": "A", "published": {"value": "2031-03-04", "basis": "meta"},
            "modified": None, "canonical_url": "https://a.example/x", "language": "en", "notes": [], "text": text,
            "blocks": [{"start": 0, "end": 14, "kind": "list item", "xpath": "/html/body/li"}],
        },
        "attributions": [
            {
                "id": 0,
                "parent": None,
                "source": [{"start": 0, "end": 5, "exact": "Zoë 😀", "prefix": "", "suffix": " said no."}],
                "cue": [{"start": 6, "end": 10, "exact": "said", "prefix": "Zoë 😀 ", "suffix": " no."}],
                "content": [{"start": 11, "end": 13, "exact": "no", "prefix": "Zoë 😀 said ", "suffix": "."}],
                "score": 0.5,
            }
        ],
        "sources": [
            {"id": 0, "name": "Zoë 😀", "kind": "person", "roles": ["smith"], "speaks_for": "A", "mentions": [[0, 5]]}
        ],
        "statements": [
            {
                "attribution": 0, "source": 0, "candidates": [], "chain": [None, 0], "act": "state",
                "factuality": "CT+", "relay": "neutral",
                "said_on": {"value": "2031-03-03", "basis": "explicit", "span": [6, 10]}, "about": None, "score": 0.5,
            }
        ],
        "asserted": [
            {
                "attribution": None, "source": None, "candidates": [0], "chain": [], "act": "state",
                "factuality": "PS+", "relay": "neutral", "said_on": None, "about": None, "score": 1.0,
                "content": [{"start": 0, "end": 14, "exact": text, "prefix": "", "suffix": ""}],
            }
        ],
    }  # fmt: skip


def test_a_failure_whole():
    failure = Failure("x.html", NotFoundError("x.html", "no such file"))
    assert to_json(failure) == (
        '{"schema":"sayso.failure/1","page":"x.html","error":{"code":"not-found","message":"no such file"}}'
    )
