// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/server_commands.hpp"

#include <algorithm>

namespace cityledger {
namespace {

constexpr ServerUse kWorks = ServerUse::kWorks;
constexpr ServerUse kLocal = ServerUse::kLocal;
constexpr ServerUse kRefused = ServerUse::kRefused;

constexpr std::string_view kMakes = "it makes a ledger on this machine";
constexpr std::string_view kSeals = "the certificates of seals and their keys lie in the ledger's folder";
constexpr std::string_view kDocuments = "it writes documents into the ledger's folder, which its server gives out";
constexpr std::string_view kStore = "it looks at a store on this machine; for the mirror's, leave --server out";
constexpr std::string_view kFiles = "the files of evidence lie in the ledger's folder";
constexpr std::string_view kKept = "only the ledger's folder has it";

}  // namespace

const std::vector<ServerCommand>& server_commands() {
  static const std::vector<ServerCommand> kCommands = {
      {"access", kWorks, {}},
      {"append", kWorks, {}},
      {"audit", kWorks, {}},
      {"case decide", kWorks, {}},
      {"case list", kWorks, {}},
      {"case open", kWorks, {}},
      {"certificate badge", kWorks, {}},
      {"certificate correct", kWorks, {}},
      {"certificate extend", kRefused, kDocuments},
      {"certificate pdf", kRefused, kDocuments},
      {"certificate reinstate", kWorks, {}},
      {"certificate revoke", kWorks, {}},
      {"certificate supersede", kWorks, {}},
      {"certificate suspend", kWorks, {}},
      {"city compare", kWorks, {}},
      {"city show", kWorks, {}},
      {"compare", kWorks, {}},
      {"conflicts", kRefused, kKept},
      {"decide", kWorks, {}},
      {"demo", kRefused, kMakes},
      {"did publish", kWorks, {}},
      {"did show", kWorks, {}},
      {"enrol", kWorks, {}},
      {"erase", kRefused, "the ledger erases in its own files, on request"},
      {"evidence add", kWorks, {}},
      {"evidence check", kRefused, kFiles},
      {"evidence expire", kRefused, kFiles},
      {"evidence get", kWorks, {}},
      {"evidence list", kWorks, {}},
      {"evidence send", kWorks, {}},
      {"export", kRefused, "the server publishes the same; for the mirror's part of it, leave --server out"},
      {"fsck", kRefused, kStore},
      {"init", kRefused, kMakes},
      {"issue", kRefused, kDocuments},
      {"key attach", kLocal, {}},
      {"key authorise", kWorks, {}},
      {"key contest", kWorks, {}},
      {"key delegate", kWorks, {}},
      {"key list", kWorks, {}},
      {"key new", kLocal, {}},
      {"key recover", kWorks, {}},
      {"key request", kWorks, {}},
      {"key revoke", kWorks, {}},
      {"key rotate-ledger", kRefused, "it needs the ledger's own key"},
      {"lineage", kWorks, {}},
      {"party archive", kWorks, {}},
      {"party list", kWorks, {}},
      {"party register", kWorks, {}},
      {"party show", kWorks, {}},
      {"party update", kWorks, {}},
      {"pki crl", kRefused, kSeals},
      {"pki import", kRefused, kSeals},
      {"pki init", kRefused, kSeals},
      {"pki list", kRefused, kSeals},
      {"pki renew", kRefused, kSeals},
      {"pki revoke", kRefused, kSeals},
      {"pki timestamp", kRefused, kSeals},
      {"policy adopt", kWorks, {}},
      {"policy show", kWorks, {}},
      {"programme list", kWorks, {}},
      {"programme open", kWorks, {}},
      {"programme show", kWorks, {}},
      {"prove consistency", kWorks, {}},
      {"prove receipt", kWorks, {}},
      {"prove statement", kWorks, {}},
      {"prove tlog-proof", kWorks, {}},
      {"queue", kWorks, {}},
      {"rebuild", kRefused, kStore},
      {"review", kWorks, {}},
      {"search", kWorks, {}},
      {"serve", kRefused, "it is the server"},
      {"show", kWorks, {}},
      {"standard adopt", kWorks, {}},
      {"standard list", kWorks, {}},
      {"standard show", kWorks, {}},
      {"status publish", kRefused, kDocuments},
      {"status show", kWorks, {}},
      {"submit", kWorks, {}},
      {"template publish", kWorks, {}},
      {"value withdraw", kWorks, {}},
      {"values", kWorks, {}},
      {"verify", kWorks, {}},
      {"withdraw", kWorks, {}},
      {"witness-policy adopt", kWorks, {}},
      {"workbook", kWorks, {}},
  };
  return kCommands;
}

ServerCommand server_command(std::string_view command) {
  const auto& all = server_commands();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& known) { return known.command == command; });
  return found == all.end() ? ServerCommand{command, ServerUse::kRefused, "it was not made for that"} : *found;
}

}  // namespace cityledger
