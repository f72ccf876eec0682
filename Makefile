# Everything a person or CI runs. `make` alone lists it. A second run skips what has not changed.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
# Compiled modules are kept: the tests start many programs.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
PORT ?= 8000
# What `make run` begins with: demo, or none for an empty registry with two invitations.
SEED ?= demo
# Names the settings of `make deploy`, deploy.<ENV>.toml; china... is AWS China. YES=1 goes on without asking.
ENV ?= default
YES ?=
# The processor the artefact is for; `make deploy` asks for that of its settings.
ARCHITECTURE ?= arm64
# The interpreter the artefact is for; `make rehearse` asks for the one it has.
LAMBDA_PYTHON ?= 3.13

BIN := .venv/bin
PIP := -m pip --disable-pip-version-check install -qq --require-hashes --no-deps --no-compile
LINT := PYTHONPATH=. $(BIN)/cfn-lint --append-rules infra/rules --include-checks I3042 --non-zero-exit-code informational
REGIONS := us-east-1 eu-central-1 cn-north-1 cn-northwest-1
ARTEFACT := .aws-sam/artefact-$(ARCHITECTURE)-$(LAMBDA_PYTHON)

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

# ---- install ---------------------------------------------------------------------------------------------

.PHONY: install
install: .venv/installed .venv-ministack/installed infra/node_modules/installed ## everything for run, test and check, inside this folder

define environment
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed (PYTHON=...)"; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get -qq update && apt-get -qq install -y python3-venv >/dev/null; \
	  else echo "Python's venv module is needed (Debian: python3-venv)"; exit 1; fi; fi
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/python $(PIP) -r $<
	@touch $@
endef

.venv/installed: requirements-dev.lock
	$(environment)

# MiniStack and the SAM CLI pin libraries of ours to other versions: each has an environment of its own.
.venv-ministack/installed: infra/local/requirements-ministack.lock
	$(environment)

.venv-sam/installed: infra/requirements-sam.lock
	$(environment)

.venv-rehearsal/installed: infra/requirements-rehearsal.lock
	$(environment)

infra/node_modules/installed: infra/package-lock.json
	@command -v npm >/dev/null || { echo "npm is needed (Debian: npm; elsewhere: Node.js 20 or later)"; exit 1; }
	npm ci --prefix infra --silent
	@touch $@

# Browser tests need Chromium and a Chinese font; as root on Debian they are installed, elsewhere asked for.
.PHONY: browser
browser:
	@if ! command -v chromium >/dev/null || [ -z "$$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium fontconfig fonts-noto-cjk >/dev/null; \
	  else echo "Browser tests want chromium and a Chinese font (Debian: chromium fonts-noto-cjk)"; fi; fi

# ---- develop ---------------------------------------------------------------------------------------------

.PHONY: run
run: install ## the whole registry on this computer (PORT=8000), with a demo federation or empty (SEED=none)
	PORT=$(PORT) SEED=$(SEED) $(BIN)/python -m infra.local.run

.PHONY: reset
reset: ## forget the local state
	rm -rf .local .local-none

.PHONY: test
test: install browser ## every test
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: check
check: install ## format, lint, types, workflow and template
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m infra.workflow
	$(LINT) --regions $(REGIONS) -- template.yaml infra/alarms.yaml infra/edge.yaml
	$(LINT) --regions us-east-1 eu-central-1 -- infra/identity-cognito.yaml infra/mail-ses.yaml infra/malware-guardduty.yaml
	$(LINT) --regions us-east-1 -- infra/edge-firewall.yaml

.PHONY: fmt
fmt: install ## format and repair what can be repaired
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

.PHONY: bench
bench: install ## benchmarks against the budgets
	$(BIN)/python -m infra.bench

.PHONY: battery
battery: install browser ## the tests of reliability and security at their full size (BATTERY=0.1: a tenth)
	$(BIN)/python -m infra.battery

.PHONY: css
css: infra/node_modules/installed ## rebuild the committed style sheet
	infra/node_modules/.bin/sass --style=compressed --no-source-map --no-charset --quiet-deps --load-path=infra/node_modules \
	  infra/style/site.scss shared/web/pages/static/site.css

.PHONY: messages
messages: install ## extract and compile the words of both languages
	$(BIN)/python -m infra.messages

.PHONY: lock
lock: install ## resolve the dependencies of pyproject.toml anew
	@set -- --quiet pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate; \
	$(BIN)/uv "$$@" pyproject.toml -o requirements.lock; \
	$(BIN)/uv "$$@" pyproject.toml --group dev -o requirements-dev.lock; \
	$(BIN)/uv "$$@" infra/local/requirements-ministack.in -o infra/local/requirements-ministack.lock; \
	$(BIN)/uv "$$@" infra/requirements-sam.in -o infra/requirements-sam.lock; \
	$(BIN)/uv "$$@" infra/requirements-rehearsal.in -o infra/requirements-rehearsal.lock
	npm install --prefix infra --package-lock-only --silent

# ---- deploy ----------------------------------------------------------------------------------------------

.PHONY: rehearse
rehearse: install .venv-sam/installed .venv-rehearsal/installed ## deploy this template and artefact to an emulator and walk the main journey
	$(BIN)/python -m infra.rehearsal

.PHONY: emulator
emulator: install .venv-rehearsal/installed ## an empty emulator to follow docs/deploy.md against (PORT=4566)
	$(BIN)/python -m infra.rehearsal.by_hand $(if $(filter file,$(origin PORT)),4566,$(PORT))

.PHONY: deploy
deploy: install .venv-sam/installed ## ask for what is missing, show the plan, deploy to AWS (ENV=default or china; YES=1)
	PATH="$(CURDIR)/.venv-sam/bin:$$PATH" $(BIN)/python -m infra.deploy $(ENV) $(if $(YES),--yes)

.PHONY: found
found: install ## invite the first two administrators of a deployed stack (STACK=... ADMINS="Name <address>, Name <address>")
	$(BIN)/python -m infra.found "$(STACK)" "$(ADMINS)"

.PHONY: doctor
doctor: install ## say what is wrong with a deployed stack (STACK=...)
	$(BIN)/python -m infra.doctor "$(STACK)"

# One artefact for all functions: SAM calls build-<function> for each, the first call makes it, all copy.
$(ARTEFACT)/built: requirements.lock infra/artefact.py infra/precompile.py infra/sdk.py .venv/installed $(shell find functions shared -type f -not -path '*/__pycache__/*' 2>/dev/null)
	@$(BIN)/python -m infra.artefact make --architecture $(ARCHITECTURE) --python $(LAMBDA_PYTHON) $(@D)
	@touch $@

build-%: $(ARTEFACT)/built
	@$(BIN)/python -m infra.artefact copy $(ARTEFACT) $* "$(ARTIFACTS_DIR)"
