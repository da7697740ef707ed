# shellcheck shell=bash
# What the scripts share: where things are, and how a stage reports the time it took.
# Source it; it changes into the top folder of the repository.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

target_dir=${CARGO_TARGET_DIR:-target}
# Where a file says which inputs a finished step had, so that the step is skipped next time.
stamp_dir=$target_dir/stamps

# One set of packages and features for every build: with another set, Cargo would unify features
# differently and compile a good part of the dependencies a second time.
# shellcheck disable=SC2034  # used by the scripts that source this file
build_set=(--workspace --locked --features nonghe-desktop/custom-protocol)

say() { printf '%s\n' "$*"; }
complain() { printf '%s\n' "$*" >&2; }

# seconds_since START: tenths are enough for a person, and bash has no fractions.
seconds_since() {
  local tenths=$(((${EPOCHREALTIME/[.,]/} - $1) / 100000))
  printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

stage_summary=()
stage_name=
stages_started=${EPOCHREALTIME/[.,]/}

# stage NAME COMMAND…: runs the command and notes its time. A failure ends the script by `set -e`.
stage() {
  local started=${EPOCHREALTIME/[.,]/}
  stage_name=$1
  shift
  say "── $stage_name"
  "$@"
  stage_summary+=("$(printf '%10s  %s' "$(seconds_since "$started")" "$stage_name")")
  stage_name=
}

# Prints the times of the finished stages, and the stage that failed, if one did.
summarise_stages() {
  local line
  say "── where the time went"
  for line in "${stage_summary[@]}"; do say "$line"; done
  [ -z "$stage_name" ] || say "    failed  $stage_name"
  say "$(printf '%10s  in all' "$(seconds_since "$stages_started")")"
}

# unchanged STAMP DIGEST: whether the step behind the stamp last ran with the same inputs.
unchanged() { [ "$(cat "$stamp_dir/$1" 2>/dev/null)" = "$2" ]; }

# remember STAMP DIGEST: to be called after the step has succeeded.
remember() {
  mkdir -p "$stamp_dir"
  printf '%s\n' "$2" >"$stamp_dir/$1"
}

has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }

# Where the demonstration township lives; both `make run` and `make county` use it.
demonstration_dir() {
  printf '%s\n' "${NONGHE_DATA_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/nonghe-demonstration}"
}

build_programs() { cargo build "${build_set[@]}"; }

# Creates the demonstration township unless it is there. It is made beside its place and moved
# there when complete, so that an interruption leaves nothing that looks finished.
ensure_demonstration() {
  local dir=$1 making
  [ ! -e "$dir" ] || return 0
  mkdir -p "$(dirname "$dir")"
  making=$(mktemp -d "$dir.making.XXXXXX")
  # Beside the folder at first, which must be empty when the program begins.
  "$target_dir/debug/nonghe" demo create --dir "$making" >"$making.txt"
  cat "$making.txt"
  mv "$making.txt" "$making/operators.txt"
  mv "$making" "$dir"
}
