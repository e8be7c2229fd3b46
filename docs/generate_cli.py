"""Write docs/cli.md from the commands' own help: python docs/generate_cli.py"""

from __future__ import annotations

import io
import os
from contextlib import redirect_stdout
from pathlib import Path

from sayso.cli import EXAMPLES, app

PAGE = Path(__file__).with_name("cli.md")


def render() -> str:
    """The whole page."""
    os.environ["COLUMNS"] = "100"
    parts = ["# Command line\n\nWritten by `python docs/generate_cli.py` from the commands' own help.\n"]
    parts.append(f"```text\n{EXAMPLES.rstrip()}\n```\n")
    for title, arguments in (("sayso", ["--help"]), ("sayso read", ["read", "--help"])):
        out = io.StringIO()
        with redirect_stdout(out):
            app(arguments, prog_name="sayso", standalone_mode=False)
        text = "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines())
        parts.append(f"## {title}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf8")
