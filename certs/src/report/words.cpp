// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/words.hpp"

#include <algorithm>

#include "attest/date.hpp"
#include "ledger/encoding.hpp"

namespace certs {

Json to_json(const attest::Registered& registered) {
  Json::Array entries;
  for (const auto& entry : registered.entries) {
    entries.emplace_back(Json::Object{{"index", std::uint64_t{entry.ref.index.value}},
                                      {"leaf", ledger::to_hex(entry.ref.leaf)},
                                      {"duplicate", entry.duplicate},
                                      {"receipt", ledger::base64url_encode(entry.receipt)}});
  }
  return Json::Object{{"entries", std::move(entries)}, {"checkpoint", registered.checkpoint}};
}

Json to_json(const ledger::Violation& violation) {
  return Json::Object{{"rule", violation.rule}, {"field", violation.field}, {"message", violation.message}};
}

Json::Array violations_json(const std::vector<attest::Refusal>& refused) {
  Json::Array all;
  for (const attest::Refusal& refusal : refused) {
    for (const ledger::Violation& violation : refusal.violations) {
      all.push_back(to_json(violation));
      all.back().object()->emplace("statement", std::uint64_t{refusal.statement});
    }
  }
  return all;
}

Json to_json(const attest::Counts& counts) {
  Json::Object out;
  for (const auto& [kind, count] : counts.by_kind) out.emplace(kind, count);
  out.emplace("total", counts.total);
  return out;
}

Json texts(const std::vector<std::string>& items) {
  return Json::Array(items.begin(), items.end());
}

std::string join(const std::vector<std::string>& items, std::string_view between) {
  std::string out;
  for (const std::string& item : items) {
    if (!out.empty()) out += between;
    out += item;
  }
  return out;
}

std::string in_words(std::string_view code) {
  std::string words(code);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string name_of(const attest::Names& names) {
  const auto english = names.find("en");
  if (english != names.end()) return english->second;
  return names.empty() ? std::string{} : names.begin()->second;
}

std::string time_text(ledger::UnixMillis time) {
  std::string text = attest::format_moment(time);  // 2018-11-09T10:00:00Z
  return text.size() == 20 ? text.substr(0, 10) + " " + text.substr(11, 8) + " UTC" : text;
}

ledger::Error unknown_name(std::string_view what, std::string_view name, const std::vector<std::string>& known) {
  constexpr std::size_t kNamedMax = 12;
  std::string message = "no " + std::string(what) + " '" + std::string(name) + "'";
  if (known.empty()) {
    message += "; there is none yet";
  } else {
    const std::size_t named = std::min(known.size(), kNamedMax);
    message += "; there are: " + join({known.begin(), known.begin() + static_cast<std::ptrdiff_t>(named)});
    if (named < known.size()) message += " and " + std::to_string(known.size() - named) + " more";
  }
  return ledger::Error{ledger::Code::kNotFound, std::move(message), std::string(what)};
}

}  // namespace certs
