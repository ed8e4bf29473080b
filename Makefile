# `make demo` shows what planproof does; `make test` proves that it does. Both set everything up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint docs bench pins new-rule dist clean

help:
	@echo "make demo      check, verify and prove the example's plans: one in good order, one that has rotted"
	@echo "make test      run all tests"
	@echo "make lint      ruff, mypy, import contracts, and whether the docs are up to date"
	@echo "make docs      write the generated docs anew"
	@echo "make bench     measure speed, memory and accuracy"
	@echo "make new-rule ID=risks/untested   write a rule and its case to fill in"
	@echo "make dist      build wheel and sdist"
	@echo "make pins      pin the newest dependencies, with hashes"

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "planproof needs Python 3.11 or newer; name one with make PYTHON=python3.12")'
	@echo "setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY)
	@$(BIN)/python tools/demo.py

test: $(READY)
	@$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check
	$(BIN)/planproof check --all --quiet --select links README.md ARCHITECTURE.md CONTRIBUTING.md SECURITY.md docs

docs: $(READY)
	$(BIN)/python docs/generate.py

bench: $(READY)
	$(BIN)/python bench/run.py

new-rule: $(READY)
	@$(BIN)/python tools/new_rule.py "$(ID)"

dist: $(READY)
	$(BIN)/python -m build --no-isolation --outdir dist .

pins: $(READY)
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--output-file requirements/dev.txt requirements/dev.in

clean:
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
