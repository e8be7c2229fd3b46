"""Main text of real pages against main text by hand: python -m benchmarks.pages [--data FOLDER]

Word-level precision, recall and F1 (bags of words, averaged over pages) of sayso's readable blocks and of trafilatura
alone, over the Web Content Extraction Benchmark's development pages (`metadata.json`, `dev.zip`; CC BY 4.0).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

from benchmarks.corpora import shared
from sayso.errors import PageError
from sayso.pages import read_article
from sayso.types import Article, Block, BlockKind, Page, Span

_WORD = re.compile(r"\w+")


def bag_f1(gold: str, found: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of two texts as bags of lower-case words; two empty texts agree."""
    want, have = Counter(_WORD.findall(gold.lower())), Counter(_WORD.findall(found.lower()))
    if not want or not have:
        return (1.0, 1.0, 1.0) if not want and not have else (0.0, 0.0, 0.0)
    hits = (want & have).total()
    precision, recall = hits / have.total(), hits / want.total()
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def run(folder: Path) -> dict[str, tuple[float, float, float]]:
    """Mean word-level precision, recall, F1 over all pages, by system."""
    import trafilatura

    rows: dict[str, list[tuple[float, float, float]]] = {"sayso": [], "trafilatura": []}
    kinds: Counter[BlockKind] = Counter()
    failed: Counter[str] = Counter()
    with zipfile.ZipFile(folder / "dev.zip") as archive:
        names = sorted(n for n in archive.namelist() if n.endswith(".html.gz"))
        for name in names:
            html = gzip.decompress(archive.read(name))
            truth = json.loads(archive.read(name.replace("/html/", "/ground-truth/").replace(".html.gz", ".json")))
            gold = truth["ground_truth"]["main_content"]
            page = Page(
                name, html, "text/html", None, hashlib.sha256(html).hexdigest(), datetime.now(UTC), truth["url"]
            )
            try:
                article = read_article(page)
                title = _title(article)
                found = "\n".join(article.slice(b.span) for b in article.readable if _is_main(b, title))
                kinds.update(b.kind for b in article.blocks)
            except PageError as error:
                failed[f"{error.code}: {name} {error.reason[:90]}"] += 1
                found = ""
            rows["sayso"].append(bag_f1(gold, found))
            plain = trafilatura.extract(html, include_comments=False, include_tables=True) or ""
            rows["trafilatura"].append(bag_f1(gold, plain))
    print(f"{len(names)} pages; blocks: " + ", ".join(f"{n} {k}" for k, n in kinds.most_common()))
    for reason in failed:
        print(f"  not read  {reason}")
    return {system: tuple(mean(column) for column in zip(*found, strict=True)) for system, found in rows.items()}  # type: ignore[misc]


def _is_main(block: Block, title: Span | None) -> bool:
    """The benchmark keeps the article's own headline, its standfirst and captions apart from the main text."""
    return block.span != title and block.kind not in (BlockKind.CAPTION, BlockKind.DEK)


def _title(article: Article) -> Span | None:
    """The span of the article's own headline."""
    wanted = set(_WORD.findall((article.headline or "").lower()))
    for block in article.blocks:
        if block.kind is BlockKind.HEADLINE:
            words = set(_WORD.findall(article.slice(block.span).lower()))
            return block.span if len(words & wanted) > len(words | wanted) / 2 else None
    return None


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=shared("html/wcxb"))
    options = parser.parse_args()
    for system, (p, r, f) in run(options.data).items():
        print(f"{system:12} P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {100 * f:5.1f}")


if __name__ == "__main__":
    main()
