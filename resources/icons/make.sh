#!/usr/bin/env bash
# Draws the PNGs from the application's SVG, for windows and for desktops that draw no SVG.
# Needs rsvg-convert (Debian: librsvg2-bin).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

for size in 16 32 48 128; do
    mkdir -p "${size}x$size/apps"
    rsvg-convert -w $size -h $size scalable/apps/alt.hark.Hark.svg -o "${size}x$size/apps/alt.hark.Hark.png"
done
