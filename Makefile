# Two commands do all the set-up on a fresh machine with Python 3.11 or newer and make:
#   make demo   install, build the graph, answer a question, write the exports
#   make test   install, then lint, types and the suite
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test chromium exports docs schema clean

demo: $(VENV)/installed
	@$(BIN)/innograph build --curated
	@echo
	@echo "Which directors handled which themes?"
	@echo
	@$(BIN)/innograph ask directors-by-theme --curated
	@echo
	@$(MAKE) --no-print-directory exports
	@echo "Ask on: $(BIN)/innograph ask"

exports: $(VENV)/installed
	@$(BIN)/python -m innograph.publication
	@echo "Exports: $(CURDIR)/exports/innograph.ttl (asserted triples)"
	@echo "         $(CURDIR)/exports/innograph.nq (all, with every passage)"
	@echo "         $(CURDIR)/exports/innograph.graphml (the network)"

# Moves the nodes of the network; exports alone keep them where they are.
layout: $(VENV)/installed-test
	@$(BIN)/python -m innograph.publication --arrange


docs: $(VENV)/installed-test
	@$(BIN)/python -m innograph.documentation

schema: $(VENV)/installed
	@$(BIN)/python -m innograph.facts.schema

test: $(VENV)/installed-test chromium
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses 2 --dist loadgroup
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# The pages are tested in a real browser: installed where apt-get may, else those tests are skipped.
chromium:
	@command -v chromium >/dev/null || ! command -v apt-get >/dev/null || [ "$$(id -u)" != 0 ] || \
	  { apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; }

# An install bundles the scripts of the views anew where their sources have changed.
$(VENV)/installed: pyproject.toml constraints.txt $(wildcard javascript/*.js* javascript/*.py javascript/source/*)
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(PIP) install --constraint constraints.txt --editable '.[test]'
	@touch $@

clean:
	rm -rf $(VENV)
