"""`sayso read`: pages in, attributions out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.options import require_view, told
from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.types import Failure, Reading


#: characters of a page's name in that of its view
_STEM = 100


def command(
    pages: Annotated[
        list[str],
        typer.Argument(metavar="PAGE", help="URLs, HTML, text or Markdown files, folders; - for standard input."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document a line, failures included.")] = False,
    html: Annotated[
        str | None,
        typer.Option(
            "--html",
            metavar="FILE",
            help="Write the highlighted articles as one self-contained page; into a folder (NAME/), a file for each.",
            show_default=False,
        ),
    ] = None,
    min_score: Annotated[
        float | None,
        typer.Option(
            "--min-score",
            metavar="SCORE",
            help="Leave out attributions below this score, 0 to 1; the model's own threshold by default.",
            show_default=False,
        ),
    ] = None,
    voice: Annotated[bool, typer.Option("--voice", help="Also show what stays in the author's own voice.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let URLs lead to private, loopback and link-local addresses.")
    ] = False,
) -> None:
    """Show who said what on each page, on whose word, how firmly and when.

    A line reads: who ◂ relayer │ act, factuality, relay, day │ cue and content │ score.

    Nested attributions are indented below the one whose content they stand in.

    \b
    Examples:
      sayso read column.html
      sayso read https://example.org/story --html view.html
      sayso read pages/ --json > readings.jsonl
      sayso read - --voice < column.html
    """
    with told():
        if pages.count("-") > 1:
            raise UsageError("- stands for standard input and can be given once")
        target = None if html is None else _target(html)
        failures = _run(pages, as_json, target, min_score, voice, allow_private)
    if failures:
        raise typer.Exit(1)


def _run(
    pages: list[str], as_json: bool, html: Path | None, min_score: float | None, voice: bool, allow_private: bool
) -> list[Failure]:
    from sayso.cli.terminal import Terminal
    from sayso.pages import page_refs
    from sayso.reader import Reader
    from sayso.types import Failure

    terminal = Terminal()
    found = list(page_refs(pages))
    shown: list[Reading] = []
    failures: list[Failure] = []
    with terminal.progress(len(found)) as advance:
        reader = Reader(min_score=min_score, allow_private=allow_private)
        for result in reader.read_many(found):
            advance(result.page if isinstance(result, Failure) else result.article.page.name)
            if isinstance(result, Failure):
                failures.append(result)
            elif html is not None:
                shown = _write_html(html, result, shown)
            if as_json:
                _print_json(result, voice)
            elif not isinstance(result, Failure):
                terminal.reading(result, voice=voice)
    if html is not None and not html.is_dir():
        _save(html, shown)
    terminal.failures(failures, len(found))
    return failures


def _print_json(result: Reading | Failure, voice: bool) -> None:
    from sayso.exports.json import to_json

    sys.stdout.write(to_json(result, voice=voice) + "\n")
    sys.stdout.flush()


def _target(given: str) -> Path:
    """Where the view goes; "name/" is a folder, made if need be.

    Raises:
        UsageError: there is nowhere to write to, or something that sayso has not written.

    """
    target = Path(given)
    if given.endswith(("/", os.sep)) or target.is_dir():
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{given} cannot be made: {error.strerror}; give another folder with --html") from None
    else:
        require_view(target)
    return target


def _write_html(target: Path, reading: Reading, shown: list[Reading]) -> list[Reading]:
    """Into a folder at once; into one file at the end."""
    if not target.is_dir():
        return [*shown, reading]
    stem = Path(reading.article.page.name.rstrip("/").rpartition("/")[2]).stem[:_STEM] or "page"
    path, number = target / f"{stem}.html", 2
    while path.exists():
        path, number = target / f"{stem}-{number}.html", number + 1
    _save(path, [reading])
    return shown


def _save(path: Path, readings: list[Reading]) -> None:
    from sayso.exports.html import to_html

    if not readings:
        return
    try:
        path.write_text(to_html(readings), encoding="utf8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}; give another file with --html") from None
