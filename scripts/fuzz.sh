#!/usr/bin/env bash
# Fuzzes the reading of packs and the playing of cases, from the corpus that `make test` replays.
# usage: scripts/fuzz.sh [seconds for each target, 60 if none are given]
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

seconds=${1:-60}
if ! rustup toolchain list 2>/dev/null | grep -q '^nightly'; then
  complain "Fuzzing needs the nightly compiler: rustup toolchain install nightly --profile minimal"
  exit 1
fi
command -v cargo-fuzz >/dev/null || cargo install --locked cargo-fuzz

for target in pack case; do
  # Finds go beside the build, not into the corpus: what is worth keeping is chosen by hand.
  found=$target_dir/fuzz-found/$target
  mkdir -p "$found"
  cargo +nightly fuzz run --fuzz-dir crates/domain/fuzz "$target" "$found" "crates/domain/fuzz/corpus/$target" -- \
    -max_total_time="$seconds" -max_len=65536 -rss_limit_mb=4096
done
