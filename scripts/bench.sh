#!/usr/bin/env bash
# The benchmarks, or those that are named: scripts/bench.sh start import
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
trap summarise_stages EXIT

names=("$@")
if [ ${#names[@]} -eq 0 ]; then names=('*'); fi
benches=()
for name in "${names[@]}"; do benches+=(--bench "$name"); done

# Some start the programs, as their users do; a debug build would say nothing.
build_release_programs() { cargo build "${build_set[@]}" --release --bins --example empty_window; }

stage "system packages" scripts/setup.sh bench
stage "interface" scripts/ui.sh build
stage "programs" build_release_programs
stage "build of the benchmarks" cargo bench "${build_set[@]}" "${benches[@]}" --no-run
NONGHE_BIN_DIR=$(realpath "$target_dir/release")
export NONGHE_BIN_DIR
stage "benchmarks" cargo bench "${build_set[@]}" "${benches[@]}"
