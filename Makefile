# Every task of the project; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2
DEMO ?= demo.rapport

.DEFAULT_GOAL := help
.PHONY: help setup demo check test truth lint types contracts docs catalogues bench bench-value bench-voice voice lock clean

help: ## list every task
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Rapport needs Python 3.11 or newer: make PYTHON=python3.11 …" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock \
		|| $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

setup: $(READY) ## make the environment in .venv from the locked requirements

demo: $(READY) ## simulate a company, import it, show its statement and write its report
	@rm -rf $(DEMO) $(DEMO).wal $(DEMO).exports
	@$(BIN)/rapport demo $(DEMO)

lint: $(READY) ## style and order of the code
	@$(BIN)/ruff check src tests benchmarks examples docs rapport_training
	@$(BIN)/ruff format --check src tests benchmarks examples docs rapport_training

types: $(READY) ## strict type check
	@$(BIN)/mypy

contracts: $(READY) ## imports only go down
	@$(BIN)/lint-imports

check: lint types contracts ## the fast part: lint, types, contracts and quick tests
	@$(BIN)/python -m pytest -q -n $(WORKERS) -m "not slow and not truth"

test: lint types contracts ## everything but the slow statistical truths
	@$(BIN)/python -m pytest -q -n $(WORKERS) -m "not truth"

truth: $(READY) ## slow statistical truths: do intervals cover as often as they say?
	@$(BIN)/python -m pytest -q -s -m truth

docs: $(READY) ## make the generated pages (measures, tables) anew
	@$(BIN)/python -m docs.generate

catalogues: $(READY) ## collect texts for the translators and update the French catalogue
	@$(BIN)/pybabel -q extract -F babel.cfg -k say -k mark -k speak --no-location --sort-output -o src/rapport/locale/rapport.pot src
	@$(BIN)/pybabel -q update -N -D rapport -i src/rapport/locale/rapport.pot -d src/rapport/locale

bench: $(READY) ## measure speed against the bare engine (10 million rows; several minutes)
	@$(BIN)/python benchmarks/purchases.py

bench-value: $(READY) ## measure lifetime values beside lifetimes and pymc-marketing (several minutes)
	@$(BIN)/python benchmarks/value.py --ten-million

bench-voice: $(READY) ## measure how fast messages are read, grouped and their answers timed
	@$(BIN)/python benchmarks/voice.py
	@$(BIN)/python benchmarks/groups.py
	@$(BIN)/python benchmarks/care.py

voice: $(READY) ## learn the voice engine's weights anew from ../shared/data/voice, and write its card
	@$(BIN)/python -m rapport_training.voice
	@$(BIN)/python -m rapport_training.voice.error_rates

lock: $(READY) ## upgrade the locked requirements to the newest that fit
	@$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --extra dev pyproject.toml -o requirements.lock

clean: ## remove the environment and everything made
	@rm -rf $(VENV) *.rapport *.rapport.* demo*.html .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
