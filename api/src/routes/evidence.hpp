// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What sending a file whole and sending it in parts share.
#pragma once

#include "api/service.hpp"
#include "attest/evidence_file.hpp"

namespace api {

struct EvidenceAsked {
  attest::Reader reader;
  attest::EvidenceFile file;
};
// Who asks for the evidence of the path's {entry}. Problems: those of Tokens::known_reader(), not_found.
[[nodiscard]] Answered<EvidenceAsked> evidence_asked(const Context& context, Tokens& tokens, const Request& request);
// The same of one who may send it: it then has a digest. Problems: forbidden; conflict (expired, erased) too.
[[nodiscard]] Answered<EvidenceAsked> evidence_to_send(const Context& context, Tokens& tokens, const Request& request);

// 201, or 200 when it was there already, when the file is the one that was registered; else 422 and nothing is kept.
[[nodiscard]] Response keep_evidence(const Context& context, const EvidenceAsked& asked,
                                     const std::filesystem::path& file);

[[nodiscard]] Problem not_for_you();
[[nodiscard]] Problem other_size(const EvidenceAsked& asked);

}  // namespace api
