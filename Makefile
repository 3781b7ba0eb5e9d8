# Every target prepares what it needs by itself; "make help" lists them.

PORT ?= 8000
BIN := .venv/bin
READY := .venv/ready
MUTANTS := .venv-mutants/ready
ZENSICAL := .venv-zensical/ready
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml

# Material announces its end of life at every build; docs/entwicklung says what follows from it.
export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve preview site quick test test-zensical check translated audit reading release reproducible load mutants fuzz differential \
	speed bench strip journeys visit screenshot holidays watch lock clean

help:
	@echo "make serve        build the site and show it at http://127.0.0.1:$(PORT)/ (PORT=8001 make serve)"
	@echo "make site         build the site into the folder site (SITE_URL: where it will be published; RELEASE=1: refuse without an operator; STOCK=1: in seconds, with Pyodide as it comes)"
	@echo "make preview      show the pages as they are written: what is saved is there in seconds (stock Pyodide)"
	@echo "make quick        law, words and promises, in about a minute: no browser, no node, no site"
	@echo "make test         check, build and test everything, in a browser too (AFRESH=1: what is proved already, too)"
	@echo "make test-zensical  build the site with Zensical, the successor of MkDocs, and test the calculators in it"
	@echo "make check        style and types only"
	@echo "make translated   list what was translated from another German than there is now (LANG=en RENEW='betroffene/kosten.md': looked at; RENEW=all)"
	@echo "make release      make what is handed on in the folder release, out of what is committed"
	@echo "make reproducible make two releases, in different surroundings: are they the same? (some minutes)"
	@echo "make load         let 500 clients at once ask nginx for the site (DURATION=300 seconds; Linux)"
	@echo "make audit        ask others' tools too: Lighthouse, axe, html-validate; links, reading level, search (PARTS='html links')"
	@echo "make reading      measure how hard each page is to read, and list the long sentences"
	@echo "make mutants      change the law a little, thousands of times: do the tests notice? (an hour; MODULES=copayment NEW=1: minutes)"
	@echo "make fuzz         throw random and hostile answers at every calculator (COUNT=100000 CALCULATORS=..., some minutes)"
	@echo "make differential  ask the browser's Python and CPython the same random things (COUNT=20000; 10000 in half a minute)"
	@echo "make speed        time the calculators, from a usual plan to the largest"
	@echo "make bench        time the first answer beside other ways to run Python (COUNT=7 ONLY=phone, an hour; Linux)"
	@echo "make strip        film the first answer on a slow phone, as bench does too"
	@echo "make journeys     walk the ways to an answer as readers would: what they cost, and where a limit is passed"
	@echo "make visit        list what a first visit loads in each language, in bytes: no language far from German"
	@echo "make screenshot   take pictures of the pages"
	@echo "make holidays     write the table of public holidays anew"
	@echo "make watch        list what must be looked at again, the worst first (DAY=2026-12-31; COMPARE=1: ask the law's pages; REMEMBER=1: take down what they say)"
	@echo "make lock         renew the lists of pinned packages"
	@echo "make clean        remove everything made here"

serve: site
	@$(BIN)/python -m website.serve --port $(PORT) site

# The pages as they are written; STOCK=1 spares the making of the small Pyodide, where the calculators changed.
preview: $(READY)
	STOCK=$${STOCK:-1} $(BIN)/python -m tools.live_preview --port $(PORT)

site: $(READY)
	$(BIN)/mkdocs build --strict

test: check site
	CHROMIUM="$$($(BIN)/python -m tools.browser.chromium)" && export CHROMIUM && \
	$(BIN)/python -m tests.browser.engines && $(BIN)/python -m tools.browser.old && \
	$(BIN)/pytest --numprocesses auto --dist worksteal $(if $(AFRESH),,--unless-proved)

# Whatever is built, none of these tests sees it.
quick: $(READY)
	SITE_DIR=no-site $(BIN)/pytest --quick --numprocesses auto --dist worksteal

# What the calculators do in a browser, with pages that another generator made from the same sources.
test-zensical: $(READY) $(ZENSICAL)
	SITE_DIR=site-zensical PYTHONPATH=. .venv-zensical/bin/zensical build --clean --strict
	$(BIN)/python -m website --generator .venv-zensical/bin/zensical site-zensical
	CHROMIUM="$$($(BIN)/python -m tools.browser.chromium)" && export CHROMIUM && \
	SITE_DIR=site-zensical $(BIN)/pytest --numprocesses auto --dist worksteal \
		tests/browser/test_calculators.py tests/browser/test_problems.py tests/browser/test_calendar.py \
		tests/browser/test_keyboard.py

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tools.script_types

# That something is stale is no failure: its page says so, and a release asks by itself.
translated: $(READY)
	@$(BIN)/python -m website.languages.checks $(LANG)
	@$(BIN)/python -m website.languages.stale $(LANG) $(if $(RENEW),--renew $(RENEW)) || test $$? -eq 1

release: $(READY)
	$(BIN)/python -m website.release

reproducible: $(READY)
	$(BIN)/python -m tools.reproducible

load: site
	$(BIN)/python -m tools.load $(DURATION)

audit: site
	$(BIN)/python -m tools.audit $(PARTS)

reading: site
	$(BIN)/python -m tools.reading_level
	$(BIN)/python -m tools.easy_language

mutants: $(READY) $(MUTANTS)
	$(BIN)/python -m tools.mutants $(if $(NEW),--new) $(MODULES)

fuzz: $(READY)
	$(BIN)/python -m tools.fuzz $(COUNT) $(CALCULATORS)

differential: $(READY)
	$(BIN)/python -m tools.differential $(COUNT)

speed: $(READY)
	$(BIN)/python -m tools.speed

bench: site
	$(BIN)/python -m tools.bench $(COUNT) $(if $(ONLY),--only '$(ONLY)')

strip: site
	$(BIN)/python -m tools.bench.strip

journeys: site
	$(BIN)/python -m tools.journeys

visit: site
	$(BIN)/python -m tools.visit

screenshot: site
	$(BIN)/python -m tools.screenshot
	$(BIN)/python -m tools.preview

holidays: $(READY)
	$(BIN)/python -m tools.holidays

# That something is due is no failure; the workflows of hosts ask the program itself.
watch: $(READY)
	@$(BIN)/python -m tools.watch $(if $(DAY),--day $(DAY)) $(if $(COMPARE),--compare) \
		$(if $(REMEMBER),--remember) || test $$? -eq 1

lock: $(READY)
	$(BIN)/pip install --quiet uv
	$(COMPILE) --upgrade --extra site --extra test --extra build --extra release \
		--output-file requirements.txt
	$(COMPILE) --upgrade --extra node --output-file requirements-node.txt
	$(COMPILE) --upgrade --extra mutants --output-file requirements-mutants.txt
	$(COMPILE) --upgrade --extra zensical --output-file requirements-zensical.txt
	for folder in . tools/bench tools/audit tools/browser/old; do \
		PATH="$$PATH:$(CURDIR)/$(BIN)" npm --prefix $$folder install --package-lock-only --ignore-scripts \
			--omit-lockfile-registry-resolved --no-audit --no-fund || exit 1; \
	done

clean:
	rm -rf .venv .venv-* site site-zensical release .mypy_cache .pytest_cache .ruff_cache .hypothesis .cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.txt requirements-node.txt pyproject.toml
	@for python in python3 python3.14 python3.13 python3.12 python3.11 ""; do \
		"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	test "$$python" || { echo "Python 3.11 or newer with venv is missing: apt-get install python3-venv" >&2; exit 1; }; \
	"$$python" -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@if node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && npm --version >/dev/null 2>&1; \
	then :; else \
		echo "No node 20 or newer with npm here: installing it into .venv"; \
		$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.txt; \
	fi
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

# Apart from .venv: what makes mutants is no part of the project's own tests.
$(MUTANTS): requirements-mutants.txt | $(READY)
	$(BIN)/python -m venv --clear .venv-mutants
	.venv-mutants/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-mutants.txt
	@touch $(MUTANTS)

$(ZENSICAL): requirements-zensical.txt | $(READY)
	$(BIN)/python -m venv --clear .venv-zensical
	.venv-zensical/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-zensical.txt
	@touch $(ZENSICAL)
