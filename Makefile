# make demo, make test: what the README promises on a machine with Python (venv and pip) and make, and nothing else.
# The law: exact versions with hashes, from requirements/; what is missing is said loudly, never passed over.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check --no-input
LOCKED := --require-hashes --only-binary :all:
JOBS ?= 2

.PHONY: help demo test lint types laws browser postgres bench-coding bench-ledger bench-forecast bench-wire bench-trained fuzz-wire train train-whose train-choices train-pairs lock clean
.DELETE_ON_ERROR:

help:
	@echo "make demo    set up, code the packaged example reports, write brief.html"
	@echo "make test    set up, lint, types, tests (browser tests included where a browser can be had)"
	@echo "make lint    ruff only;  make types    mypy only;  make laws    pytest only"
	@echo "make bench-coding    all figures of the coder against the data in FORESHOCK_BENCH_DATA, with floors"
	@echo "make bench-ledger    the ledger, gauge and linking at scale on the data in FORESHOCK_BENCH_DATA"
	@echo "make bench-forecast    the forecasting model beside its baselines on the data in FORESHOCK_BENCH_DATA"
	@echo "make bench-wire    documents a second of pages, feeds, archives and copies beside the bare libraries"
	@echo "make fuzz-wire    ten minutes of damaged files of every format"
	@echo "make bench-trained    models taught on other people's training parts, for comparison only; needs what teaching needs"
	@echo "make train   teach the student on training/rows and the open text in FORESHOCK_BENCH_DATA; write its weights"
	@echo "make train-whose    teach what tells whose people a party is, and the student with it; write both"
	@echo "make train-choices    teach what chooses who vouches for an act and whose its sides are, beside the student as it is"
	@echo "make train-pairs    teach the reader of pairs on training/incidents, then fit the weights of linking beside it"
	@echo "make lock    write requirements/ anew from pyproject.toml (needs uv)"
	@echo "make clean   take away the environment and what was built"

demo: $(VENV)/.run
	@$(VENV)/bin/foreshock demo

test: lint types laws

lint: $(VENV)/.test
	$(PY) -m ruff check
	$(PY) -m ruff format --check

types: $(VENV)/.test
	$(PY) -m mypy --strict

laws: $(VENV)/.test browser postgres
	$(PY) -m pytest -n $(JOBS) -rs

browser:
	@.ci/browser

postgres:
	@.ci/postgres

bench-coding: $(VENV)/.test
	$(PY) -m bench.coding

bench-ledger: $(VENV)/.test
	$(PY) -m bench.ledger

bench-forecast: $(VENV)/.test
	$(PY) -m bench.forecast
	$(PY) -m bench.forecast_speed

bench-wire: $(VENV)/.test
	$(PY) -m bench.wire

fuzz-wire: $(VENV)/.test
	$(PY) -m bench.fuzz_wire --seconds 600

bench-trained: $(VENV)/.train
	$(PY) -m bench.trained

train: $(VENV)/.train
	$(PY) -m training.train --teachers $(or $(TEACHERS),1) --copies $(or $(COPIES),0)

train-whose: $(VENV)/.train
	$(PY) -m training.whose $(FORESHOCK_BENCH_DATA)

train-choices: $(VENV)/.train
	$(PY) -m training.choices $(FORESHOCK_BENCH_DATA)

train-pairs: $(VENV)/.train
	$(PY) -m training.link_reader $(FORESHOCK_BENCH_DATA) --teachers $(or $(TEACHERS),0)
	$(PY) -m training.link_weights $(FORESHOCK_BENCH_DATA)

lock:
	.ci/lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "foreshock needs Python 3.11 or later: no python3 found" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "foreshock needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "$(PYTHON) cannot make an environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/.made
	@echo "Installing what foreshock runs on (once; a few minutes at most) ..."
	@$(PIP) install $(LOCKED) -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	@echo "Installing what the tests need (once) ..."
	@$(PIP) install $(LOCKED) -r requirements/test.txt
	@touch $@

$(VENV)/.train: requirements/train.txt requirements/teacher.txt $(VENV)/.run
	@echo "Installing what teaching needs (once; large) ..."
	@$(PIP) install $(LOCKED) -r requirements/train.txt
	@$(PIP) install --no-deps $(LOCKED) -r requirements/teacher.txt
	@touch $@
