#!/usr/bin/env bash
# Changes the arithmetic of the engine in many small ways and sees whether a test notices. Words given are passed on
# to cargo-mutants. docs/MUTANTS.md explains those that survive.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

command -v cargo-mutants >/dev/null || cargo install --locked cargo-mutants
files=()
for name in money adjudicate/{accumulators,facts,layers,ledger,pricing,share} premium enrolment; do
  files+=(--file "crates/domain/src/$name.rs")
done
cargo mutants --package nonghe-domain "${files[@]}" --output "$target_dir" --minimum-test-timeout 60 "$@"
