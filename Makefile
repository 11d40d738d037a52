# Warifu. The two commands: `make demo` and `make test`. Needs Python 3.11, make and git; all else is installed below.
#
# PYTHON=python3.11 picks the interpreter of the environment; JOBS, SEEDS and the like are read by the programs called.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
ORACLE := .venv-oracle
SEEDS  ?= 1000
START  ?= 0
ASSETS := src/warifu/doors/web/static/.built
LOOK   := $(wildcard assets/.npmrc assets/*.json assets/*.py assets/scss/* assets/js/* assets/img/* src/warifu/doors/web/words/*.toml) \
          src/warifu/doors/sentences.toml $(wildcard src/warifu/rooms/*/words/*.toml src/warifu/packs/*/*/words/*.toml)
FACE   := src/warifu/doors/paper/face/BIZUDPGothic-Regular.ttf
PIP    := -m pip --disable-pip-version-check --no-input

export PYTHONDONTWRITEBYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help setup assets browser demo test quick check format lint types floors vectors sim fuzz bench pictures screenshots oracle lock clean

help: ## Say what there is to make
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1	/' | sort | while IFS='	' read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

setup: $(STAMP) $(ASSETS) $(FACE) ## Install everything into .venv, checked by hash, and build the look of the pages; done once

# The stamp is younger than the pins it was made from: changed pins install anew, a second `make setup` does nothing.
$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Warifu needs Python 3.11 or later: make PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned parts into $(VENV) (once; a minute or two) ..."
	@$(BIN)/python $(PIP) install -qq --require-hashes --no-deps -r requirements/dev.txt
	@$(BIN)/python $(PIP) install -qq --no-deps --no-build-isolation --editable .
	@touch $@

assets: $(ASSETS) ## Build styles, scripts and faces of the pages from pinned npm packages; done once

$(ASSETS): $(STAMP) $(LOOK)
	@$(BIN)/python assets/build.py

# The face of the paper, merged from the slices that the pages' package brings.
$(FACE): $(ASSETS)
	@test -e $@ || $(BIN)/python -m warifu.doors.paper.fonts assets/node_modules/@fontsource/biz-udpgothic/files
	@touch $@

# Chromium is a system package: installed where that may be done, else it is said what is missing.
browser:
	@command -v $${CHROMIUM:-chromium} >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && echo "Installing Chromium ..." && apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
	  || { echo "Chromium is missing: apt-get install chromium, or say CHROMIUM=/path/to/it"; exit 1; }

demo: setup ## Two nodes on loopback: registers agreed, orders from request to settlement, both halves proved one
	@$(BIN)/warifu demo

test: setup browser ## Everything that must hold, the trial of truth and real browsers among it
	@$(BIN)/python -m tests.halves -q
	@$(MAKE) --no-print-directory oracle

quick: setup ## Under a minute, for the one who is editing
	@HYPOTHESIS_PROFILE=quick $(BIN)/python -m pytest -q -x -m 'not slow and not postgres' \
	  --ignore=tests/law/test_sim.py --ignore=tests/law/test_sim_seats.py --ignore=tests/core/test_frame_sizes.py tests/core tests/law tests/packs tests/manners tests/rooms

check: format lint types floors test ## Format, lint, types, floors, tests: all there is to remember

format: setup ## Put every file into the house's form
	@$(BIN)/ruff format --quiet .

lint: setup ## Form and manners of every line; changes nothing
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/ruff check --quiet .

types: setup ## mypy strict over src
	@$(BIN)/mypy

floors: setup ## Imports go down only
	@PYTHONPATH=src $(BIN)/lint-imports

vectors: setup ## Make the golden and the bad bytes in tests/vectors anew
	@$(BIN)/python -m tests.vectors.make

sim: setup ## Two nodes over a bad wire, many seeds, and the weakened laws that it must find (SEEDS=1000 START=0)
	@$(BIN)/python -m tests.law.sim --seeds $(SEEDS) --start $(START)
	@$(BIN)/python -m tests.law.sim_seats --seeds $(SEEDS) --start $(START)

fuzz: setup ## Spoiled bytes against all that reads foreign bytes (FUZZ_SECONDS=60 SEED=...)
	@$(BIN)/python -m tests.fuzz.campaign

bench: setup $(VENV)/.measured ## The figures, as ratios in one run
	@$(BIN)/python -m tests.bench

$(VENV)/.measured: requirements/bench.txt
	@$(BIN)/python $(PIP) install -qq --require-hashes --no-deps -r $<
	@touch $@

pictures: setup browser ## A picture of every page in both languages, on a phone and a desk, in out/pictures
	@$(BIN)/python -m tests.doors.web.pictures

screenshots: setup browser ## The pictures that the README shows, in docs/pictures
	@$(BIN)/python -m tests.browser.screenshots

oracle: $(ORACLE)/.installed ## The trial of truth: independent libraries read the golden and refuse the bad bytes
	@PYTHONPATH=src $(ORACLE)/bin/python -m pytest -q -c /dev/null --rootdir=tests/oracle --confcutdir=tests/oracle -p no:cacheprovider tests/oracle

$(ORACLE)/.installed: requirements/oracle.txt
	@test -x $(ORACLE)/bin/python || $(PYTHON) -m venv $(ORACLE)
	@$(ORACLE)/bin/python $(PIP) install -qq --require-hashes --no-deps -r $<
	@touch $@

lock: $(STAMP) ## Pin anew what pyproject.toml asks for; review the difference before committing it
	@$(BIN)/python requirements/lock.py

clean: ## Take away what was made; your own data folders stay
	@rm -rf $(VENV) $(ORACLE) assets/node_modules $(dir $(ASSETS)) $(dir $(FACE)) build dist out demo-out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
