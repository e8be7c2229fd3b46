# Everything people and CI run. Needs Python 3.11+ and make; `make demo` and `make test` set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo-out/sallow-point.db
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

# Six invented pages into a ledger: who said what when, what conflicts, who changed the account, who repeats whom
demo: $(VENV)/.runtime
	rm -rf demo-out && mkdir demo-out
	$(BIN)/sayso add examples/pages --ledger $(DEMO)
	@echo && echo "== Timeline" && $(BIN)/sayso timeline --ledger $(DEMO) --limit 8
	@echo && echo "== Conflicts" && $(BIN)/sayso conflicts --ledger $(DEMO) --limit 6
	@echo && echo "== Changed accounts" && $(BIN)/sayso conflicts --kind revises --ledger $(DEMO) --limit 3
	@echo && echo "== Repeated" && $(BIN)/sayso conflicts --kind repeats --ledger $(DEMO) --limit 3
	$(BIN)/sayso article 1 --html demo-out/article-1.html --ledger $(DEMO) >/dev/null
	@echo && echo "Open demo-out/article-1.html in a browser; ask $(DEMO) more with sayso search, who, stories …"

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
