"""Write docs/cli.md from the commands' own help: python docs/generate_cli.py"""

from __future__ import annotations

import io
import os
from contextlib import redirect_stdout
from pathlib import Path

import typer.main

from sayso.cli import EXAMPLES, app

PAGE = Path(__file__).with_name("cli.md")


def render() -> str:
    """The whole page."""
    os.environ["COLUMNS"] = "100"
    parts = ["# Command line\n\nWritten by `python docs/generate_cli.py` from the commands' own help.\n"]
    parts.append(f"```text\n{EXAMPLES.rstrip()}\n```\n")
    root = typer.main.get_command(app)
    commands = [["--help"], *([name, "--help"] for name in root.list_commands(None))]  # type: ignore[attr-defined]
    commands += [["sources", name, "--help"] for name in ("merge", "split", "rename")]
    for arguments in commands:
        title = " ".join(["sayso", *arguments[:-1]])
        out = io.StringIO()
        with redirect_stdout(out):
            app(arguments, prog_name="sayso", standalone_mode=False)
        text = "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines())
        parts.append(f"## {title}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf8")
