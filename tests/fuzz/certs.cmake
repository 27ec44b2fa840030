# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
foreach(target bundle credential did gzip status_list verify)
  cityledger_fuzz(${target} LIBRARIES certs_verify)
endforeach()
foreach(target pki_der pki_register timestamp)
  cityledger_fuzz(${target} LIBRARIES certs_pki)
endforeach()
target_compile_definitions(fuzz_timestamp PRIVATE CITYLEDGER_TEST_VECTORS="${CMAKE_SOURCE_DIR}/tests/vectors")
foreach(target pdf timestamp_token)
  cityledger_fuzz(${target} LIBRARIES certs_pdf)
  target_include_directories(fuzz_${target} PRIVATE ${CMAKE_SOURCE_DIR}/certs/src)
endforeach()
