# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
foreach(target bundle credential did gzip status_list verify)
  cityledger_fuzz(${target} LIBRARIES certs_verify)
endforeach()
