// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// C2SP tlog-policy: which log keys and which witnesses a verifier trusts, as a text file.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/note.hpp"

namespace ledger {

struct WitnessPolicy {
  struct Group {
    std::size_t threshold = 0;
    std::vector<std::string> members;  // names of witnesses or groups
  };
  std::vector<NoteKey> logs;
  std::map<std::string, NoteKey> witnesses;  // by their name in the file
  std::map<std::string, Group> groups;
  std::string quorum = "none";
};

// Errors: kInvalid names the line.
[[nodiscard]] Result<WitnessPolicy> parse_witness_policy(std::string_view file);

// Whether the note's good cosignatures satisfy the quorum ("none" is always satisfied), and who cosigned when.
struct QuorumVerdict {
  bool satisfied = false;
  std::vector<NoteVerdict> cosigned;
};
// Errors: kInvalid when a line of a known witness does not verify.
[[nodiscard]] Result<QuorumVerdict> check_quorum(const WitnessPolicy& policy, const SignedNote& note);

}  // namespace ledger
