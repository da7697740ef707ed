#!/usr/bin/env bash
# Everything that must hold before a change lands, cheapest first, so that a slip is known early.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
trap summarise_stages EXIT

# The names of the crates' own integration tests, as arguments for Cargo. The package
# `system-tests` is left out: its suites start the real programs and have stages of their own.
crate_suites() {
  cargo metadata --no-deps --format-version 1 --locked | node -e '
    const { packages } = JSON.parse(require("node:fs").readFileSync(0));
    for (const { name, targets } of packages)
      if (name !== "system-tests")
        for (const target of targets)
          if (target.kind.includes("test")) console.log("--test", target.name);'
}

crate_tests() {
  local suites
  # shellcheck disable=SC2207  # the names of suites are single words
  suites=($(crate_suites))
  cargo test "${build_set[@]}" --lib --bins "${suites[@]}"
}

suite() { cargo test "${build_set[@]}" --test "$1" -- "${@:2}"; }

stage "system packages" scripts/setup.sh test
stage "format" scripts/lint.sh format
stage "scripts" scripts/lint.sh scripts
stage "interface: build" scripts/ui.sh build
stage "interface: types and tests" scripts/ui.sh check
stage "Rust lints" scripts/lint.sh rust
stage "programs" build_programs
stage "build of the tests" cargo test "${build_set[@]}" --no-run
stage "architecture" suite architecture
stage "crates" crate_tests
stage "documentation examples" cargo test "${build_set[@]}" --doc
stage "system" suite system
stage "faults" suite fault
# One window after another: on two cores two of them only make each other time out.
stage "end to end" suite e2e --test-threads=1
