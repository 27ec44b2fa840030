// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/access.hpp"

#include "attest/date.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/reader.hpp"
#include "cityledger/server_link.hpp"
#include "cityledger/table.hpp"

namespace cityledger {
namespace {

// Whose fields are asked about; empty for everybody's.
Result<std::string> owner_of(const AccessOptions& options, Session& session) {
  if (!options.owner.empty()) {
    if (const auto party = certs::find_party(session.ledger().store(), options.owner); !party) {
      return tl::unexpected(party.error());
    }
  }
  if (options.as.empty()) return options.owner;
  const auto now = present_moment(session.ledger(), options.ledger);
  if (!now) return tl::unexpected(now.error());
  const auto reader = reader_by_key(session, options.as, *now);
  if (!reader) return tl::unexpected(reader.error());
  if (!options.owner.empty() && options.owner != reader->party) {
    return fail(Code::kKey, "the key '" + options.as + "' is " + reader->party + "'s: it sees its own log only", "as");
  }
  return reader->party;
}

Json access_json(const attest::Access& access) {
  Json::Object out{{"time", attest::format_millis(access.time)},
                   {"reader", access.reader},
                   {"entry", access.entry.value},
                   {"owner", access.owner},
                   {"fields", certs::texts(access.fields)}};
  if (access.kid) out.emplace("kid", ledger::to_hex(*access.kid));
  return out;
}

}  // namespace

int run_access(const AccessOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const auto owner = owner_of(options, **session);
  if (!owner) return console.fail(owner.error());
  if (options.ledger.link && !options.as.empty()) {
    if (const auto known = (*session)->read_as(options.as); !known) return console.fail(known.error());
  }
  const auto accesses =
      options.ledger.link ? options.ledger.link->access_log() : (*session)->ledger().access_log().to(*owner);
  if (!accesses) return console.fail(accesses.error());
  Table table({"time", "reader", "entry", "signed by", "fields"});
  Json::Array list;
  for (const attest::Access& access : *accesses) {
    table.add({certs::time_text(access.time), access.reader + (access.kid ? "" : " (by the operator)"),
               std::to_string(access.entry.value), access.owner, certs::join(access.fields)});
    list.push_back(access_json(access));
  }
  console.print(accesses->empty() ? "nobody was shown anything" : table.text());
  console.answer(Json::Object{{"accesses", std::move(list)}});
  return 0;
}

}  // namespace cityledger
