# feint: every word a newcomer needs. `make run` opens the desk, `make test` checks everything.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ROOMS  := feint tui alerts storage classifier feeds
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run install test lint format bench lock screenshots clean

help:
	@printf '%s\n' 'make run          install and open the desk' 'make test         lint, types, tests' \
	  'make bench        measure, and print what README quotes' 'make screenshots  redraw the pictures in docs/' \
	  'make lock         resolve the dependencies anew' 'make clean        remove what was installed'

run: install
	@exec $(BIN)/feint

# Bytecode and the lexicon's tables are written here, once: what starts, starts in half the time, also where it may not write.
install: $(VENV)/run.done
	@$(BIN)/python -m compileall -q $(ROOMS)
	@$(BIN)/python -m classifier.lexicon.tables

test: $(VENV)/test.done
	@$(BIN)/python -m compileall -q $(ROOMS)
	@$(BIN)/python -m classifier.lexicon.tables
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 3 --dist loadfile

lint: $(VENV)/test.done
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/test.done
	$(BIN)/ruff check --fix-only -q .
	$(BIN)/ruff format .

bench: install $(VENV)/test.done
	$(BIN)/python -m bench

screenshots: install $(VENV)/test.done
	$(BIN)/python -m bench.screenshots

$(VENV)/run.done: requirements/run.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "feint needs Python 3.11 or later: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test.done: $(VENV)/run.done requirements/test.txt
	$(BIN)/python -m pip install -q --require-hashes -r requirements/test.txt
	@touch $@

# The locks name no index: pip's own configuration says where packages come from.
lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install -q pip-tools
	cd requirements && CUSTOM_COMPILE_COMMAND="make lock" ../$(VENV)-lock/bin/pip-compile -q --upgrade --generate-hashes --allow-unsafe \
	  --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file run.txt ../pyproject.toml build.in
	cd requirements && CUSTOM_COMPILE_COMMAND="make lock" ../$(VENV)-lock/bin/pip-compile -q --upgrade --generate-hashes --allow-unsafe \
	  --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --constraint run.txt --output-file test.txt test.in
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis build *.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +
