#!/usr/bin/env bash
# Every check that runs no product code. With a word, only that one: format, rust, scripts.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

format() { cargo fmt --all -- --check; }

# With the bridge of `make ui`, which no other build has.
rust() { cargo clippy "${build_set[@]}" --features nonghe-desktop/bridge --all-targets --quiet -- -D warnings; }

# ShellCheck is a convenience of whoever edits a script, not worth a package on every machine.
scripts() {
  command -v shellcheck >/dev/null || return 0
  shellcheck --external-sources scripts/*.sh .ci/run
}

case ${1:-all} in
  format | rust | scripts) "$1" ;;
  all)
    scripts/setup.sh run
    stage "format" format
    stage "scripts" scripts
    stage "interface: build" scripts/ui.sh build
    stage "interface: types and tests" scripts/ui.sh check
    stage "Rust lints" rust
    ;;
  *)
    complain "usage: scripts/lint.sh [format|rust|scripts]"
    exit 2
    ;;
esac
