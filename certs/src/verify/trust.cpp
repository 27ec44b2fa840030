// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/trust.hpp"

namespace certs {
namespace {

// A file of one line, with or without its newline.
std::string_view one_line(std::string_view file) {
  if (file.ends_with('\n')) file.remove_suffix(1);
  return file;
}

tl::unexpected<ledger::Error> bad(const std::string& file, const ledger::Error& error) {
  return ledger::fail(Code::kInvalid, file + ": " + error.message, file);
}

}  // namespace

Result<Trust> parse_trust(std::string_view log_vkey, std::string_view genesis, std::string_view policy,
                          std::string_view did_json) {
  auto log = ledger::parse_vkey(one_line(log_vkey));
  if (!log) return bad("log.vkey", log.error());
  if (log->type != ledger::NoteKeyType::kEd25519)
    return ledger::fail(Code::kInvalid, "log.vkey: the key is a witness's, not a log's", "log.vkey");
  auto name = ledger::digest_from_hex(one_line(genesis));
  if (!name) return bad("genesis", name.error());
  auto witnesses = ledger::parse_witness_policy(policy);
  if (!witnesses) return bad("policy", witnesses.error());
  if (witnesses->logs.size() != 1 || witnesses->logs.front() != *log)
    return ledger::fail(Code::kInvalid, "policy: it must name exactly the log of log.vkey", "policy");
  auto json = attest::parse_json(did_json);
  if (!json) return bad("did.json", json.error());
  auto did = parse_did_document(*json);
  if (!did) return bad("did.json", did.error());
  return Trust{std::move(*log), *name, std::move(*witnesses), std::move(*did)};
}

}  // namespace certs
