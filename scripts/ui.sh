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

live() {
  scripts/setup.sh run
  install_packages
  # The window's binary embeds the built interface even where it then loads the live one.
  build
  (cd ui && exec npx --no-install vite) &
  local server=$!
  # shellcheck disable=SC2064  # the number is known now
  trap "kill $server 2>/dev/null || true" EXIT
  cargo build --workspace --locked
  ensure_demonstration "$(demonstration_dir)"
  NONGHE_DATA_DIR=$(demonstration_dir) "$target_dir/debug/nonghe-desktop"
}

case ${1:-} in
  install) install_packages ;;
  build) install_packages && build ;;
  check) install_packages && check ;;
  live) live ;;
  *)
    complain "usage: scripts/ui.sh install|build|check|live"
    exit 2
    ;;
esac
