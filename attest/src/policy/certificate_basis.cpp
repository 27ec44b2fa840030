// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certificate_basis.hpp"

#include <map>

namespace attest {
namespace {

// The latest time at which each key signed something that counts.
class Signers {
 public:
  explicit Signers(Context& context) : context_(&context) {}

  void take(const EntryRef& entry) {
    const auto facts = context_->value_of(get_entry_facts(context_->state(), entry.index));
    if (facts) take(facts->kid, facts->time);
  }
  // A key counts through what it signed, and so does the key that authorised it.
  void take(const Digest& kid, UnixMillis time) {
    const auto [place, is_new] = latest_.try_emplace(kid, time);
    place->second = std::max(place->second, time);
    if (!is_new) return;
    const auto key = context_->value_of(get_key(context_->state(), kid));
    if (key) take(key->authorised);
  }
  [[nodiscard]] const std::map<Digest, UnixMillis>& latest() const { return latest_; }

 private:
  Context* context_;
  std::map<Digest, UnixMillis> latest_;
};

void take_once(std::vector<EntryRef>& entries, const EntryRef& entry) {
  if (std::find(entries.begin(), entries.end(), entry) == entries.end()) entries.push_back(entry);
}

// The submission, what was decided on it, and its evidence.
void take_value(const LineageItem& item, const LiveRecord& live, Signers& signers, std::vector<EntryRef>& evidence) {
  signers.take(item.submission);
  for (const EntryRef& decision : live.decisions) {
    if (decision.index > item.submission.index) signers.take(decision);
  }
  for (const EntryRef& piece : live.evidence) {
    signers.take(piece);
    take_once(evidence, piece);
  }
}

}  // namespace

void keep_basis(Context& context, const CertificateIssued& body, const CycleRecord& cycle,
                const StandardRecord& standard, const std::vector<LineageItem>& lineage) {
  Signers signers(context);
  CertificateBasis basis{lineage, {}, cycle.enrolled, standard.entry, body.review};
  for (const LineageItem& item : lineage) {
    const auto live = context.value_of(get_live(context.state(), body.cycle, item.indicator));
    if (live) take_value(item, *live, signers, basis.evidence);
  }
  for (const EntryRef& entry : {basis.enrolled, basis.standard, basis.review}) signers.take(entry);
  signers.take(context.statement().cose.header.kid, context.place().time);
  put_basis(context.state(), body.number, basis);
  for (const auto& [kid, latest] : signers.latest()) put_rests_on(context.state(), kid, body.number, latest);
}

}  // namespace attest
