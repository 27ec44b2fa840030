# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
foreach(target http_request http_target http_conditions)
  cityledger_fuzz(${target} LIBRARIES api_http)
  target_include_directories(fuzz_${target} PRIVATE ${CMAKE_SOURCE_DIR}/api/src ${CMAKE_SOURCE_DIR}/tests)
endforeach()
