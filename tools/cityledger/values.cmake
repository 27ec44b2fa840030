# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Reading a city's spreadsheet and checking its values: no ledger, no keys, no disk.
add_library(cityledger_import STATIC
  ${CMAKE_CURRENT_LIST_DIR}/csv.cpp
  ${CMAKE_CURRENT_LIST_DIR}/import_table.cpp
  ${CMAKE_CURRENT_LIST_DIR}/period.cpp
  ${CMAKE_CURRENT_LIST_DIR}/value_checks.cpp)
target_include_directories(cityledger_import PUBLIC ${CMAKE_CURRENT_LIST_DIR}/..)
target_link_libraries(cityledger_import PUBLIC cityledger_options attest_core)
