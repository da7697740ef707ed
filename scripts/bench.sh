#!/usr/bin/env bash
# The benchmarks. Words given are passed on to Criterion as a filter.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scripts/setup.sh run
cargo bench --locked --bench '*' -- "$@"
