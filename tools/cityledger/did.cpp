// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/did.hpp"

#include <filesystem>

#include "attest/date.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"

namespace cityledger {
namespace {

// The document so far, or an empty one.
Result<certs::DidDocument> document_so_far(const ledger::StateReader& state, const std::string& did) {
  const auto record = attest::get_did(state, did);
  if (!record) return tl::unexpected(record.error());
  if (!*record) return certs::DidDocument{did, {}};
  return certs::find_did(state, did);
}

Result<void> add_key(certs::DidDocument& document, std::vector<certs::VerificationMethod>& methods,
                     const std::string& name, KeyRing& keys) {
  const auto key = keys.get(name);
  if (!key) return tl::unexpected(key.error());
  if ((*key)->public_key().algorithm != attest::Algorithm::kEdDsa) {
    return fail(Code::kKey,
                "the key '" + name + "' is not Ed25519: credentials and short forms are signed with Ed25519 only",
                "key");
  }
  const std::string id = document.did + "#" + std::filesystem::path(name).stem().string();
  if (document.find(id) != nullptr || document.find_paper(id) != nullptr)
    return fail(Code::kInvalid, id + " is in the document already", "key");
  methods.push_back({id, attest::as_ed25519((*key)->public_key()), {}, {}});
  return {};
}

// FRAGMENT=MOMENT ends a method.
Result<void> end_method(certs::DidDocument& document, const std::string& text,
                        std::optional<std::string> certs::VerificationMethod::* moment) {
  const std::size_t equals = text.find('=');
  const std::string id = document.did + "#" + text.substr(0, equals);
  const auto when = equals == std::string::npos ? fail(Code::kInvalid, "write FRAGMENT=MOMENT")
                                                : attest::parse_day_or_moment(text.substr(equals + 1));
  if (!when) return fail(when.error().code, when.error().message, "moment");
  for (auto* methods : {&document.methods, &document.paper_keys}) {
    for (certs::VerificationMethod& method : *methods) {
      if (method.id != id) continue;
      method.*moment = attest::format_moment(*when);
      return {};
    }
  }
  return fail(Code::kNotFound, "the document has no method " + id, "fragment");
}

std::string method_line(const certs::VerificationMethod& method, const std::string& use) {
  std::string text = "  " + method.id + "  " + certs::multikey_encode(method.key) + use;
  if (method.expires) text += "  retired " + *method.expires;
  if (method.revoked) text += "  revoked " + *method.revoked;
  return text + "\n";
}

Result<certs::DidDocument> next_document(const DidPublishOptions& options, Session& session) {
  if (const auto base = certs::did_web_base(options.did); !base) {
    return fail(base.error().code, base.error().message, "did");
  }
  auto document = document_so_far(session.ledger().store(), options.did);
  if (!document) return document;
  for (const std::string& name : options.keys) {
    const auto added = add_key(*document, document->methods, name, session.keys());
    if (!added) return tl::unexpected(added.error());
  }
  for (const std::string& name : options.papers) {
    const auto added = add_key(*document, document->paper_keys, name, session.keys());
    if (!added) return tl::unexpected(added.error());
  }
  for (const std::string& text : options.retired) {
    const auto ended = end_method(*document, text, &certs::VerificationMethod::expires);
    if (!ended) return tl::unexpected(ended.error());
  }
  for (const std::string& text : options.revoked) {
    const auto ended = end_method(*document, text, &certs::VerificationMethod::revoked);
    if (!ended) return tl::unexpected(ended.error());
  }
  if (document->methods.empty()) return fail(Code::kInvalid, "name at least one credential key: --key NAME", "key");
  return document;
}

}  // namespace

int run_did_publish(const DidPublishOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto document = next_document(options, **session);
  if (!document) return console.fail(document.error());
  const attest::DidPublished body{document->did, certs::to_json(*document)};
  return finish(**session, console, (*session)->append(options.signer, body),
                document->did + " published with " + std::to_string(document->methods.size()) + " key(s)" +
                    (document->paper_keys.empty()
                         ? ""
                         : " and " + std::to_string(document->paper_keys.size()) + " for short forms on paper"),
                {{"document", body.document}});
}

int run_did_show(const DidShowOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const auto document = certs::find_did((*session)->ledger().store(), options.did);
  if (!document) return console.fail(document.error());
  std::string text = document->did + "\n";
  for (const certs::VerificationMethod& method : document->methods) text += method_line(method, "");
  for (const certs::VerificationMethod& method : document->paper_keys) text += method_line(method, "  paper only");
  console.print(text);
  console.answer(certs::to_json(*document));
  return 0;
}

}  // namespace cityledger
