// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What an export holds beside its tiles, compared with what its entries say: DID document, context, schema,
// status lists, and the certificates' files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "attest/audit.hpp"
#include "cityledger/console.hpp"

namespace cityledger {

struct DocumentsAudit {
  std::vector<std::string> differences;
  std::vector<std::string> compared;  // "did.json", "certificate 37120-2014-2017-000001"
  std::vector<std::string> not_done;  // by name, with the reason
};

// `state` is what replaying the entries of `source` left; `folder` is the export's public/, `trust` its trust folder.
// Certificates are looked for in certificates/ beside `folder`. Errors: kStorage and kCorrupt of the state.
[[nodiscard]] Result<DocumentsAudit> audit_documents(const attest::EntrySource& source,
                                                     const ledger::StateReader& state,
                                                     const std::filesystem::path& folder,
                                                     const std::filesystem::path& trust);

}  // namespace cityledger
