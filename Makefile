# `make run` and `make test` do all set-up alone. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: setup setup-test run test test-agents check check-lint check-format check-types check-layers check-js \
	check-js-layout check-js-lint check-js-exports check-js-types check-docs check-words \
	check-security check-container format docs lock bench dist screenshots assets clean help

PYTHON ?= python3
export PYTHON
BIN := .venv/bin
# Scripts and tests find the node of the virtual environment, if it is there, before any other.
TOOLS := PATH="$(CURDIR)/$(BIN):$$PATH"

setup: ## install what running needs
	@sh scripts/setup.sh run

setup-test: ## install what tests and checks need as well
	@sh scripts/setup.sh test

run: setup ## serve on http://127.0.0.1:8022; options: make run ARGS="--port 8080"
	@exec $(BIN)/python app.py $(ARGS)

link: setup ## print a login link that works once, with a QR code; for another user ARGS="ada"
	@$(BIN)/python app.py link $(ARGS)

test: setup-test ## every test: JavaScript, then Python with a real tmux; ARGS="-k name" for a few
	@$(TOOLS) sh scripts/test.sh $(ARGS)

test-agents: setup-test ## only the tests with real coding agents, which it installs
	@$(TOOLS) sh scripts/test-agents.sh $(ARGS)

check: setup-test ## lint, format, types, layers, words, known holes; goes on after a finding
	@$(MAKE) --no-print-directory --keep-going check-lint check-format check-types check-layers check-js \
		check-docs check-words check-security check-container

check-lint:
	@$(BIN)/ruff check --quiet .

check-format:
	@$(BIN)/ruff format --check --output-format concise . || { echo 'make format fixes these'; exit 1; }

check-types:
	@$(BIN)/mypy --strict webmux app.py

check-layers:
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python scripts/check_modules.py

check-js:
	@$(MAKE) --no-print-directory --keep-going check-js-layout check-js-lint check-js-exports check-js-types

check-js-layout:
	@$(TOOLS) node_modules/.bin/biome format || { echo 'make format fixes these'; exit 1; }

check-js-lint:
	@$(TOOLS) node node_modules/eslint/bin/eslint.js --max-warnings 0 --no-error-on-unmatched-pattern static/js tests/js scripts/eslint-rules eslint.config.js

check-js-exports:
	@node_modules/.bin/knip --no-config-hints && \
		node_modules/.bin/knip --no-config-hints --production --tags=-testonly || \
		{ echo 'remove it, or mark an export that only tests use with @testonly'; exit 1; }

check-js-types:
	@node_modules/.bin/tsc -p .
	@node_modules/.bin/tsc -p tsconfig.strict.json

check-docs:
	@$(BIN)/python scripts/generate_docs.py --check

check-words:
	@$(BIN)/python scripts/check_words.py

check-security:
	@$(BIN)/bandit --quiet --configfile pyproject.toml --recursive webmux app.py
	@$(TOOLS) $(BIN)/python scripts/check_advisories.py

check-container:
	@$(BIN)/hadolint Dockerfile

format: setup-test ## rewrite Python, JavaScript and CSS in the agreed layout
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(TOOLS) node_modules/.bin/biome format --write

docs: setup-test ## write the tables of docs/ that are made from the code
	@$(BIN)/python scripts/generate_docs.py

bench: ## measure; prints a table with the machine
	@sh scripts/setup.sh bench
	@$(TOOLS) $(BIN)/python -m bench $(ARGS)

dist: setup-test ## build sdist and wheel into dist/, and try the wheel in an empty environment
	@$(BIN)/python scripts/build_dist.py
	@$(BIN)/python scripts/try_wheel.py

screenshots: setup-test ## take the pictures in docs/screenshots again
	@$(TOOLS) WEBMUX_SCREENSHOTS=docs/screenshots WEBMUX_MOVIE=1 $(BIN)/python -m pytest -q \
		tests/browser/test_screenshots.py tests/browser/test_panes_screenshots.py \
		tests/browser/test_agent_screenshots.py tests/browser/test_changes.py

assets: ## fetch the browser's third-party files again
	@rm -f .setup-assets .setup-node
	@sh scripts/setup.sh run

# Constraints keep versions that all files share alike, so the order matters.
COMPILE = $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-annotate \
	--no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
lock: setup-test ## write requirements*.txt and package-lock.json again from their sources
	@$(COMPILE) --output-file requirements.txt requirements.in
	@$(COMPILE) --output-file requirements-dev.txt requirements-dev.in
	@$(COMPILE) --output-file requirements-bench.txt requirements-bench.in
	@$(COMPILE) --output-file requirements-node.txt requirements-node.in
	@$(TOOLS) npm install --package-lock-only --silent
	@$(TOOLS) npm install --prefix tests/agents --package-lock-only --silent --omit-lockfile-registry-resolved

clean: ## remove everything set-up and tests made
	rm -rf .venv node_modules static/vendor static/vendor.new static/packed static/packed.new .setup-* .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis bench/results dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14
