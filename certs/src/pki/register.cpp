// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "attest/date.hpp"
#include "attest/json.hpp"
#include "certs/pki_register.hpp"
#include "ledger/digest.hpp"
#include "ledger/durable_file.hpp"

namespace certs {
namespace {

using attest::Fields;
using attest::Json;
using ledger::Code;

constexpr std::size_t kRegisterBytesMax = 16U << 20U;
constexpr std::size_t kSubjectBytesMax = 1'024;

Json to_json(const PkiEntry& entry) {
  Json::Object out{{"authority", entry.authority},
                   {"from", attest::format_moment(entry.from)},
                   {"key", entry.key},
                   {"name", entry.name},
                   {"role", role_name(entry.role)},
                   {"serial", entry.serial},
                   {"subject", entry.subject},
                   {"until", attest::format_moment(entry.until)}};
  if (entry.revoked) {
    Json::Object revoked{{"at", attest::format_moment(entry.revoked->at)},
                         {"reason", reason_name(entry.revoked->reason)}};
    if (entry.revoked->since) revoked.emplace("since", attest::format_moment(*entry.revoked->since));
    out.emplace("revoked", std::move(revoked));
  }
  return out;
}

Json to_json(const PkiCrl& crl) {
  return Json::Object{{"authority", crl.authority},
                      {"next_update", attest::format_moment(crl.next_update)},
                      {"number", crl.number},
                      {"this_update", attest::format_moment(crl.this_update)}};
}

Json to_json(const WithdrawnRoot& root) {
  return Json::Object{{"at", attest::format_moment(root.at)}, {"digest", root.digest}, {"subject", root.subject}};
}

UnixMillis moment(Fields& fields, std::string_view name) {
  const auto time = attest::parse_moment(fields.text(name));
  if (!time && !fields.failed()) fields.wrong(name, time.error().message);
  return time ? *time : UnixMillis{};
}

Result<PkiRevocation> parse_revocation(const Json& json, const std::string& where) {
  Fields fields(json, where + "revoked.");
  PkiRevocation out;
  out.at = moment(fields, "at");
  const auto reason = reason_from_name(fields.text("reason"));
  if (!reason && !fields.failed()) fields.wrong("reason", "is none that is known");
  out.reason = reason.value_or(RevocationReason::kUnspecified);
  if (fields.has("since")) out.since = moment(fields, "since");
  if (auto read = fields.finish(); !read) return tl::unexpected(read.error());
  return out;
}

Result<PkiEntry> parse_entry(const Json& json, std::size_t number) {
  const std::string where = "certificates[" + std::to_string(number) + "].";
  Fields fields(json, where);
  PkiEntry out;
  out.authority = fields.text("authority");
  out.from = moment(fields, "from");
  out.key = fields.text("key");
  out.name = fields.text("name");
  const auto role = role_from_name(fields.text("role"));
  if (!role && !fields.failed()) fields.wrong("role", "is none that is known");
  out.role = role.value_or(PkiRole::kSeal);
  out.serial = fields.text("serial");
  out.subject = fields.text("subject", kSubjectBytesMax);
  out.until = moment(fields, "until");
  const auto revoked = fields.optional_object("revoked");
  if (auto read = fields.finish(); !read) return tl::unexpected(read.error());
  if (revoked) {
    auto revocation = parse_revocation(*revoked, where);
    if (!revocation) return tl::unexpected(revocation.error());
    out.revoked = *revocation;
  }
  return out;
}

Result<PkiCrl> parse_crl_entry(const Json& json, std::size_t number) {
  Fields fields(json, "crls[" + std::to_string(number) + "].");
  PkiCrl out;
  out.authority = fields.text("authority");
  out.next_update = moment(fields, "next_update");
  out.number = static_cast<std::uint64_t>(fields.integer("number", 1, attest::kJsonIntegerMax));
  out.this_update = moment(fields, "this_update");
  if (auto read = fields.finish(); !read) return tl::unexpected(read.error());
  return out;
}

bool is_digest(const std::string& text) {
  const auto digest = ledger::digest_from_hex(text);
  return digest && ledger::to_hex(*digest) == text;
}

Result<WithdrawnRoot> parse_withdrawn_root(const Json& json, std::size_t number) {
  Fields fields(json, "withdrawn_roots[" + std::to_string(number) + "].");
  WithdrawnRoot out;
  out.at = moment(fields, "at");
  out.digest = fields.text("digest");
  if (!fields.failed() && !is_digest(out.digest)) fields.wrong("digest", "has 64 hexadecimal digits in lower case");
  out.subject = fields.text("subject", kSubjectBytesMax);
  if (auto read = fields.finish(); !read) return tl::unexpected(read.error());
  return out;
}

// Whether what is said of one certificate may become what `next` says: only a revocation may be added.
bool goes_on(const PkiEntry& before, const PkiEntry& next) {
  PkiEntry with = before;
  if (!with.revoked) with.revoked = next.revoked;
  return to_json(with) == to_json(next);
}

}  // namespace

bool PkiEntry::withdrawn() const {
  const bool listed = authority != kOutsideAuthority && role != PkiRole::kRoot;
  return !listed && revoked && revoked->reason == RevocationReason::kCompromised;
}

const PkiEntry* PkiRegister::above(const PkiEntry& entry) const {
  return entry.authority == entry.name || entry.authority == kOutsideAuthority ? nullptr : find(entry.authority);
}

const PkiEntry* PkiRegister::revoked_on_path(const PkiEntry& entry) const {
  std::size_t steps = 0;  // of a register that somebody wrote in a circle
  for (const PkiEntry* at = &entry; at != nullptr && steps++ <= certificates.size(); at = above(*at)) {
    if (at->revoked) return at;
  }
  return nullptr;
}

bool PkiRegister::is_withdrawn(ByteView outside_root) const {
  const std::string digest = ledger::to_hex(ledger::sha256(outside_root));
  return std::any_of(withdrawn_roots.begin(), withdrawn_roots.end(),
                     [&](const WithdrawnRoot& root) { return root.digest == digest; });
}

const PkiEntry* PkiRegister::find(std::string_view name) const {
  const auto found =
      std::find_if(certificates.begin(), certificates.end(), [&](const auto& e) { return e.name == name; });
  return found == certificates.end() ? nullptr : &*found;
}

const PkiCrl* PkiRegister::find_crl(std::string_view authority) const {
  const auto found = std::find_if(crls.begin(), crls.end(), [&](const auto& c) { return c.authority == authority; });
  return found == crls.end() ? nullptr : &*found;
}

const PkiEntry* PkiRegister::in_force(PkiRole role, UnixMillis at) const {
  const auto found = std::find_if(certificates.rbegin(), certificates.rend(), [&](const PkiEntry& entry) {
    return entry.role == role && entry.from.value / 1000 <= at.value / 1000 && at <= entry.until &&
           revoked_on_path(entry) == nullptr;
  });
  return found == certificates.rend() ? nullptr : &*found;
}

std::string PkiRegister::next_name(PkiRole role) const {
  const auto count =
      std::count_if(certificates.begin(), certificates.end(), [&](const auto& e) { return e.role == role; });
  return std::string(role_name(role)) + (count == 0 ? "" : "-" + std::to_string(count + 1));
}

std::string register_text(const PkiRegister& reg) {
  Json::Array certificates;
  for (const PkiEntry& entry : reg.certificates) certificates.push_back(to_json(entry));
  Json::Array crls;
  for (const PkiCrl& crl : reg.crls) crls.push_back(to_json(crl));
  Json::Object out{{"base", reg.base},        {"certificates", std::move(certificates)}, {"country", reg.country},
                   {"crls", std::move(crls)}, {"organisation", reg.organisation},        {"version", 0}};
  Json::Array withdrawn;
  for (const WithdrawnRoot& root : reg.withdrawn_roots) withdrawn.push_back(to_json(root));
  if (!withdrawn.empty()) out.emplace("withdrawn_roots", std::move(withdrawn));
  return attest::pretty_json(out) + "\n";
}

Result<PkiRegister> parse_register(std::string_view text) {
  const auto json = attest::parse_json(text);
  if (!json) return tl::unexpected(json.error());
  Fields fields(*json);
  PkiRegister out;
  out.base = fields.text("base");
  const Json::Array certificates = fields.array("certificates", kRegisterCertificatesMax);
  out.country = fields.text("country");
  const Json::Array crls = fields.array("crls", kRegisterCertificatesMax);
  out.organisation = fields.text("organisation");
  static_cast<void>(fields.integer("version", 0, 0));
  const bool some_withdrawn = fields.has("withdrawn_roots");
  const Json::Array withdrawn =
      some_withdrawn ? fields.array("withdrawn_roots", kRegisterCertificatesMax) : Json::Array();
  if (auto read = fields.finish(); !read) return tl::unexpected(read.error());
  for (const Json& item : certificates) {
    auto entry = parse_entry(item, out.certificates.size());
    if (!entry) return tl::unexpected(entry.error());
    if (out.find(entry->name) != nullptr) return ledger::fail(Code::kInvalid, entry->name + " is there twice", "name");
    out.certificates.push_back(std::move(*entry));
  }
  for (const Json& item : crls) {
    auto crl = parse_crl_entry(item, out.crls.size());
    if (!crl) return tl::unexpected(crl.error());
    if (out.find_crl(crl->authority) != nullptr || out.find(crl->authority) == nullptr)
      return ledger::fail(Code::kInvalid, "each list is of one authority of the register", "crls");
    out.crls.push_back(std::move(*crl));
  }
  for (const Json& item : withdrawn) {
    auto root = parse_withdrawn_root(item, out.withdrawn_roots.size());
    if (!root) return tl::unexpected(root.error());
    out.withdrawn_roots.push_back(std::move(*root));
  }
  if (some_withdrawn && out.withdrawn_roots.empty())
    return ledger::fail(Code::kInvalid, "is left out where it is empty", "withdrawn_roots");
  return out;
}

Result<void> check_follows(const PkiRegister& before, const PkiRegister& next) {
  for (const PkiEntry& entry : before.certificates) {
    const PkiEntry* now = next.find(entry.name);
    if (now == nullptr || !goes_on(entry, *now)) {
      return ledger::fail(Code::kStale,
                          "the register would lose what it says of the certificate " + entry.name +
                              "; another process has changed it: try again",
                          "register");
    }
  }
  for (const WithdrawnRoot& root : before.withdrawn_roots) {
    const auto same = [&](const WithdrawnRoot& other) { return to_json(root) == to_json(other); };
    if (std::none_of(next.withdrawn_roots.begin(), next.withdrawn_roots.end(), same))
      return ledger::fail(Code::kStale, "the register would forget that the root " + root.subject + " is withdrawn",
                          "register");
  }
  for (const PkiCrl& crl : before.crls) {
    const PkiCrl* now = next.find_crl(crl.authority);
    if (now == nullptr || now->number < crl.number) {
      return ledger::fail(
          Code::kStale,
          "the number of the revocation list of " + crl.authority + " would go back from " + std::to_string(crl.number),
          "register");
    }
  }
  return {};
}

Result<PkiRegister> read_register(const std::filesystem::path& file) {
  const auto text = ledger::read_file(file, kRegisterBytesMax);
  if (!text) return tl::unexpected(text.error());
  auto out = parse_register(*text);
  if (out) return out;
  return ledger::fail(Code::kCorrupt,
                      "the register of certificates is not as it was written: " + out.error().message +
                          (out.error().field.empty() ? "" : " (" + out.error().field + ")"),
                      file.string());
}

Result<void> save_register(const std::filesystem::path& file, const PkiRegister& next) {
  std::error_code error;
  if (std::filesystem::exists(file, error)) {
    const auto before = read_register(file);
    if (!before) return tl::unexpected(before.error());
    if (auto follows = check_follows(*before, next); !follows) return follows;
  }
  return ledger::replace_file(file, register_text(next));
}

}  // namespace certs
