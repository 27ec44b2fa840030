// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The documents that credentials and seals name, at the addresses by which they name them and at those of an export.
#include <array>

#include "certs/certificate_report.hpp"
#include "certs/credential.hpp"
#include "certs/lookup.hpp"
#include "certs/pki_folder.hpp"
#include "routes/answers.hpp"
#include "routes/data_routes.hpp"

namespace api {
namespace {

using ledger::fail;

Answer did_document(const attest::LedgerFolder& ledger, const Request&) {
  const auto document = certs::find_did(ledger.store(), {});
  if (!document) return tl::unexpected(document.error());
  return public_reply("application/did+json", attest::canonical_json(certs::to_json(*document)));
}

Result<std::string> base_of(const attest::LedgerFolder& ledger) {
  const auto document = certs::find_did(ledger.store(), {});
  if (!document) return tl::unexpected(document.error());
  return certs::did_web_base(document->did);
}

Answer context_document(const attest::LedgerFolder& ledger, const Request&) {
  const auto base = base_of(ledger);
  if (!base) return tl::unexpected(base.error());
  return public_reply("application/ld+json", certs::context_document(*base));
}

Answer schema_document(const attest::LedgerFolder& ledger, const Request&) {
  const auto base = base_of(ledger);
  if (!base) return tl::unexpected(base.error());
  return public_reply("application/schema+json", certs::schema_document(*base));
}

// /status/revocation, as credentials name it, and /status/revocation.json.
Answer status_list(const attest::LedgerFolder& ledger, const Request& request) {
  std::string purpose = request.param("list");
  if (purpose.ends_with(".json")) purpose.resize(purpose.size() - 5);
  if (purpose != "revocation" && purpose != "suspension") {
    return fail(Code::kNotFound, "there are two lists: revocation and suspension", "list");
  }
  const auto base = base_of(ledger);
  if (!base) return tl::unexpected(base.error());
  auto list = certs::kept_status_list(ledger, certs::status_list_address(*base, purpose));
  if (!list) return tl::unexpected(list.error());
  if (!*list) return fail(Code::kNotFound, "no list was published yet", "list");
  return public_reply("application/vc", std::move(**list));
}

// pki/NAME.cer and pki/NAME.crl of each authority.
Answer pki_file(const attest::LedgerFolder& ledger, const Request& request) {
  const std::string& file = request.param("file");
  const std::string name = file.substr(0, file.rfind('.'));
  const bool is_list = file.ends_with(".crl");
  const auto pki = certs::PkiFolder::open(ledger.folder() / "pki");
  if (!pki && pki.error().code != Code::kNotFound) return tl::unexpected(pki.error());
  if (pki && (is_list || file.ends_with(".cer"))) {
    for (const certs::PkiEntry& entry : pki->content().certificates) {
      if (entry.name != name || !certs::is_authority(entry.role)) continue;
      const auto content = is_list ? pki->crl(name) : pki->certificate(name);
      if (!content) return tl::unexpected(content.error());
      return public_reply(is_list ? "application/pkix-crl" : "application/pkix-cert", ledger::to_string(*content));
    }
  }
  return fail(Code::kNotFound, "there is no such certificate or revocation list", "file");
}

}  // namespace

void add_published_routes(Router& router, const Context& context) {
  add_answers(router, context,
              {{"/.well-known/did.json", did_document},
               {"/did.json", did_document},
               {"/ns/city/v1", context_document},
               {"/context.jsonld", context_document},
               {"/schema/city-certificate/v1", schema_document},
               {"/schema.json", schema_document},
               {"/status/{list}", status_list},
               {"/pki/{file}", pki_file}});
}

}  // namespace api
