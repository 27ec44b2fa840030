# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
cityledger_fuzz(csv LIBRARIES cityledger_import)
cityledger_fuzz(period LIBRARIES certs_values)
# Only the reader of answers: no connection.
cityledger_fuzz(server_answer LIBRARIES cityledger_asking)
cityledger_fuzz(xlsx LIBRARIES cityledger_xlsx)
