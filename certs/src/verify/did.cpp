// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/did.hpp"

#include <algorithm>

#include "attest/date.hpp"

namespace certs {
namespace {

constexpr std::string_view kDidContext = "https://www.w3.org/ns/did/v1";
constexpr std::string_view kMultikeyContext = "https://w3id.org/security/multikey/v1";
constexpr std::string_view kDidWeb = "did:web:";
constexpr std::size_t kMethodsMax = 64;
constexpr std::size_t kFragmentBytesMax = 63;
constexpr std::size_t kHostBytesMax = 253;
constexpr std::size_t kLabelBytesMax = 63;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_fragment(std::string_view text) {
  return !text.empty() && text.size() <= kFragmentBytesMax && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || is_lower(c) || is_upper(c) || c == '-' || c == '.' || c == '_';
  });
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kLabelBytesMax && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_digit(c) || is_lower(c) || c == '-'; });
}

// A host name in lower case. A last label of digits alone would make it an IPv4 address.
bool is_host(std::string_view host) {
  if (host.size() > kHostBytesMax) return false;
  std::string_view label;
  do {
    const std::size_t dot = std::min(host.find('.'), host.size());
    label = host.substr(0, dot);
    if (!is_label(label)) return false;
    if (dot + 1 == host.size()) return false;
    host.remove_prefix(std::min(dot + 1, host.size()));
  } while (!host.empty());
  return !std::all_of(label.begin(), label.end(), is_digit);
}

bool is_port(std::string_view port) {
  return !port.empty() && port.size() <= 5 && port.front() != '0' && std::all_of(port.begin(), port.end(), is_digit) &&
         std::stoi(std::string(port)) <= 65535;
}

Json method_json(const VerificationMethod& method, const std::string& did) {
  Json::Object out{{"id", method.id},
                   {"type", "Multikey"},
                   {"controller", did},
                   {"publicKeyMultibase", multikey_encode(method.key)}};
  if (method.expires) out["expires"] = *method.expires;
  if (method.revoked) out["revoked"] = *method.revoked;
  return out;
}

std::optional<std::string> read_moment(attest::Fields& fields, std::string_view name) {
  auto moment = fields.optional_text(name);
  if (moment && !attest::parse_moment(*moment)) fields.wrong(name, "is no moment such as 2018-11-09T10:00:00Z");
  return moment;
}

Result<VerificationMethod> read_method(const Json& json, const std::string& did, const std::string& where) {
  if (json.object() == nullptr) return ledger::fail(Code::kInvalid, "a verification method is an object", where);
  attest::Fields fields(json, where + ".");
  VerificationMethod method;
  method.id = fields.text("id", did.size() + 1 + kFragmentBytesMax);
  if (!method.id.starts_with(did + "#") || !is_fragment(std::string_view(method.id).substr(did.size() + 1)))
    fields.wrong("id", "is not the DID, # and a fragment");
  if (fields.text("type") != "Multikey") fields.wrong("type", "is not Multikey");
  if (fields.text("controller") != did) fields.wrong("controller", "is not the document's DID");
  if (auto key = multikey_decode(fields.text("publicKeyMultibase")))
    method.key = *key;
  else
    fields.wrong("publicKeyMultibase", key.error().message);
  method.expires = read_moment(fields, "expires");
  method.revoked = read_moment(fields, "revoked");
  if (auto done = fields.finish(); !done) return tl::unexpected(done.error());
  return method;
}

// Each method needs an id and a key of its own.
Result<void> check_methods(const std::vector<VerificationMethod>& methods) {
  for (const VerificationMethod& method : methods) {
    const auto same = [&](const VerificationMethod& other) {
      return &other != &method && (other.id == method.id || other.key == method.key);
    };
    if (std::any_of(methods.begin(), methods.end(), same))
      return ledger::fail(Code::kInvalid, "two verification methods have the same id or key", "verificationMethod");
  }
  return {};
}

Json::Array ids_of(const std::vector<VerificationMethod>& methods) {
  Json::Array ids;
  for (const VerificationMethod& method : methods) ids.emplace_back(method.id);
  return ids;
}

const VerificationMethod* find_in(const std::vector<VerificationMethod>& methods, std::string_view id) {
  const auto at = std::find_if(methods.begin(), methods.end(), [&](const auto& method) { return method.id == id; });
  return at == methods.end() ? nullptr : &*at;
}

}  // namespace

const VerificationMethod* DidDocument::find(std::string_view id) const {
  return find_in(methods, id);
}

const VerificationMethod* DidDocument::find_paper(std::string_view id) const {
  return find_in(paper_keys, id);
}

Json to_json(const DidDocument& document) {
  Json::Array methods;
  for (const VerificationMethod& method : document.methods) methods.push_back(method_json(method, document.did));
  for (const VerificationMethod& method : document.paper_keys) methods.push_back(method_json(method, document.did));
  Json::Object out{{"@context", Json::Array{Json(kDidContext), Json(kMultikeyContext)}},
                   {"id", document.did},
                   {"verificationMethod", std::move(methods)},
                   {"assertionMethod", ids_of(document.methods)}};
  if (!document.paper_keys.empty()) out["authentication"] = ids_of(document.paper_keys);
  return out;
}

Result<DidDocument> parse_did_document(const Json& json) {
  if (json.object() == nullptr) return ledger::fail(Code::kInvalid, "a DID document is an object");
  attest::Fields fields(json);
  DidDocument document;
  document.did = fields.text("id");
  if (auto base = did_web_base(document.did); !base) fields.wrong("id", base.error().message);
  if (fields.array("@context", 2) != Json::Array{Json(kDidContext), Json(kMultikeyContext)})
    fields.wrong("@context", "is not the contexts of DID documents and Multikey");
  const Json::Array methods = fields.array("verificationMethod", kMethodsMax);
  if (methods.empty()) fields.wrong("verificationMethod", "is empty");
  const Json::Array assertion_methods = fields.array("assertionMethod", kMethodsMax);
  if (assertion_methods.empty()) fields.wrong("assertionMethod", "is empty");
  if (json.find("authentication") != nullptr) (void)fields.array("authentication", kMethodsMax);
  if (auto done = fields.finish(); !done) return tl::unexpected(done.error());
  for (std::size_t i = 0; i < methods.size(); ++i) {
    auto method = read_method(methods[i], document.did, "verificationMethod." + std::to_string(i));
    if (!method) return tl::unexpected(method.error());
    document.methods.push_back(std::move(*method));
  }
  if (auto good = check_methods(document.methods); !good) return tl::unexpected(good.error());
  // First the credential keys, then the paper keys; each list of ids has exactly its own, in the same order.
  const auto first_paper = document.methods.begin() +
                           static_cast<std::ptrdiff_t>(std::min(assertion_methods.size(), document.methods.size()));
  document.paper_keys.assign(first_paper, document.methods.end());
  document.methods.erase(first_paper, document.methods.end());
  if (to_json(document) != json)
    return ledger::fail(Code::kInvalid, "with authentication it is not the list of all verification methods",
                        "assertionMethod");
  return document;
}

Result<std::string> did_web_base(std::string_view did) {
  constexpr std::string_view kColon = "%3A";
  if (!did.starts_with(kDidWeb)) return ledger::fail(Code::kInvalid, "the DID does not start with did:web:");
  std::string_view host = did.substr(kDidWeb.size());
  std::string port;
  if (const std::size_t at = host.find(kColon); at != std::string_view::npos) {
    const std::string_view digits = host.substr(at + kColon.size());
    if (!is_port(digits)) return ledger::fail(Code::kInvalid, "the DID's port is none");
    port = ":" + std::string(digits);
    host = host.substr(0, at);
  }
  if (!is_host(host))
    return ledger::fail(Code::kInvalid, "the DID names no host in lower case (no path and no IP address)");
  return "https://" + std::string(host) + port;
}

}  // namespace certs
