# Each target sets up what it needs in .venv; PYTHON names the interpreter to begin with.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CONSTRAINTS := constraints.txt
STAMP := $(VENV)/.dev-stamp
CORE_STAMP := $(VENV)/.core-stamp

.DEFAULT_GOAL := help
# what the page is made of; a change of any of it builds it again
PAGE_SOURCES := $(shell find web -name node_modules -prune -o -type f -print)
PAGE := src/moodarc/serving/page/built-from.txt
PACKAGES := web/node_modules/.package-lock.json
NPM := cd web && PATH="$(abspath $(BIN)):$$PATH" npm

.PHONY: help demo test check format lint types imports docs docs-check page page-check bench clean constraints

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "moodarc needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(CORE_STAMP): $(BIN)/python pyproject.toml hatch_build.py $(CONSTRAINTS)
	@echo "Setting up $(VENV): a minute or two, once"
	$(BIN)/pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e '.[serve]'
	@touch $@

$(STAMP): $(BIN)/python pyproject.toml hatch_build.py $(CONSTRAINTS)
	@echo "Setting up $(VENV) for development: some minutes, once"
	$(BIN)/pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e '.[dev]'
	@touch $@ $(CORE_STAMP)

$(PAGE): $(PAGE_SOURCES) | $(CORE_STAMP)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@[ ! -e $@ ] || touch $@

$(PACKAGES): web/package-lock.json | $(STAMP)
	$(NPM) ci --no-audit --no-fund

page: $(PAGE)  ## build the page into the package

demo: $(CORE_STAMP) $(PAGE)  ## the page on built-in music; MUSIC=DIR for your own files
	@$(BIN)/moodarc demo $(if $(MUSIC),--music '$(MUSIC)')

JOBS ?= 2

test: $(STAMP) $(PAGE)  ## all tests; JOBS=N at a time
	OMP_NUM_THREADS=1 $(BIN)/pytest -n $(JOBS) --dist loadfile

check: format lint types imports docs-check page-check test  ## format, lint, types, import contracts, docs, the page, tests

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
	diff -u docs/openapi.json build/reference/openapi.json

page-check: $(STAMP) $(PACKAGES)  ## format, lint, types and tests of the page
	$(NPM) run check

bench: $(STAMP)  ## speed, memory, start-up and the composer check; needs no data
	$(BIN)/moodarc bench startup
	$(BIN)/moodarc bench composer
	$(BIN)/moodarc bench scan
	$(BIN)/python benchmarks/plan_playlist.py

constraints: $(BIN)/python  ## pin what is installed now, after an upgrade that passed
	$(BIN)/pip freeze --exclude-editable | LC_ALL=C sort -f > $(CONSTRAINTS)

clean:  ## remove what was set up and cached here
	rm -rf $(VENV) web/node_modules src/moodarc/serving/page .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
