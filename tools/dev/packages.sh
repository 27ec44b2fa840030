#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# Installs the packages of the groups named, those that are missing only. Sourced by setup and check,
# which set `root` to the top of the tree.
# shellcheck shell=bash disable=SC2154

# missing_packages GROUP...: the names of packages.txt in these groups that are not installed.
missing_packages() {
  local group name _
  while read -r group name _; do
    case " $* " in
      *" $group "*)
        # A program from elsewhere serves as well as the package.
        if [ "$group" = web ] && command -v "${name/nodejs/node}" >/dev/null; then continue; fi
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || echo "$name"
        ;;
    esac
  done < <(grep -v '^#' "$root/packages.txt")
}

# install_packages GROUP...: needs root or sudo when something is missing.
install_packages() {
  local missing as_root=()
  mapfile -t missing < <(missing_packages "$@")
  if [ "${#missing[@]}" -eq 0 ]; then
    echo "packages: all there"
    return
  fi
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "error: run as root, or install these first: ${missing[*]}" >&2
      exit 1
    }
    as_root=(sudo)
  fi
  echo "packages: installing ${#missing[@]}: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}
