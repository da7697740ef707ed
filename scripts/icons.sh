#!/usr/bin/env bash
# Draws the program's icons anew from icons/icon.svg. Their results are committed, so that a build
# needs neither tool: run this only after a change of the drawing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../icons"

for tool in rsvg-convert convert; do
  command -v "$tool" >/dev/null || {
    echo "icons: $tool is missing; on Debian: apt-get install librsvg2-bin imagemagick" >&2
    exit 1
  }
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

draw() { rsvg-convert --width "$1" --height "$1" icon.svg --output "$2"; }

draw 32 32x32.png
draw 128 128x128.png
draw 256 128x128@2x.png
draw 512 icon.png

# Windows chooses among these sizes for the title bar, the task bar and the desktop.
sizes=()
for size in 16 24 32 48 64 256; do
  draw "$size" "$scratch/$size.png"
  sizes+=("$scratch/$size.png")
done
convert "${sizes[@]}" icon.ico
