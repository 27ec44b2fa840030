// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What happens to a certificate after its issue: its states and its PDFs.
#include "attest/limits.hpp"
#include "certificate_changes.hpp"
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

constexpr auto kAheadMillisMax = static_cast<std::uint64_t>(1'000 * kIssuedAtAheadSecondsMax);

std::string standing(const CertificateRecord& record) {
  const std::string open = record.correction_open ? ", and its correction is open" : "";
  return "certificate " + record.issued.number + " is " + std::string(to_text(record.state)) + open;
}

void change_is_allowed(Context& context, const CertificateStatus& body, const CertificateRecord& record) {
  const bool opened_twice = body.change == StatusChange::kCorrected && record.correction_open;
  if (may_follow(record.state, body.change) && !opened_twice) return;
  context.violate("status.change", "status",
                  standing(record) + ": it cannot be " + std::string(to_text(body.change)) + " now");
}

// A certificate may be revoked before its first day, so the earlier of issue and validity counts.
UnixMillis earliest(const CertificateRecord& record) {
  if (!record.history.empty()) return record.history.back().from;
  const auto valid_from = parse_moment(record.issued.valid_from);
  return valid_from ? std::min(*valid_from, record.time) : record.time;
}

void moment_fits(Context& context, const CertificateStatus& body, const CertificateRecord& record) {
  const auto from = parse_moment(body.from);
  if (!from) return;  // the form has been checked
  // A moment has whole seconds: the last change's second is not before it.
  if (from->value / 1'000 < earliest(record).value / 1'000) {
    context.violate("status.from", "from", "a change cannot begin before " + format_moment(earliest(record)));
  }
  if (from->value > context.place().time.value + kAheadMillisMax) {
    context.violate("status.from", "from", "a change begins at the latest now");
  }
}

void successor_fits(Context& context, const CertificateStatus& body, const CertificateRecord& record) {
  if (!body.by) return;
  const auto successor = known_certificate(context, *body.by, "by");
  if (!successor) return;
  const bool later = successor->entry.index > record.entry.index;
  const bool same = successor->city == record.city && successor->standard == record.standard;
  if (later && same && !is_final(successor->state)) return;
  context.violate("status.by", "by",
                  *body.by + " is not a later certificate of " + record.city + " under " + record.standard +
                      " that is neither revoked nor superseded");
}

// The cycle takes statements again, for one more certificate; the rounds of each indicator begin anew.
void reopen_cycle(Context& context, const CertificateRecord& record) {
  auto cycle = context.value_of(get_cycle(context.state(), record.issued.cycle));
  if (!cycle) return;
  cycle->certificate.reset();
  cycle->corrects = record.issued.number;
  cycle->reopened = context.self();
  put_cycle(context.state(), record.issued.cycle, *cycle);
  const auto indicators = context.value_of(list_live(context.state(), record.issued.cycle));
  for (const std::string& indicator : indicators) {
    auto live = context.value_of(get_live(context.state(), record.issued.cycle, indicator));
    if (!live) continue;
    live->rounds = 0;
    put_live(context.state(), record.issued.cycle, indicator, *live);
  }
}

// Without a certificate to correct, the cycle is closed as it was.
void close_cycle(Context& context, const CertificateRecord& record) {
  auto cycle = context.value_of(get_cycle(context.state(), record.issued.cycle));
  if (!cycle || cycle->corrects != record.issued.number) return;
  cycle->corrects.reset();
  cycle->certificate = record.issued.number;
  put_cycle(context.state(), record.issued.cycle, *cycle);
}

void template_is_published(Context& context, const CertificateRendered& body) {
  const auto facts = context.value_of(get_entry_facts(context.state(), body.rendered_with.index));
  if (facts && facts->type == "template.published" && facts->leaf == body.rendered_with.leaf) return;
  context.violate("template.unknown", "template", name_of(body.rendered_with) + " publishes no template");
}

void pdf_is_new(Context& context, const CertificateRendered& body) {
  const auto known = context.value_of(get_certificate_of_pdf(context.state(), body.pdf));
  if (!known) return;
  context.violate("certificate.rendered", "pdf", "this PDF is recorded already, for certificate " + *known);
}

}  // namespace

std::optional<CertificateRecord> known_certificate(Context& context, std::string_view number, std::string_view field) {
  auto record = context.value_of(get_certificate(context.state(), number));
  if (!record) {
    context.violate("certificate.unknown", field, "certificate " + std::string(number) + " was not issued here");
  }
  return record;
}

void ask_did_not_decide(Context& context, const CertificateRecord& record) {
  bool decided = false;
  auto visited = each_live(context.state(), record.issued.cycle, [&](std::string_view, const LiveRecord& live) {
    decided = decided || std::binary_search(live.deciders.begin(), live.deciders.end(), context.speaker().holder);
  });
  if (!visited) context.note(visited.error());
  if (decided) {
    context.violate("independence.holder", "kid",
                    "holder " + context.speaker().holder + " decided values behind certificate " +
                        record.issued.number + ": somebody else must do this");
  }
  ask_no_key_of(context, record.city, "a key of " + record.city);
}

void change_state(Context& context, CertificateRecord& record, StatusEvent event) {
  if (!record.history.empty()) event.from = std::max(event.from, record.history.back().from);
  record.state = event.state;
  record.history.push_back(std::move(event));
  if (is_final(record.state)) record.correction_open = false;
  put_certificate(context.state(), record);
}

void dispute_certificates(Context& context, const Digest& kid, UnixMillis since) {
  std::vector<std::string> numbers;
  auto visited = each_resting_on(context.state(), kid, [&](std::string_view number, UnixMillis latest) {
    if (latest >= since) numbers.emplace_back(number);
  });
  if (!visited) context.note(visited.error());
  for (const std::string& number : numbers) {
    auto record = context.value_of(get_certificate(context.state(), number));
    if (!record || is_final(record->state)) continue;
    change_state(context, *record,
                 {CertificateState::kDisputed, context.place().time, context.self(), "disputed", "key_compromise", {}});
  }
}

void judge(Context& context, const CertificateStatus& body) {
  ask_role(context, {"issuer"});
  const auto record = known_certificate(context, body.number, "number");
  if (!record) return;
  ask_did_not_decide(context, *record);
  change_is_allowed(context, body, *record);
  moment_fits(context, body, *record);
  successor_fits(context, body, *record);
}

void apply(Context& context, const CertificateStatus& body) {
  auto record = context.value_of(get_certificate(context.state(), body.number));
  const auto from = parse_moment(body.from);
  if (!record || !from) return;
  if (body.change == StatusChange::kCorrected) {
    record->correction_open = true;
    reopen_cycle(context, *record);
  }
  change_state(context, *record,
               {state_after(body.change), *from, context.self(), std::string(to_text(body.change)), body.reason,
                body.by.value_or("")});
  if (is_final(record->state)) close_cycle(context, *record);
}

void judge(Context& context, const CertificateRendered& body) {
  ask_role(context, {"issuer"});
  static_cast<void>(known_certificate(context, body.number, "number"));
  template_is_published(context, body);
  pdf_is_new(context, body);
}

void apply(Context& context, const CertificateRendered& body) {
  auto record = context.value_of(get_certificate(context.state(), body.number));
  if (!record) return;
  record->renderings.push_back({body.pdf, body.renderer, context.self()});
  put_certificate(context.state(), *record);
  put_pdf(context.state(), body.pdf, body.number);
}

}  // namespace attest
