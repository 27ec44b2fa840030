// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/limits.hpp"
#include "bundle_members.hpp"
#include "certs/bundle.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"

namespace certs {
namespace {

constexpr std::size_t base64_size(std::size_t bytes) {
  return (bytes + 2) / 3 * 4;
}

constexpr std::size_t kReceiptBytesMax = 8'192;
constexpr std::size_t kTlogProofBytesMax = ledger::kNoteBytesMax + 64 * (ledger::kProofHashesMax + 2);

// Reads members and keeps the first error, with the name of the member that it is about.
class Reader {
 public:
  [[nodiscard]] const std::optional<ledger::Error>& error() const { return error_; }

  void keep(const Result<void>& result) {
    if (!result) keep(result.error());
  }
  void keep(ledger::Error error) {
    if (!error_) error_ = std::move(error);
  }
  template <typename T>
  T take(Result<T> result, const std::string& where) {
    if (result) return std::move(*result);
    keep({Code::kInvalid, where + ": " + result.error().message, where});
    return T{};
  }

 private:
  std::optional<ledger::Error> error_;
};

ledger::HashPath read_path(const Json::Array& hashes, const std::string& where, Reader& reader) {
  ledger::HashPath path;
  for (const Json& hash : hashes) {
    const std::string* hex = hash.text();
    path.push_back(reader.take(ledger::digest_from_hex(hex == nullptr ? "" : *hex), where + ".path"));
  }
  return path;
}

// What is left of `fields` when members of another kind have been taken.
ProvenEntry read_entry(attest::Fields& fields, const std::string& where, bool with_path, Reader& reader) {
  ProvenEntry entry;
  entry.index = {static_cast<std::uint64_t>(fields.integer("index", 0, attest::kJsonIntegerMax))};
  const std::string statement = fields.text("statement", base64_size(ledger::kEntryBytesMax));
  const Json::Array path = with_path ? fields.array("path", ledger::kProofHashesMax) : Json::Array{};
  reader.keep(fields.finish());
  if (reader.error()) return entry;
  entry.statement = reader.take(ledger::base64url_decode(statement), where + ".statement");
  entry.path = read_path(path, where, reader);
  return entry;
}

ProvenEntry read_entry(const Json& json, const std::string& where, bool with_path, Reader& reader) {
  attest::Fields fields(json, where + ".");
  return read_entry(fields, where, with_path, reader);
}

Bundle::Status read_status(const Json& json, const std::string& where, Reader& reader) {
  attest::Fields fields(json, where + ".");
  Bundle::Status status;
  status.list = fields.object("list");
  const Json entry = fields.object("entry");
  reader.keep(fields.finish());
  if (!reader.error()) status.entry = read_entry(entry, where + ".entry", true, reader);
  return status;
}

std::vector<attest::LineageItem> read_lineage(const Json::Array& items, Reader& reader) {
  std::vector<attest::LineageItem> lineage;
  for (const Json& item : items) {
    const std::string where = "lineage." + std::to_string(lineage.size());
    lineage.push_back(reader.take(attest::lineage_item_from_json(item, where), where));
    if (reader.error()) break;
  }
  return lineage;
}

void check_digest(const Json& json, const std::string& digest, Reader& reader) {
  Json::Object members = *json.object();
  members.erase(std::string(kDigestMember));
  if (bundle_digest(members) != digest)
    reader.keep({Code::kInvalid, "digest: the file is damaged, its content has another digest", "digest"});
}

// The parsed members that are objects, one member after another.
void read_entries(attest::Fields& fields, Bundle& bundle, Reader& reader) {
  struct Place {
    const char* name;
    ProvenEntry& entry;
    bool with_path;
  };
  const Place places[] = {{"opened", bundle.opened, true},     {"issuer_key", bundle.issuer_key, true},
                          {"standard", bundle.standard, true}, {"enrolled", bundle.enrolled, true},
                          {"did", bundle.did, true},           {"issuance", bundle.issuance, false},
                          {"seal", bundle.seal, true}};
  for (const Place& place : places) {
    const Json json = fields.object(place.name);
    if (!fields.failed() && !reader.error()) place.entry = read_entry(json, place.name, place.with_path, reader);
  }
}

// An optional list that is never empty.
Json::Array listed(attest::Fields& fields, const char* name, std::size_t items_max) {
  if (!fields.has(name)) return {};
  Json::Array items = fields.array(name, items_max);
  if (items.empty()) fields.wrong(name, "must not be empty");
  return items;
}

std::vector<ProvenEntry> read_proven(const Json::Array& items, const std::string& name, Reader& reader) {
  std::vector<ProvenEntry> entries;
  for (const Json& item : items) {
    entries.push_back(read_entry(item, name + "." + std::to_string(entries.size()), true, reader));
    if (reader.error()) break;
  }
  return entries;
}

std::vector<Bundle::Rotation> read_rotations(const Json::Array& items, Reader& reader) {
  std::vector<Bundle::Rotation> rotations;
  for (const Json& item : items) {
    const std::string where = "rotations." + std::to_string(rotations.size());
    attest::Fields fields(item, where + ".");
    Bundle::Rotation& rotation = rotations.emplace_back();
    if (fields.has("proof")) rotation.proof = fields.text("proof", kTlogProofBytesMax);
    rotation.entry = read_entry(fields, where, true, reader);
    if (reader.error()) break;
  }
  return rotations;
}

Bundle read_bundle(const Json& json, Reader& reader) {
  attest::Fields fields(json);
  Bundle bundle;
  if (fields.text("format") != kBundleFormat) fields.wrong("format", "is not " + std::string(kBundleFormat));
  const std::string digest = fields.text(kDigestMember);
  bundle.credential = fields.object("credential");
  read_entries(fields, bundle, reader);
  const std::string chain_before = fields.text("chain_before");
  bundle.time = {static_cast<std::uint64_t>(fields.integer("time_ms", 0, attest::kJsonIntegerMax))};
  const std::string receipt = fields.text("receipt", base64_size(kReceiptBytesMax));
  bundle.tlog_proof = fields.text("tlog_proof", kTlogProofBytesMax);
  const Json revocation = fields.object("revocation");
  const Json suspension = fields.object("suspension");
  const Json::Array lineage = fields.array("lineage", attest::kIndicatorsMax);
  const Json::Array history = listed(fields, "history", kHistoryMax);
  const Json::Array roots = listed(fields, "roots", kKeyChangesMax);
  const Json::Array rotations = listed(fields, "rotations", kKeyChangesMax);
  reader.keep(fields.finish());
  if (reader.error()) return bundle;

  check_digest(json, digest, reader);
  bundle.chain_before = reader.take(ledger::digest_from_hex(chain_before), "chain_before");
  bundle.receipt = reader.take(ledger::base64url_decode(receipt), "receipt");
  bundle.revocation = read_status(revocation, std::string("revocation"), reader);
  bundle.suspension = read_status(suspension, std::string("suspension"), reader);
  bundle.lineage = read_lineage(lineage, reader);
  bundle.history = read_proven(history, "history", reader);
  bundle.roots = read_proven(roots, "roots", reader);
  bundle.rotations = read_rotations(rotations, reader);
  return bundle;
}

}  // namespace

Result<Bundle> parse_bundle(std::string_view text) {
  if (text.size() > kBundleBytesMax) return ledger::fail(Code::kTooLarge, "a bundle is at most 32 MiB");
  auto json = attest::parse_canonical_json(text);
  if (!json) return tl::unexpected(json.error());
  if (json->object() == nullptr) return ledger::fail(Code::kInvalid, "a bundle is a JSON object");
  Reader reader;
  Bundle bundle = read_bundle(*json, reader);
  if (reader.error()) return tl::unexpected(*reader.error());
  return bundle;
}

}  // namespace certs
