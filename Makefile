# Two commands do all the set-up: `make serve` and `make test`.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
endif

.PHONY: serve test pytest frontend clients lint clean

serve: $(VENV)/.installed frontend
	$(BIN)/creativekg build
	$(BIN)/creativekg serve --port $(PORT)

# Both runs share the graphs that they build. What is needed of a test file or a module is compiled once.
test: lint pytest

pytest: $(VENV)/.installed-dev frontend clients
	builds=$$(mktemp -d "$${TMPDIR:-/tmp}/pytest-builds-XXXXXX") && trap 'rm -rf "$$builds"' EXIT && export CREATIVEKG_BUILDS="$$builds" && \
	$(BIN)/python -m pytest -m 'not alone' --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder && \
	$(BIN)/python -m pytest -m alone

# Of what pip brings a run loads a part, and that is compiled when it is loaded.
unexport PYTHONDONTWRITEBYTECODE

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check graph server ontology shapes queries tests
	$(BIN)/ruff check graph server ontology shapes queries tests
	$(BIN)/mypy

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-compile -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --no-compile -c constraints.txt -e '.[dev]'
	@touch $@

# The pages work without these files: without query editor, charts and pictures.
frontend: node_modules/.installed

node_modules/.installed: package.json package-lock.json frontend.mjs | $(VENV)/.installed
	@if ! command -v npm >/dev/null 2>&1; then \
	  $(BIN)/python -m pip install --quiet -c constraints.txt -e '.[node]'; \
	fi; \
	PATH="$$PATH:$(CURDIR)/$(BIN)"; \
	{ npm ci --no-audit --no-fund && npm run build && touch $@; } \
	  || echo "No query editor, charts and pictures: npm is missing or failed. Everything else works."

# Comunica and Lighthouse, which the tests ask the server with.
clients: tests/clients/node_modules/.installed

tests/clients/node_modules/.installed: tests/clients/package.json tests/clients/package-lock.json | node_modules/.installed
	@PATH="$$PATH:$(CURDIR)/$(BIN)"; \
	{ cd tests/clients && npm ci --ignore-scripts --no-audit --no-fund && touch node_modules/.installed; } \
	  || echo "No Comunica, no Lighthouse: npm is missing or failed. Its tests are skipped."

clean:
	rm -rf $(VENV) node_modules tests/clients/node_modules server/static/vendor snapshots .mypy_cache .pytest_cache .ruff_cache .hypothesis
