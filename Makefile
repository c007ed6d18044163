# `make run` and `make test` are all a newcomer needs; both begin with `install`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
CONSTRAINTS := constraints.txt

.PHONY: install run test check format bench drill fuzz lock sbom clean

install: $(STAMP)

$(STAMP): pyproject.toml $(CONSTRAINTS)
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "jifen needs CPython 3.11 or later, this is %d.%d: run make with PYTHON=python3.13" % v[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e '.[dev]'
	@touch $@

run: install
	@JIFEN_DEMO=$${JIFEN_DEMO:-1} exec $(BIN)/jifen serve

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pip-licenses --summary

test: check
	$(BIN)/pytest -n auto

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install
	$(BIN)/python -m bench

drill: install
	$(BIN)/python -m tests.drills

# Hours on a small machine; `make fuzz SHARE=0.1` takes a tenth of the inputs.
SHARE ?= 1
fuzz: install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e '.[fuzz]'
	nice -n 19 $(BIN)/python -m tests.hostile.fuzz --share $(SHARE)

clean:
	rm -rf $(VENV) var build *.egg-info
