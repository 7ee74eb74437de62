# 作业秤: set-up, demo, tests. `make` alone lists what there is.

# The first Python on this machine that is new enough; override with `make install PYTHON=…`.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
HOST ?= 127.0.0.1
CONFIG ?= config.toml
TESTS ?= tests

VENV := .venv
PY := $(VENV)/bin/python
BENCHES := webhook verdicts city delivery faults reader pages hands
LOCK := uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header $(UPGRADE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install demo serve test nightly lint lock assets

help: ## List what there is
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

install: $(VENV)/.run static/vendor/.done ## Everything into .venv, page assets into static/vendor

demo: install ## A whole school on this machine, no WeChat account needed (PORT=8000)
	@$(PY) app.py demo --port $(PORT)

serve: install ## The web server of a configured school (CONFIG=config.toml HOST=127.0.0.1 PORT=8000)
	@$(PY) app.py serve --config $(CONFIG) --host $(HOST) --port $(PORT)

test: install $(VENV)/.test ## The test suite (TESTS=tests/settings for a part)
	@$(PY) -m pytest $(TESTS) -m "not slow" -n auto --maxprocesses 4 --dist loadfile

nightly: install $(VENV)/.test $(VENV)/.bench ## What takes longer: slow tests, every bench in full
	@$(PY) -m pytest $(TESTS) -m slow
	@failed=; for name in $(BENCHES); do $(PY) -m bench.$$name || failed="$$failed $$name"; done; \
	if [ -n "$$failed" ]; then echo "goals missed:$$failed"; exit 1; fi

lint: $(VENV)/.run $(VENV)/.test ## Form, mistakes, types
	@$(PY) -m ruff format --check -q .
	@$(PY) -m ruff check -q .
	@$(PY) -m mypy .

lock: ## Pin what requirements/*.in ask for, with hashes (UPGRADE=--upgrade for the newest; needs uv)
	@command -v uv >/dev/null || { echo 'make lock needs uv: pipx install uv'; exit 1; }
	$(LOCK) requirements/run.in -o requirements/run.txt
	$(LOCK) -c requirements/run.txt requirements/test.in -o requirements/test.txt
	$(LOCK) -c requirements/run.txt requirements/bench.in -o requirements/bench.txt
	$(LOCK) requirements/node.in -o requirements/node.txt
	npm install --package-lock-only --ignore-scripts --loglevel=error

assets: ## Fetch WeUI, ECharts and the font again
	@rm -f static/vendor/.done
	@$(MAKE) --no-print-directory static/vendor/.done

# Stamps: a second run has nothing to do. A Python that was replaced counts as a change.
$(PY):
	@$(if $(PYTHON),,echo '需要 Python 3.11 或更新的版本,这台机器上没有找到。Debian、Ubuntu:apt install python3.11 python3.11-venv' && exit 1)
	@$(PYTHON) install.py

$(VENV)/.%: requirements/%.txt $(PY)
	@$(PYTHON) install.py $*
	@touch $@

static/vendor/.done: package-lock.json $(PY)
	@$(PYTHON) install.py assets
	@touch $@
