# Two commands do all the set-up: `make serve` and `make test`.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
endif

.PHONY: serve test environment frontend lint clean

serve: environment frontend
	$(BIN)/creativekg build
	$(BIN)/creativekg serve --port $(PORT)

test: environment frontend lint
	$(BIN)/python -m pytest

lint: environment
	$(BIN)/ruff format --check graph server ontology shapes queries tests
	$(BIN)/ruff check graph server ontology shapes queries tests
	$(BIN)/mypy

environment: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $@

# The pages work without these files: the query editor is then a plain text field.
frontend: node_modules/.installed

node_modules/.installed: package.json package-lock.json | environment
	@if command -v npm >/dev/null 2>&1; then \
	  npm ci --no-audit --no-fund && npm run build; \
	elif $(BIN)/python -m pip install --quiet -c constraints.txt -e '.[node]'; then \
	  PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund && PATH="$(CURDIR)/$(BIN):$$PATH" npm run build; \
	fi || echo "No query editor: npm was not found or failed. Everything else works."
	@mkdir -p node_modules && touch $@

clean:
	rm -rf $(VENV) node_modules server/static/vendor snapshots .mypy_cache .pytest_cache .ruff_cache .hypothesis
