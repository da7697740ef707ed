#!/usr/bin/env bash
# Builds the release programs and puts them into a Debian package. Its path is the last line.
# With --debug the debug build is packaged, which is there already: a check of the packaging.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

profile=release
bundler_flags=()
case ${1:-} in
  "") build_set+=(--release) ;;
  --debug)
    profile=debug
    bundler_flags+=(--debug)
    ;;
  *)
    complain "usage: scripts/bundle.sh [--debug]"
    exit 2
    ;;
esac

install_bundler() {
  local digest
  digest=$(sha256sum scripts/bundle/package-lock.json | cut -d ' ' -f 1)
  if [ -d scripts/bundle/node_modules ] && unchanged bundler "$digest"; then return 0; fi
  npm --prefix scripts/bundle ci --loglevel=error
  remember bundler "$digest"
}

# What the package holds beside the window: the command line, and the licence with its notices.
further_files() {
  local programs notice
  programs=$(realpath "$target_dir/$profile")
  printf '"/usr/bin/nonghe":"%s"' "$programs/nonghe"
  for notice in LICENSE NOTICE; do
    if [ -f "$notice" ]; then printf ',"/usr/share/doc/nonghe/%s":"%s"' "$notice" "$PWD/$notice"; fi
  done
}

package() {
  local bundler=$PWD/scripts/bundle/node_modules/.bin/tauri files
  files=$(further_files)
  rm -rf "${target_dir:?}/$profile/bundle/deb"
  (cd src-tauri && "$bundler" bundle "${bundler_flags[@]}" --bundles deb --ci \
    --config "{\"bundle\":{\"linux\":{\"deb\":{\"files\":{$files}}}}}")
}

stage "system packages" scripts/setup.sh bundle
stage "interface" scripts/ui.sh build
stage "programs" build_programs
stage "bundler" install_bundler
stage "Debian package" package
summarise_stages
printf '%s\n' "$target_dir/$profile/bundle/deb/"*.deb
