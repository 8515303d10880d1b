# Every target installs what it misses first. `make run` and `make test` are all that a newcomer needs.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Fixed selections of packages. Cargo builds shared crates once for each set of features that it meets, so always naming
# the same packages together is what keeps builds short: the window's crates are never built with the others.
core := -p chaperone-domain -p chaperone-store -p chaperone-report -p chaperone-commands -p chaperone-gateway -p chaperone-cli -p chaperone-testkit -p chaperone-tests
desktop := -p chaperone-desktop

# nextest where it is installed: it runs tests side by side and ends those that hang.
nextest := $(shell command -v cargo-nextest 2>/dev/null)
cargo_test := $(if $(nextest),cargo nextest run --no-fail-fast,cargo test --no-fail-fast)
# The programs that the tests drive are those that the line above them built.
built := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
with_display := src-tauri/tools/with-display
# The built interface, and all that it is built from, folders too, which tell of files that went: the window is linked anew
# whenever it was built.
interface := ui/dist/index.html
interface_from := $(shell find ui/src ui/locales ui/index.html ui/package-lock.json ui/*.config.* ui/package.json ui/tsconfig.json)
window := -p chaperone-tests --features desktop --test desktop
optimised := cargo build --release -p chaperone-cli $(desktop)

.PHONY: help
help:
	@echo 'make run      build and start the desktop on the training company (without a screen: the story in the terminal)'
	@echo 'make test     all tests, with the interface in a browser and the desktop in a real window'
	@echo 'make soak     random years for SECONDS=600, hundreds of kills, then every control of the interface in every look, and the door under fuzzers'
	@echo 'make bench    the engine against raw SQL on the same file, and the desk against a bare window, as a table'
	@echo 'make interop  the agents’ door with the clients that the field has; the first run needs a network'
	@echo 'make package  a .deb and an .rpm of the optimised build; fifteen minutes of two cores from nothing'
	@echo 'make package-test  the .deb in a fresh Debian 12: installed, used, removed; needs root and a network'
	@echo 'make check    formatting, lints, types, licences'
	@echo 'make setup    install what is missing for all of this'
	@echo 'make clean    remove what was built'

.PHONY: setup
setup:
	@src-tauri/tools/setup test

# The unoptimised build: three to four minutes on two cores from nothing, a few seconds after a change. An optimised one
# takes three times as long and starts no sooner, because the window waits for WebKit, not for us.
.PHONY: run
run:
ifeq ($(DISPLAY)$(WAYLAND_DISPLAY),)
	@echo 'No display here, so this is the story in the terminal. `make run` on a desktop opens the window.'
	cargo run -p chaperone-cli -- story
else
	@src-tauri/tools/setup run
	@$(MAKE) --no-print-directory $(interface)
	cargo run $(desktop) -- --training
endif

.PHONY: test
test: setup test-interface test-core test-desktop

$(interface): $(interface_from)
	cd ui && npm run build

.PHONY: test-interface
test-interface: $(interface)
	cd ui && npm test

# Three tests for each core: while some wait for the disk or a clock others go on.
.PHONY: test-core
test-core:
	$(cargo_test) $(core) $(if $(nextest),-j $$((3 * $$(nproc))))
	cd ui && CHAPERONE_BRIDGE=$(built)/debug/bridge npm run test:browser

# What goes on for as long as one likes, or is too slow for each change: random years with seeds that no test has run,
# processes that are killed ten times as often as in the tests, every control of the interface in every look, every screen in
# German and from right to left, the readers of untrusted text under a fuzzer, and the agents' door under calls that are made
# up from its own description.
# `make soak SECONDS=3600`. The first run needs a network.
SECONDS := 600
.PHONY: soak
soak: setup
	KILLS=400 $(cargo_test) $(core) --test kill
	$(built)/debug/simulate --seconds $(SECONDS) --seed $$(date +%s)
	cd ui && CHAPERONE_BRIDGE=$(built)/debug/bridge npm run test:soak
	tests/fuzz/run 30
	tests/soak/schemathesis

# Nothing fails because of a time: the table says what was measured beside its limit.
.PHONY: bench
bench:
	@src-tauri/tools/setup bench
	@$(MAKE) --no-print-directory $(interface)
	$(optimised) -p chaperone-bare-window
	$(with_display) cargo bench -p chaperone-bench --bench bars

# Real clients, newer each month: what they do belongs beside the tests, not among them.
.PHONY: interop
interop: setup
	cargo build $(core)
	tests/interop/run

# Only here are the window and the command line built together: it spares building what they share twice, and nothing
# else is built in this profile.
.PHONY: package
package:
	@src-tauri/tools/setup package
	@$(MAKE) --no-print-directory $(interface)
	$(optimised)
	src-tauri/tools/package release

.PHONY: package-test
package-test: package
	@src-tauri/tools/setup package-test
	tests/package/run

.PHONY: test-desktop
test-desktop:
	cargo build $(desktop)
	$(cargo_test) $(desktop)
	$(with_display) $(cargo_test) $(window) $(if $(nextest),-j 1,-- --test-threads 1)

.PHONY: check
check: setup $(interface)
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --features chaperone-tests/desktop -- -D warnings
	cd ui && npm run lint && npm run format:check && npm run check
	@if command -v cargo-deny >/dev/null; then cargo deny check bans licenses sources; \
	else echo 'cargo-deny is not installed: licences and sources were not looked at'; fi

.PHONY: clean
clean:
	cargo clean
	rm -rf ui/dist ui/node_modules
