# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Other people's JavaScript judges the sample certificate.
set(outsiders_sample ${CMAKE_BINARY_DIR}/outsiders-sample)
add_test(NAME outsiders.sample COMMAND certs_make_sample ${outsiders_sample})
set_tests_properties(outsiders.sample PROPERTIES FIXTURES_SETUP outsiders_sample LABELS outsiders)

add_test(NAME outsiders.npm COMMAND ${CMAKE_CURRENT_LIST_DIR}/run.sh ${outsiders_sample})
set_tests_properties(outsiders.npm PROPERTIES FIXTURES_REQUIRED outsiders_sample SKIP_RETURN_CODE 77 TIMEOUT 300 LABELS outsiders)
