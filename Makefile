# Metron. `make run` and `make test` are the two commands; `make help` lists the rest.
# Nothing here needs more than Python 3.11, git and make; `make lock` also needs uv.

SHELL := /bin/sh
PY := .venv/bin/python
# Two workers: what takes long is dealt out first, module by module (tests/conftest.py). They may keep what they
# compile, whatever the machine says, for a hundred commands that the tests start compile the same again. The checks
# run beside them, one after the other, and are told at the end.
WORKERS ?= 2
LINTED := dashboard tests .ci/environment.py

.DEFAULT_GOAL := help
# One thing after the other: two targets that set up the environment must not meet.
.NOTPARALLEL:
.PHONY: help run test bench year screenshots check check-format check-lint check-types check-imports check-sql format lock clean \
	environment environment-dev environment-bench

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*  ## /  make \1\t/p' Makefile | expand -t 24

run: environment assets/fonts/.cut  ## set up, build the demo if there is none, serve at http://127.0.0.1:8050
	@exec $(PY) -m dashboard serve

test: environment-dev assets/fonts/.cut  ## set up, then run every check and every test, in a real browser
	@METRON_CHROMIUM="$$($(PY) tests/browser/chromium.py)" || exit 1; export METRON_CHROMIUM; \
	told="$$(mktemp)"; \
	$(MAKE) --no-print-directory --keep-going check >"$$told" 2>&1 & checking=$$!; \
	PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n $(WORKERS) --dist loadgroup --max-worker-restart 0 tests; tests=$$?; \
	wait $$checking; checks=$$?; cat "$$told"; rm -f "$$told"; \
	if [ $$checks != 0 ]; then echo "A check failed (above)." >&2; fi; \
	[ $$tests = 0 ] && [ $$checks = 0 ]

# For example: make bench LINES="1000000 10000000 100000000"
LINES ?= 1000000
bench: environment-bench assets/fonts/.cut  ## measure speed at LINES order lines, beside DuckDB, pandas and polars
	@$(PY) -m tests.bench $(LINES)

year: environment-dev  ## live a year of the demo company month by month, and hold all that was paid together (minutes)
	@$(PY) -m tests.year

screenshots: environment-dev assets/fonts/.cut  ## take every picture of docs/images anew, in both languages and themes
	@METRON_CHROMIUM="$$($(PY) tests/browser/chromium.py)" && export METRON_CHROMIUM && $(PY) -m tests.screenshots

check: check-format check-lint check-types check-imports check-sql  ## the checks that run no code of ours

check-format: environment-dev
	$(PY) -m ruff format --check --output-format concise $(LINTED)

check-lint: environment-dev
	$(PY) -m ruff check --output-format concise $(LINTED)

check-types: environment-dev
	$(PY) -m mypy --strict dashboard

check-imports: environment-dev
	$(PY) -c 'from importlinter.cli import lint_imports_command as lint; lint()' --no-cache

check-sql: environment-dev
	$(PY) -m sqlfluff lint --disable-progress-bar --processes $(WORKERS) queries

format: environment-dev  ## write the code the way the checks want it
	$(PY) -m ruff format $(LINTED)
	$(PY) -m ruff check --fix $(LINTED)

# The newest versions that pyproject.toml allows, for every platform and Python, with their hashes.
# The second lock is held to the first, so that what is tested is what runs.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--extra postgresql pyproject.toml

lock:  ## renew the lock files from pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv (pip install uv)." >&2; exit 1; }
	$(LOCK) --quiet -o requirements.lock
	$(LOCK) --quiet --group dev --constraints requirements.lock -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
	  --group bench -o requirements-bench.lock

clean:  ## remove the environment, the fonts and every cache; publications and records stay
	rm -rf .venv assets/fonts test-results .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find dashboard tests -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@python="$$(.ci/python)" && "$$python" .ci/environment.py run

environment-dev:
	@python="$$(.ci/python)" && "$$python" .ci/environment.py dev

environment-bench: environment-dev
	@python="$$(.ci/python)" && "$$python" .ci/environment.py bench

# Subsets of Inter, cut from the installed font package; recut when that or the cutter changes.
assets/fonts/.cut: dashboard/parts/fonts.py requirements.lock | environment
	$(PY) -m dashboard.parts.fonts
	@touch $@
