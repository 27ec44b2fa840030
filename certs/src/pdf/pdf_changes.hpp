// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What revisions after the seal may do (DocMDP P 2, and no more): add validation data (a document security store,
// ETSI EN 319 142-1, 5.4.2.2) and document time-stamps. Compared object by object; every object that is not named in
// pdf_changes.cpp is a change of the document.
#pragma once

#include <vector>

#include "pdf_signature.hpp"

namespace certs {

inline constexpr std::size_t kStoreItemsMax = 256;  // certificates, and lists

struct LaterRevisions {
  std::vector<ledger::Bytes> certificates;  // of the document security store, DER, in its order
  std::vector<ledger::Bytes> crls;          // the same
  std::vector<PdfSignature> timestamps;     // the oldest first
};

// Errors: kInvalid: the first revision that changes the document, and by what.
[[nodiscard]] Result<LaterRevisions> read_later_revisions(std::string_view file,
                                                          const std::vector<PdfRevision>& revisions);

}  // namespace certs
