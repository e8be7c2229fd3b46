"""What a terminal shows: tables of attributions, progress, failures. Nothing from a page reaches it unchecked."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.types import Failure, Reading, Span

#: control characters, escape codes among them, and the marks that turn the direction of text
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")


def safe(text: str) -> str:
    """Text with control characters made visible and white space made single spaces."""
    return _SPACE.sub(" ", _UNSAFE.sub("\ufffd", text))


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
            TextColumn("{task.fields[name]}"),
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
        if reading.attributions:
            self._out.print(self._table(reading))
        else:
            self._out.print("No attributions found.")
        if voice:
            self._voice(reading)

    def _table(self, reading: Reading) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", expand=False)
        table.add_column("#", justify="right", style="dim", no_wrap=True)
        table.add_column("source", ratio=3, min_width=12, overflow="fold")
        table.add_column("cue", ratio=2, min_width=8, overflow="fold")
        table.add_column("content", ratio=7, min_width=20, overflow="fold")
        table.add_column("score", justify="right", style="dim", no_wrap=True)
        for index, a in enumerate(reading.attributions):
            level = reading.depth(index)
            table.add_row(
                str(index + 1),
                Text("  " * level + ("↳ " if level else ""))
                + Text(self._spans(reading, a.source) or "–", style="bold cyan"),
                Text(self._spans(reading, a.cue), style="yellow"),
                Text(self._spans(reading, a.content) or "–"),
                f"{a.score:.2f}",
            )
        return table

    def _voice(self, reading: Reading) -> None:
        self._out.print()
        self._out.print(Text("In the author's own voice", style="bold"))
        for span in reading.voice():
            self._out.print(Padding(Text(safe(reading.article.slice(span))), (0, 0, 0, 2)))

    @staticmethod
    def _spans(reading: Reading, spans: Sequence[Span]) -> str:
        return " … ".join(safe(reading.article.slice(s)) for s in spans)

    def failures(self, failures: Sequence[Failure], total: int) -> None:
        """What could not be read, and why."""
        if not failures:
            return
        if total > 1:
            self._err.print(Text(f"\n{len(failures)} of {total} pages could not be read:", style="bold red"))
        for failure in failures:
            self._err.print(Text(("  " if total > 1 else "sayso: ") + safe(str(failure.error))), soft_wrap=True)
