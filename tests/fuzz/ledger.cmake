# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
foreach(target checkpoint encoding entry_bundle note tile_path tlog_proof witness_policy)
  cityledger_fuzz(${target} LIBRARIES ledger_core)
endforeach()
cityledger_fuzz(batch_record LIBRARIES ledger_store)
target_include_directories(fuzz_batch_record PRIVATE ${CMAKE_SOURCE_DIR}/ledger/src)
