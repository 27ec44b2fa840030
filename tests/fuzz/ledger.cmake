# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
foreach(target checkpoint encoding entry_bundle note tile_path tlog_proof witness_policy)
  cityledger_fuzz(${target} LIBRARIES ledger_core)
endforeach()
