#!/usr/bin/env bash
# The interface: install its packages, build it, check it, or work on it with live reload.
# `install` and `build` do nothing when their inputs have not changed since the last time.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# digest_of PATH…: one number for the names and contents of all files below the paths.
digest_of() { find "$@" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1; }

install_packages() {
  local digest
  digest=$(digest_of ui/package-lock.json ui/package.json)
  if [ -d ui/node_modules ] && unchanged ui-packages "$digest"; then return 0; fi
  npm --prefix ui ci --no-audit --no-fund --loglevel=error
  remember ui-packages "$digest"
}

build() {
  local digest inputs
  mapfile -d '' inputs < <(find ui -mindepth 1 -maxdepth 1 ! -name node_modules ! -name dist -print0)
  digest=$(digest_of "${inputs[@]}")
  if [ -f ui/dist/index.html ] && unchanged ui-build "$digest"; then return 0; fi
  # Types are checked by `check`; whoever only wants to see the window need not wait for it.
  (cd ui && npx --no-install vite build --logLevel warn)
  remember ui-build "$digest"
}

check() {
  npm --prefix ui run --silent check
  npm --prefix ui run --silent test
}

# A township of the interface's own, made once: whoever tries something in the browser spoils no other data.
seeded_township() {
  cargo build "${build_set[@]}" --bin nonghe
  ensure_demonstration "$target_dir/ui-township"
  NONGHE_DATA_DIR=$(realpath "$target_dir/ui-township")
  export NONGHE_DATA_DIR
  say "Operators and PINs: $NONGHE_DATA_DIR/operators.txt"
}

# In an ordinary browser. The bridge runs the program's own commands without a window; Vite's server passes them on.
in_browser() {
  local log=$target_dir/ui-bridge.txt bridge
  scripts/setup.sh run
  install_packages
  # The library embeds the built interface even where nobody asks it for one.
  build
  cargo build "${build_set[@]}" --features nonghe-desktop/bridge --example bridge
  seeded_township
  # Papers are shown on the page; no viewer of the machine shall open beside it.
  NONGHE_NO_VIEWER=1 "$target_dir/debug/examples/bridge" >"$log" &
  bridge=$!
  # shellcheck disable=SC2064  # the number is known now
  trap "kill $bridge 2>/dev/null || true" EXIT
  until [ -s "$log" ]; do
    kill -0 "$bridge" 2>/dev/null || { complain "ui: the bridge did not start" && exit 1; }
    sleep 0.05
  done
  NONGHE_BRIDGE=$(<"$log")
  export NONGHE_BRIDGE
  rm -f "$log"
  serve --config browser/vite.config.ts
}

# Every own component in its states.
gallery() {
  install_packages
  serve --config gallery/vite.config.ts
}

# serve ARGUMENT…: Vite's server until Ctrl+C, with a browser where there is a screen.
serve() {
  local arguments=("$@")
  if has_display; then arguments+=(--open); fi
  (cd ui && npx --no-install vite "${arguments[@]}")
}

# In the program's own window, with Vite's live reload.
in_window() {
  scripts/setup.sh run
  install_packages
  build
  (cd ui && exec npx --no-install vite) &
  local server=$!
  # shellcheck disable=SC2064  # the number is known now
  trap "kill $server 2>/dev/null || true" EXIT
  seeded_township
  # Without `custom-protocol` the window asks the dev server for its page.
  cargo build --workspace --locked
  "$target_dir/debug/nonghe-desktop"
}

case ${1:-} in
  install) install_packages ;;
  build) install_packages && build ;;
  check) install_packages && check ;;
  browser) in_browser ;;
  gallery) gallery ;;
  window) in_window ;;
  *)
    complain "usage: scripts/ui.sh install|build|check|browser|gallery|window"
    exit 2
    ;;
esac
