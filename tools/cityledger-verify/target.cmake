# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# The small verifier: the pure half of certs and nothing else.
add_executable(cityledger-verify
  cityledger-verify/files.cpp
  cityledger-verify/main.cpp)
target_compile_definitions(cityledger-verify PRIVATE CITYLEDGER_VERSION="${PROJECT_VERSION}")
target_include_directories(cityledger-verify PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(cityledger-verify PRIVATE certs_pdf CLI11::CLI11)
