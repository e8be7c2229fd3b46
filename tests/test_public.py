"""What the package shows to the outside, and that it starts light."""

import subprocess
import sys
import tomllib
from pathlib import Path

import sayso

ROOT = Path(__file__).parents[1]
HEAVY = {"onnxruntime", "tokenizers", "trafilatura", "lxml", "numpy", "httpx", "jinja2", "py3langid", "htmldate"}


def test_every_exported_name_is_there_and_the_list_is_sorted():
    assert list(sayso.__all__) == sorted(sayso.__all__)
    for name in sayso.__all__:
        assert getattr(sayso, name) is not None


def test_every_public_error_is_exported():
    from sayso import errors

    named = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, Exception)}
    assert named <= set(sayso.__all__)


def imported(code):
    out = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(' '.join(sys.modules))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(out.stdout.split()) & HEAVY


def test_importing_sayso_imports_nothing_heavy():
    assert imported("import sayso") == set()


def test_help_imports_nothing_heavy():
    code = "import contextlib, io\nfrom sayso.cli import app\nwith contextlib.redirect_stdout(io.StringIO()):\n"
    for arguments in ("['--help']", "['read', '--help']", "[]"):
        assert imported(f"{code}    app({arguments}, standalone_mode=False)") == set()


def test_reading_a_file_needs_no_network_library(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text("Moro said that the port was shut and that the ferries would not leave before noon on Monday.")
    assert "httpx" not in imported(f"import sayso; sayso.read({str(path)!r})")


def test_the_changelog_speaks_of_this_version_or_of_what_is_unreleased():
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert "## [Unreleased]" in changelog or f"## [{sayso.__version__}]" in changelog


def test_no_training_package_is_needed_at_run_time():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert not {"torch", "transformers"} & {d.split(">")[0] for d in project["dependencies"]}
