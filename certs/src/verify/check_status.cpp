// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "attest/date.hpp"
#include "checks.hpp"

namespace certs {
namespace {

std::string day(ledger::UnixMillis time) {
  return attest::format_day_for_people(time);
}

bool covers(const DatedList& list, ledger::UnixMillis at) {
  return list.from <= at && at < list.until;
}

// The newest list that satisfies the condition; null when none does.
template <typename Condition>
const DatedList* newest(const std::vector<DatedList>& lists, const Condition& condition) {
  const DatedList* found = nullptr;
  for (const DatedList& list : lists) {
    if (condition(list) && (found == nullptr || found->from < list.from)) found = &list;
  }
  return found;
}

Finding too_old(const std::vector<DatedList>& lists, ledger::UnixMillis at) {
  const DatedList* last = newest(lists, [](const DatedList&) { return true; });
  if (last == nullptr) return not_done("There is no status list.");
  if (at < last->from) return not_done("The status lists at hand begin after " + day(at) + ".");
  return not_done("The newest status list is of " + day(last->from) + " and ends on " + day(last->until) + ", before " +
                  day(at) + ".");
}

// Why a list from a file cannot be used; empty when it can.
std::string objection(const Json& document, const StatusList& list, const Trust& trust) {
  if (list.issuer != trust.did.did) return "it is by another issuer";
  const auto good = check_proofs(document, trust.did, dated(list).from);
  if (!good) return good.error().message;
  const auto proofs = read_proofs(document);
  if (!proofs) return proofs.error().message;
  // Nothing proves when such a list was made, so a compromised key could have dated it back.
  const bool revoked = std::any_of(proofs->begin(), proofs->end(), [&](const Proof& proof) {
    return trust.did.find(proof.verification_method)->revoked.has_value();
  });
  return revoked ? "its key is revoked" : "";
}

}  // namespace

DatedList dated(StatusList list) {
  const auto from = attest::parse_moment(list.valid_from).value_or(ledger::UnixMillis{});
  const auto until = attest::parse_moment(list.valid_until).value_or(ledger::UnixMillis{});
  return {std::move(list), from, until};
}

std::vector<DatedList> read_status_files(const std::vector<std::string>& files, const Trust& trust,
                                         std::vector<std::string>& notices) {
  std::vector<DatedList> lists;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string name = "Status file " + std::to_string(i + 1);
    const auto json = attest::parse_json(files[i]);
    auto list = json ? parse_status_list(*json) : tl::unexpected(json.error());
    const std::string why = list ? objection(*json, *list, trust) : list.error().message;
    if (why.empty())
      lists.push_back(dated(std::move(*list)));
    else
      notices.push_back(name + " was not used: " + why + ".");
  }
  return lists;
}

StatusAnswer answer_revocation(const std::vector<DatedList>& lists, std::size_t index, ledger::UnixMillis at) {
  StatusAnswer answer;
  const auto is_set = [&](const DatedList& list) { return status_bit(list.list, index); };
  const DatedList* later_set = newest(lists, [&](const DatedList& list) { return at < list.from && is_set(list); });
  if (later_set != nullptr)
    answer.notices.push_back("The list of " + day(later_set->from) + " says that the certificate is revoked.");
  if (const DatedList* list = newest(lists, [&](const auto& l) { return l.from <= at && is_set(l); })) {
    answer.finding = failed("The list of " + day(list->from) + " says that it is revoked.");
    answer.set = true;
    answer.known_until = list->until;
    return answer;
  }
  if (const DatedList* list = newest(lists, [&](const auto& l) { return !is_set(l) && at < l.until; })) {
    answer.finding =
        passed("The list of " + day(list->from) + ", valid until " + day(list->until) +
               ", says that it is not revoked" + (at < list->from ? "; a revocation is never undone." : "."));
    answer.known_until = list->until;
    return answer;
  }
  answer.finding = too_old(lists, at);
  return answer;
}

StatusAnswer answer_suspension(const std::vector<DatedList>& lists, std::size_t index, ledger::UnixMillis at) {
  StatusAnswer answer;
  const auto is_set = [&](const DatedList& l) { return status_bit(l.list, index); };
  const DatedList* list = newest(lists, [&](const DatedList& l) { return covers(l, at); });
  if (list == nullptr) {
    answer.finding = too_old(lists, at);
    return answer;
  }
  // Moments have seconds: of two lists of one second nobody can tell which came last, so the graver one counts.
  const ledger::UnixMillis from = list->from;
  if (const DatedList* graver =
          newest(lists, [&](const DatedList& l) { return l.from == from && covers(l, at) && is_set(l); }))
    list = graver;
  answer.known_until = list->until;
  answer.set = is_set(*list);
  const std::string which =
      "The list of " + day(list->from) + ", valid until " + day(list->until) + ", says that it is ";
  answer.finding = answer.set ? failed(which + "suspended.") : passed(which + "not suspended.");
  return answer;
}

}  // namespace certs
