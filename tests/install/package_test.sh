#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# test_package.sh BUILD: makes the Debian package of a ship build and looks at it as an administrator would: installed
# into a folder of its own, its programs run, its unit is judged by systemd, its form by lintian where that is there.
set -euo pipefail
build=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
fail() { echo "FAILED: $*" >&2; exit 1; }

cpack -G DEB --config "$build/CPackConfig.cmake" -B "$scratch" >cpack.log 2>&1 || { cat cpack.log; fail 'cpack'; }
package=$(echo ./*.deb)
[ -f "$package" ] || { cat cpack.log; fail 'no package'; }
dpkg-deb --info "$package" >info
for wanted in 'Package: cityledger' 'libssl3' 'libc6' 'fonts-noto-core'; do
  grep -q "$wanted" info || { cat info; fail "the package does not say: $wanted"; }
done
dpkg-deb --contents "$package" | awk '{print $6}' >contents
for file in usr/bin/cityledger usr/bin/cityledger-verify usr/bin/cityledger-sheet lib/systemd/system/cityledger.service \
  etc/cityledger/cityledger.toml usr/share/man/man1/cityledger.1.gz usr/share/doc/cityledger/copyright; do
  grep -qE "^\./(usr/)?$file\$" contents || { cat contents; fail "the package lacks $file"; }
done
grep -qiE '\.pem|/keys/|passphrase' contents && fail 'the package holds something that looks secret'
dpkg-deb --ctrl-tarfile "$package" | tar -tf - | sort >control
for script in conffiles postinst prerm postrm md5sums; do grep -q "/$script\$" control || fail "no $script"; done

# The programs, from where the package puts them.
dpkg-deb --extract "$package" root
root/usr/bin/cityledger --version
root/usr/bin/cityledger-verify --version
root/usr/bin/cityledger serve --config root/etc/cityledger/cityledger.toml --print-config | grep -q '/var/lib/cityledger/ledger' ||
  fail 'the configuration cannot be read'

# The unit: nothing that systemd does not know, and little that an intruder could do.
unit=$(find root -name cityledger.service)
sed -i "s#/usr/bin/cityledger#$scratch/root/usr/bin/cityledger#" "$unit"
if command -v systemd-analyze >/dev/null; then
  systemd-analyze verify --man=no "$unit" 2>judged || true
  grep "$unit" judged && fail 'systemd finds faults in the unit'
  systemd-analyze security --offline=true --threshold=20 "$unit" >/dev/null || fail 'the unit allows too much'
else
  echo 'not done: systemd-analyze is not there'
fi
if command -v lintian >/dev/null; then
  lintian --fail-on error "$package" || fail 'lintian'
else
  echo 'not done: lintian is not there'
fi
echo "package: $(basename "$package"), $(stat -c %s "$package") bytes, good"
