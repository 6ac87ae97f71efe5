# The everyday tasks, one line each. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help install lock lint format types imports tidy test quick torture bench docs messages demo ci api-fuzz
BIN := .venv/bin
# Names, versions and hashes, for every platform, and no address of any package index.
LOCKED := --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links --quiet

help:      ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile
install:   ## make a virtual environment with everything a developer needs
	python3 -m venv .venv && $(BIN)/pip install -e '.[dev]'
lock:      ## write requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev $(LOCKED) --upgrade --output-file requirements.lock
lint:      ## check style and formatting
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
format:    ## put style and formatting right where that can be done by machine
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
types:     ## check types, strictly
	$(BIN)/mypy
imports:   ## check that imports run one way
	$(BIN)/lint-imports
tidy:      ## check the rules of the house: SQL, sizes, docs
	$(BIN)/pytest tests/tidy
test:      ## run all tests (about what CI runs)
	$(BIN)/pytest
quick:     ## run the tests that take seconds, on all cores
	$(BIN)/pytest -n auto -m 'not slow and not torture'
torture:   ## run races and crashes at full length (minutes)
	BACKORDER_TORTURE=full $(BIN)/pytest -m torture tests/torture
api-fuzz:  ## send the API some 20,000 hostile requests made from its own description
	API_FUZZ=250 $(BIN)/pytest -s tests/api/test_fuzz.py
bench:     ## measure orders, receipts and promises side by side with bare SQL
	$(BIN)/python -m bench
docs:      ## write the mechanical parts of the reference anew
	$(BIN)/python -m docs.generate
messages:  ## bring the pages' German up to date with their English (needs gettext's programs)
	cd src/backorder/app && export DJANGO_SETTINGS_MODULE=backorder.app.settings && \
	$(abspath $(BIN))/django-admin makemessages -l de --no-wrap --no-location --no-obsolete && \
	$(abspath $(BIN))/django-admin compilemessages -l de
demo:      ## run a made-up company through a year and print its report
	$(BIN)/backorder demo --no-serve
ci:        ## run what CI runs
	bash .ci/run
