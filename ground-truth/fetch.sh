#!/bin/bash
# usage: fetch.sh VERSION      for example: fetch.sh 6.12
# Unpacks Debian's package linux-source-VERSION below the cache and prints the directory of the tree.
# Exit status 3, with the reason on stderr, where it can't be had here.
set -euo pipefail
version=$1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/lbr-contract
tree=$cache/linux-source-$version

skip() { echo "linux-source-$version: $*" >&2; exit 3; }

if [ ! -f "$tree/Makefile" ]; then
  command -v apt-get dpkg-deb xz >/dev/null || skip 'apt-get, dpkg-deb and xz are needed to fetch and unpack it; or use --kernel DIR'
  mkdir -p "$cache" && cd "$cache"
  exec 9>"$cache/.lock" && flock 9
  if [ ! -f "$tree/Makefile" ]; then
    package=$(ls linux-source-"$version"_*_all.deb 2>/dev/null | tail -1 || true)
    if [ -z "$package" ]; then
      apt-get download "linux-source-$version" >&2 || skip "apt-get download failed; run 'apt-get update', or add a suite that has the package"
      package=$(ls linux-source-"$version"_*_all.deb | tail -1)
    fi
    rm -rf "unpack-$version" && mkdir "unpack-$version"
    # Two thirds of the files are drivers, other architectures and documentation: only their Kconfig and make files
    # are needed to configure a tree.
    excluded=()
    for pattern in 'drivers/*.[chS]' 'sound/*.[ch]' 'fs/*.[ch]' 'net/*.[ch]' 'arch/[!x]*.[chS]' 'arch/[!x]*.dts*' \
      'samples/*.[ch]' 'tools/perf/*' 'Documentation/*.rst' 'Documentation/*.yaml' 'Documentation/*.txt'; do
      excluded+=("--exclude=linux-source-$version/$pattern")
    done
    dpkg-deb --fsys-tarfile "$package" | tar -xO "./usr/src/linux-source-$version.tar.xz" |
      tar -xJ -C "unpack-$version" --anchored "${excluded[@]}"
    mv "unpack-$version/linux-source-$version" "$tree" && rmdir "unpack-$version"
  fi
fi
echo "$tree"
