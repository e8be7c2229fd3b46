"""The command line: parse, call, render. One module a command group."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from sayso.cli import add, ask, read

EXAMPLES = """\
  sayso read column.html                    who said what on a saved page
  sayso read https://example.org/story      … on a page of the web
  sayso read notes.txt pages/               … in a file and in every page of a folder
  curl -s URL | sayso read -                … from standard input
  sayso read column.html --html view.html   a page to look at, with sources, cues and contents lit up
  sayso read pages/ --json > readings.jsonl one JSON document a line
  sayso add pages/                          many pages into a ledger, ./sayso.db
  sayso conflicts                           … and what in it cannot both stand
  sayso who Vassoul                         … all that one source said, by date
  sayso search sanctions --polarity -       … who denied what about sanctions
"""

app = typer.Typer(
    name="sayso",
    help="Who said what, on whose word: reads news and opinion pages and ties every statement to its exact characters.",
    epilog="Exit status: 0 all read, 1 some pages failed, 2 the call was wrong.",
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("read")(read.command)
_COMMANDS: tuple[Callable[..., None], ...] = (
    *(add.add, ask.search, ask.who, ask.timeline, ask.conflicts, ask.origins, ask.stories, ask.article, ask.stats),
    *(ask.export, add.reread, add.verify),
)
for _command in _COMMANDS:
    app.command(_command.__name__)(_command)
app.add_typer(ask.sources_app, name="sources")


def _version(wanted: bool) -> None:
    if wanted:
        from sayso import __version__

        typer.echo(f"sayso {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo("sayso reads news and opinion pages: who said what, on whose word.\n\nExamples:\n" + EXAMPLES)
        typer.echo("sayso --help and sayso read --help say more.")


#: seconds for which a thread keeps the interpreter while others wait for it. Those that come back from the model, which
#: runs without the interpreter, would wait ten times as long by default, and many pages are read in several threads
_HAND_OVER = 0.0005


def main() -> None:
    """Entry point of the `sayso` command."""
    sys.setswitchinterval(_HAND_OVER)
    try:
        app()
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
