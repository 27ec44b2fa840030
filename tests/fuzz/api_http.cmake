# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Apart from the others: they link the service, which seals PDFs by qpdf 11.3, and its JSON.hh does not compile with clang
# and the C++20 vector of g++ 12. They are built where that is mended.
foreach(target http_request http_target http_conditions)
  cityledger_fuzz(${target} APART LIBRARIES api_http)
  target_include_directories(fuzz_${target} PRIVATE ${CMAKE_SOURCE_DIR}/api/src ${CMAKE_SOURCE_DIR}/tests)
endforeach()
