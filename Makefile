# Each target sets up what it needs in .venv; PYTHON names the interpreter to begin with.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CONSTRAINTS := constraints.txt
STAMP := $(VENV)/.dev-stamp
CORE_STAMP := $(VENV)/.core-stamp

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types imports docs docs-check bench clean constraints

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "moodarc needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(CORE_STAMP): $(BIN)/python pyproject.toml $(CONSTRAINTS)
	$(BIN)/pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e '.[serve]'
	@touch $@

$(STAMP): $(BIN)/python pyproject.toml $(CONSTRAINTS)
	$(BIN)/pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e '.[dev]'
	@touch $@ $(CORE_STAMP)

demo: $(CORE_STAMP)  ## the page on built-in music; MUSIC=DIR for your own files
	@$(BIN)/moodarc demo $(if $(MUSIC),--music '$(MUSIC)')

test: $(STAMP)  ## all tests
	$(BIN)/pytest

check: format lint types imports docs-check test  ## format, lint, types, import contracts, docs, tests

format: $(STAMP)
	$(BIN)/ruff format --check

lint: $(STAMP)
	$(BIN)/ruff check

types: $(STAMP)
	$(BIN)/mypy

imports: $(STAMP)
	$(BIN)/lint-imports

docs: $(STAMP)  ## write the references of commands and settings
	$(BIN)/python -m moodarc.cli.reference

docs-check: $(STAMP)
	$(BIN)/python -m moodarc.cli.reference build/reference
	diff -u docs/cli.md build/reference/cli.md
	diff -u docs/settings.md build/reference/settings.md
	diff -u docs/wearable_message.schema.json build/reference/wearable_message.schema.json

bench: $(STAMP)  ## speed, memory, start-up and the composer check; needs no data
	$(BIN)/moodarc bench startup
	$(BIN)/moodarc bench composer
	$(BIN)/moodarc bench scan
	$(BIN)/python benchmarks/plan_playlist.py

constraints: $(BIN)/python  ## pin what is installed now, after an upgrade that passed
	$(BIN)/pip freeze --exclude-editable | LC_ALL=C sort -f > $(CONSTRAINTS)

clean:  ## remove what was set up and cached here
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
