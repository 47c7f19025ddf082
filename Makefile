# `make site` and `make test` do all the set-up; they need Python 3.11 or newer, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: site test lint types unit format schema soak bench bench-pictures screenshots lighthouse clean help

help: ## What can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

site: $(VENV)/site.stamp ## Install into .venv and build content-example/ into content-example/_site
	$(BIN)/voicebuilder build content-example

test: lint types unit ## Install what the tests need and run lint, types and tests

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/test.stamp
	$(BIN)/mypy

unit: $(VENV)/test.stamp
	.ci/tools
	$(BIN)/python -m pytest -n auto

format: $(VENV)/test.stamp ## Put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schema: $(VENV)/site.stamp ## Write the JSON Schema of the config file
	$(BIN)/python -m voicebuilder.config > src/voicebuilder/config/voicebuilder.schema.json

clean: ## Remove what was made
	rm -rf $(VENV) dist content-example/_site content-example/.voicebuilder benchmarks/.cache

$(VENV)/pip.stamp:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "voicebuilder needs Python 3.11 or newer; type: make PYTHON=python3.13")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade "pip>=25.1"
	touch $@

$(VENV)/site.stamp: $(VENV)/pip.stamp pyproject.toml
	$(PIP) --editable .
	touch $@

$(VENV)/test.stamp: $(VENV)/site.stamp
	$(PIP) --group dev
	touch $@

soak: $(VENV)/test.stamp ## Play 100,000 steps of the warm-equals-cold stories
	VOICEBUILDER_SOAK_STEPS=100000 $(BIN)/python -m pytest -n auto tests/warm

# Each may be given: make bench MEASURE="builds preview" SIZES="1000 10000" ROUNDS=3 PEERS="hugo pelican eleventy" GROWTH=1 PROFILE=1 PAGE=
bench: MEASURE ?= builds preview
bench: SIZES ?= 1000 10000
bench: ROUNDS ?= 3
bench: PEERS ?= hugo pelican eleventy
bench: PAGE ?= docs/explanation/performance.md
bench: $(VENV)/site.stamp ## Time builds and the preview beside other generators, and write the figures into docs/explanation/performance.md
	$(BIN)/python -m benchmarks --measure $(MEASURE) --sizes $(SIZES) --rounds $(ROUNDS) --peers $(PEERS) \
		$(if $(GROWTH),--growth) $(if $(PROFILE),--profile) $(if $(PAGE),--page $(PAGE))

bench-pictures: COUNT ?= 60
bench-pictures: $(VENV)/site.stamp ## Time a site of photos beside the encoders alone
	$(BIN)/python -m benchmarks.pictures --count $(COUNT)

# Each may be given: make screenshots THEMES="letter stream" OUT=folder DOCS=
screenshots: DOCS ?= 1
screenshots: $(VENV)/test.stamp ## Take pictures of every theme, page, width and scheme, and renew those in docs/images/themes
	$(BIN)/python -m benchmarks.screenshots $(if $(THEMES),--themes $(THEMES)) $(if $(OUT),--out $(OUT)) $(if $(DOCS),--docs)

# Each may be given: make lighthouse THEMES=letter RUNS=5
lighthouse: $(VENV)/site.stamp ## Run Lighthouse on five pages of each theme; needs Node and Chromium
	$(BIN)/python -m benchmarks.lighthouse $(if $(THEMES),--themes $(THEMES)) $(if $(RUNS),--runs $(RUNS))
