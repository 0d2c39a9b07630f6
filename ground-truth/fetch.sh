#!/bin/bash
# usage: fetch.sh SERIES       for example: fetch.sh 6.12
# Unpacks Debian's package linux-source-SERIES below the cache and prints the directory of the tree: the version that was
# reviewed (registry/kernels.txt), or else the newest that can be had, or else what the cache has. Each version has a
# directory of its own. Says on stderr which it is.
# Exit status 3, with the reason on stderr, where none can be had here.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
series=$1
name=linux-source-$series
cache=${XDG_CACHE_HOME:-${HOME:?}/.cache}/lbr-contract

skip() { echo "$name: $*" >&2; exit 3; }

read -r _ reviewed suite < <(grep "^$series " "$here/../registry/kernels.txt") || skip 'is not in registry/kernels.txt'
for tool in dpkg-deb tar xz flock; do command -v $tool >/dev/null || skip "$tool is missing; or use --kernel DIR"; done
mkdir -p "$cache"
exec 8>"$cache/.lock" && flock 8

# A name that make and the shell take as it is.
tree_of() { echo "$cache/${name}_$(tr '~+:' '---' <<<"$1")"; }

unpack() { # PACKAGE TREE
  local part=$cache/.unpack-$series pattern excluded=()
  rm -rf "$part" && mkdir "$part"
  # Two thirds of the files are drivers, other architectures and documentation: only their Kconfig and make files
  # are needed to configure a tree.
  for pattern in 'drivers/*.[chS]' 'sound/*.[ch]' 'fs/*.[ch]' 'net/*.[ch]' 'arch/[!x]*.[chS]' 'arch/[!x]*.dts*' \
    'samples/*.[ch]' 'tools/perf/*' 'Documentation/*.rst' 'Documentation/*.yaml' 'Documentation/*.txt'; do
    excluded+=("--exclude=$name/$pattern")
  done
  dpkg-deb --fsys-tarfile "$1" | tar -xO "./usr/src/$name.tar.xz" | tar -xJ -C "$part" --anchored "${excluded[@]}" &&
    rm -rf "$2" && mv "$part/$name" "$2" && rm -rf "$part"
}

# The tree of the reviewed or of the newest version; nothing where it cannot be had.
obtain() { # VERSION
  local tree package
  tree=$(tree_of "$1")
  if [ "$1" = newest ] || [ ! -f "$tree/Makefile" ]; then
    package=$("$here/../scripts/outside/debian-package.sh" "$name" "$1" "$suite" 2>"$cache/.reason") || return 1
    tree=$(tree_of "$(dpkg-deb -f "$package" Version)")
    [ -f "$tree/Makefile" ] || unpack "$package" "$tree" 2>"$cache/.reason" || return 1
  fi
  echo "$tree"
}

if tree=$(obtain "$reviewed"); then
  echo "$name $reviewed, which was reviewed" >&2
elif tree=$(obtain newest) || tree=$(ls -d "$cache/${name}"_*/ 2>/dev/null | sort -V | tail -1 | grep .); then
  tree=${tree%/}
  echo "$name: reviewed was $reviewed, which cannot be had ($(tail -1 "$cache/.reason")); this is ${tree##*_}" >&2
else
  skip "$(tail -1 "$cache/.reason")"
fi
echo "$tree"
