# Two commands are enough: `make run` opens the program, `make test` checks all of it. Each prepares what it needs.
.DEFAULT_GOAL := help
.PHONY: help run test check setup lock bench crash conformance fuzz screenshots package packs clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run:  ## open the program; without a display: the whole line on made-up data into demo/
	@.ci/setup run
	@case "$$(uname -s)" in Linux|*BSD) screen="$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ;; *) screen=yes ;; esac; \
	if [ -n "$$screen" ]; then exec .venv/bin/screening-gui; fi; \
	echo "There is no display here, so no window can open. Carrying out 'screening demo' instead; its files will be in demo/."; \
	export QT_QPA_PLATFORM=offscreen; .venv/bin/screening demo --out demo && \
	exec .venv/bin/screening-gui --screenshots demo/screenshots --demo demo

test:  ## make check and every suite; what cannot run here is named at the end
	@.ci/setup tools
	@.ci/test

check: setup  ## formatting, lint, types, import rules
	@.ci/check

setup:  ## .venv with everything for development; costs nothing when nothing changed
	@.ci/setup dev

packs: setup  ## build resources/packs/ anew from forms/
	@for form in forms/*/form.*; do name=$$(basename $$(dirname $$form)); \
	.venv/bin/screening form build $$form -o resources/packs/$$name.pack || exit 1; done

lock: setup  ## write requirements/*.lock anew from pyproject.toml
	@.ci/lock

bench: setup  ## measure; BENCH=forms,vault chooses
	@.ci/bench "$(BENCH)"

fuzz: setup  ## spoil forms, expressions, tables, packs and workbooks for FUZZ_MINUTES=30; FUZZ=xform,xpath chooses
	@.ci/fuzz $(if $(FUZZ),--targets $(FUZZ))

crash: setup  ## kill -9 during all work, torn logs, full disks; CRASH_ROUNDS=1000 (about half an hour)
	@.venv/bin/python tests/crash/work_kills.py --rounds $(or $(CRASH_ROUNDS),1000)
	@.venv/bin/python tests/crash/kill_campaign.py --rounds $(or $(CRASH_KILLS),200)
	@.venv/bin/python tests/crash/interview_kills.py --rounds $(or $(CRASH_INTERVIEWS),100)
	@.venv/bin/python tests/crash/torn_logs.py --trials $(or $(CRASH_TEARS),500)
	@if unshare -Urm true 2>/dev/null; then folder=$$(mktemp -d); \
	unshare -Urm .venv/bin/python tests/crash/full_disk.py $$folder; status=$$?; rm -rf $$folder; exit $$status; \
	else echo "not run: no user namespaces here, so no small disks to fill"; fi

conformance:  ## our interview engine beside those of ODK Collect and ODK Web Forms; FORMS=2000 random forms each way
	@.ci/setup peers
	@PYTHONPATH=tests .venv/bin/python -m conformance $(if $(FORMS),--forms $(FORMS)) $(if $(SEED),--seed $(SEED))

screenshots: setup  ## the whole line on a virtual screen, by keys; pictures into docs/screenshots/
	@.venv/bin/python tests/journeys/on_screen.py

package:  ## the program in one folder, dist/screening/
	@.ci/setup tools
	@.venv/bin/python -m PyInstaller --noconfirm --clean --log-level WARN build.spec
	@echo "dist/screening/ holds the program"

clean:  ## remove everything that is made
	@rm -rf .venv .tools build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@rm -rf src/*.egg-info
