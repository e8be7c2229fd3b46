"""Documentation that cannot rot."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(p for p in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "training/README.md"])


def test_the_command_line_page_is_what_the_help_says():
    code = f"import runpy; print(runpy.run_path({str(ROOT / 'docs/generate_cli.py')!r})['render'](), end='')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf8", check=True)
    assert done.stdout == (ROOT / "docs" / "cli.md").read_text(encoding="utf8"), "run python docs/generate_cli.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_python_page_runs(tmp_path):
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text(encoding="utf8"), re.S)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    offline = [block for block in blocks if "https:" not in block]
    assert len(offline) == len(blocks) - 1
    code = "\n".join(offline)
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
