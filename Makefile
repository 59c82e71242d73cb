# Everything a person types here. `make help` lists it.
PYTHON := .venv/bin/python
WORKERS ?= 2
CODE := pacc_flow config.py wsgi.py migrations scripts bench tests
# Measuring costs as much as running: only what must be covered whole, by the tests that cover it.
MEASURED := tests/actions tests/calendar tests/jobs tests/ledger tests/models tests/queries tests/workflow
COVERAGE := $(foreach room,actions calendar ledger workflow,--cov=pacc_flow/$(room)) --cov-branch --cov-report=json:var/coverage.json
CHECK_ENVIRON = PACC_VAR=var/check PACC_SECRET_KEY=only-for-the-check-of-the-migrations DATABASE_URL=

.DEFAULT_GOAL := help
.PHONY: help run test sure static bench format pins environment

help:
	@echo "make run      start everything at http://127.0.0.1:8000 (PACC_PORT=8001 make run for another port)"
	@echo "make test     every test, on SQLite and PostgreSQL, in a real browser"
	@echo "make sure     format, lint, types, import contracts, migrations and make test: before every commit"
	@echo "make bench    ratios against bare limits of the same run, and var/bench.json"
	@echo "make format   rewrite the code in the house's format"
	@echo "make pins     rewrite requirements*.txt from pyproject.toml (needs uv)"

run:
	@exec sh scripts/python.sh scripts/run.py

environment:
	@sh scripts/test_setup.sh
	@sh scripts/python.sh scripts/environment.py test

test: environment
	@mkdir -p var
	@$(PYTHON) -m pytest -n $(WORKERS) $(MEASURED) $(COVERAGE)
	@$(PYTHON) scripts/complete_rooms.py var/coverage.json
	@$(PYTHON) -m pytest -n $(WORKERS) $(addprefix --ignore=,$(MEASURED))

sure: static
	@$(MAKE) --no-print-directory test

static: environment
	$(PYTHON) -m ruff format --check $(CODE)
	$(PYTHON) -m ruff check $(CODE)
	$(PYTHON) -m mypy
	$(PYTHON) .venv/bin/lint-imports
	$(PYTHON) -m djlint --lint --quiet templates
	$(PYTHON) -m deptry .
	@rm -rf var/check && mkdir -p var/check
	$(CHECK_ENVIRON) $(PYTHON) -m pacc_flow db upgrade
	$(CHECK_ENVIRON) $(PYTHON) -m pacc_flow db check

bench: environment
	@mkdir -p var
	@$(PYTHON) -m bench

format: environment
	@$(PYTHON) -m ruff format $(CODE)
	@$(PYTHON) -m ruff check --fix $(CODE)

pins:
	@sh scripts/pins.sh
