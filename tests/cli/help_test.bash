#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# The man page and --help name the same commands and options.
source "$(dirname "$0")/lib.bash"
perl "$here/compare_man_page.pl" "$cityledger" "$here/../../tools/man/cityledger.1"
finish
