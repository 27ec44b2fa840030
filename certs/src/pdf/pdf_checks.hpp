// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The checks that a PDF has beside those of the bundle in it. A finding is a state and a plain sentence.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "check_seal.hpp"
#include "pdf_attachments.hpp"
#include "verify/checks.hpp"

namespace certs {

// A PDF whose form was read. What failed stands as its error.
struct PdfRead {
  Result<SealDictionary> seal;
  Result<SealCms> cms;
  Result<LaterRevisions> later;
  std::size_t later_count = 0;
};

// Time-stamps of the seal and of the document, each judged on its own.
struct TimestampsRead {
  Finding finding;
  std::optional<Timestamp> of_seal;    // when good
  std::vector<Timestamp> of_document;  // those that are good
  bool some_untrusted = false;         // a path leads to no root
};

// The moment at which the signer's certificate is judged, and how it is known.
struct SealMoment {
  ledger::UnixMillis at;
  bool stamped = false;
  std::string how;
};

[[nodiscard]] TimestampsRead check_timestamps(const PdfRead& pdf, const std::vector<Bytes>& roots,
                                              const RevocationLists& crls);
// `pinned`: the only certificates that may seal; empty: every one of the profile under `roots`.
[[nodiscard]] Finding check_seal(const PdfRead& pdf, const std::vector<Bytes>& roots, const std::vector<Bytes>& pinned,
                                 const RevocationLists& crls, const SealMoment& moment);
[[nodiscard]] Finding check_revisions(const PdfRead& pdf, const TimestampsRead& stamps, const std::vector<Bytes>& roots,
                                      const SealMoment& moment);
// The credential is the bundle's, and so is what the short form says, where there is one; its signature is judged by
// the trusted DID document.
[[nodiscard]] Finding check_attachments(const Result<Attachments>& attachments, const Verdict& of_bundle,
                                        const Trust& trust);

}  // namespace certs
