"""Which articles tell one story: vectors of headline and lead, and the days of publication."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

#: cosine from which two articles tell one story, and days between them
ALIKE, DAYS = 0.6, 5


def nearest(alike: Iterable[tuple[int, str | None, float]], day: str | None) -> int | None:
    """The article whose story a new one joins: the most like it, published about the same time.

    Args:
        alike: articles with their day of publication and cosine, the most like first.
        day: ISO day of the new one, None when it is not known.

    """
    for article, other, cosine in alike:
        if cosine < ALIKE:
            return None
        if day is None or other is None or abs((_day(day) - _day(other)).days) <= DAYS:
            return article
    return None


def topic(headline: str | None, text: str) -> str:
    """What an article's vector is made of."""
    return f"{headline or ''}. {text}"[:800]


def _day(value: str) -> date:
    return date.fromisoformat((value + "-01-01")[:10] if len(value) < 10 else value[:10])
