#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# run.sh DIR: gives the certificate files in DIR to implementations of others. 77 when they are not installed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! command -v node >/dev/null; then
  echo "skipped: node is not installed"
  exit 77
fi
if [ ! -d "$here/node_modules" ]; then
  echo "skipped: run 'npm install --ignore-scripts' in tests/outsiders/npm"
  exit 77
fi
exec node "$here/verify.mjs" "$1"
