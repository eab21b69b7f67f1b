# `make ask Q="…"` and `make test` set everything up by themselves.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

export Q
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: install ask chat test lint eval bench-start bench-locate constraints clean

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@echo "Installing into $(VENV) …" >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)

# Exit code 3 says that the documents don't answer; for make that is no failure.
ask: $(STAMP)
	@$(BIN)/yinju ask "$$Q" || test $$? -eq 3

chat: $(STAMP)
	@$(BIN)/yinju chat

test: $(STAMP)
	@.ci/install-browser
	@$(BIN)/python -m pytest

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

eval: $(STAMP)
	@$(BIN)/yinju eval tests/questions/seeds.jsonl --failures

bench-start: $(STAMP)
	@$(BIN)/python -m tests.benchmarks.cold_start

# What is installed now becomes what everyone installs.
# More options: $(BIN)/python -m tests.benchmarks.locate --help
bench-locate: $(STAMP)
	@$(BIN)/python -m tests.benchmarks.locate

constraints: $(STAMP)
	@$(BIN)/python -m pip freeze --exclude-editable --exclude pip --exclude setuptools | sed 's/+cpu$$//' > constraints.txt

clean:
	rm -rf $(VENV) .yinju build *.egg-info
