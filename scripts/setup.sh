#!/usr/bin/env bash
# Installs the Debian packages that are missing for the purposes named: run, test, county, bundle.
# Says which and why. Where nothing is missing it does nothing and says nothing.
set -euo pipefail

complain() { printf '%s\n' "$*" >&2; }

rust_minimum=1.95
node_minimum=20.19

# The one list: package, purposes, reason. `display` is what a tour or a test needs instead of a screen.
catalogue() {
  cat <<'LIST'
build-essential          build    compiler and linker for the parts in C
pkg-config               build    finds the libraries that follow
libssl-dev               build    cryptography of the encrypted database
libwebkit2gtk-4.1-dev    build    the web view that draws the window
fonts-noto-cjk           show     Chinese type on screen and on receipts
fonts-hanazono           show     rare characters of names, all of GB 18030-2022
webkit2gtk-driver        display  drives the window in tours and tests
xvfb                     display  a display in memory
xdotool                  test     types into the system's own dialogs, which the driver of the window cannot reach
poppler-utils            test     reads the PDF files back in tests
cups-daemon              test     a print server of the tests' own
cups-client              test     prints on it: lp, lpstat and their kin
postgresql               county   the county server's database; its own private cluster is used
LIST
}

groups_of() {
  case $1 in
    run)
      echo build show
      # Without a screen, the window is shown in a tour.
      [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || echo display
      ;;
    county) echo build county ;;
    bench) echo build show display ;;
    test) echo build show display test county ;;
    bundle) echo build ;;
    *)
      complain "setup: unknown purpose '$1'; there are run, test, bench, county, bundle"
      return 1
      ;;
  esac
}

# at_least FOUND MINIMUM, by major and minor version.
at_least() {
  local found_minor=${1#*.} minimum_minor=${2#*.}
  ((${1%%.*} > ${2%%.*} || (${1%%.*} == ${2%%.*} && ${found_minor%%.*} >= minimum_minor)))
}

require_rust() {
  local version
  if ! command -v cargo >/dev/null; then
    complain "setup: Rust is missing. Install Rust $rust_minimum or later with rustup (Debian's own is too old), then repeat."
    exit 1
  fi
  version=$(rustc --version)
  version=${version#rustc }
  if ! at_least "${version%% *}" "$rust_minimum"; then
    complain "setup: Rust ${version%% *} is too old, $rust_minimum or later is needed: rustup update"
    exit 1
  fi
}

require_node() {
  local version
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    complain "setup: Node.js with npm is missing. Install Node $node_minimum or later, then repeat."
    exit 1
  fi
  version=$(node --version)
  if ! at_least "${version#v}" "$node_minimum"; then
    complain "setup: Node $version is too old, $node_minimum or later is needed."
    exit 1
  fi
}

# Prints the catalogue's lines of the wanted groups whose packages are not installed.
missing_lines() {
  local wanted=" $* " installed package group reason
  installed=$(dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' 2>/dev/null |
    sed -n 's/^installed //p' | tr '\n' ' ')
  while read -r package group reason; do
    [[ $wanted == *" $group "* && " $installed " != *" $package "* ]] || continue
    printf '%s\t%s\n' "$package" "$reason"
  done < <(catalogue)
}

install() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      complain "setup: not root, and there is no sudo. As root: apt-get install $*"
      exit 1
    fi
    as_root=(sudo)
  fi
  if [ -t 0 ] && [ -z "${CI:-}" ]; then
    local answer
    read -r -p "Install them now? [Y/n] " answer
    case $answer in [nN]*) complain "setup: nothing installed." && exit 1 ;; esac
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" </dev/null
}

main() {
  local purpose groups=() missing packages
  (($# > 0)) || {
    complain "usage: scripts/setup.sh run|test|bench|county|bundle …"
    exit 2
  }
  for purpose in "$@"; do
    local named
    named=$(groups_of "$purpose")
    # shellcheck disable=SC2206  # the names of groups are single words
    groups+=($named)
  done
  require_rust
  require_node
  if ! command -v dpkg-query >/dev/null; then
    complain "setup: this is no Debian. What the purposes '$*' need, by Debian's names:"
    catalogue >&2
    complain "setup: going on in the hope that they are there."
    exit 0
  fi
  missing=$(missing_lines "${groups[@]}")
  [ -n "$missing" ] || exit 0
  printf 'Debian packages that are missing (for: %s):\n' "$*"
  printf '%s\n' "$missing" | sed $'s/\t/ — /; s/^/  /'
  mapfile -t packages < <(cut -f 1 <<<"$missing")
  install "${packages[@]}"
}

main "$@"
