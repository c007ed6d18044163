# `make run` and `make test` are all a newcomer needs; both begin with `install`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
CONSTRAINTS := constraints.txt
LOCK := requirements-dev.lock
PREPARED := replies/router/prepared.bin

# Tests start some hundred processes: each would compile the whole product again where the environment
# forbids to keep compiled modules.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: install run test check format bench drill fuzz lock sbom advisories clean

install: $(STAMP) $(PREPARED)

$(STAMP): pyproject.toml $(CONSTRAINTS) $(LOCK)
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "jifen needs CPython 3.11 or later, this is %d.%d: run make with PYTHON=python3.13" % v[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e '.[dev]'
	@touch $@

# The router's training, done once for all starts; without it each start takes a second longer.
$(PREPARED): $(STAMP) $(wildcard replies/*.* replies/answers/* replies/catalogue/* replies/router/*.py)
	$(BIN)/python -m replies.prepare

run: install
	@JIFEN_DEMO=$${JIFEN_DEMO:-1} exec $(BIN)/jifen serve

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pip-licenses --summary

test: check
	$(BIN)/pytest -n auto --dist worksteal

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
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/hostile/requirements.txt
	nice -n 19 $(BIN)/python -m tests.hostile.fuzz --share $(SHARE)

# After a change of pyproject.toml or constraints.txt: the lock files with every wheel's hash, then
# the bill of materials. Both need the package registry.
COMPILE := build/tools/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	--constraint $(CONSTRAINTS) pyproject.toml
lock:
	$(PYTHON) -m venv build/tools
	build/tools/bin/python -m pip install --quiet pip-tools==7.6.2 cyclonedx-bom==7.5.0
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --extra dev --output-file $(LOCK)
	$(MAKE) sbom

sbom:
	$(PYTHON) -m venv --clear --without-pip build/runtime
	build/tools/bin/python -m pip --python build/runtime install --quiet --require-hashes -r requirements.lock
	build/tools/bin/cyclonedx-py environment build/runtime --pyproject pyproject.toml \
		--output-reproducible --output-format JSON | build/tools/bin/python deploy/sbom.py

# Asks the advisory list about every locked package; needs the internet. Strict: a mirror of the package index that
# carries no advisories makes it fail, where it would otherwise find nothing wrong with what it could not look up.
advisories:
	$(PYTHON) -m venv build/advisories
	build/advisories/bin/python -m pip install --quiet pip-audit==2.10.1
	build/advisories/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

clean:
	rm -rf $(VENV) var build *.egg-info
