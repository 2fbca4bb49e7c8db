.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Facts and scorers that the developers share; `make score` says so where they are not there.
SHARED ?= ../shared

.PHONY: help run dev test lint format score identity confidence bench bench-large copies bench-reader gazetteer lock clean

help: ## List these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(READY) ## Read the configured sources and publish warehouse/data/strikeledger.duckdb
	@$(BIN)/strikeledger run

dev: $(READY) ## Open the Dagster UI on http://localhost:3000
	@DAGSTER_HOME="$(CURDIR)" $(BIN)/dagster dev

test: $(READY) ## Check the style and run all tests
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: $(READY) ## Check style and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/pyright

format: $(READY) ## Format the code
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

score: $(READY) ## Score the coders against the gold articles
	@$(BIN)/python tests/benchmarks/score.py "$(SHARED)"

identity: $(READY) ## Measure how well articles on one strike are joined
	@$(BIN)/python -m tests.benchmarks.identity "$(SHARED)"

confidence: $(READY) ## Fit the model of confidence_score anew, after a change of the coders
	@$(BIN)/python -m tests.benchmarks.confidence "$(SHARED)"

bench: $(READY) ## Measure speed and memory
	@$(BIN)/python -m tests.benchmarks.bench "$(SHARED)"

bench-large: $(READY) ## Measure ten articles added to a ledger of 100,000
	@$(BIN)/python -m tests.benchmarks.large_ledger "$(SHARED)"

copies: $(READY) ## Measure how well copies are found
	@$(BIN)/python -m tests.benchmarks.copies "$(SHARED)"

bench-reader: $(READY) ## Measure trees and names of the reader
	@$(BIN)/python tests/benchmarks/reader.py "$(SHARED)"

gazetteer: $(READY) ## Build the tables of places anew, after a change to one of their sources
	@$(BIN)/python -m pipelines.resolving.gazetteer.build

lock: ## Renew uv.lock
	@uv lock

clean: ## Remove the virtual environment and caches; the warehouse stays
	@rm -rf $(VENV) .pytest_cache .ruff_cache build dist

# uv where it is there, else venv and pip.
$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12 ..."; exit 2; }
	@if command -v uv >/dev/null 2>&1; then \
	  echo "Installing into $(VENV) with uv"; uv sync --quiet --frozen --python "$$(command -v $(PYTHON))"; \
	else \
	  echo "Installing into $(VENV) with pip"; \
	  $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --upgrade pip && \
	  $(BIN)/python -m pip install --quiet --editable . --group dev; \
	fi
	@touch $@
