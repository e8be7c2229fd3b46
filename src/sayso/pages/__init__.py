"""From a path or URL to an Article: the only place with network and file formats.

    names ──► page_refs ──► open_page ──► Page (bytes) ──► read_article ──► Article (text and blocks)

`locate` goes the way back, from a span to the elements of an HTML page.
"""

from sayso.pages.article import read_article
from sayso.pages.dom import DomRange, locate
from sayso.pages.files import PageRef, open_page, page_refs

__all__ = ["DomRange", "PageRef", "locate", "open_page", "page_refs", "read_article"]
