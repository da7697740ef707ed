#!/usr/bin/env bash
# Everything that must hold before a change lands, cheapest first, so that a slip is known early.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
trap summarise_stages EXIT

# suites EXPRESSION: the names of the integration tests of the packages for which the JavaScript
# expression on `name` holds. Asked of Cargo, so that a suite that is added is never left out.
suites() {
  cargo metadata --no-deps --format-version 1 --locked | node -e '
    const { packages } = JSON.parse(require("node:fs").readFileSync(0));
    for (const { name, targets } of packages)
      if ('"$1"')
        for (const target of targets) if (target.kind.includes("test")) console.log(target.name);'
}

crate_tests() {
  local name arguments=()
  while read -r name; do arguments+=(--test "$name"); done < <(suites 'name !== "system-tests"')
  cargo test "${build_set[@]}" --lib --bins "${arguments[@]}"
}

suite() { cargo test "${build_set[@]}" --test "$1" -- "${@:2}"; }

stage "system packages" scripts/setup.sh test
stage "format" scripts/lint.sh format
stage "scripts" scripts/lint.sh scripts
stage "interface: build" scripts/ui.sh build
stage "interface: types and tests" scripts/ui.sh check
stage "Rust lints" scripts/lint.sh rust
stage "programs" build_programs
stage "bridge of make ui" cargo build "${build_set[@]}" --features nonghe-desktop/bridge --example bridge
stage "build of the tests" cargo test "${build_set[@]}" --no-run
stage "architecture" suite architecture
stage "crates" crate_tests
# The package `system-tests` starts the real programs, so that its suites have stages of their own.
for name in $(suites 'name === "system-tests"' | grep -vx -e architecture -e e2e); do
  stage "suite: $name" suite "$name"
done
# One window after another: on two cores two of them only make each other time out.
stage "suite: e2e" suite e2e --test-threads=1
