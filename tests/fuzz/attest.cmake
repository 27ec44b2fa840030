# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
foreach(target catalogue cbor challenge cose date decimal disclosure json receipt statement)
  cityledger_fuzz(${target} LIBRARIES attest_core)
endforeach()
cityledger_fuzz(pkcs11_file LIBRARIES attest_service)
