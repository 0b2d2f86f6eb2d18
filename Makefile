# Five verbs; each makes .venv first when pyproject.toml has changed.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: run test check docs bench

run: $(READY)
	$(BIN)/mazok run

test: $(READY)
	$(BIN)/pytest --numprocesses 2 --dist loadfile

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(READY)
	$(BIN)/python -m docs.generate

bench: $(READY)
	$(BIN)/python -m benchmarks

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[engine,dev]'
	touch $(READY)
