# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Reading workbooks, for a process of its own.
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
find_package(pugixml CONFIG REQUIRED)

add_library(cityledger_xlsx STATIC
  cityledger/sheet_sandbox.cpp
  cityledger/xlsx_package.cpp
  cityledger/xlsx_read.cpp
  cityledger/xlsx_styles.cpp
  cityledger/xlsx_xml.cpp)
target_link_libraries(cityledger_xlsx PUBLIC cityledger_import
                      PRIVATE PkgConfig::LIBZIP PkgConfig::SECCOMP pugixml::pugixml)

add_executable(cityledger-sheet cityledger-sheet/main.cpp)
target_link_libraries(cityledger-sheet PRIVATE cityledger_xlsx)
