# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
cityledger_fuzz(csv LIBRARIES cityledger_import)
cityledger_fuzz(period LIBRARIES certs_values)
cityledger_fuzz(xlsx LIBRARIES cityledger_xlsx)
