#!/bin/bash
# usage: debian-package.sh [--source] NAME VERSION SUITE
# Downloads the package NAME of Debian in exactly VERSION, or in the newest one there is (`newest`), below the cache, and
# prints the path of the .deb; with --source, of the upstream tarball of the source package.
# The machine's own apt is asked first. Where it does not have the version, an apt configuration of our own below the cache
# is: it has SUITE (`trixie` with its security updates, or `trixie-backports`) from the mirror and with the keyring that the
# machine is set to. Nothing of the machine is changed, and root is not needed.
# Exit status 3, with the reason on stderr, where it cannot be had here.
set -euo pipefail
source=; [ "${1:-}" = --source ] && { source=1; shift; }
[ $# = 3 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
name=$1 version=$2 suite=$3
cache=${XDG_CACHE_HOME:-${HOME:?}/.cache}/lbr-contract
packages=$cache/packages
state=$cache/apt/$suite${source:+-source}

skip() { echo "$name $version: $*" >&2; exit 3; }
said() { tail -1 "$packages/.log" 2>/dev/null || true; }

for tool in apt-get apt-cache dpkg flock; do command -v $tool >/dev/null || skip "$tool is missing, and the package comes from Debian"; done
mkdir -p "$packages" || skip "$packages cannot be made"
exec 9>"$packages/.lock" && flock 9
rm -f "$packages/.log"

# Versions have `:` and `~`, which apt writes as %3a in names of files; a name is told by its beginning.
kept() { # VERSION
  if [ -n "$source" ]; then local pattern="${name}_${1%-*}.orig.tar.*"; else local pattern="${name}_${1//:/%3a}_*.deb"; fi
  local file
  for file in "$packages"/$pattern; do [ -f "$file" ] && { echo "$file"; return; }; done
  return 1
}

machine() { "$@"; }

own() { # apt with the configuration of our own
  local command=$1
  shift
  "$command" -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::State="$state" -o Dir::State::Lists="$state/lists" -o Dir::State::Status=/dev/null -o Dir::Cache="$state/cache" \
    -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none -o Acquire::http::Timeout=20 -o Acquire::Retries=2 "$@"
}

# Makes the configuration, and asks the mirror what it has. Once a day is enough, unless `now` is said; once a run is always.
asked=
refresh() { # [now]
  [ -z "$asked" ] || return 1
  local uris release mirror security keyring
  [ "${1:-}" != now ] && [ -n "$(find "$state/updated" -mmin -1440 2>/dev/null)" ] && return 0
  keyring=$(ls /usr/share/keyrings/debian-archive-keyring.[gp]* 2>/dev/null | head -1)
  [ -n "$keyring" ] || { echo 'the keyring of Debian is missing (apt-get install debian-archive-keyring)' >"$packages/.log"; return 1; }
  uris=$(apt-get update --print-uris 2>/dev/null || true)
  release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  mirror=$(sed -n "s|^'\(.*\)/dists/$release/InRelease'.*|\1|p" <<<"$uris" | head -1)
  security=$(sed -n "s|^'\(.*\)/dists/$release-security/InRelease'.*|\1|p" <<<"$uris" | head -1)
  [ -n "$release" ] && [ -n "$mirror" ] && [ "$(. /etc/os-release && echo "$ID")" = debian ] ||
    { echo "the machine's apt is set to no mirror of Debian" >"$packages/.log"; return 1; }
  asked=1
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
  {
    echo "deb [signed-by=$keyring] $mirror $suite main"
    [ -z "$source" ] || echo "deb-src [signed-by=$keyring] $mirror $suite main"
    case $suite in
      *-* | sid) ;;
      *) [ -z "$security" ] || echo "deb [signed-by=$keyring] $security $suite-security main" ;;
    esac
  } >"$state/sources.list"
  rm -f "$state/updated"
  own apt-get update -qq >"$packages/.log" 2>&1 && touch "$state/updated"
}

# The newest version that the machine's or our own apt knows; empty where none does.
newest() { # machine|own
  if [ -n "$source" ]; then
    { "$1" apt-cache showsrc --only-source "$name" 2>/dev/null || true; } | sed -n 's/^Version: //p'
  else
    { "$1" apt-cache madison "$name" 2>/dev/null || true; } | awk -F'|' '{ gsub(/ /, "", $2); print $2 }'
  fi | {
    best=
    while read -r each; do
      if [ -z "$best" ] || dpkg --compare-versions "$each" gt "$best"; then best=$each; fi
    done
    echo "$best"
  }
}

# Nothing that is only half there gets a name.
download() { # machine|own VERSION
  local part=$packages/.part
  rm -rf "$part" && mkdir "$part" && cd "$part"
  if [ -n "$source" ]; then
    "$1" apt-get source --download-only --tar-only "$name=$2" >"$packages/.log" 2>&1
  else
    "$1" apt-get download "$name=$2" >"$packages/.log" 2>&1
  fi && mv "$part"/* "$packages/" && kept "$2"
}

if [ "$version" = newest ]; then
  ours=$(newest machine)
  refresh || true
  theirs=$(newest own)
  if [ -n "$theirs" ] && { [ -z "$ours" ] || dpkg --compare-versions "$theirs" gt "$ours"; }; then
    kept "$theirs" || download own "$theirs" && exit
  fi
  [ -n "$ours" ] || skip "no suite that can be asked has it. $(said)"
  kept "$ours" || download machine "$ours" || skip "$(said)"
else
  kept "$version" || download machine "$version" || { refresh && download own "$version"; } ||
    { refresh now && download own "$version"; } || skip "$(said)"
fi
