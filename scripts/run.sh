#!/usr/bin/env bash
# From a fresh clone to the open window. Every stage is skipped when its work is already done.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
trap summarise_stages EXIT

stage "system packages" scripts/setup.sh run
stage "interface" scripts/ui.sh build
stage "programs" build_programs

NONGHE_DATA_DIR=$(demonstration_dir)
export NONGHE_DATA_DIR
stage "demonstration township" ensure_demonstration "$NONGHE_DATA_DIR"
say "Data: $NONGHE_DATA_DIR"
say "Operators and PINs of the demonstration: $NONGHE_DATA_DIR/operators.txt"
say "A county server for it: make county, in another terminal."

if has_display; then
  trap - EXIT
  summarise_stages
  exec "$target_dir/debug/nonghe-desktop"
fi
say "There is no display here, so the window is shown in a tour."
stage "tour" "$target_dir/debug/tour"
