"""Asking a ledger: search, who, timeline, conflicts, origins, stories, article, stats, export, sources."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.options import (
    ActOption,
    JsonOption,
    LedgerOption,
    LimitOption,
    OffsetOption,
    OutletOption,
    PolarityOption,
    SinceOption,
    SourceOption,
    StoryOption,
    UntilOption,
    chosen,
    opened,
    page_of,
    print_json,
    require_view,
    told,
)
from sayso.errors import UsageError

_PAGE = 20


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help='All must occur; "in quotation marks" together.')],
    source: SourceOption = None,
    act: ActOption = None,
    polarity: PolarityOption = None,
    outlet: OutletOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    story: StoryOption = None,
    articles: Annotated[bool, typer.Option("--articles", help="Search the articles' whole text.")] = False,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    limit: LimitOption = _PAGE,
    offset: OffsetOption = 0,
) -> None:
    """Find statements by words of their content, source or headline.

    \b
    Examples:
      sayso search sanctions
      sayso search memo --source Vassoul --polarity -
      sayso search '"no talks"' --since 2031-03-01 --json
    """
    with told(), opened(ledger) as book:
        filters = chosen(
            source=source, act=act, polarity=polarity, outlet=outlet, since=since, until=until, story=story
        )
        text = " ".join(f'"{w}"' if " " in w and '"' not in w else w for w in words)
        found, more = page_of(book.search(text, in_articles=articles, limit=limit + 1, offset=offset, **filters), limit)
        if as_json:
            return print_json(found)
        from sayso.cli.terminal import Terminal

        Terminal().entries(found, more=more)


def who(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, a surname, or a number of sayso sources.")],
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    limit: LimitOption = _PAGE,
    offset: OffsetOption = 0,
) -> None:
    """All that a source said, by date, changes of position marked."""
    with told(), opened(ledger) as book:
        said, changed = book.who(name, limit=limit + 1, offset=offset)
        said, more = page_of(said, limit)
        if as_json:
            return print_json([*said, *changed])
        from sayso.cli.terminal import Terminal

        terminal = Terminal()
        terminal.several(name, book.sources(name))
        revised = {link.second.id: link.first.id for link in changed}
        terminal.entries(said, more=more, marks={k: f"revises {v}" for k, v in revised.items()})


def timeline(
    what: Annotated[
        str | None, typer.Argument(metavar="[STORY|NAME]", help="A story's number or a source's name.")
    ] = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    limit: LimitOption = _PAGE,
    offset: OffsetOption = 0,
) -> None:
    """Statements by the day they were said, with a small picture of how many on which day."""
    with told(), opened(ledger) as book:
        story = int(what) if what and what.isdecimal() else None
        name = what if what and story is None else None
        found, more = page_of(book.statements(limit=limit + 1, offset=offset, source=name, story=story), limit)
        if as_json:
            return print_json(found)
        from sayso.cli.terminal import Terminal

        terminal = Terminal()
        if name:
            terminal.several(name, book.sources(name))
        terminal.timeline(found, book.days(source=name, story=story), more=more)


def conflicts(
    source: SourceOption = None,
    act: ActOption = None,
    outlet: OutletOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    story: StoryOption = None,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="conflicts, revises, agrees or repeats.")
    ] = "conflicts",
    min_score: Annotated[
        float,
        typer.Option("--min-score", metavar="SCORE", min=0, max=1, help="No less sure than this.", show_default=False),
    ] = 0.0,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    limit: LimitOption = _PAGE,
    offset: OffsetOption = 0,
) -> None:
    """Pairs of statements that cannot both stand, side by side, the surest first."""
    with told(), opened(ledger) as book:
        kinds = ("conflicts", "revises", "agrees", "repeats")
        if kind not in kinds:
            raise UsageError(f"--kind is {kind!r}; expected one of {', '.join(kinds)}")
        filters = chosen(source=source, act=act, outlet=outlet, since=since, until=until, story=story)
        found, more = page_of(book.links([kind], least=min_score, limit=limit + 1, offset=offset, **filters), limit)
        if as_json:
            return print_json(found)
        from sayso.cli.terminal import Terminal

        Terminal().pairs(found, kind, more=more)


def origins(
    statement: Annotated[int, typer.Argument(metavar="STATEMENT", help="A statement's number, as search shows it.")],
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who told a statement first, and who repeats whom."""
    with told(), opened(ledger) as book:
        entry, tellings = book.origins(statement)
        if as_json:
            return print_json([entry, *tellings])
        from sayso.cli.terminal import Terminal

        Terminal().origins(entry, tellings)


def stories(
    ledger: LedgerOption = None, as_json: JsonOption = False, limit: LimitOption = _PAGE, offset: OffsetOption = 0
) -> None:
    """Sets of articles about the same events, the largest first."""
    with told(), opened(ledger) as book:
        found = book.stories(limit=limit, offset=offset)
        if as_json:
            return print_json(found)
        from sayso.cli.terminal import Terminal

        rows = [
            [
                s.id,
                s.title,
                s.articles,
                s.statements,
                s.conflicts,
                " … ".join(dict.fromkeys(filter(None, (s.first, s.last)))),
            ]
            for s in found
        ]
        Terminal().table(["#", "story", "articles", "statements", "conflicts", "published"], rows)


def article(
    number: Annotated[int, typer.Argument(metavar="N", help="An article's number.")],
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write it as a page to look at.", show_default=False)
    ] = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """One article with its statements."""
    with told(), opened(ledger) as book:
        entry, said = book.article(number)
        if html is not None:
            from sayso.exports.html import to_html

            require_view(html)
            try:
                html.write_text(to_html([book.reading_of(number)]), encoding="utf8")
            except OSError as error:
                raise UsageError(f"{html} cannot be written: {error.strerror}; give another file") from None
        if as_json:
            return print_json([entry, *said])
        from sayso.cli.terminal import Terminal

        Terminal().article(entry, said)


def stats(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """How much there is of everything."""
    with told(), opened(ledger) as book:
        counts = book.stats()
        if as_json:
            return print_json([counts])
        from sayso.cli.terminal import Terminal

        Terminal().table(["what", "how many"], [[name, number] for name, number in counts.items()])


def export(
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="json or csv.")] = "json",
    source: SourceOption = None,
    act: ActOption = None,
    polarity: PolarityOption = None,
    outlet: OutletOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    story: StoryOption = None,
    ledger: LedgerOption = None,
) -> None:
    """All statements that the filters leave, on standard output.

    \b
    Examples:
      sayso export --format csv --story 3 > story.csv
      sayso export --source Vassoul --since 2031-03-01 > vassoul.jsonl
    """
    with told(), opened(ledger) as book:
        if form not in ("json", "csv"):
            raise UsageError(f"--format is {form!r}; expected json or csv")
        filters = chosen(
            source=source, act=act, polarity=polarity, outlet=outlet, since=since, until=until, story=story
        )
        if form == "json":
            return print_json(book.everything(**filters))
        from sayso.exports.table import write_csv

        write_csv(sys.stdout, book.everything(**filters))


sources_app = typer.Typer(
    help="People and organisations across articles, and what you decide about them.",
    invoke_without_command=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@sources_app.callback()
def sources(
    context: typer.Context,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    limit: LimitOption = _PAGE,
    offset: OffsetOption = 0,
) -> None:
    """People and organisations by how much they say.

    \b
    Examples:
      sayso sources
      sayso sources merge "Emeric Vassoul" "E. Vassoul"
      sayso sources split "John Roe" "John Roe (banker)" --article 12
      sayso sources rename Vassoul "Emeric Vassoul"
    """
    if context.invoked_subcommand is not None:
        with told():
            if as_json or limit != _PAGE or offset:
                raise UsageError("--json, --limit and --offset are for the list of sources, not for a decision")
        return
    with told(), opened(ledger) as book:
        found = book.sources(limit=limit, offset=offset)
        if as_json:
            return print_json(found)
        from sayso.cli.terminal import Terminal

        rows = [[s.id, s.name, s.kind, s.statements, s.articles, "; ".join(s.roles[:2])] for s in found]
        Terminal().table(["#", "source", "kind", "statements", "articles", "roles"], rows)


PersonOption = Annotated[
    str | None, typer.Option("--by", metavar="PERSON", help="Who decides; you by default.", show_default=False)
]


def _given_before(context: typer.Context) -> Path | None:
    """The ledger given before the name of the decision: `sayso sources --ledger FILE merge A B`."""
    given: Path | None = context.parent.params.get("ledger") if context.parent else None
    return given


def _say(decided: str) -> None:
    from sayso.cli.terminal import safe

    typer.echo(safe(decided))


@sources_app.command("merge")
def merge(
    context: typer.Context,
    into: Annotated[str, typer.Argument(metavar="A")],
    other: Annotated[str, typer.Argument(metavar="B")],
    person: PersonOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Decide that B is A."""
    with told(), opened(ledger or _given_before(context)) as book:
        _say(book.merge_sources(into, other, person=person))


@sources_app.command("split")
def split(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    new_name: Annotated[str, typer.Argument(metavar="NEW_NAME")],
    articles: Annotated[
        list[int] | None,
        typer.Option(
            "--article", metavar="N", help="Where NAME is NEW_NAME; repeatable. Not needed to take back a merge."
        ),
    ] = None,
    person: PersonOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Decide that in some articles NAME is somebody else, or that NEW_NAME, merged into NAME before, is not."""
    with told(), opened(ledger or _given_before(context)) as book:
        _say(book.split_source(name, articles or [], new_name, person=person))


@sources_app.command("rename")
def rename(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    new_name: Annotated[str, typer.Argument(metavar="NEW_NAME")],
    person: PersonOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Decide what a source is called."""
    with told(), opened(ledger or _given_before(context)) as book:
        _say(book.rename_source(name, new_name, person=person))
