"""`sayso add`, `sayso reread`, `sayso verify`: what goes into a ledger, and whether it still is what it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.options import JsonOption, LedgerOption, opened, print_json, told
from sayso.errors import UsageError
from sayso.types import Failure

if TYPE_CHECKING:
    from sayso.ledger import Added


def add(
    pages: Annotated[
        list[str],
        typer.Argument(metavar="PAGE", help="URLs, HTML, text or Markdown files, folders; - for standard input."),
    ],
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let URLs lead to private, loopback and link-local addresses.")
    ] = False,
) -> None:
    """Read pages into a ledger and relate what they say to what is there.

    Adding a page twice changes nothing; a run that was cut off goes on with the same command.

    \b
    Examples:
      sayso add pages/
      sayso add https://example.org/story --ledger talks.db
    """
    with told():
        from sayso.pages import page_refs
        from sayso.reader import Reader

        if pages.count("-") > 1:
            raise UsageError("- stands for standard input and can be given once")
        found = list(page_refs(pages))
        with opened(ledger, create=True) as book:
            failures = _report(book.add(found, reader=Reader(allow_private=allow_private)), len(found), as_json)
    if failures:
        raise typer.Exit(1)


def reread(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Read every stored page anew with this version's model; what people decided stays."""
    with told(), opened(ledger) as book:
        failures = _report(book.reread(), book.stats()["articles"], as_json)
    if failures:
        raise typer.Exit(1)


def verify(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Derive every text and span anew from the stored bytes and report what has drifted."""
    with told(), opened(ledger) as book:
        drifts = list(book.verify())
        if as_json:
            print_json({"article": number, "drift": what} for number, what in drifts)
        else:
            for number, what in drifts:
                typer.echo(f"article {number}: {what}")
            if not drifts:
                typer.echo(f"{book.stats()['articles']} articles, all as they were")
    if drifts:
        raise typer.Exit(1)


def _report(results: Iterable[Added | Failure], total: int, as_json: bool) -> list[Failure]:
    """Progress while pages come in, a line for each, and what could not be read."""
    from sayso.cli.terminal import Terminal
    from sayso.exports.json import document

    terminal = Terminal()
    failures: list[Failure] = []
    counts = {"statements": 0}
    with terminal.progress(total) as advance:
        for result in results:
            if isinstance(result, Failure):
                failures.append(result)
                advance(result.page)
                if as_json:
                    print_json([document(result)])
                continue
            advance(result.page)
            counts[result.outcome] = counts.get(result.outcome, 0) + 1
            counts["statements"] += 0 if result.outcome == "known" else result.statements
            for kind, number in result.links.items():
                counts[kind] = counts.get(kind, 0) + number
            if as_json:
                print_json([result])
    if not as_json:
        terminal.line(", ".join(f"{number} {name}" for name, number in counts.items() if number) or "nothing to add")
    terminal.failures(failures, total)
    return failures
