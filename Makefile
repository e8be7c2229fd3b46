# Everything people and CI run. Needs Python 3.11+ and make; `make demo` and `make test` set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONPATH := .

.PHONY: demo test gate lint format clean

$(VENV)/.runtime: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("sayso needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.dev: $(VENV)/.runtime
	$(BIN)/pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $@

# Read the example pages: tables on the terminal, a page to look at for each in demo-out/
demo: $(VENV)/.runtime
	rm -rf demo-out && mkdir demo-out
	$(BIN)/sayso read examples/pages --html demo-out
	@echo && echo "Open these in a browser:" && ls demo-out/*.html

test: $(VENV)/.dev
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# Floors on the corpora beside the checkout, where they are
gate: lint
	$(BIN)/python -m benchmarks.gate

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) demo-out
