"""What a terminal shows: tables of attributions, progress, failures. Nothing from a page reaches it unchecked."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.exports.wording import CONTROL, day, said_on, who
from sayso.types import Act, Failure, Reading, Relay, Span, Statement

if TYPE_CHECKING:
    from sayso.ledger import ArticleEntry, Entry, LinkEntry, SourceEntry

_SPACE = re.compile(r"\s+")
#: lines of a picture; with more days than that it counts by months, or years
_LINES = 40
#: pairs of other tellings that are listed below a pair
_AGAIN = 6


def safe(text: str) -> str:
    """Text with control characters made visible and white space made single spaces."""
    return _SPACE.sub(" ", CONTROL.sub("\ufffd", text))


def firmness(statement: Statement) -> list[tuple[str, str]]:
    """The act, the factuality, the relay where it is not neutral, and the day, each with its colour."""
    act = _COLOURS.get(statement.act, "")
    parts = [(statement.act.value, act), (statement.factuality.value, act)]
    if statement.relay is not Relay.NEUTRAL:
        parts.append((statement.relay.value, "magenta"))
    if statement.said_on:
        parts.append((said_on(statement.said_on.value, statement.said_on.basis), "green"))
    return parts


#: acts that a reader looks for stand out
_COLOURS = {
    Act.DENY: "bold red",
    Act.ADMIT: "bold yellow",
    Act.ALLEGE: "yellow",
    Act.INSINUATE: "yellow",
    Act.DECLINE: "blue",
}


def _barred(parts: Sequence[tuple[str, str]]) -> Text:
    """Parts with their styles, a faint bar between them.

    Assembled, since the style that a Text has itself is that of all that is added to it.
    """
    first, *rest = parts
    return Text.assemble(first, *(piece for part in rest for piece in ((" │ ", "dim"), part)))


class Terminal:
    """Standard output for results, standard error for progress and failures."""

    def __init__(self) -> None:
        self._out = Console(highlight=False, soft_wrap=False)
        self._err = Console(stderr=True, highlight=False)

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[str], None]]:
        """A line that tells how far things are, on a terminal and for more than one page; call it with each name."""
        if total < 2 or not self._err.is_terminal:
            yield lambda name: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[name]}", markup=False),
        )
        with Progress(*columns, console=self._err, transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
            task = bar.add_task("", total=total, name="")
            yield lambda name: bar.update(task, advance=1, name=Text(safe(name)[-40:]).plain)

    def reading(self, reading: Reading, *, voice: bool) -> None:
        """Header and table of one article."""
        article = reading.article
        self._out.print()
        self._out.print(Text(safe(article.headline or article.page.name), style="bold"))
        published = f"{article.published.value} ({article.published.basis})" if article.published else "no date given"
        about = [article.outlet, article.byline and f"by {article.byline}", published, article.page.name]
        self._out.print(Text(safe(" · ".join(part for part in about if part)), style="dim"))
        for note in article.notes:
            self._out.print(Text(f"note: {safe(note)}", style="yellow"))
        self._out.print()
        for index in range(len(reading.attributions)):
            self._statement(reading, index)
        if not reading.attributions:
            self._out.print("No attributions found.")
        if voice:
            self._voice(reading)

    def _statement(self, reading: Reading, index: int) -> None:
        """Two lines or more: who on whose word, how firmly, when; then the cue and the content."""
        attribution, statement = reading.attributions[index], reading.statements[index]
        head = _barred([(safe(who(reading, statement)), "bold cyan"), *firmness(statement)])
        head.append(f"  {statement.score:.2f}", "dim")
        body = Text.assemble(
            (self._spans(reading, attribution.cue), "dim"), "  ", self._spans(reading, attribution.content) or "–"
        )
        indent = 2 * reading.depth(index)
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column(justify="right", style="dim", no_wrap=True, width=len(str(len(reading.statements))))
        table.add_column(overflow="fold")
        table.add_row(str(index + 1), head)
        table.add_row("", body)
        self._out.print(Padding(table, (0, 0, 0, indent)))

    def _voice(self, reading: Reading) -> None:
        self._out.print()
        self._out.print(Text("In the author's own voice", style="bold"))
        for statement in reading.asserted:
            line = Text.assemble((f"{statement.factuality.value:4}", "yellow"), self._spans(reading, statement.content))
            self._out.print(Padding(line, (0, 0, 0, 2)))

    @staticmethod
    def _spans(reading: Reading, spans: Sequence[Span]) -> str:
        return " … ".join(safe(reading.article.slice(s)) for s in spans)

    def line(self, text: str) -> None:
        """One line of plain text."""
        self._out.print(Text(safe(text)))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A plain table; numbers to the right."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        for number, name in enumerate(header):
            right = bool(rows) and isinstance(rows[0][number], int)
            table.add_column(name, justify="right" if right else "left", overflow="fold", no_wrap=right)
        for row in rows:
            table.add_row(*(Text(safe("–" if value is None else str(value))) for value in row))
        self._out.print(table)
        if not rows:
            self._out.print("Nothing found.")

    def _entry(self, entry: Entry, mark: str | None = None) -> Text:
        """A statement of a ledger: its number, who ◂ relayers, how firmly, when; where; the words."""
        style = _COLOURS.get(Act(entry.act), "")
        parts = [
            (safe(" ◂ ".join([entry.who, *entry.relayers[::-1]])), "bold cyan"),
            (entry.act, style),
            (entry.factuality, style),
        ]
        if entry.relay != "neutral":
            parts.append((entry.relay, "magenta"))
        dated = (said_on(entry.said_on, entry.said_basis), "green") if entry.said_on else ("undated", "dim")
        parts.append(dated)
        if entry.within:
            parts.append((f"within {entry.within} ({entry.within_act})", "yellow"))
        if mark:
            parts.append((mark, "bold red"))
        where = " · ".join(p for p in (entry.outlet, entry.published, entry.headline) if p) or entry.page
        copy = f", a copy of {entry.copy_of}" if entry.copy_of else ""
        return Text.assemble(
            (f"{entry.id} ", "dim"),
            _barred(parts),
            (f"\n{safe(entry.cue)}  ", "dim"),
            safe(entry.content) or "–",
            (f"\n{safe(where)} (article {entry.article}{copy})", "dim"),
        )

    def entries(self, found: Sequence[Entry], *, more: bool, marks: Mapping[int, str] | None = None) -> None:
        """Statements one below the other."""
        for entry in found:
            self._out.print(self._entry(entry, (marks or {}).get(entry.id)))
            self._out.print()
        self._end(found, more)

    def several(self, name: str, sources: Sequence[SourceEntry]) -> None:
        """Say that a name means several sources, whose statements are mixed."""
        if len(sources) > 1:
            them = ", ".join(f"{source.name} ({source.id})" for source in sources)
            self._err.print(Text(safe(f"{name} is {them}; name one of them in full.\n"), style="yellow"))

    def _end(self, found: Sequence[object], more: bool) -> None:
        if not found:
            self._out.print("Nothing found.")
        elif more:
            self._out.print(Text("There may be more: --offset and --limit page through.", style="dim"))

    def timeline(self, found: Sequence[Entry], days: Sequence[tuple[str | None, int]], *, more: bool) -> None:
        """How many statements on which day, in which month or year as a picture of all, then some of them by day."""
        counted: Counter[str] = Counter()
        for length in (10, 7, 4):
            counted.clear()
            for name, number in days:
                counted[name[:length] if name else "no date"] += number
            if len(counted) <= _LINES:
                break
        most = max(counted.values(), default=1)
        for name, number in counted.items():
            bar = "█" * max(1, round(30 * number / most))
            self._out.print(Text.assemble((f"{name:>10} ", "green"), f"{bar} {number}"))
        self._out.print()
        last = None
        for entry in found:
            if entry.day != last:
                self._out.print(Text(day(entry.day) if entry.day else "no date", style="bold green"))
                last = entry.day
            self._out.print(Padding(self._entry(entry), (0, 0, 0, 2)))
        self._end(found, more)

    def pairs(self, found: Sequence[LinkEntry], kind: str, *, more: bool) -> None:
        """Pairs of statements side by side."""
        for pair in found:
            table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), show_header=False, expand=True)
            table.add_column(ratio=1, overflow="fold")
            table.add_column(ratio=1, overflow="fold")
            table.add_row(self._entry(pair.first), self._entry(pair.second))
            self._out.print(Text(f"{kind} {pair.score:.2f}", style="bold red" if kind == "conflicts" else "bold"))
            self._out.print(table)
            if pair.again:
                shown = ", ".join(f"{first} and {second}" for first, second in pair.again[:_AGAIN])
                rest = len(pair.again) - _AGAIN
                tail = f", {rest} more" if rest > 0 else ""
                self._out.print(Text(f"told again: {shown}{tail}", style="dim"))
            self._out.print()
        self._end(found, more)

    def origins(self, entry: Entry, tellings: Sequence[LinkEntry]) -> None:
        """The first telling, and the path of the others."""
        told = {e.id: e for pair in tellings for e in (pair.first, pair.second)} or {entry.id: entry}
        order = sorted(told.values(), key=lambda e: e.when_told)
        self._out.print(Text("first told" if len(order) > 1 else "told once", style="bold"))
        for number, telling in enumerate(order):
            if number == 1:
                self._out.print(Text("repeated", style="bold"))
            self._out.print(Padding(self._entry(telling, "this one" if telling.id == entry.id else None), (0, 0, 1, 2)))

    def article(self, entry: ArticleEntry, said: Sequence[Entry]) -> None:
        """An article's header and statements."""
        self._out.print(Text(safe(entry.headline or entry.page), style="bold"))
        about = [
            entry.outlet,
            entry.byline and f"by {entry.byline}",
            entry.published,
            f"version {entry.version}",
            entry.copy_of and f"a copy of article {entry.copy_of}",
            entry.page,
        ]
        self._out.print(Text(safe(" · ".join(part for part in about if part)), style="dim"))
        self._out.print()
        self.entries(said, more=False)

    def failures(self, failures: Sequence[Failure], total: int) -> None:
        """What could not be read, and why."""
        if not failures:
            return
        if total > 1:
            self._err.print(Text(f"\n{len(failures)} of {total} pages could not be read:", style="bold red"))
        for failure in failures:
            self._err.print(Text(("  " if total > 1 else "sayso: ") + safe(str(failure.error))), soft_wrap=True)
