# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Writes demo_data.cpp: the files of the demonstration as text in the program.
set(CITYLEDGER_DEMO_FILES
  ${CMAKE_SOURCE_DIR}/attest/catalogues/iso37120-2014.json
  ${CMAKE_SOURCE_DIR}/attest/catalogues/iso37122-2019.json
  ${CMAKE_SOURCE_DIR}/tools/demo/melbourne-2014.csv
  ${CMAKE_SOURCE_DIR}/tools/demo/melbourne-2015.csv
  ${CMAKE_SOURCE_DIR}/tools/demo/melbourne-2016.csv
  ${CMAKE_SOURCE_DIR}/tools/demo/melbourne-2017.csv
  ${CMAKE_SOURCE_DIR}/tools/demo/melbourne-2018.csv)
set(CITYLEDGER_DEMO_DATA ${CMAKE_CURRENT_BINARY_DIR}/demo_data.cpp)
add_custom_command(
  OUTPUT ${CITYLEDGER_DEMO_DATA}
  COMMAND ${CMAKE_COMMAND} "-DFILES=${CITYLEDGER_DEMO_FILES}" -DOUT=${CITYLEDGER_DEMO_DATA}
          -P ${CMAKE_CURRENT_LIST_DIR}/demo_data_write.cmake
  DEPENDS ${CITYLEDGER_DEMO_FILES} ${CMAKE_CURRENT_LIST_DIR}/demo_data_write.cmake
  VERBATIM)
