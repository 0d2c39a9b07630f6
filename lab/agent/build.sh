#!/bin/sh
# build.sh OUT: the agent, a static program that is /init of the emulated machine
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/../guest/build.sh" "$work/guest.bin"
# Not position-independent: buffers lie below 4 GiB. The include path is the one of guest.bin.
${CC:-gcc} -O1 -Wall -Wextra -Werror -static -no-pie -fno-pie -pthread -Wl,--build-id=none -Wa,-I"$work" \
  -ffile-prefix-map="$here"=agent "$here"/*.c -o "$work/agent"
strip "$work/agent"
mv "$work/agent" "$out"
