// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/conflicts.hpp"

#include <algorithm>
#include <system_error>
#include <tuple>

#include "attest/json.hpp"
#include "attest/limits.hpp"
#include "ledger/durable_file.hpp"
#include "ledger/encoding.hpp"
#include "ledger/merkle.hpp"

namespace attest {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFileBytesMax = 2 * kSubmissionBytesMax;  // base64url and JSON around a submission

// Late or not, it is signed by who may sign it; any other violation means that it says nothing against the city.
bool is_a_fork(const std::vector<ledger::Violation>& violations) {
  const auto is = [](std::string_view rule) {
    return [rule](const ledger::Violation& violation) { return violation.rule == rule; };
  };
  return std::ranges::any_of(violations, is("replaces.live")) &&
         std::ranges::all_of(violations, [](const ledger::Violation& violation) {
           return violation.rule == "replaces.live" || violation.rule == "deadline.passed";
         });
}

// The submission that follows `replaces` in the history of the indicator; the live one when that is none of it.
EntryRef successor_of(const std::optional<EntryRef>& replaces, const LiveRecord& live) {
  std::vector<EntryRef> history = live.replaced;
  history.push_back(live.submission);
  if (!replaces) return history.front();
  const auto found = std::ranges::find(history, *replaces);
  if (found == history.end() || found + 1 == history.end()) return live.submission;
  return *(found + 1);
}

Json to_json(const Conflict& conflict) {
  Json::Array disclosures;
  for (const std::string& disclosure : conflict.refused.disclosures) disclosures.emplace_back(disclosure);
  return Json::Object{{"admitted", to_json(conflict.admitted)},
                      {"disclosures", std::move(disclosures)},
                      {"received_ms", conflict.received.value},
                      {"statement", ledger::base64url_encode(conflict.refused.statement)}};
}

Result<Conflict> read(const fs::path& file) {
  const auto damaged = [&] {
    return ledger::fail(Code::kCorrupt, "a kept conflict is damaged: move the file away", file.string());
  };
  const auto content = ledger::read_file(file, kFileBytesMax);
  if (!content) return tl::unexpected<Error>(content.error());
  const auto json = parse_canonical_json(*content);
  if (!json) return damaged();
  Fields fields(*json);
  Conflict conflict;
  const auto admitted = entry_ref_from_json(fields.object("admitted"), "admitted");
  for (const Json& disclosure : fields.array("disclosures", kDisclosuresMax)) {
    if (disclosure.text() == nullptr) return damaged();
    conflict.refused.disclosures.push_back(*disclosure.text());
  }
  conflict.received.value = static_cast<std::uint64_t>(fields.integer("received_ms", 0, kJsonIntegerMax));
  auto statement = ledger::base64url_decode(fields.text("statement", kFileBytesMax));
  if (!fields.finish() || !admitted || !statement) return damaged();
  conflict.admitted = *admitted;
  conflict.refused.statement = std::move(*statement);
  return conflict;
}

}  // namespace

Result<std::optional<EntryRef>> forked_entry(const ledger::StateReader& state, const Statement& refused,
                                             const std::vector<ledger::Violation>& violations) {
  const auto* body = std::get_if<ValueSubmitted>(&refused.body);
  if (body == nullptr || !is_a_fork(violations)) return std::optional<EntryRef>{};
  const auto live = get_live(state, body->cycle, body->indicator);
  if (!live) return tl::unexpected<Error>(live.error());
  if (!*live) return std::optional<EntryRef>{};
  return std::optional(successor_of(body->replaces, **live));
}

bool contradict(const SaidValue& one, const SaidValue& other) {
  const auto& a = one.body;
  const auto& b = other.body;
  const auto label = [](const ValueSubmitted& body) { return body.period ? body.period->label : std::string(); };
  if (std::tuple(a.state, a.unit, label(a)) != std::tuple(b.state, b.unit, label(b))) return true;
  return one.value && other.value ? *one.value != *other.value : a.value_digest != b.value_digest;
}

fs::path ConflictStore::file_of(const Conflict& conflict) const {
  return folder_ / (ledger::to_hex(ledger::leaf_hash(conflict.refused.statement)) + ".json");
}

Result<void> ConflictStore::close(const std::function<Result<bool>(const EntryRef&)>& is_erased) const {
  auto kept = list();
  if (!kept) return tl::unexpected<Error>(kept.error());
  for (Conflict& conflict : *kept) {
    if (conflict.refused.disclosures.empty()) continue;
    const auto erased = is_erased(conflict.admitted);
    if (!erased) return tl::unexpected<Error>(erased.error());
    if (!*erased) continue;
    conflict.refused.disclosures.clear();
    const auto written = ledger::replace_file(file_of(conflict), canonical_json(to_json(conflict)));
    if (!written) return tl::unexpected<Error>(written.error());
  }
  return {};
}

Result<bool> ConflictStore::keep(const Conflict& conflict) const {
  const fs::path file = file_of(conflict);
  std::error_code error;
  if (fs::exists(file, error)) return true;
  std::size_t count = 0;
  for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) ++count;
  if (count >= kConflictsMax) return false;
  const auto written = ledger::replace_file(file, canonical_json(to_json(conflict)));
  if (!written) return tl::unexpected<Error>(written.error());
  return true;
}

Result<std::vector<Conflict>> ConflictStore::list() const {
  std::vector<Conflict> all;
  std::error_code error;
  for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() != ".json") continue;
    auto conflict = read(it->path());
    if (!conflict) return tl::unexpected<Error>(conflict.error());
    all.push_back(std::move(*conflict));
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return ledger::fail(Code::kStorage, "the kept conflicts cannot be listed: " + error.message(), folder_.string());
  }
  std::ranges::sort(all, [](const Conflict& a, const Conflict& b) {
    return std::tie(a.received, a.refused.statement) < std::tie(b.received, b.refused.statement);
  });
  return all;
}

}  // namespace attest
