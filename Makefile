# `make help` lists what there is.

# Set these on the command line: make run HOST=0.0.0.0 PORT=8080
HOST = localhost
PORT = 8501
# make lock UPGRADE=--upgrade takes the newest versions the ranges allow.
UPGRADE =
# make soak KILLS=10000 is for a long night.
KILLS = 1000

VENV := .venv
PY := $(VENV)/bin/python
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11 python
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement
LOCK := $(PY) -m uv pip compile --no-config --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock" $(UPGRADE) pyproject.toml
SHOWN_HOST = $(if $(filter 0.0.0.0 ::,$(HOST)),$(shell hostname),$(HOST))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test format lint types layers browser provider tests soak demo bench lock clean $(VENV)

help: ## List the targets
	@grep -hE '^[a-z.$$()A-Z]+:.*## ' $(MAKEFILE_LIST) | sed 's/$$(VENV)/$(VENV)/' \
		| awk -F ':.*## ' '{ printf "make %-8s %s\n", $$1, $$2 }'

run: $(VENV)/installed ## Start the app (HOST=0.0.0.0 shares it, PORT=8501)
	@echo "Tongnan Metrics 潼南经济运行监测: http://$(SHOWN_HOST):$(PORT)"
	@$(PY) -m streamlit run app.py --server.address $(HOST) --server.port $(PORT) --logger.hideWelcomeMessage true

test: $(VENV) browser provider format lint types layers tests ## Run every check

format: $(VENV)
	$(PY) -m ruff format --check .

lint: $(VENV)
	$(PY) -m ruff check .

types: $(VENV)
	$(PY) -m mypy

layers: $(VENV)
	$(VENV)/bin/lint-imports --no-logo

browser: $(VENV)
	$(PY) -m tests.browser

provider: $(VENV)
	$(PY) -m tests.provider

tests: $(VENV)
	$(PY) -m pytest --numprocesses auto --maxprocesses 8 --dist worksteal

soak: $(VENV) ## Kill publishers in mid-work a thousand times (KILLS=1000)
	KILLS=$(KILLS) $(PY) -m pytest --numprocesses auto --maxprocesses 8 tests/releases/test_kills.py

demo: $(VENV)/installed ## Rebuild the demo release under data/
	$(PY) -m tongnan_metrics demo

bench: $(VENV) ## Print the measured speeds
	@set -e; for file in $(wildcard benchmarks/[a-z]*.py); do echo "$$file"; PYTHONPATH=. $(PY) "$$file"; done

lock: $(VENV) ## Recompile the requirements from pyproject.toml (UPGRADE=--upgrade)
	$(LOCK) --output-file requirements.txt
	$(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## Remove .venv and all caches
	rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache tests/oidc/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV): $(VENV)/installed-dev ## Make the virtual environment with all that development needs

$(VENV)/pyvenv.cfg:
	@for python in $(PYTHONS); do \
		$$python -c '$(NEW_ENOUGH)' 2>/dev/null && exec $$python -m venv $(VENV); \
	done; echo "Tongnan Metrics needs Python 3.11 or newer, with its venv module." >&2; exit 1

$(VENV)/installed: requirements.txt | $(VENV)/pyvenv.cfg
	@echo "Installing the packages into $(VENV) ..."
	@$(INSTALL) requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "Installing the development packages into $(VENV) ..."
	@$(INSTALL) requirements-dev.txt
	@touch $@
