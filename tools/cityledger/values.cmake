# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Reading a city's spreadsheet: no ledger, no keys, no disk.
add_library(cityledger_import STATIC
  ${CMAKE_CURRENT_LIST_DIR}/csv.cpp
  ${CMAKE_CURRENT_LIST_DIR}/import_table.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sheet.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sheet_number.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sheet_table.cpp)
target_include_directories(cityledger_import PUBLIC ${CMAKE_CURRENT_LIST_DIR}/..)
target_link_libraries(cityledger_import PUBLIC cityledger_options certs_values)

# The commands that read and write values, and the demonstration.
include(${CMAKE_CURRENT_LIST_DIR}/demo_data.cmake)
add_library(cityledger_values STATIC
  ${CITYLEDGER_DEMO_DATA}
  ${CMAKE_CURRENT_LIST_DIR}/certified_values.cpp
  ${CMAKE_CURRENT_LIST_DIR}/city.cpp
  ${CMAKE_CURRENT_LIST_DIR}/compare.cpp
  ${CMAKE_CURRENT_LIST_DIR}/conflicts.cpp
  ${CMAKE_CURRENT_LIST_DIR}/decide.cpp
  ${CMAKE_CURRENT_LIST_DIR}/demo.cpp
  ${CMAKE_CURRENT_LIST_DIR}/demo_citynet.cpp
  ${CMAKE_CURRENT_LIST_DIR}/demo_cycle.cpp
  ${CMAKE_CURRENT_LIST_DIR}/demo_melbourne.cpp
  ${CMAKE_CURRENT_LIST_DIR}/demo_mississauga.cpp
  ${CMAKE_CURRENT_LIST_DIR}/demo_parties.cpp
  ${CMAKE_CURRENT_LIST_DIR}/demo_printer.cpp
  ${CMAKE_CURRENT_LIST_DIR}/demo_sample.cpp
  ${CMAKE_CURRENT_LIST_DIR}/demo_smart_city.cpp
  ${CMAKE_CURRENT_LIST_DIR}/demo_world.cpp
  ${CMAKE_CURRENT_LIST_DIR}/evidence_plan.cpp
  ${CMAKE_CURRENT_LIST_DIR}/lineage.cpp
  ${CMAKE_CURRENT_LIST_DIR}/programme.cpp
  ${CMAKE_CURRENT_LIST_DIR}/queue.cpp
  ${CMAKE_CURRENT_LIST_DIR}/submit.cpp
  ${CMAKE_CURRENT_LIST_DIR}/summary.cpp
  ${CMAKE_CURRENT_LIST_DIR}/template_workbook.cpp
  ${CMAKE_CURRENT_LIST_DIR}/value.cpp
  ${CMAKE_CURRENT_LIST_DIR}/xlsx_process.cpp)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
target_link_libraries(cityledger_values PUBLIC cityledger_cli cityledger_import PRIVATE PkgConfig::XLSXWRITER)
