# Thin on purpose: each target names one script, and the scripts hold the logic.
.DEFAULT_GOAL := help
.PHONY: help run county ui ui-window gallery test bench fuzz mutants bundle fmt lint icons setup

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## open the window on a demonstration township (a tour with screenshots where there is no display)
	@scripts/run.sh

county: ## start a county server on a private PostgreSQL cluster, for the demonstration township
	@scripts/county.sh

ui: ## work on the interface: in a browser, on the real backend, with live reload
	@scripts/ui.sh browser

ui-window: ## the same in the program's own window
	@scripts/ui.sh window

gallery: ## every own component of the interface in its states, in a browser
	@scripts/ui.sh gallery

test: ## check and test everything, the real window and a real PostgreSQL included
	@scripts/test.sh

bench: ## run the benchmarks
	@scripts/bench.sh

fuzz: ## fuzz the reading of packs and the playing of cases (needs the nightly compiler)
	@scripts/fuzz.sh

mutants: ## change the engine's arithmetic in many small ways and see whether a test notices
	@scripts/mutants.sh

bundle: ## build the Debian package
	@scripts/bundle.sh

fmt: ## format the Rust sources
	@cargo fmt --all

lint: ## check format, Rust lints, interface types and shell scripts
	@scripts/lint.sh

icons: ## draw the icons anew from icons/icon.svg
	@scripts/icons.sh

setup: ## install every system package that running, testing and bundling need
	@scripts/setup.sh run test county bundle
