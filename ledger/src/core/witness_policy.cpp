// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/witness_policy.hpp"

#include <algorithm>
#include <set>

#include "ledger/limits.hpp"
#include "text.hpp"

namespace ledger {
namespace {

constexpr std::string_view kNone = "none";  // the quorum that needs nobody
using Words = std::vector<std::string_view>;

Words words_of(std::string_view line) {
  Words words;
  while (true) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return words;
    const std::size_t end = std::min(line.find_first_of(" \t", begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    line.remove_prefix(end);
  }
}

bool has_forbidden_byte(std::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char c) { return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7F; });
}

// Reads a policy line by line. An error is a sentence about the line; the caller adds the line's number.
class Reader {
 public:
  Result<void> read(const Words& words) {
    if (words[0] == "log") return read_log(words);
    if (words[0] == "witness") return read_witness(words);
    if (words[0] == "group") return read_group(words);
    if (words[0] == "quorum") return read_quorum(words);
    return fail(Code::kInvalid, "a line must start with log, witness, group or quorum");
  }
  [[nodiscard]] bool has_quorum() const { return has_quorum_; }
  [[nodiscard]] WitnessPolicy take() { return std::move(policy_); }

 private:
  Result<void> read_log(const Words& words) {
    if (words.size() != 2 && words.size() != 3) return fail(Code::kInvalid, "write: log VKEY [URL]");
    const Result<NoteKey> key = parse_vkey(words[1]);
    if (!key) return tl::unexpected(key.error());
    if (key->type != NoteKeyType::kEd25519) return fail(Code::kInvalid, "a log's key must be of type 1");
    if (!log_keys_.insert(key->key).second) return fail(Code::kInvalid, "another log has the same key");
    policy_.logs.push_back(*key);
    return {};
  }

  Result<void> read_witness(const Words& words) {
    if (words.size() != 3 && words.size() != 4) return fail(Code::kInvalid, "write: witness NAME VKEY [URL]");
    const Result<NoteKey> key = parse_vkey(words[2]);
    if (!key) return tl::unexpected(key.error());
    if (key->type != NoteKeyType::kCosignature) return fail(Code::kInvalid, "a witness's key must be of type 4");
    if (!witness_keys_.insert(key->key).second) return fail(Code::kInvalid, "another witness has the same key");
    if (!is_free(words[1])) return name_taken();
    policy_.witnesses.emplace(words[1], *key);
    return {};
  }

  Result<void> read_group(const Words& words) {
    if (words.size() < 4) return fail(Code::kInvalid, "write: group NAME all|any|K NAMES");
    if (!is_free(words[1])) return name_taken();
    WitnessPolicy::Group group;
    for (std::size_t i = 3; i < words.size(); ++i) {
      if (!is_defined(words[i])) return fail(Code::kInvalid, "a group may only name what earlier lines define");
      // So that no witness counts twice towards anything.
      if (!members_.insert(std::string(words[i])).second) {
        return fail(Code::kInvalid, "'" + std::string(words[i]) + "' is already the member of a group");
      }
      group.members.emplace_back(words[i]);
    }
    const std::size_t count = group.members.size();
    const std::optional<std::uint64_t> threshold = words[2] == "all"   ? count
                                                   : words[2] == "any" ? 1
                                                                       : parse_decimal(words[2]);
    if (!threshold || *threshold < 1 || *threshold > count) {
      return fail(Code::kInvalid, "a group needs all, any, or a number from 1 to the number of its members");
    }
    group.threshold = static_cast<std::size_t>(*threshold);
    policy_.groups.emplace(words[1], std::move(group));
    return {};
  }

  Result<void> read_quorum(const Words& words) {
    if (words.size() != 2) return fail(Code::kInvalid, "write: quorum NAME|none");
    if (has_quorum_) return fail(Code::kInvalid, "there may be only one quorum line");
    if (words[1] != kNone && !is_defined(words[1])) {
      return fail(Code::kInvalid, "the quorum must be none or a name that an earlier line defines");
    }
    policy_.quorum = words[1];
    has_quorum_ = true;
    return {};
  }

  [[nodiscard]] bool is_defined(std::string_view name) const {
    return policy_.witnesses.contains(std::string(name)) || policy_.groups.contains(std::string(name));
  }
  [[nodiscard]] bool is_free(std::string_view name) const { return name != kNone && !is_defined(name); }
  static tl::unexpected<Error> name_taken() {
    return fail(Code::kInvalid, "the name is taken; every witness and group needs a name of its own");
  }

  WitnessPolicy policy_;
  std::set<Ed25519Key> log_keys_;
  std::set<Ed25519Key> witness_keys_;
  std::set<std::string> members_;
  bool has_quorum_ = false;
};

tl::unexpected<Error> at_line(std::size_t number, const std::string& what) {
  const std::string line = "line " + std::to_string(number);
  return fail(Code::kInvalid, line + " of the witness policy: " + what, line);
}

// Groups name only earlier groups and no name twice: this ends, and visits each name at most once.
bool is_satisfied(const WitnessPolicy& policy, const std::string& name, const std::set<std::string>& cosigned) {
  const auto group = policy.groups.find(name);
  if (group == policy.groups.end()) return cosigned.contains(name);
  const auto satisfied =
      std::count_if(group->second.members.begin(), group->second.members.end(),
                    [&](const std::string& member) { return is_satisfied(policy, member, cosigned); });
  return static_cast<std::size_t>(satisfied) >= group->second.threshold;
}

}  // namespace

Result<WitnessPolicy> parse_witness_policy(std::string_view file) {
  Reader reader;
  std::size_t number = 0;
  while (!file.empty()) {
    if (++number > kPolicyLinesMax)
      return at_line(number, "a policy has at most " + std::to_string(kPolicyLinesMax) + " lines");
    const std::size_t end = std::min(file.find('\n'), file.size());
    const std::string_view line = file.substr(0, end);
    file.remove_prefix(std::min(end + 1, file.size()));
    if (has_forbidden_byte(line)) return at_line(number, "control characters other than tabs are not allowed");
    const Words words = words_of(line);
    if (words.empty() || words[0].starts_with('#')) continue;
    const Result<void> read = reader.read(words);
    if (!read) return at_line(number, read.error().message);
  }
  if (!reader.has_quorum()) return at_line(number, "the last line is reached without a quorum line");
  return reader.take();
}

Result<QuorumVerdict> check_quorum(const WitnessPolicy& policy, const SignedNote& note) {
  std::vector<NoteKey> keys;
  for (const auto& [name, key] : policy.witnesses) keys.push_back(key);
  Result<std::vector<NoteVerdict>> good = verify_known_lines(note, keys);
  if (!good) return tl::unexpected(good.error());
  std::set<std::string> cosigned;
  for (const auto& [name, key] : policy.witnesses) {
    const auto by_this = [&, &witness = key](const NoteVerdict& verdict) { return verdict.key == witness; };
    if (std::any_of(good->begin(), good->end(), by_this)) cosigned.insert(name);
  }
  const bool satisfied = policy.quorum == kNone || is_satisfied(policy, policy.quorum, cosigned);
  return QuorumVerdict{satisfied, *std::move(good)};
}

}  // namespace ledger
