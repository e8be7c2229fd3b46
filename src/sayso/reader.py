"""Page in, Reading out: the one file that knows the order of the stages."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from sayso.errors import PageError, UsageError
from sayso.types import Article, Failure, Page, Reading, SourceKind

if TYPE_CHECKING:
    from sayso.pages import PageRef
    from sayso.reading.model import Model

#: what can be read: a URL or path ("-" for standard input), bytes already fetched, or an article already made
Readable: TypeAlias = "str | os.PathLike[str] | PageRef | Page | Article"


class Reader:
    """Reads pages. Loads the model once; safe to use from several threads.

    Args:
        model: other weights than the shipped ones: a folder, or a Model already loaded.
        min_score: leave out attributions that score below this, 0 to 1; None for the model's own threshold.
        allow_private: let URLs lead to private, loopback and link-local addresses.

    Raises:
        ModelError: the weights are missing or damaged.
        UsageError: `min_score` is not between 0 and 1.

    """

    def __init__(
        self, model: Path | Model | None = None, *, min_score: float | None = None, allow_private: bool = False
    ) -> None:
        from sayso.reading.model import Model

        if min_score is not None and not 0 <= min_score <= 1:
            raise UsageError(f"min_score is {min_score}; expected a number from 0 to 1")
        self._model = model if isinstance(model, Model) else Model(model)
        self._min_score = self._model.settings.threshold if min_score is None else min_score
        self._allow_private = allow_private

    @property
    def model(self) -> str:
        """The name of the weights, such as "reader-1"."""
        return self._model.settings.name

    def read(self, page: Readable) -> Reading:
        """Read one page.

        Args:
            page: a URL, the path of a file, "-" for standard input, a Page or an Article.

        Raises:
            PageError: the page cannot be read; the subclass and the message say why.

        """
        return self._read_article(self._article(page))

    def read_many(self, pages: Iterable[Readable], *, threads: int | None = None) -> Iterator[Reading | Failure]:
        """Read pages one after the other, several at once, in the order given.

        Args:
            pages: as for `read`; folders stand for the pages in them. Taken lazily: memory does not grow with the pile.
            threads: how many pages at once; as many as there are processors by default. Does not change the result.

        Yields:
            A reading, or the failure of a page that cannot be read; one for each page.

        """
        return in_order(self._attempt, self.spread(pages), threads)

    def open(self, page: Readable) -> Page | Article:
        """Fetch a page without reading it.

        Raises:
            PageError: it cannot be had.

        """
        from sayso.pages import open_page

        if isinstance(page, Page | Article):
            return page
        return open_page(page, allow_private=self._allow_private)

    @staticmethod
    def spread(pages: Iterable[Readable]) -> Iterator[Readable]:
        """Folders as the pages in them; everything else as it is."""
        from sayso.pages import PageRef, page_refs

        for page in pages:
            if isinstance(page, Page | Article | PageRef):
                yield page
            else:
                yield from page_refs([page])

    def _attempt(self, page: Readable) -> Reading | Failure:
        try:
            return self.read(page)
        except PageError as error:
            return Failure(error.page, error)

    def _article(self, page: Readable) -> Article:
        from sayso.pages import read_article

        opened = self.open(page)
        return opened if isinstance(opened, Article) else read_article(opened)

    def _read_article(self, article: Article) -> Reading:
        from sayso.reading.attribution import attributions
        from sayso.reading.dates import find_times
        from sayso.reading.hearsay import find_hearsay
        from sayso.reading.judging import features
        from sayso.reading.layout import find_turns
        from sayso.reading.model import KnownCue
        from sayso.reading.quotes import find_quotations
        from sayso.reading.sources import find_sources
        from sayso.reading.stance import stance
        from sayso.reading.statements import assemble, author_source, author_statements, day_of

        text, blocks = article.text, article.readable
        quotations = find_quotations(text, [block.span for block in blocks])
        hearsay = find_hearsay(text, blocks)
        tokens = self._model.tokenize(text, blocks, quotations)
        known = [KnownCue(*tokens.words(h.cue), h.firm) for h in hearsay]
        readings, vectors = self._model.read(tokens, known)
        turns = find_turns(text, blocks)
        found = attributions(self._model, text, blocks, quotations, tokens, readings, hearsay, turns, self._min_score)
        sources, resolved = find_sources(text, blocks, found, article.byline)
        published = day_of(article.published)
        times = find_times(text, blocks, published)
        rules = [stance(text, attribution) for attribution in found]
        stances = self._model.stance.judge(features(tokens, vectors, found, rules), rules)
        statements = assemble(text, blocks, found, stances, sources, resolved, times, published, self._model.days)
        author = next((i for i, s in enumerate(sources) if s.kind is SourceKind.AUTHOR), len(sources))
        sources = sources if author < len(sources) else (*sources, author_source(article.byline))
        reading = Reading(article, found, self.model, sources, statements)
        return replace(reading, asserted=author_statements(text, blocks, reading.voice(), times, author))


def in_order(attempt: Callable[[Any], Any], given: Iterable[Any], threads: int | None) -> Iterator[Any]:
    """Results of a function over many things, several at once, in their order and in bounded memory."""
    threads = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(threads, thread_name_prefix="sayso") as pool:
        waiting: deque[Future[Any]] = deque()
        try:
            for thing in given:
                waiting.append(pool.submit(attempt, thing))
                if len(waiting) >= 2 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
