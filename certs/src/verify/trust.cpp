// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/trust.hpp"

#include <algorithm>
#include <charconv>

#include "certs/pem.hpp"

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

constexpr std::size_t kLogKeysMax = 64;

Result<EarlierLogKey> parse_earlier(std::string_view line) {
  const std::size_t space = line.find(' ');
  auto key = ledger::parse_vkey(line.substr(0, space));
  if (!key) return tl::unexpected(key.error());
  EarlierLogKey earlier{std::move(*key), {}};
  const char* end = line.data() + line.size();
  if (space != std::string_view::npos && line[space + 1] != '0') {
    const auto read = std::from_chars(line.data() + space + 1, end, earlier.size_max.value);
    if (read.ec == std::errc{} && read.ptr == end) return earlier;
  }
  return ledger::fail(Code::kInvalid, "behind an earlier key stands the size up to which it counts");
}

// Of a file that may not be there.
Result<std::vector<ledger::Bytes>> certificates_in(std::string_view pem) {
  if (pem.empty()) return std::vector<ledger::Bytes>{};
  return parse_pem(pem, "CERTIFICATE");
}

// The policy lists the same keys as log.vkey, in any order.
bool names_these_logs(const std::vector<ledger::NoteKey>& logs, const LogKeys& keys) {
  const auto has = [&](const ledger::NoteKey& key) { return std::find(logs.begin(), logs.end(), key) != logs.end(); };
  return logs.size() == keys.earlier.size() + 1 && has(keys.log) &&
         std::all_of(keys.earlier.begin(), keys.earlier.end(), [&](const auto& earlier) { return has(earlier.key); });
}

}  // namespace

Result<LogKeys> parse_log_keys(std::string_view file) {
  std::string_view rest = one_line(file);
  LogKeys keys;
  for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    auto earlier = parse_earlier(rest.substr(0, end));
    if (!earlier) return tl::unexpected(earlier.error());
    if (!keys.earlier.empty() && earlier->size_max <= keys.earlier.back().size_max)
      return ledger::fail(Code::kInvalid, "the sizes behind earlier keys must rise");
    keys.earlier.push_back(std::move(*earlier));
    if (keys.earlier.size() == kLogKeysMax) return ledger::fail(Code::kInvalid, "these are more keys than a log has");
    rest.remove_prefix(end + 1);
  }
  auto log = ledger::parse_vkey(rest);
  if (!log) return tl::unexpected(log.error());
  keys.log = std::move(*log);
  for (const EarlierLogKey& earlier : keys.earlier) {
    if (earlier.key.name != keys.log.name || earlier.key.type != keys.log.type)
      return ledger::fail(Code::kInvalid, "the keys are of several logs");
  }
  return keys;
}

Result<ledger::Checkpoint> open_checkpoint(std::string_view note, const LogKeys& keys) {
  const auto parsed = ledger::parse_note(note);
  const auto said = parsed ? ledger::parse_checkpoint_text(parsed->text) : tl::unexpected(parsed.error());
  if (!said) return tl::unexpected(said.error());
  std::vector<ledger::NoteKey> count{keys.log};
  for (const EarlierLogKey& earlier : keys.earlier) {
    if (said->size <= earlier.size_max) count.push_back(earlier.key);
  }
  return ledger::open_checkpoint(note, count);
}

Result<TrustFiles> read_trust_files(const std::function<bool(std::string_view name)>& there,
                                    const std::function<Result<std::string>(std::string_view name)>& read) {
  TrustFiles files;
  for (const TrustFile& file : kTrustFiles) {
    if (!file.required && !there(file.name)) continue;
    auto content = read(file.name);
    if (!content) return tl::unexpected(content.error());
    const std::string name(file.name);
    if (!file.required && content->empty())
      return ledger::fail(Code::kInvalid, name + " is empty: put the certificates in, or take it away", name);
    files.*file.content = std::move(*content);
  }
  return files;
}

Result<Trust> parse_trust(const TrustFiles& files) {
  auto keys = parse_log_keys(files.log_vkey);
  if (!keys) return bad("log.vkey", keys.error());
  const ledger::NoteKey* log = &keys->log;
  if (log->type != ledger::NoteKeyType::kEd25519)
    return ledger::fail(Code::kInvalid, "log.vkey: the key is a witness's, not a log's", "log.vkey");
  auto name = ledger::digest_from_hex(one_line(files.genesis));
  if (!name) return bad("genesis", name.error());
  auto witnesses = ledger::parse_witness_policy(files.policy);
  if (!witnesses) return bad("policy", witnesses.error());
  if (!names_these_logs(witnesses->logs, *keys))
    return ledger::fail(Code::kInvalid, "policy: it must name exactly the keys of log.vkey", "policy");
  auto json = attest::parse_json(files.did_json);
  if (!json) return bad("did.json", json.error());
  auto did = parse_did_document(*json);
  if (!did) return bad("did.json", did.error());
  auto ca = certificates_in(files.ca_pem);
  if (!ca) return bad("ca.pem", ca.error());
  auto tsa = certificates_in(files.tsa_pem);
  if (!tsa) return bad("tsa.pem", tsa.error());
  auto seals = certificates_in(files.seal_pem);
  if (!seals) return bad("seal.pem", seals.error());
  return Trust{std::move(keys->log),     *name,          std::move(*witnesses), std::move(*did),
               std::move(keys->earlier), std::move(*ca), std::move(*tsa),       std::move(*seals)};
}

}  // namespace certs
