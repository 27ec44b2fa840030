// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// SCITT's reference API (draft-ietf-scitt-scrapi): statements in, receipts out, and the ledger's keys. Its problems are
// RFC 9290's. A statement is registered when the answer is 201; there is nothing to poll for.
#include <algorithm>

#include "api/body.hpp"
#include "api/negotiate.hpp"
#include "api/page.hpp"
#include "attest/cose_labels.hpp"
#include "attest/records.hpp"
#include "entry_index.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "log_routes.hpp"

namespace api {
namespace {

using attest::Cbor;
using ledger::EntryIndex;

constexpr std::string_view kReceiptType = "application/scitt-receipt+cose";
constexpr std::string_view kStatementType = "application/scitt-statement+cose";
constexpr std::string_view kCoseType = "application/cose";
constexpr std::string_view kRejected = "Rejected";

Response concise(const ledger::Error& error) {
  return to_concise_response(problem_of(error));
}

// A client that accepts neither form gets ours: the statement is registered by then.
Response receipt_reply(const Request& request, unsigned status, EntryIndex index, ledger::ByteView receipt) {
  const std::string_view type = negotiate(request, {kReceiptType, kCoseType}).value_or(kReceiptType);
  Response response = reply(status, std::string(type), receipt);
  response.with("Location", "/entries/" + std::to_string(index.value)).with("Vary", "Accept");
  return response;
}

// What SCRAPI has titles for; anything else is malformed.
Response malformed(const ledger::Error& error) {
  if (error.code == Code::kTooLarge) return concise(error);
  if (error.field == "alg") return concise_reply(400, "Bad Signature Algorithm", error.message);
  if (error.field == "payload") return concise_reply(400, "Payload Missing", error.message);
  return concise_reply(400, "Malformed request",
                       error.field.empty() ? error.message : error.field + ": " + error.message);
}

Response answer_register(const Request& request, const Result<attest::SubmitAnswer>& answer) {
  if (!answer) return concise(answer.error());
  if (!answer->registered) return concise_reply(400, kRejected, in_words(answer->refused));
  const auto& entry = answer->registered->entries.front();
  return receipt_reply(request, 201, entry.ref.index, entry.receipt);
}

std::optional<Response> register_statement(const Request& request, const Context& context, Resume resume) {
  if (const auto problem = media_type_problem(request, {kCoseType, kStatementType}))
    return to_concise_response(*problem);
  auto statement = attest::ReadStatement::read(request.body);
  if (!statement) return malformed(statement.error());
  if (!statement->statement().sd.empty()) {
    return concise_reply(400, kRejected,
                         "the statement has confidential fields: send it with its disclosures to /api/v1/statements");
  }
  auto resumed = [&request, resume = std::move(resume)](attest::LedgerFolder::Rest rest, bool may_block) {
    resume([&request, rest = std::move(rest)] { return answer_register(request, rest()); },
           may_block ? Run::kWorker : Run::kInline);
  };
  const auto answer = context.ledger.submit_later(std::move(*statement), std::move(resumed));
  if (!answer) return std::nullopt;
  return answer_register(request, *answer);
}

Response answer_receipt(const Request& request, const Context& context) {
  if (const auto known = only_query(request, {}); !known) return concise(known.error());
  const auto index = entry_index(request, context, "id");
  if (!index) return concise(index.error());
  const auto receipt = context.ledger.receipt(*index);
  if (!receipt) return concise(receipt.error());
  Response response = receipt_reply(request, 200, *index, *receipt);
  response.caching = Caching::kRevalidate;  // the next one proves the same under a newer root
  return response;
}

// COSE_Key (RFC 9053 section 7.2): OKP, Ed25519, EdDSA.
Cbor cose_key(const attest::PublicKey& key) {
  return Cbor::map({{Cbor::integer(1), Cbor::integer(1)},
                    {Cbor::integer(2), Cbor::bytes(attest::key_thumbprint(key).view())},
                    {Cbor::integer(3), Cbor::integer(attest::kCoseEdDsa)},
                    {Cbor::integer(-1), Cbor::integer(6)},
                    {Cbor::integer(-2), Cbor::bytes(key.bytes)}});
}

// Those that signed receipts at any time, the present one first: receipts are checked for decades.
Result<std::vector<attest::PublicKey>> ledger_keys(const Context& context) {
  const auto config = attest::get_config(context.ledger.store());
  if (!config) return tl::unexpected(config.error());
  if (!*config) return ledger::fail(Code::kCorrupt, "the ledger's configuration is missing: run rebuild", "config");
  std::vector<attest::PublicKey> keys{(*config)->ledger_key};
  for (auto earlier = (*config)->earlier_keys.rbegin(); earlier != (*config)->earlier_keys.rend(); ++earlier) {
    keys.push_back(earlier->key);
  }
  return keys;
}

Response cbor_reply(const Cbor& value) {
  Response response = reply(200, "application/cbor", ledger::ByteView(attest::encode_cbor(value)));
  response.caching = Caching::kRevalidate;
  return response;
}

Response answer_keys(const Context& context) {
  const auto keys = ledger_keys(context);
  if (!keys) return concise(keys.error());
  Cbor::Array set;
  for (const attest::PublicKey& key : *keys) set.push_back(cose_key(key));
  return cbor_reply(Cbor::array(std::move(set)));
}

Response answer_key(const Request& request, const Context& context) {
  const auto keys = ledger_keys(context);
  if (!keys) return concise(keys.error());
  const auto wanted = std::find_if(keys->begin(), keys->end(), [&](const attest::PublicKey& key) {
    return ledger::base64url_encode(attest::key_thumbprint(key).view()) == request.param("kid");
  });
  if (wanted == keys->end()) {
    return concise_reply(404, "No such key", "the ledger has no key with this thumbprint; write it in base64url");
  }
  return cbor_reply(cose_key(*wanted));
}

void add(Router& router, Method method, std::string pattern, Handler handler) {
  router.add({method, std::move(pattern), std::move(handler), Run::kWorker, {}, true});
}

}  // namespace

void add_scitt_routes(Router& router, const Context& context) {
  Route post{Method::kPost, "/entries", {}, Run::kLater, {BodyRule::Kind::kMemory, ledger::kEntryBytesMax}, true};
  post.later = [&context](const Request& request, Resume resume) {
    return register_statement(request, context, std::move(resume));
  };
  post.announce = [&context] { return context.ledger.announce(); };
  router.add(std::move(post));
  add(router, Method::kGet, "/entries/{id}",
      [&context](const Request& request) { return answer_receipt(request, context); });
  add(router, Method::kGet, "/.well-known/scitt-keys", [&context](const Request&) { return answer_keys(context); });
  add(router, Method::kGet, "/.well-known/scitt-keys/{kid}",
      [&context](const Request& request) { return answer_key(request, context); });
}

}  // namespace api
